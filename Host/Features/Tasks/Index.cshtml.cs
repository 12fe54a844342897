using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>My tasks: what I may answer, by deadline; on the same deadline, what needs no second look comes first.</summary>
public sealed class IndexModel(
    Database database, Inbox inbox, CurrentActor current, OfficeCalendar calendar, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Inbox.Row> Rows { get; private set; } = [];

    public IReadOnlyList<Inbox.Count> Counts { get; private set; } = [];

    public string? Next { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public WorkingCalendar Calendar => calendar.Current;

    public bool IsQueue => current.Actor.Is(Role.Reviewer) || current.Actor.Is(Role.Director);

    public async Task OnGetAsync()
    {
        Now = clock.GetUtcNow();
        Kind = TaskWords.Kinds.Contains(Kind) ? Kind : null;
        (Counts, var rows) = await database.AskAsync(
            ask => inbox.CountsAsync(ask, current.Actor), ask => inbox.PageAsync(ask, current.Actor, Kind, After, Inbox.PageSize + 1));
        if (rows.Count > Inbox.PageSize)
            Next = Address(rows[Inbox.PageSize - 1].Key);
        Rows = [.. rows.Take(Inbox.PageSize).OrderBy(row => row.SortDue).ThenBy(row => row.Doubts).ThenBy(row => row.Id, StringComparer.Ordinal)];
    }

    public string Address(string? after) =>
        "/tasks" + (Kind is null && after is null ? "" : "?" + string.Join('&', Pairs(after)));

    IEnumerable<string> Pairs(string? after)
    {
        if (Kind is not null)
            yield return "kind=" + Kind;
        if (after is not null)
            yield return "after=" + Uri.EscapeDataString(after);
    }
}
