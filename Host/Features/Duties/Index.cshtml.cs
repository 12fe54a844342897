using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Duties;

/// <summary>Circular D: one's own organisation's duties, or for who follows a province all of them with their lights.</summary>
public sealed class IndexModel(Database database, OfficeCalendar calendar, CurrentActor current, TimeProvider clock) : PageModel
{
    const int PageSize = 100;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>The province of a coordinator, for the analysts' map.</summary>
    public string? Province { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var following = current.Actor.Memberships.FirstOrDefault(membership => membership.Role == Role.Coordinator);
        if (following is null && !current.Actor.SeesTheCountry)
            return current.Actor.Memberships is [var own, ..] ? Redirect($"/duties/{own.OrganisationCode}") : NotFound();
        Province = following?.OrganisationCode;
        var path = following?.Path ?? "/";
        Rows = await database.QueryAsync<Row>(
            """
            select o.code, o.name_th, o.name_en, o.path,
                (select count(distinct d.duty) from duties d where d.organisation_code = o.code and d.ended_at is null
                    and d.duty in ('planning', 'finance', 'engineering')) as held,
                (select max(w.day) from duty_days w where w.organisation_code = o.code) as last_day
            from organisations o
            where o.path >= @path and o.path < @end and o.path > @after
                and o.type in ('pao', 'city_municipality', 'town_municipality', 'tambon_municipality', 'tao')
            order by o.path limit @take
            """, new { path, end = path.TrimEnd('/') + "0", after = After ?? "", take = PageSize + 1 });
        if (Rows.Count > PageSize)
            Next = "/duties?after=" + Uri.EscapeDataString(Rows[PageSize - 1].Path);
        Rows = [.. Rows.Take(PageSize)];
        return Page();
    }

    /// <summary>The light of the last day of work (D-12).</summary>
    public (string Tone, int? Days) Light(Row row) => row.LastDay is not { } day ? ("off", null)
        : calendar.Current.WorkingDaysBetween(day, ThaiDate.BangkokDate(clock.GetUtcNow())) is var days
            ? (days <= 1 ? "good" : days <= 5 ? "wait" : "bad", days) : default;

    /// <summary>An organisation with its duties in numbers.</summary>
    public sealed class Row
    {
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string Path { get; init; } = "";
        public long Held { get; init; }
        public DateOnly? LastDay { get; init; }
    }
}
