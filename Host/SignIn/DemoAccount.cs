using WorkflowHost.Activities.Demo;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.SignIn;

/// <summary>An account to try things with, in Development only; everywhere else it is refused.</summary>
public sealed class DemoAccount
{
    public string UserName { get; init; } = "";
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";
    public string? Role { get; init; }
    public string? PlaceTh { get; init; }
    public string? PlaceEn { get; init; }

    /// <summary>One row an account, with what its person is today (the first of it).</summary>
    public static async Task<IReadOnlyList<DemoAccount>> AllAsync(Database database, DateTimeOffset now)
    {
        var rows = await database.QueryAsync<DemoAccount>(
            """
            select a.user_name, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, p.name_en,
                   m.role, o.name_th as place_th, o.name_en as place_en
            from accounts a join people p on p.id = a.person_id
              left join memberships m on m.person_id = p.id and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)
              left join organisations o on o.code = m.organisation_code
            where a.is_demo = 1
            order by a.id, m.id
            """, new { now });
        var order = DemoData.People.Select(person => person.Account).ToList();
        return [.. rows.DistinctBy(row => row.UserName).OrderBy(row => order.IndexOf(row.UserName))];
    }
}
