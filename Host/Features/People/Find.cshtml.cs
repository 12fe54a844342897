using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.People;

/// <summary>Everybody in the system, for operators to find. For others the page is not there.</summary>
public sealed class FindModel(Database database, CurrentActor current, TimeProvider clock) : PageModel
{
    const int PageSize = 40;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>"none" or "blocked"; everybody when empty.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public DateTimeOffset Now { get; private set; }

    public IReadOnlyList<PersonRow> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public string? First => After is null ? null : Address(null);

    public async Task<IActionResult> OnGetAsync()
    {
        if (!current.Actor.Is(Role.Operator))
            return NotFound();
        Now = clock.GetUtcNow();
        var rows = await database.QueryAsync<PersonRow>(
            $"{PersonRow.Query} where {Conditions()} order by p.id limit {PageSize + 1}",
            new { now = Now, after = After ?? "", text = string.IsNullOrWhiteSpace(Q) ? "" : LikeText.Containing(Q) });
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? Address(Rows[^1].Id) : null;
        return Page();
    }

    string Conditions()
    {
        var all = "p.id > @after";
        if (State == "none")
            all += " and a.id is null";
        if (State == "blocked")
            all += " and a.blocked_at is not null";
        return string.IsNullOrWhiteSpace(Q) ? all : all +
            """
             and (p.given_name_th || ' ' || p.family_name_th like @text escape '!' or lower(p.name_en) like @text escape '!'
                or lower(p.email) like @text escape '!' or a.user_name like @text escape '!')
            """;
    }

    string Address(string? after) => PageAddress.Of("/people/accounts", ("q", Q), ("state", State), ("after", after));
}
