using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>
/// A local government's own list (C-03): added to and taken from until the menu closes (C-04), mended until the province has
/// confirmed. Afterwards there is <see cref="LateChanges"/>.
/// </summary>
public sealed class SubUnitDesk(Database database, CitizenIds citizens, TimeProvider clock)
{
    public const string Circular = "C";

    /// <summary>The clause that closes the menu.</summary>
    public const string MenuCloses = "C-04";

    /// <param name="begunAt">When the form was opened; what was begun before the cut-off may be finished for a while
    /// (T61).</param>
    /// <returns>The unit's id; the one that is there already when the same form comes twice (T67).</returns>
    /// <exception cref="RefusedException">Not one's own, closed, a field is wrong, or the code is taken.</exception>
    public async Task<string> AddAsync(string organisation, SubUnitForm form, Actor actor, DateTimeOffset? begunAt = null)
    {
        RequireOwn(actor, organisation);
        var whole = form.Checked(citizens);
        return await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            LockList(transaction, organisation);
            if (await WithCodeAsync(transaction, organisation, whole.Code) is { } there)
                return SubUnitWriting.Difference(there, whole).Length == 0
                    ? there.Id : throw SubUnitRefusals.CodeTaken(there.Code, there.NameTh);
            var late = await Closings.ClosingTimes.RequireOpenAsync(transaction, Circular, MenuCloses, now, begunAt ?? now);
            return Writing(transaction, now, actor).Add(organisation, whole, late);
        });
    }

    /// <exception cref="RefusedException">Not one's own, confirmed, gone, or a field is wrong.</exception>
    public Task ChangeAsync(string id, SubUnitForm form, Actor actor)
    {
        var whole = form.Checked(citizens);
        return database.WriteAsync(async transaction =>
        {
            var unit = await OwnAsync(transaction, id, actor);
            if (unit.State == SubUnitState.Confirmed)
                throw SubUnitRefusals.Confirmed();
            if (whole.Code != unit.Code && await WithCodeAsync(transaction, unit.OrganisationCode, whole.Code) is { } other)
                throw SubUnitRefusals.CodeTaken(other.Code, other.NameTh);
            Writing(transaction, clock.GetUtcNow(), actor).Change(unit, whole);
        });
    }

    /// <summary>Takes a unit off the list while the menu is open; its history stays (C-05 afterwards).</summary>
    /// <exception cref="RefusedException">Not one's own, closed, gone, or no reason.</exception>
    public Task RemoveAsync(string id, string reason, Actor actor) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var unit = await OwnAsync(transaction, id, actor);
        await Closings.ClosingTimes.RequireOpenAsync(transaction, Circular, MenuCloses, now, now);
        Writing(transaction, now, actor).Remove(unit, SubUnitRefusals.Reason(reason));
    });

    internal static void LockList(Transaction transaction, string organisation) =>
        transaction.Lock("select code from organisations where code = @organisation", new { organisation });

    internal static Task<SubUnit?> WithCodeAsync(Transaction transaction, string organisation, string code) =>
        transaction.FirstAsync<SubUnit>(
            "select * from sub_units where organisation_code = @organisation and code = @code and removed_at is null",
            new { organisation, code });

    /// <summary>A unit that is on a list now, with its list locked.</summary>
    internal static async Task<SubUnit> GetAsync(Transaction transaction, string id)
    {
        if (await SubUnit.FindAsync(transaction, id) is { } unit)
            LockList(transaction, unit.OrganisationCode);
        return await SubUnit.FindAsync(transaction, id) is { RemovedAt: null } now ? now : throw SubUnitRefusals.Gone();
    }

    static async Task<SubUnit> OwnAsync(Transaction transaction, string id, Actor actor)
    {
        var unit = await GetAsync(transaction, id);
        RequireOwn(actor, unit.OrganisationCode);
        return unit;
    }

    static void RequireOwn(Actor actor, string organisation)
    {
        if (!SubUnitAuthority.IsOwn(actor, organisation))
            throw SubUnitRefusals.NotYours();
    }

    static SubUnitWriting Writing(Transaction transaction, DateTimeOffset now, Actor actor) =>
        new(transaction, now, actor.PersonId, "C-03");
}
