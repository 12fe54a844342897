using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Circulars;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>A sending seen from an office: what it may look at, and what it may do there. Outside one's scope there is
/// nothing (T100).</summary>
public sealed class CascadePlace(Database database, InScope scope, CurrentActor current, TimeProvider clock)
{
    public Sending Sending { get; private set; } = null!;
    public CircularFacts Facts { get; private set; } = null!;
    public Organisation Office { get; private set; } = null!;

    /// <summary>Its entry in the register; null where the circular doesn't pass through it.</summary>
    public Delivery? Delivery { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Keeps the register there.</summary>
    public bool MayKeep => current.Actor.In(Office.Code, Role.Coordinator, Role.Clerk, Role.Executive) is not null;

    public bool MayReceive => MayKeep || current.Actor.In(Office.Code, Role.Officer) is not null;

    /// <summary>Reminds and calls its units.</summary>
    public bool MayChase => MayKeep || current.Actor.In(Office.Code, Role.Director, Role.Reviewer) is not null;

    /// <summary>False when there is no such thing, or not for this visitor.</summary>
    public async Task<bool> ReadAsync(string sendingId, string office)
    {
        if (await Sending.FindAsync(database, sendingId) is not { } sending
            || await Organisation.FindAsync(database, office) is not { } place
            || !await scope.HoldsAsync(place.Path, "sending", sendingId, office))
            return false;
        (Sending, Office) = (sending, place);
        Facts = (await StoredCircular.FindAsync(database, sending.CircularId))!;
        Delivery = await Delivery.FindAsync(database, sendingId, office);
        return true;
    }

    /// <summary>All units below the office with their states.</summary>
    public Task<IReadOnlyList<UnitProgress>> UnitsAsync() => UnitProgress.OfAsync(database, Sending.Id, Office.Path, Now);
}
