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
    const string Usage =
        "Usage: account add NAME --person \"title|given name|family name|English name|mail\" --organisation CODE --role ROLE "
        + "[--Section:Key=value …]\nThe password is read from standard input; it has at least 12 characters.";

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var person = Option(args, "--person")?.Split('|', StringSplitOptions.TrimEntries);
        if (args is not ["add", var name, ..] || person is not [_, _, _, _, _]
            || Option(args, "--organisation") is not { } organisation || Option(args, "--role") is not { } role)
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }
        var problems = Problems(person, role).ToList();
        foreach (var problem in problems)
            await output.WriteLineAsync("account: " + problem);
        if (problems.Count > 0)
            return 1;
        try
        {
            var password = ReadPassword(output);
            PasswordRules.Require(password, name);
            return await AddAsync(args[2..], name, person, organisation, role, password, output);
        }
        catch (Exception fault) when (fault is RefusedException or SettingsException or InvalidOperationException or IOException)
        {
            await output.WriteLineAsync($"account: {fault.Message}");
            return 1;
        }
    }

    static IEnumerable<string> Problems(string[] person, string role)
    {
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
        var hash = Accounts.HashPassword(password);
        await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await Organisation.FindAsync(transaction, organisation) is null)
                throw new InvalidOperationException(
                    $"there is no organisation '{organisation}'; import the organisations first");
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
            new Membership
            {
                Id = Ids.New(now),
                PersonId = person.Id,
                OrganisationCode = organisation,
                Role = role,
                ValidFrom = now,
            }.Insert(transaction);
            var account = await Accounts.CreateAsync(transaction, now, person.Id, name, hash);
            AuditTrail.Add(transaction, now, null, "account-added", "account", account, organisation, detail: role);
        });
        await output.WriteLineAsync($"The account '{name}' can sign in as {role} of {organisation}.");
        return 0;
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
