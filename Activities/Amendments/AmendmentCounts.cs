using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Amendments;

/// <summary>The numbers of an <see cref="AmendmentPreview"/>, each one query.</summary>
sealed class AmendmentCounts(
    Database database, string circular, AmendmentChanges changes, bool withdraws, IReadOnlyList<string> systems,
    DateTimeOffset now)
{
    const string Ends = "(@all = 1 or @types like '% ' || o.type || ' %' or @codes like '% ' || o.code || ' %')";

    readonly object arguments = new
    {
        circular,
        first = circular + ":",
        last = circular + ";",
        now,
        all = withdraws ? 1 : 0,
        types = Blanks(changes.WithdrawnTypes),
        codes = Blanks(changes.WithdrawnOrganisations),
        systems = Blanks(systems),
        keys = Blanks(changes.Keys),
        rules = Blanks(changes.Rules),
        addedTypes = Blanks(changes.AddedTypes),
        addedCodes = Blanks(changes.AddedOrganisations),
    };

    public Task<long> DecidedAsync() => database.FirstAsync<long>(
        """
        select (select count(*) from instances where correlation_id >= @first and correlation_id < @last
            and status in ('Finished', 'Cancelled'))
            + (select count(*) from requests where circular_id = @circular and closed_at is not null)
        """, arguments);

    public Task<long> ClosedAsync() => database.FirstAsync<long>(
        $"select count(*) from ({RunningCases.Query}) c join organisations o on o.code = c.organisation_code where {Ends}",
        arguments);

    public Task<long> RightsAsync() => database.FirstAsync<long>(
        $"""
        select count(*) from rights r join organisations o on o.code = r.organisation_code
        left join requests q on q.id = r.request_id
        where r.valid_to is null and {Ends}
        and (q.circular_id = @circular or r.request_id is null and @systems like '% ' || r.system || ' %')
        """, arguments);

    public Task<long> AddedAsync() => database.FirstAsync<long>(
        """
        select count(*) from organisations o
        where (@addedTypes like '% ' || o.type || ' %' or @addedCodes like '% ' || o.code || ' %')
        and not exists (select 1 from deliveries d where d.circular_id = @circular and d.organisation_code = o.code
            and d.is_covered = 1)
        """, arguments);

    /// <summary>Those who owe what moves or ends, and whose clause has new words.</summary>
    public Task<long> ToldAsync() => database.FirstAsync<long>(
        $"""
        with touched as (
            select t.person_id, t.role, t.organisation_code from deadlines d join tasks t on t.id = d.task_id
            where d.state = 'open' and @keys like '% ' || d.basis || ' %' and d.due_at > @now and t.closed_at is null
            union select t.person_id, t.role, t.organisation_code
            from ({RunningCases.Query}) c join organisations o on o.code = c.organisation_code
            join tasks t on t.instance_id = c.id
            where t.closed_at is null and (@rules like '% ' || t.rule_id || ' %' or {Ends}))
        select count(*) from (
            select person_id from touched where person_id is not null
            union select m.person_id from touched w join memberships m on m.organisation_code = w.organisation_code
            where w.person_id is null and (' ' || w.role || ' ') like ('% ' || m.role || ' %')
            and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)) people
        """, arguments);

    static string Blanks(IReadOnlyList<string> values) => $" {string.Join(' ', values)} ";
}
