using System.Text.Json;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>
/// The way past the cut-off: the local government asks the department with a reason, the department makes the change or
/// declines it (C-05). A closed school is never just deleted; who asked, who decided and why stays on record (T17).
/// </summary>
public sealed class LateChanges(Database database, CitizenIds citizens, Tools tools, TimeProvider clock)
{
    const string Rule = "C-05";

    /// <returns>The request's id; that of the open one when the same is asked for twice (T67).</returns>
    /// <exception cref="RefusedException">Not one's own, the menu is still open, or a field is wrong.</exception>
    public async Task<string> AskToAddAsync(string organisation, SubUnitForm form, string reason, Actor actor)
    {
        var whole = form.Checked(citizens);
        return await database.WriteAsync(async transaction =>
        {
            SubUnitDesk.LockList(transaction, organisation);
            if (await SubUnitDesk.WithCodeAsync(transaction, organisation, whole.Code) is { } there)
                throw SubUnitRefusals.CodeTaken(there.Code, there.NameTh);
            return await AskAsync(transaction, organisation, LateChange.Add, null, whole, reason, actor);
        });
    }

    /// <inheritdoc cref="AskToAddAsync"/>
    public Task<string> AskToRemoveAsync(string subUnitId, string reason, Actor actor) => database.WriteAsync(async transaction =>
    {
        var unit = await SubUnitDesk.GetAsync(transaction, subUnitId);
        return await AskAsync(transaction, unit.OrganisationCode, LateChange.Remove, unit.Id,
            new SubUnitFacts(unit.Code, unit.NameTh, unit.Kind, unit.PersonName), reason, actor);
    });

    /// <summary>The department makes the change that was asked for.</summary>
    /// <exception cref="RefusedException">Not the department, or decided already.</exception>
    public Task MakeAsync(string id, string reason, Actor actor) => DecideAsync(id, LateChange.Made, reason, actor);

    /// <summary>The department says no, and why.</summary>
    /// <inheritdoc cref="MakeAsync"/>
    public Task DeclineAsync(string id, string reason, Actor actor) =>
        DecideAsync(id, LateChange.Declined, SubUnitRefusals.Reason(reason), actor);

    async Task<string> AskAsync(Transaction transaction, string organisation, string action, string? subUnitId,
        SubUnitFacts facts, string reason, Actor actor)
    {
        if (!SubUnitAuthority.IsOwn(actor, organisation))
            throw SubUnitRefusals.NotYours();
        var why = SubUnitRefusals.Reason(reason);
        var now = clock.GetUtcNow();
        if (await Closings.ClosingTimes.ClosedAsync(transaction, SubUnitDesk.Circular, SubUnitDesk.MenuCloses, now) is null)
            throw SubUnitRefusals.StillOpen();
        var content = JsonSerializer.Serialize(facts, JsonSerializerOptions.Web);
        if (await transaction.FirstAsync<string>(
            """
            select id from late_changes where organisation_code = @organisation and action = @action and content = @content
            and decided_at is null
            """, new { organisation, action, content }) is { } same)
            return same;
        var id = Ids.New(now);
        transaction.Write(
            """
            insert into late_changes (id, organisation_code, action, sub_unit_id, content, reason, asked_by, asked_at)
            values (@id, @organisation, @action, @subUnitId, @content, @why, @PersonId, @now)
            """, new { id, organisation, action, subUnitId, content, why, actor.PersonId, now });
        AuditTrail.Add(transaction, now, actor.PersonId, $"late-{action}-asked", SubUnitWriting.Subject, subUnitId ?? id,
            organisation,
            Rule, $"{facts.Code} {facts.NameTh}: {why}");
        foreach (var reviewer in await Person.InRoleAsync(transaction, SubUnitAuthority.Department, Role.Reviewer, now))
            await MailAsync(transaction, "late-change-asked", reviewer, organisation, action, facts, why, id, now);
        return id;
    }

    Task DecideAsync(string id, string decision, string reason, Actor actor) => database.WriteAsync(async transaction =>
    {
        if (!SubUnitAuthority.IsDepartment(actor))
            throw SubUnitRefusals.DepartmentOnly();
        transaction.Lock("select id from late_changes where id = @id", new { id });
        if (await transaction.FirstAsync<LateChange>("select * from late_changes where id = @id", new { id })
            is not { DecidedAt: null } change)
            throw SubUnitRefusals.Decided();
        var now = clock.GetUtcNow();
        if (decision == LateChange.Made)
            await MakeAsync(transaction, change, actor, now);
        transaction.Write(
            """
            update late_changes set decided_by = @PersonId, decided_at = @now, decision = @decision, decision_reason = @reason
            where id = @id
            """, new { actor.PersonId, now, decision, reason, id });
        AuditTrail.Add(transaction, now, actor.PersonId, $"late-{change.Action}-{decision}", SubUnitWriting.Subject,
            change.SubUnitId ?? id, change.OrganisationCode, Rule, $"{change.Facts.Code} {change.Facts.NameTh}: {reason}");
        await MailAsync(transaction, $"late-change-{decision}", await Person.GetAsync(transaction, change.AskedBy),
            change.OrganisationCode, change.Action, change.Facts, reason, id, now);
    });

    // What the department adds or removes itself was checked by it: an addition waits for no province.
    async Task MakeAsync(Transaction transaction, LateChange change, Actor actor, DateTimeOffset now)
    {
        var writing = new SubUnitWriting(transaction, now, actor.PersonId, Rule);
        SubUnitDesk.LockList(transaction, change.OrganisationCode);
        if (change.SubUnitId is { } unit)
        {
            writing.Remove(await SubUnitDesk.GetAsync(transaction, unit), change.Reason, "sub-unit-removed-late");
            await LateSites.CloseAsync(transaction, unit, change.OrganisationCode, change.Reason, actor.PersonId, now);
        }
        else if (await SubUnitDesk.WithCodeAsync(transaction, change.OrganisationCode, change.Facts.Code) is { } there)
            throw SubUnitRefusals.CodeTaken(there.Code, there.NameTh);
        else
        {
            var id = writing.Add(change.OrganisationCode, change.Facts, begunBefore: false, "sub-unit-added-late");
            transaction.Write("update sub_units set state = @Confirmed where id = @id", new { SubUnitState.Confirmed, id });
            await LateSites.OpenAsync(transaction, tools, (await SubUnit.FindAsync(transaction, id))!, Rule, now);
        }
    }

    async Task MailAsync(Transaction transaction, string template, Person to, string organisation, string action,
        SubUnitFacts facts, string reason, string id, DateTimeOffset now)
    {
        var model = await CaseModel.OfAsync(transaction, null, null, Rule, now);
        var where = await Organisation.GetAsync(transaction, organisation);
        (model["organisationTh"], model["organisationEn"]) = (where.NameTh, where.NameEn);
        (model["actionTh"], model["actionEn"]) = action == LateChange.Add ? ("เพิ่ม", "add") : ("นำออก", "remove");
        (model["unit"], model["unitReason"]) = ($"{facts.Code} {facts.NameTh}", reason);
        CaseMail.Queue(transaction, now, tools, template, to, model, $"late:{id}:{template}");
    }
}
