using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>A province or one district of it, as somebody may see it: the offices, and who may write.</summary>
public sealed record RolloutPlace(Organisation Place, string Province, IReadOnlyList<Office> Offices, bool IsCoordinator)
{
    public bool IsProvince => Place.Type == OrganisationType.Province;

    /// <returns>Null when there is none, or none for this person.</returns>
    public static async Task<RolloutPlace?> FindAsync(Database database, string code, Actor actor)
    {
        if (await Organisation.FindAsync(database, code)
            is not { Type: OrganisationType.Province or OrganisationType.District } place
            || !actor.MaySee(place.Path))
            return null;
        var province = place.Type == OrganisationType.Province ? place.Code : place.ParentCode!;
        var offices = await Office.OfProvinceAsync(database, province);
        return new RolloutPlace(place, province,
            place.Type == OrganisationType.Province ? offices : [.. offices.Where(office => office.Code == place.Code)],
            actor.In(province, Role.Coordinator) is not null);
    }
}
