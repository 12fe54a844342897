using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;

namespace WorkflowHost.Web.Features.Rights;

/// <summary>One organisation: its rights now under every circular, and every right it ever had.</summary>
public sealed class OfModel(Database database, Filing filing, InScope scope) : PageModel
{
    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<(SystemOfRights System, SeatTable Seats)> Tables { get; private set; } = [];
    public IReadOnlyList<Past> Earlier { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string code)
    {
        if (await Organisation.FindAsync(database, code) is not { } found
            || !await scope.HoldsAsync(found.Path, "organisation", code, code))
            return NotFound();
        Organisation = found;
        Tables = await SystemOfRights.TablesAsync(database, filing, found);
        Earlier = await database.QueryAsync<Past>(
            """
            select r.id, r.system, r.seat, r.valid_from, r.valid_to, r.end_reason,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as person_th, p.name_en as person_en
            from rights r join people p on p.id = r.person_id
            where r.organisation_code = @code and r.valid_to is not null order by r.valid_from desc, r.id limit 200
            """, new { code });
        return Page();
    }

    /// <summary>A right that has ended.</summary>
    public sealed class Past
    {
        public string Id { get; init; } = "";
        public string System { get; init; } = "";
        public long Seat { get; init; }
        public DateTimeOffset ValidFrom { get; init; }
        public DateTimeOffset ValidTo { get; init; }
        public string? EndReason { get; init; }
        public string PersonTh { get; init; } = "";
        public string PersonEn { get; init; } = "";
    }
}
