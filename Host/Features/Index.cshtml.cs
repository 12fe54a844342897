using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features;

/// <summary>The first page: a greeting, what waits, and the ways on.</summary>
public sealed class IndexModel(
    Database database, TimeProvider clock, CurrentActor current, Navigation navigation, Dashboard dashboard) : PageModel
{
    public DateTimeOffset Now { get; private set; }

    public IReadOnlyList<Navigation.Item> Places { get; private set; } = [];

    public IReadOnlyList<Place> Roles { get; private set; } = [];

    public long TaskCount { get; private set; }

    public IReadOnlyList<Dashboard.Waiting> Tasks { get; private set; } = [];

    public IReadOnlyList<(Organisation Organisation, SeatTable Seats)> Seats { get; private set; } = [];

    public Dashboard.Numbers? Numbers { get; private set; }

    public async Task OnGetAsync()
    {
        Now = clock.GetUtcNow();
        (TaskCount, Tasks) = await dashboard.TasksAsync();
        Seats = await dashboard.SeatsAsync();
        Numbers = await dashboard.NumbersAsync();
        Places = navigation.For(current.Actor);
        Roles = await database.QueryAsync<Place>(
            """
            select m.role, m.capacity, o.name_th as place_th, o.name_en as place_en
            from memberships m join organisations o on o.code = m.organisation_code
            where m.person_id = @PersonId and m.valid_from <= @Now and (m.valid_to is null or m.valid_to > @Now)
            order by m.id
            """, new { current.Actor.PersonId, Now });
    }

    /// <summary>A role, and where.</summary>
    public sealed class Place
    {
        public string Role { get; init; } = "";
        public string Capacity { get; init; } = "";
        public string PlaceTh { get; init; } = "";
        public string PlaceEn { get; init; } = "";
    }
}
