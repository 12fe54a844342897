using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Amendments;

/// <summary>The circular that the pages of amendments are about; nothing for who may not amend it.</summary>
public sealed class AmendedCircularPage(Database database, CurrentActor current)
{
    public CircularFacts Facts { get; private set; } = null!;

    /// <summary>The issuer's own dates of its rules.</summary>
    public IReadOnlyList<CircularDateRow> Dates { get; private set; } = [];

    /// <returns>False when there is none, or none for this person.</returns>
    public async Task<bool> ReadAsync(string id)
    {
        if (await StoredCircular.FindAsync(database, id) is not { } facts
            || await database.FirstAsync<string>("select issuer_code from circulars where id = @id", new { id }) is not { } issuer
            || !AmendmentDesk.May(current.Actor, issuer))
            return false;
        Facts = facts;
        Dates = [.. (await CircularDates.AllAsync(database, id)).Where(date => date.IsIssuers)];
        return true;
    }

    /// <summary>Kept plans that haven't begun, of the definitions that cases of this circular run.</summary>
    public Task<IReadOnlyList<PlanRow>> PlansAsync() => database.QueryAsync<PlanRow>(
        """
        select p.id, p.definition_id, p.from_version, p.to_version from migration_plans p
        where p.status = 'Planned' and (p.definition_id = @Definition or exists (
            select 1 from instances i where i.definition_id = p.definition_id
            and i.correlation_id >= @first and i.correlation_id < @last))
        order by p.id desc limit 20
        """, new { Facts.Definition, first = Facts.Id + ":", last = Facts.Id + ";" });

    /// <summary>A migration that a designer planned.</summary>
    public sealed class PlanRow
    {
        public string Id { get; init; } = "";
        public string DefinitionId { get; init; } = "";
        public int FromVersion { get; init; }
        public int ToVersion { get; init; }
    }
}
