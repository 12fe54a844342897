using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.SubUnits;

/// <summary>What the pages of sub-units read: the organisation within the visitor's scope, and what they may do there.</summary>
public sealed class UnitReading(Database database, InScope scope, CurrentActor current, TimeProvider clock)
{
    /// <summary>Null when there is no such local government in the visitor's scope.</summary>
    public async Task<UnitPlace?> FindAsync(string code)
    {
        if (await Organisation.FindAsync(database, code) is not { } where || !OrganisationType.IsLocalGovernment(where.Type)
            || !await scope.HoldsAsync(where.Path, "sub-units", code, code))
            return null;
        var actor = current.Actor;
        return new UnitPlace(where,
            SubUnitAuthority.IsOwn(actor, code),
            await SubUnitAuthority.IsProvinceAsync(database, actor, code),
            await ClosingTimes.ClosedAsync(database, SubUnitDesk.Circular, SubUnitDesk.MenuCloses, clock.GetUtcNow()));
    }

    public Task<SubUnit?> UnitAsync(string organisation, string id) => database.FirstAsync<SubUnit>(
        "select * from sub_units where id = @id and organisation_code = @organisation", new { id, organisation });
}

/// <summary>A local government as its pages show it.</summary>
/// <param name="Closed">The window by which the menu is closed now (C-04); null while it is open.</param>
public sealed record UnitPlace(Organisation Organisation, bool IsOwn, bool IsProvince, Window? Closed);
