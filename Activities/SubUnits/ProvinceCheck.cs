using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>
/// The province checks, corrects and confirms the list of a local government, unit by unit (C-12). Its report that the whole
/// list is right is the answer to the workflow's task; until then nothing counts as confirmed by silence (T19).
/// </summary>
public sealed class ProvinceCheck(Database database, CitizenIds citizens, TimeProvider clock)
{
    const string Rule = "C-12";

    /// <exception cref="RefusedException">Not this province, or the unit is gone.</exception>
    public Task ConfirmAsync(string id, Actor actor) => database.WriteAsync(async transaction =>
    {
        var unit = await OfProvinceAsync(transaction, id, actor);
        if (unit.State != SubUnitState.Confirmed)
            Writing(transaction, actor).SetState(unit, SubUnitState.Confirmed, "");
    });

    /// <summary>Says what is wrong; the local government mends it. Said again in the same words it is on record once.</summary>
    /// <exception cref="RefusedException">Not this province, the unit is gone, or no reason.</exception>
    public Task DisputeAsync(string id, string reason, Actor actor) => database.WriteAsync(async transaction =>
    {
        transaction.Lock("select id from sub_units where id = @id", new { id });
        var unit = await OfProvinceAsync(transaction, id, actor);
        var said = SubUnitRefusals.Reason(reason);
        if (unit.State != SubUnitState.Disputed || unit.StateReason != said)
            Writing(transaction, actor).SetState(unit, SubUnitState.Disputed, said);
    });

    /// <summary>Mends it here and now; the unit is then corrected, and waits for the confirmation like any other.</summary>
    /// <exception cref="RefusedException">Not this province, the unit is gone, or a field is wrong.</exception>
    public Task CorrectAsync(string id, SubUnitForm form, Actor actor)
    {
        var whole = form.Checked(citizens);
        return database.WriteAsync(async transaction =>
        {
            var unit = await OfProvinceAsync(transaction, id, actor);
            if (whole.Code != unit.Code
                && await SubUnitDesk.WithCodeAsync(transaction, unit.OrganisationCode, whole.Code) is { } other)
                throw SubUnitRefusals.CodeTaken(other.Code, other.NameTh);
            var writing = Writing(transaction, actor);
            if (writing.Change(unit, whole))
                transaction.Write("update sub_units set state = @Corrected where id = @Id",
                    new { SubUnitState.Corrected, unit.Id });
        });
    }

    static async Task<SubUnit> OfProvinceAsync(Transaction transaction, string id, Actor actor)
    {
        var unit = await SubUnitDesk.GetAsync(transaction, id);
        return await SubUnitAuthority.IsProvinceAsync(transaction, actor, unit.OrganisationCode)
            ? unit : throw SubUnitRefusals.NotYourProvince();
    }

    SubUnitWriting Writing(Transaction transaction, Actor actor) =>
        new(transaction, clock.GetUtcNow(), actor.PersonId, Rule);
}
