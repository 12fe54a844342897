using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Circulars;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>Whom the circular reached too late (T14): working time left on receipt, and when each can next do
/// something.</summary>
public sealed class LateModel(Database database, OfficeCalendar calendar, CurrentActor current) : PageModel
{
    const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Sending Sending { get; private set; } = null!;

    /// <summary>In one piece, wherever a line ends.</summary>
    public string LetterNumber => Sending.LetterNumber.Replace(' ', '\u00a0');
    public CircularFacts Facts { get; private set; } = null!;
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public string? Next { get; private set; }

    /// <summary>The province or district for which this person may write to those above; null for others.</summary>
    public string? Office => Rows.Any(row => row.EnforcedAt is not null) ? current.Actor.Memberships.FirstOrDefault(membership =>
        membership.Role is Role.Coordinator or Role.Clerk or Role.Executive
        && Rows.Any(row => row.Path.StartsWith(membership.Path, StringComparison.Ordinal)
            && row.OrganisationCode != membership.OrganisationCode))?.OrganisationCode : null;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await Sending.FindAsync(database, id) is not { } sending)
            return NotFound();
        Sending = sending;
        Facts = (await StoredCircular.FindAsync(database, sending.CircularId))!;
        var arguments = new Dictionary<string, object?> { ["id"] = id, ["after"] = After ?? "", ["limit"] = PageSize + 1 };
        var rows = await database.QueryAsync<Row>(
            $"""
            select d.organisation_code, d.path, d.arrived_at, d.enforced_at, d.minutes_left, o.name_th, o.name_en
            from deliveries d join organisations o on o.code = d.organisation_code
            where d.sending_id = @id and d.is_late = 1 and d.path > @after and {InScope.Where(current.Actor, "d.path", arguments)}
            order by d.path limit @limit
            """, arguments);
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? $"/cascade/{id}/late?after={Uri.EscapeDataString(Rows[^1].Path)}" : null;
        var dates = await CircularDates.AllAsync(database, sending.CircularId);
        foreach (var row in Rows)
            row.NextUsable = Arrival.NextUsable(calendar.Current, row.ArrivedAt, row.EnforcedAt, dates);
        return Page();
    }

    /// <summary>An organisation reached too late.</summary>
    public sealed class Row
    {
        public string OrganisationCode { get; init; } = "";
        public string Path { get; init; } = "";
        public DateTimeOffset ArrivedAt { get; init; }
        public DateTimeOffset? EnforcedAt { get; init; }
        public long? MinutesLeft { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public DateTimeOffset? NextUsable { get; set; }
    }
}
