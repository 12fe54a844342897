using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Circulars;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>
/// The letter that asks for a later deadline for those whom the circular reached too late (T14), drafted from the list: on A4, to
/// print and sign. The proposed day can be changed; nothing is stored.
/// </summary>
public sealed class LateLetterModel(
    Database database, OfficeCalendar calendar, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    /// <summary>A letter names so many; a longer list goes with it as an enclosure.</summary>
    const int MostLines = 200;

    /// <summary>The province or district that writes.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Office { get; set; }

    /// <summary>The day that is asked for, as typed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Until { get; set; }

    public Sending Sending { get; private set; } = null!;

    public ExtensionLetter Letter { get; private set; } = null!;

    public DateOnly Proposed { get; private set; }

    public string? Wrong { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (Office is null || await Sending.FindAsync(database, id) is not { } sending
            || await Organisation.FindAsync(database, Office) is not
            { Type: OrganisationType.Province or OrganisationType.District } office
            || current.Actor.In(office.Code, Role.Coordinator, Role.Clerk, Role.Executive) is null)
            return NotFound();
        Sending = sending;
        var rows = await database.QueryAsync<LateModel.Row>(
            """
            select d.organisation_code, d.path, d.arrived_at, d.enforced_at, d.minutes_left, o.name_th, o.name_en
            from deliveries d join organisations o on o.code = d.organisation_code
            where d.sending_id = @id and d.is_late = 1 and d.enforced_at is not null and d.path > @from and d.path < @to
            order by d.path limit @MostLines
            """, new { id, from = office.Path, to = office.Path.TrimEnd('/') + "0", MostLines });
        if (rows.Count == 0)
            return NotFound();
        await ComposeAsync(office, rows);
        return Page();
    }

    async Task ComposeAsync(Organisation office, IReadOnlyList<LateModel.Row> rows)
    {
        var dates = await CircularDates.AllAsync(database, Sending.CircularId);
        Proposed = ExtensionLetter.Propose(calendar.Current, clock.GetUtcNow(), Sending.LeastMinutes, rows.Select(row =>
            Arrival.NextUsable(calendar.Current, row.ArrivedAt, row.EnforcedAt, dates)));
        if (Until is { Length: > 0 })
            if (ThaiDate.TryParse(Until, out var day))
                Proposed = day;
            else
                Wrong = texts["อ่านวันที่ไม่ได้ พิมพ์เช่น 15 พ.ย. 2569", "Not a date; type 15/11/2569 or 2026-11-15"];
        var facts = (await StoredCircular.FindAsync(database, Sending.CircularId))!;
        var province = await Organisation.ProvinceOfAsync(database, office.Code) is { } code
            ? await Organisation.FindAsync(database, code) : null;
        Letter = ExtensionLetter.Compose(new ExtensionFacts(
            office, province?.NameTh ?? office.NameTh, facts.Issuer.NameTh, facts.TitleTh, Sending.LetterNumber,
            Sending.LetterDate,
            ThaiDate.BangkokDate(rows.Max(row => row.EnforcedAt!.Value)), Proposed,
            [.. rows.Select(row => new LateOne(row.NameTh, row.ArrivedAt, row.MinutesLeft))]));
    }
}
