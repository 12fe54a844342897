using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Mail;
using WorkflowHost.Web.Settings;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Commands;

/// <summary>
/// <c>account add NAME --person "title|given|family|English name|mail" --organisation CODE --role ROLE</c>: a person with a
/// role and an account; how the first operator of a new site comes in. The password is read from standard input.
/// </summary>
static class AddAccount
{
    const int ShortestPassword = 12;

    const string Usage =
        "Usage: account add NAME --person \"title|given name|family name|English name|mail\" --organisation CODE --role ROLE [--Section:Key=value …]\n"
        + "The password is read from standard input; it has at least 12 characters.";

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var person = Option(args, "--person")?.Split('|', StringSplitOptions.TrimEntries);
        if (args is not ["add", var name, ..] || person is not [_, _, _, _, _]
            || Option(args, "--organisation") is not { } organisation || Option(args, "--role") is not { } role)
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }
        var problems = Problems(name, person, role).ToList();
        var password = problems.Count == 0 ? ReadPassword(output) : "";
        if (problems.Count == 0 && password.Length < ShortestPassword)
            problems.Add($"the password has {password.Length} characters; it needs at least {ShortestPassword}");
        foreach (var problem in problems)
            await output.WriteLineAsync("account: " + problem);
        if (problems.Count > 0)
            return 1;
        try
        {
            return await AddAsync(args[2..], name, person, organisation, role, password, output);
        }
        catch (Exception fault) when (fault is SettingsException or InvalidOperationException or IOException)
        {
            await output.WriteLineAsync($"account: {fault.Message}");
            return 1;
        }
    }

    static IEnumerable<string> Problems(string name, string[] person, string role)
    {
        if (name.Trim().Length is < 3 or > 64 || name.Any(char.IsWhiteSpace))
            yield return $"'{name}' is no account name; 3 to 64 characters without blanks";
        if (person.Any(part => part.Length == 0))
            yield return "the person needs all five parts: title|given name|family name|English name|mail";
        else if (!AddrSpec.TryParse(person[4], out _))
            yield return $"'{person[4]}' is no mail address";
        if (!SignInParts.Roles.Contains(role))
            yield return $"there is no role '{role}'; roles are {string.Join(", ", SignInParts.Roles)}";
    }

    static async Task<int> AddAsync(
        string[] rest, string name, string[] parts, string organisation, string role, string password, TextWriter output)
    {
        await using var app = Composition.Build([.. rest.Where(argument => argument.Contains(':'))]);
        var database = app.Services.GetRequiredService<Database>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        await Preparation.MigrateAsync(database, clock);
        var problem = await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await Organisation.FindAsync(transaction, organisation) is null)
                return $"there is no organisation '{organisation}'; import the organisations first";
            if (await transaction.FirstAsync<string>("select id from accounts where user_name = @name", new { name = Accounts.Normalise(name) }) is not null)
                return $"there is an account '{name}' already";
            var person = new Person
            {
                Id = Ids.New(now),
                TitleTh = parts[0],
                GivenNameTh = parts[1],
                FamilyNameTh = parts[2],
                NameEn = parts[3],
                Email = parts[4],
            };
            person.Insert(transaction);
            new Membership { Id = Ids.New(now), PersonId = person.Id, OrganisationCode = organisation, Role = role, ValidFrom = now }.Insert(transaction);
            Accounts.Create(transaction, now, person.Id, name, password);
            AuditTrail.Add(transaction, now, null, "account-added", "account", person.Id, organisation, detail: role);
            return null;
        });
        await output.WriteLineAsync(problem is null ? $"The account '{name}' can sign in as {role} of {organisation}." : $"account: {problem}");
        return problem is null ? 0 : 1;
    }

    static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

    static string ReadPassword(TextWriter output)
    {
        if (!Console.IsInputRedirected)
            output.Write("Password (it is shown while you type): ");
        return Console.In.ReadLine() ?? "";
    }
}
