using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Circular C in the demo province, in the year of its letters: who records, checks and claims.</summary>
sealed partial class Onboarding
{
    public const string Definition = "elaas-onboarding";
    public const string Tambon = DemoData.Tambon;
    public const string Department = "dla-reviewer";

    Onboarding(World world)
    {
        World = world;
        Citizens = new CitizenIds(world.Database, () => CitizenIdKeys.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]), world.Clock);
        Desk = new SubUnitDesk(world.Database, Citizens, world.Clock);
        Import = new SubUnitImport(world.Database, Citizens, world.Clock);
        Assets = new AssetImport(world.Database, world.Clock);
        Check = new ProvinceCheck(world.Database, Citizens, world.Clock);
        Late = new LateChanges(world.Database, Citizens, world.Tools, world.Clock);
        Claims = new SiteClaims(world.Database, world.Definitions, Citizens, world.Tools, world.Clock);
        HandOver = new SiteHandOver(world.Database, Claims, world.Tools, world.Clock);
        Alarms = new MailboxAlarms(world.Database, world.Tools, world.Clock);
    }

    /// <summary>3 June 2024, a Monday: the menu is open until the end of the 30th.</summary>
    public static DateTimeOffset June { get; } = At(2024, 6, 3, 9);

    public World World { get; }
    public CitizenIds Citizens { get; }
    public SubUnitDesk Desk { get; }
    public SubUnitImport Import { get; }
    public AssetImport Assets { get; }
    public ProvinceCheck Check { get; }
    public LateChanges Late { get; }
    public SiteClaims Claims { get; }
    public SiteHandOver HandOver { get; }
    public MailboxAlarms Alarms { get; }

    public static async Task<Onboarding> InAsync(World world)
    {
        await world.Database.WriteAsync(transaction =>
        {
            transaction.Write(
                """
                insert into people (id, title_th, given_name_th, family_name_th, name_en, email)
                values (@Department, 'นางสาว', 'ลักขณา', 'เวียนสาร', 'Lakkhana Wiansan', @email)
                on conflict (id) do nothing
                """, new { Department, email = Department + "@demo.example" });
            transaction.Write(
                """
                insert into memberships (id, person_id, organisation_code, role, capacity, valid_from)
                select 'dla-of-c', @Department, 'DLA', 'reviewer', 'own', @since
                where not exists (select 1 from memberships where person_id = @Department)
                """, new { Department, since = At(2023, 10, 1, 0) });
            return Task.CompletedTask;
        });
        return Of(world);
    }

    /// <summary>In a world that has the department's people already.</summary>
    public static Onboarding Of(World world) => new(world);

    public static DateTimeOffset At(int year, int month, int day, int hour, int minute = 0, int second = 0) =>
        new(year, month, day, hour, minute, second, TimeSpan.FromHours(7));

    /// <summary>Starts the circular for an organisation, as its sending does.</summary>
    public async Task<string> StartAsync(string organisation = Tambon) => (await World.Runtime.StartAsync(new StartRequest(Definition,
        Inputs: new Dictionary<string, object?>
        {
            [Coverage.CircularInput] = "C",
            [Coverage.OrganisationInput] = organisation,
        }, StartKey: $"C:{organisation}"))).InstanceId;

    public async Task<string> AddAsync(string code, string name, string person = "นางสมใจ รักเรียน", string by = "officer", string organisation = Tambon) =>
        await Desk.AddAsync(organisation, Form(code, name, person), await World.ActorAsync(by));

    public static SubUnitForm Form(string code, string name, string person = "นางสมใจ รักเรียน", string? citizen = null) =>
        new(code, name, "โรงเรียน", person, CitizenId: citizen);

    public Task<IReadOnlyList<SubUnit>> UnitsAsync(string organisation = Tambon) => World.Database.QueryAsync<SubUnit>(
        "select * from sub_units where organisation_code = @organisation and removed_at is null order by code", new { organisation });

    public Task<IReadOnlyList<Site>> SitesAsync(string organisation = Tambon) => World.Database.WriteAsync(
        transaction => transaction.QueryAsync<Site>("select * from sites where organisation_code = @organisation order by id", new { organisation }));

    /// <summary>The open task of a step.</summary>
    public async Task<WorkTask> TaskAsync(string node, string organisation = Tambon) => await World.Database.FirstAsync<WorkTask>(
        """
        select t.* from tasks t join bookmarks b on b.id = t.id
        where t.about_code = @organisation and b.node_id = @node and t.closed_at is null
        """, new { organisation, node = "root:" + node })
        ?? throw new AssertionException($"The step '{node}' asks nobody now; open: {string.Join(", ", await OpenStepsAsync(organisation))}.");

    public Task<IReadOnlyList<string>> OpenStepsAsync(string organisation = Tambon) => World.Database.QueryAsync<string>(
        """
        select substr(b.node_id, 6) from tasks t join bookmarks b on b.id = t.id
        where t.about_code = @organisation and t.closed_at is null order by b.node_id
        """, new { organisation });

    public async Task<StepResult> AnswerAsync(string node, string by, string answer, string note = "", string organisation = Tambon)
    {
        var result = await World.AnswerAsync(await TaskAsync(node, organisation), by, answer, new { reason = note, via = "page" });
        return result;
    }

    /// <summary>From the list to the mailed links: recorded, cut off, confirmed, created.</summary>
    public async Task UntilLinksAsync(params (string Code, string Name)[] units)
    {
        await StartAsync();
        foreach (var (code, name) in units)
            await AddAsync(code, name);
        await AnswerAsync("record", "officer", "Done");
        await World.LeapsToAsync(At(2024, 7, 1, 9));
        await AnswerAsync("check", "coordinator", "Confirm");
        await World.LeapsToAsync(At(2024, 9, 25, 9));
    }

    /// <summary>The links in the mails to a central mailbox, the latest for each unit, by its code.</summary>
    public async Task<Dictionary<string, string>> LinksAsync(string organisation = Tambon)
    {
        var links = new Dictionary<string, string>();
        foreach (var mail in await MailboxAsync(organisation))
            foreach (Match match in Link().Matches(mail.Text.Split("----")[0]))
                links[match.Groups[1].Value] = match.Groups[2].Value;
        return links;
    }

    public async Task<IReadOnlyList<OutgoingMail>> MailboxAsync(string organisation = Tambon) => await MailsAsync(
        (await World.Database.FirstAsync<string>("select email from organisations where code = @organisation", new { organisation }))!);

    public async Task<IReadOnlyList<OutgoingMail>> MailsAsync(string address) =>
        [.. (await World.Database.QueryAsync<string>("select payload from outbox where recipient = @address order by id", new { address }))
            .Select(payload => JsonSerializer.Deserialize<OutgoingMail>(payload, JsonSerializerOptions.Web)!)];

    /// <summary>The code in the latest mail to an address.</summary>
    public async Task<string> CodeAsync(string address) => (await MailsAsync(address)).Last(mail =>
        mail.Subject.StartsWith("รหัสยืนยัน", StringComparison.Ordinal)).Subject.Split(' ')[1];

    /// <summary>An invented citizen id with a right check digit.</summary>
    public static string CitizenNumber(int number)
    {
        var digits = "9" + number.ToString("D11", CultureInfo.InvariantCulture);
        return Enumerable.Range(0, 10).Select(last => digits + last).First(id => CitizenId.HasValidCheckDigit(id));
    }

    public static SiteProof Proof(int number, string name = "สมใจ รักเรียน") =>
        new(CitizenId.TryParse(CitizenNumber(number), out var citizen) ? citizen! : throw new InvalidOperationException(), name, "ThaID-stand-in");

    /// <summary>Walks a claim to its end.</summary>
    public async Task ClaimAsync(string token, SiteProof proof, string email)
    {
        var secret = await Claims.ProveAsync(token, proof);
        await Claims.GiveEmailAsync(token, secret, email);
        await Claims.UseCodeAsync(token, secret, await CodeAsync(email));
        await Claims.FinishAsync(token, secret, "hash of a password");
    }

    public Task<IReadOnlyList<string>> AuditAsync(string action) => World.Database.QueryAsync<string>(
        "select coalesce(detail, '') from audit where action = @action order by id", new { action });

    public static MemoryStream Sheet(params string[][] rows) => new(SheetFile.Write(SubUnitSheet.Name, SubUnitSheet.Columns, rows));

    public static MemoryStream AssetSheetOf(params string[][] rows) => new(SheetFile.Write(AssetSheet.Name, AssetSheet.Columns, rows));

    public async Task<ImportResult> ImportAsync(MemoryStream file, string by = "officer")
    {
        var actor = await World.ActorAsync(by);
        return await Import.ApplyAsync(await Import.BeginAsync(Tambon, file, "รายชื่อ.xlsx", actor), actor);
    }

    public async Task<IReadOnlyList<PreviewRow>> PreviewAsync(MemoryStream file, string by = "officer")
    {
        var actor = await World.ActorAsync(by);
        var id = await Import.BeginAsync(Tambon, file, "รายชื่อ.xlsx", actor);
        return await Import.PreviewAsync((await SheetImport.FindAsync(World.Database, id, actor))!);
    }

    [GeneratedRegex(@"• (\S+) [^\n]*\n(?:[^\n]*\n)??[^\n]*/site/(\S+)")]
    private static partial Regex Link();
}
