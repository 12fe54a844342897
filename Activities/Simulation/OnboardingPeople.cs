using System.Text.RegularExpressions;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// What circular C asks besides answers: local governments write their lists, provinces dispute units, who missed the cut-off
/// asks the department, and the people of each sub-unit claim its site with a code from their mail. Some never do.
/// </summary>
sealed partial class OnboardingPeople(SimulatedWorld world) : CircularPeople(world)
{
    /// <summary>Units that a province finds wrong on its first look.</summary>
    const double Disputed = 0.05;

    /// <summary>Who missed the list and asks the department afterwards; the department declines one in ten.</summary>
    const double AsksLate = 0.5;
    const double Declined = 0.1;

    const int LastLateDay = 20;
    const int LastClaimDay = 30;
    const string Department = SubUnitAuthority.Department;

    // By the unit's code: the number of the invented citizen id of who is to claim its site.
    readonly Dictionary<string, int> claimants = [];
    readonly Dictionary<string, string> tokens = [];
    readonly HashSet<string> looked = [];
    int people;

    SubUnitDesk Desk => new(World.Database, Vault, World.Clock);
    ProvinceCheck Check => new(World.Database, Vault, World.Clock);
    LateChanges Late => new(World.Database, Vault, World.Tools, World.Clock);
    SiteClaims Claims => new(World.Database, World.Definitions, Vault, World.Tools, World.Clock);

    public override async Task PrepareAsync(ActivityNode step, string answer, string asked, string about, string by)
    {
        if (step.Activity is not AskOrganisation)
            return;
        switch (SettingsBinder.Constants<AskOrganisation.Values>(step).Rule)
        {
            case "C-03":
                await ListAsync(about, by);
                break;
            case "C-12" when World.Country.ByCode[asked].Type == OrganisationType.Province:
                await LookAsync(about, by, answer == "Confirm" ? Disputed : 1);
                break;
            case "C-12" when asked == about:
                await MendAsync(about, by);
                break;
        }
    }

    public override async Task ReactAsync(LogRow row)
    {
        switch (row)
        {
            case { Event: "cut-off-missed", RuleId: "C-03" } when Happens(AsksLate):
                World.PlanOnDay(World.Random.Next(1, LastLateDay), () => AskLateAsync(row.OrganisationCode!));
                break;
            case { Event: "mail", Detail: "site-links" }:
                await ReadLinksAsync(row.OrganisationCode!);
                break;
        }
    }

    async Task ListAsync(string organisation, string by)
    {
        var actor = await World.ActorAsync(by);
        foreach (var unit in World.Country.SubUnitsOf(organisation))
        {
            // A unit that was closed before the fiscal year is taken for one that operates, and refused (C-03).
            if (Happens(World.Scenario.BadLetters))
                await TryAsync(organisation, by, "list a closed unit", () => Desk.AddAsync(organisation,
                    FormOf(unit) with { Code = $"{unit.Code}x", Operates = false }, actor));
            await TryAsync(organisation, by, "list a unit", () => Desk.AddAsync(organisation, FormOf(unit), actor));
        }
    }

    async Task LookAsync(string organisation, string by, double share)
    {
        if (!looked.Add(organisation))
            return;
        var actor = await World.ActorAsync(by);
        foreach (var unit in await UnitsAsync(organisation))
            if (Happens(share))
                await TryAsync(organisation, by, "dispute a unit",
                    () => Check.DisputeAsync(unit.Id, "ชื่อไม่ตรงกับทะเบียน", actor));
    }

    async Task MendAsync(string organisation, string by)
    {
        var actor = await World.ActorAsync(by);
        foreach (var unit in (await UnitsAsync(organisation)).Where(unit => unit.State == SubUnitState.Disputed))
            await TryAsync(organisation, by, "mend a unit", () => Desk.ChangeAsync(unit.Id,
                FormOf(World.Country.SubUnitsOf(organisation).First(row => row.Code == unit.Code)) with
                { NameTh = unit.NameTh + " (แก้ไข)" }, actor));
    }

    async Task AskLateAsync(string organisation)
    {
        foreach (var unit in World.Country.SubUnitsOf(organisation))
            await TryAsync(organisation, Role.Officer, "ask for a late unit", async actor =>
            {
                var change = await Late.AskToAddAsync(organisation, FormOf(unit), "บันทึกไม่ทันกำหนด", actor);
                World.PlanOnDay(World.Random.Next(1, 5), () => DecideLateAsync(change));
            });
    }

    Task<bool> DecideLateAsync(string change)
    {
        var declines = Happens(Declined);
        return TryAsync(Department, Role.Reviewer, "decide on a late unit", actor => declines
            ? Late.DeclineAsync(change, "เลยกำหนดโดยไม่มีเหตุจำเป็น", actor) : Late.MakeAsync(change, "ตรวจแล้ว", actor));
    }

    // A mail that comes again has new links, which end the old ones; who means to claim takes the latest.
    async Task ReadLinksAsync(string organisation)
    {
        var mail = await MailToAsync(World.Country.ByCode[organisation].Email!);
        foreach (var token in Link().Matches(mail.Text).Select(match => match.Groups[1].Value).Distinct())
        {
            var link = (await SiteLink.FindAsync(World.Database, token))!;
            if (!tokens.ContainsKey(link.SiteId) && !Happens(World.Scenario.Silence))
                World.PlanOnDay(World.Random.Next(LastClaimDay), () => ClaimAsync(link.SiteId, organisation));
            tokens[link.SiteId] = token;
        }
    }

    async Task ClaimAsync(string siteId, string organisation)
    {
        var site = (await Site.FindAsync(World.Database, siteId))!;
        if (site.ClaimedAt is not null)
            return;
        var (token, who) = (tokens[siteId], claimants[site.Code]);
        var email = $"unit-{who}@simulated.example";
        // Who finds the link first isn't always the one it is for (C-15, T20).
        if (Happens(World.Scenario.BadLetters))
            await TryAsync(organisation, null, "claim a site of others", () => Claims.ProveAsync(token, Proof(++people)));
        await TryAsync(organisation, null, "claim a site", async () =>
        {
            var secret = await Claims.ProveAsync(token, Proof(who));
            await Claims.GiveEmailAsync(token, secret, email);
            var code = Code().Match((await MailToAsync(email)).Subject).Value;
            if (Happens(World.Scenario.BadLetters))
                await TryAsync(organisation, null, "type a code",
                    () => Claims.UseCodeAsync(token, secret, code[..5] + (char)('0' + ((code[5] - '0' + 1) % 10))));
            await Claims.UseCodeAsync(token, secret, code);
            await Claims.FinishAsync(token, secret, "simulated");
        });
    }

    Task<IReadOnlyList<SubUnit>> UnitsAsync(string organisation) => World.Database.WriteAsync(
        transaction => SubUnit.OfAsync(transaction, organisation));

    SubUnitForm FormOf(OrganisationRow unit)
    {
        // The same unit has the same person, however often it is written down.
        if (!claimants.TryGetValue(unit.Code, out var who))
            claimants[unit.Code] = who = ++people;
        return new SubUnitForm(unit.Code, unit.NameTh, "other", "นางสมมุติ หน่วยงานจำลอง", CitizenId: Invented(who));
    }

    static SiteProof Proof(int who) => CitizenId.TryParse(Invented(who), out var citizen)
        ? new SiteProof(citizen!, "สมมุติ หน่วยงานจำลอง", "ThaID-stand-in")
        : throw new InvalidOperationException("An invented number has a wrong check digit.");

    [GeneratedRegex(@"/site/(\S+)")]
    private static partial Regex Link();

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex Code();
}
