using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Pauses;

/// <summary>
/// An operator pauses a circular, everywhere or below one place, and lets it go on. <see cref="PauseMoves"/> then gives each
/// deadline the working days back that it stood still; <see cref="PreviewAsync"/> shows them before.
/// </summary>
public sealed class PauseDesk(Database database, TimeProvider clock)
{
    public const int LongestReason = 500;

    /// <param name="place">The code of a province or another organisation; empty for the whole country.</param>
    /// <returns>The pause's id.</returns>
    /// <exception cref="RefusedException">Not an operator, no reason, no such circular or place, or paused there
    /// already.</exception>
    public Task<string> PauseAsync(string circular, string place, string reason, Actor actor)
    {
        Require(actor);
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason || reason.Contains('\0', StringComparison.Ordinal))
            throw PauseRefusals.ReasonNeeded();
        return database.WriteAsync(async transaction =>
        {
            transaction.Lock("select id from circulars where id = @circular", new { circular });
            if (await transaction.FirstAsync<string>(
                "select id from circulars where id = @circular and withdrawn_at is null", new { circular }) is null)
                throw PauseRefusals.NoSuchCircular();
            var now = clock.GetUtcNow();
            var pause = new CircularPause
            {
                Id = Ids.New(now),
                CircularId = circular,
                PlaceCode = place.Trim(),
                Path = await PathAsync(transaction, place.Trim()),
                Reason = reason.Trim(),
                PausedBy = actor.PersonId,
                PausedAt = now,
            };
            await RequireNoneThereAsync(transaction, pause);
            pause.Insert(transaction);
            Say(transaction, now, actor, "circular-paused", pause);
            return pause.Id;
        });
    }

    /// <summary>Which deadlines would move if it went on now. Writes nothing.</summary>
    /// <exception cref="RefusedException">Not an operator, or it goes on already.</exception>
    public async Task<PauseEffect> PreviewAsync(string pauseId, Actor actor)
    {
        Require(actor);
        return await database.FirstAsync<CircularPause>(
            "select * from circular_pauses where id = @pauseId and resumed_at is null", new { pauseId }) is { } pause
                ? await PauseEffect.OfAsync(database, await OfficeCalendar.ReadAsync(database), pause, clock.GetUtcNow())
                : throw PauseRefusals.NotPaused();
    }

    /// <summary>Lets it go on: its deadlines are moved first, then the clock runs again.</summary>
    /// <exception cref="RefusedException">Not an operator, or it goes on already.</exception>
    public Task ResumeAsync(string pauseId, Actor actor)
    {
        Require(actor);
        return database.WriteAsync(async transaction =>
        {
            if (await CircularPause.LockAsync(transaction, pauseId) is not { ResumedAt: null } pause)
                throw PauseRefusals.NotPaused();
            var now = clock.GetUtcNow();
            transaction.Write("update circular_pauses set resumed_at = @now, resumed_by = @PersonId where id = @pauseId",
                new { now, actor.PersonId, pauseId });
            Say(transaction, now, actor, "circular-resumed", pause);
        });
    }

    static void Require(Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw PauseRefusals.NotTheOperators();
    }

    static async Task<string> PathAsync(Transaction transaction, string place) => place.Length == 0 ? CircularPause.Everywhere
        : (await Organisation.FindAsync(transaction, place))?.Path ?? throw PauseRefusals.NoSuchPlace();

    // Days that two pauses shared would be given back twice.
    static async Task RequireNoneThereAsync(Transaction transaction, CircularPause pause)
    {
        if (await transaction.FirstAsync<CircularPause>(
            $"""
            {CircularPause.Named} where p.circular_id = @CircularId and p.ended_at is null
            and (p.path like @Below or @Path like p.path || '%')
            """, new { pause.CircularId, pause.Below, pause.Path }) is { } other)
            throw PauseRefusals.PausedAlready(other);
    }

    static void Say(Transaction transaction, DateTimeOffset now, Actor actor, string action, CircularPause pause) =>
        AuditTrail.Add(transaction, now, actor.PersonId, action, "circular", pause.CircularId,
            pause.PlaceCode.Length == 0 ? null : pause.PlaceCode, detail: pause.Reason);
}
