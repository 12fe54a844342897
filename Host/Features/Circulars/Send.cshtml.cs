using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Circulars;

/// <summary>Sends a circular down the tree: how, to whom, and what time they will have; first shown, then done.</summary>
public sealed class SendModel(
    SendingDesk desk, Database database, DefinitionStore definitions, OfficeCalendar calendar, CurrentActor current, TimeProvider clock,
    Texts texts) : PageModel
{
    const string Everywhere = "/";

    [BindProperty(SupportsGet = true)]
    public string? Definition { get; set; }

    [BindProperty]
    public string FormKey { get; set; } = Guid.NewGuid().ToString("N");

    [BindProperty]
    public string Mode { get; set; } = Sending.Relay;

    [BindProperty]
    public List<string> Types { get; set; } = [];

    [BindProperty]
    public string? DeadlineKey { get; set; }

    [BindProperty]
    public int LeastHours { get; set; } = 8;

    [BindProperty]
    public string? LetterNumber { get; set; }

    [BindProperty]
    public string? LetterDate { get; set; }

    public CircularFacts Facts { get; private set; } = null!;
    public IReadOnlyList<(string Id, string Name, IReadOnlyList<string> Types)> Definitions { get; private set; } = [];
    public IReadOnlyList<CircularDateRow> Dates { get; private set; } = [];
    public SendingDesk.Preview? Preview { get; private set; }

    /// <summary>Types that the chosen definition covers.</summary>
    public IReadOnlyList<string> Covered => Definitions.FirstOrDefault(one => one.Id == Definition).Types ?? [];

    /// <summary>Office time that a province would have if it were sent now; null when there is no deadline.</summary>
    public long? MinutesLeft => Preview is null ? null : Arrival.MinutesLeft(calendar.Current, clock.GetUtcNow(), Preview.Deadline);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        var letter = Facts.Documents[0];
        LetterNumber = letter.Number ?? letter.NumberArabic;
        LetterDate = texts.Date(letter.Date ?? ThaiDate.BangkokDate(clock.GetUtcNow()));
        Types = [.. Covered];
        DeadlineKey = Dates.FirstOrDefault(date => date.Kind == "deadline")?.Key;
        await LookAsync();
        return Page();
    }

    /// <summary>Looks again with what was chosen; sends nothing.</summary>
    public async Task<IActionResult> OnPostLookAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        await LookAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        try
        {
            if (!ThaiDate.TryParse(LetterDate, out var date))
                throw new RefusedException("own-date", "อ่านวันที่ของหนังสือไม่ได้ พิมพ์เช่น 6/11/2566", "The letter's date can't be read; type 6/11/2566.");
            var sending = await desk.SendAsync(new SendingForm(FormKey, id, Definition ?? "", Mode, Types, Everywhere,
                string.IsNullOrEmpty(DeadlineKey) ? null : DeadlineKey, LeastHours, LetterNumber ?? "", date), current.Actor);
            TempData.Say("success", texts["ส่งแล้ว ระบบกำลังเริ่มเรื่องให้ทุกหน่วยงาน ดูความคืบหน้าในหน้านี้",
                "Sent. The organisations are being started; this page shows how far it is."]);
            return Redirect($"/cascade/{sending}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch
            {
                "own-number" => nameof(LetterNumber),
                "own-date" => nameof(LetterDate),
                "definition" => nameof(Definition),
                "deadline" => nameof(DeadlineKey),
                _ => "",
            }, texts[refusal.Thai, refusal.English]);
            await LookAsync();
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task<bool> ReadAsync(string id)
    {
        if (await StoredCircular.FindAsync(database, id) is not { } facts
            || current.Actor.In(await IssuerAsync(id), Role.Director, Role.Reviewer) is null)
            return false;
        Facts = facts;
        Dates = [.. (await CircularDates.AllAsync(database, id)).Where(date => date.IsIssuers)];
        Definitions = await DefinitionsAsync(id);
        if (Definitions.All(one => one.Id != Definition))
            Definition = Definitions is [var first, ..] ? first.Id : null;
        return true;
    }

    async Task<string> IssuerAsync(string id) =>
        (await database.FirstAsync<string>("select issuer_code from circulars where id = @id", new { id }))!;

    // Those that are started per organisation or asked under, for this circular or for any; its own first.
    async Task<IReadOnlyList<(string, string, IReadOnlyList<string>)>> DefinitionsAsync(string id)
    {
        var found = new List<(string Id, string Name, IReadOnlyList<string> Types, bool IsOwn)>();
        foreach (var definition in await database.QueryAsync<string>(
            "select definition_id from published_definitions order by definition_id"))
            if (await definitions.FindPublishedAsync(definition) is { } published && Addressees.Of(published) is { } whom
                && (whom.Circular == id || whom.Circular == Coverage.AnyCircular))
                found.Add((definition, published.Name, whom.Types, whom.Circular == id));
        return [.. found.OrderByDescending(one => one.IsOwn).Select(one => (one.Id, one.Name, one.Types))];
    }

    async Task LookAsync() => Preview = await desk.PreviewAsync(Facts.Id, Types, Everywhere, DeadlineKey);
}
