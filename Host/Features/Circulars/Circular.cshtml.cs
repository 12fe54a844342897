using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Circulars;

/// <summary>One circular: clauses, letters, dates, whom to ask, contradictions, and what it leaves open.</summary>
public sealed class CircularModel(
    Database database, Filing filing, CircularRegister register, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public string? Letter { get; set; }

    [BindProperty]
    public string? Same { get; set; }

    public CircularFacts Facts { get; private set; } = null!;

    /// <summary>The rules as they run now; null where no definition of this circular has them.</summary>
    public RequestRules.Values? Rules { get; private set; }

    /// <summary>The letters in the register, those that another reading is linked to included.</summary>
    public IReadOnlyList<CircularLetter> Letters { get; private set; } = [];

    /// <summary>Dates of the rules: the issuer's, and those stated by offices that this visitor may look at.</summary>
    public IReadOnlyList<CircularDateRow> Dates { get; private set; } = [];

    public IReadOnlyList<Sending> Sendings { get; private set; } = [];

    /// <summary>Why it holds no more; null while it does.</summary>
    public string? WithdrawnReason { get; private set; }

    /// <summary>Where it stands still.</summary>
    public IReadOnlyList<CircularPause> Pauses { get; private set; } = [];

    /// <summary>Its amendments, the latest first; those only written down are the issuer's own affair.</summary>
    public IReadOnlyList<Amendment> Amendments { get; private set; } = [];

    /// <summary>One of the issuer's: sends and amends it, links its letters.</summary>
    public bool MaySend { get; private set; }

    Dictionary<string, Organisation> offices = [];
    Dictionary<string, CircularLetter> linked = [];

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostLinkAsync(string id)
    {
        if (!await ReadAsync(id) || !MaySend)
            return NotFound();
        try
        {
            await register.LinkAsync(Letter ?? "", await SameIdAsync(), current.Actor);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(nameof(Same), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", texts["บันทึกแล้ว", "It is kept."]);
        return Redirect($"/circulars/{Uri.EscapeDataString(id)}#letters");
    }

    /// <summary>The number of the letter that this one is another reading of; null for none.</summary>
    public string? SameAs(CircularLetter letter) =>
        letter.SameAs is { } same && linked.TryGetValue(same, out var other) ? $"{other.Identity} ({other.CircularId})" : null;

    public string NameOf(string code)
    {
        if (offices.TryGetValue(code, out var office))
            return texts[office.NameTh, office.NameEn];
        // A shipped circular may name a province that this store doesn't have.
        return ShippedData.Provinces().FirstOrDefault(province => OrganisationParents.CodeOf(province) == code) is { } known
            ? texts["จังหวัด" + known.NameTh, known.NameEn + " Province"] : code;
    }

    async Task<bool> ReadAsync(string id)
    {
        if (await StoredCircular.FindAsync(database, id) is not { } found)
            return false;
        Facts = found;
        if (found.Definition == Filing.Definition)
            Rules = await filing.RulesAsync();
        var issuer = await database.FirstAsync<string>("select issuer_code from circulars where id = @id", new { id });
        MaySend = current.Actor.In(issuer!, Role.Director, Role.Reviewer) is not null;
        WithdrawnReason = await WithdrawnCircular.ReasonAsync(database, id);
        Pauses = await CircularPause.UnderWayAsync(database, id);
        Amendments = [.. (await database.QueryAsync<Amendment>(
            "select * from amendments where circular_id = @id order by created_at desc limit 20", new { id }))
            .Where(amendment => MaySend || amendment.Status is not (Amendment.Planned or Amendment.Returned))];
        Letters = await CircularLetter.OfAsync(database, id);
        var same = Letters.Select(letter => letter.SameAs).OfType<string>().ToList();
        linked = same.Count == 0 ? [] : (await database.QueryAsync<CircularLetter>(
            "select * from circular_letters where id in @same", new { same })).ToDictionary(letter => letter.Id);
        await ReadDatesAsync(id);
        if (current.Actor.SeesTheCountry)
            Sendings = await database.QueryAsync<Sending>(
                "select * from sendings where circular_id = @id order by sent_at desc limit 20", new { id });
        return true;
    }

    // An office's own date is its own affair: who isn't above or below it doesn't see it.
    async Task ReadDatesAsync(string id)
    {
        var all = await CircularDates.AllAsync(database, id);
        var others = all.Where(date => !date.IsIssuers).Select(date => date.StatedBy).Distinct().ToList();
        offices = others.Count == 0 ? [] : (await database.QueryAsync<Organisation>(
            "select * from organisations where code in @others", new { others })).ToDictionary(office => office.Code);
        // A rule that only a province states is the circular's own text, such as C-13.
        Dates = [.. all.Where(date => date.IsIssuers || (date.ByPerson is null ? date.Key.Split(':')[0] == date.RuleId : Concerns(date.StatedBy)))
            .OrderBy(date => date.At).ThenBy(date => date.Key, StringComparer.Ordinal)];
    }

    bool Concerns(string code) => offices.TryGetValue(code, out var office) && (current.Actor.MaySee(office.Path)
        || current.Actor.Memberships.Any(membership => membership.Path.StartsWith(office.Path, StringComparison.Ordinal)));

    // Numbers begin anew each year; whoever types one means the newest.
    async Task<string?> SameIdAsync()
    {
        if (string.IsNullOrWhiteSpace(Same))
            return null;
        return LetterIdentity.Read(Same, null) is not { } typed ? "" : await database.FirstAsync<string>(
            """
            select id from circular_letters where agency_code = @AgencyCode and is_circular = @circular and number = @Number
            order by year desc limit 1
            """, new { typed.AgencyCode, circular = typed.IsCircular ? 1 : 0, typed.Number }) ?? "";
    }
}
