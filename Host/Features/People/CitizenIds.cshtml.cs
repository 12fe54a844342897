using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.People;

/// <summary>
/// Citizen ids, masked, of the people and roster lines of the organisations that a reader of ids covers; one of them in clear,
/// once,
/// for a reason (T95). The number stands in the answer to the form only: no redirect, no cookie and no cache holds it.
/// </summary>
[Authorize(Policy = Role.IdReader)]
public sealed class CitizenIdsModel(Database database, CitizenIdReveals reveals, CurrentActor current, Texts texts) : PageModel
{
    const int PageSize = 50;

    /// <summary>"roster" for the lines of e-bill rosters; else people who proved their id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    /// <summary>The id of the last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The row that is to be shown in clear.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? FormKey { get; set; }

    public bool IsRoster => Show == "roster";

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>The row that is asked about.</summary>
    public Row? Chosen { get; private set; }

    /// <summary>The number in clear, in the answer to the form and nowhere else.</summary>
    public string? Number { get; private set; }

    public string? Next { get; private set; }

    public string First => IsRoster ? "/people/citizen-ids?show=roster" : "/people/citizen-ids";

    public string SourceOf(Row row) => row.Source switch
    {
        "" => texts["บัญชีรายชื่อ", "roster"],
        ProveIdentity.StandIn => texts["ThaID (จำลอง)", "ThaID (stand-in)"],
        Registration.Typed => texts["พิมพ์เอง", "typed"],
        var other => other,
    };

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        Response.Headers.CacheControl = "no-store";
        var key = FormKey ?? "";
        await ReadAsync();
        try
        {
            var id = await reveals.ShowAsync(key,
                IsRoster ? CitizenIdReveals.RosterLineSubject : CitizenIdReveals.PersonSubject, Id ?? "", Reason ?? "",
                current.Actor);
            var digits = id.Reveal();
            Number = $"{digits[0]} {digits[1..5]} {digits[5..10]} {digits[10..12]} {digits[12]}";
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code is "reason-needed" or "id-in-reason" ? nameof(Reason) : "",
                texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        return Page();
    }

    async Task ReadAsync()
    {
        // What was posted would win over the new one.
        ModelState.Remove(nameof(FormKey));
        FormKey = Guid.NewGuid().ToString("N");
        var arguments = new Dictionary<string, object?> { ["after"] = After ?? "", ["take"] = PageSize + 1, ["id"] = Id };
        var places = current.Actor.Memberships.Where(membership => membership.Role == Role.IdReader).Select((membership, at) =>
        {
            arguments[$"path{at}"] = membership.Path;
            arguments[$"end{at}"] = membership.Path.TrimEnd('/') + "0";
            return $"o.path >= @path{at} and o.path < @end{at}";
        }).ToList();
        var scope = string.Join(" or ", places);
        var rows = await database.QueryAsync<Row>(Query(scope, "id > @after", "limit @take"), arguments);
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? $"{First}{(IsRoster ? "&" : "?")}after={Rows[^1].Id}" : null;
        if (Id is not null)
            Chosen = Rows.FirstOrDefault(row => row.Id == Id)
                ?? await database.FirstAsync<Row>(Query(scope, "id = @id", "limit 1"), arguments);
    }

    string Query(string scope, string which, string limit) => IsRoster
        ? $"""
          select l.id, l.title_th || l.given_name_th || ' ' || l.family_name_th as name_th, l.citizen_masked as masked,
              coalesce(l.proof_method, '') as source, l.added_at as at, o.name_th as organisation_th, o.name_en as organisation_en
          from roster_lines l join organisations o on o.code = l.office_code
          where ({scope}) and l.{which} order by l.id {limit}
          """
        : $"""
          select c.person_id as id, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, c.masked, c.source, c.at,
              (select min(o.name_th) from memberships m join organisations o on o.code = m.organisation_code
                  where m.person_id = c.person_id and ({scope})) as organisation_th,
              (select min(o.name_en) from memberships m join organisations o on o.code = m.organisation_code
                  where m.person_id = c.person_id and ({scope})) as organisation_en
          from citizen_ids c join people p on p.id = c.person_id
          where c.person_{which} and exists (select 1 from memberships m join organisations o on o.code = m.organisation_code
              where m.person_id = c.person_id and ({scope}))
          order by c.person_id {limit}
          """;

    /// <summary>An id, masked.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string Masked { get; init; } = "";
        public string Source { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public string OrganisationTh { get; init; } = "";
        public string OrganisationEn { get; init; } = "";
    }
}
