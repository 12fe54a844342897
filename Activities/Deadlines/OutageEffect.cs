using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>What an outage would move, before it moves anything (T101).</summary>
/// <param name="ByKind">Deadlines that move, by kind of task.</param>
/// <param name="First">The first of them, by their end.</param>
/// <param name="Ended">Tasks that silence ended at such a deadline: nothing can be answered or moved there any more.</param>
public sealed record OutageEffect(IReadOnlyDictionary<string, int> ByKind, IReadOnlyList<MovedDeadline> First, long Ended)
{
    const int Portion = 500;
    const int MostShown = 200;

    public int Count => ByKind.Values.Sum();

    public static async Task<OutageEffect> OfAsync(Database database, WorkingCalendar calendar, Outage outage, DateTimeOffset now)
    {
        var byKind = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var first = new List<MovedDeadline>();
        await foreach (var moved in MovedAsync(database, calendar, outage, now))
        {
            byKind[moved.Deadline.Kind] = byKind.GetValueOrDefault(moved.Deadline.Kind) + 1;
            if (first.Count < MostShown)
                first.Add(moved);
        }
        var ended = await database.FirstAsync<long>(
            """
            select count(*) from deadlines d join tasks t on t.id = d.task_id
            where d.state in ('open', 'missed') and d.due_at >= @From and d.due_at <= @To and t.closed_at is not null
              and t.closed_by is null
            """ + Filter, Arguments(outage));
        return new OutageEffect(byKind, first, ended);
    }

    /// <summary>The deadlines that end in the outage and are still owed, each with its new end.</summary>
    internal static async IAsyncEnumerable<MovedDeadline> MovedAsync(
        Database database, WorkingCalendar calendar, Outage outage, DateTimeOffset now)
    {
        var (at, after) = (outage.From, "");
        while (await PortionAsync(database, outage, at, after) is { Count: > 0 } portion)
        {
            (at, after) = (portion[^1].DueAt, portion[^1].Id);
            foreach (var deadline in portion)
                yield return new MovedDeadline(
                    deadline, outage.NewEnd(calendar.For(deadline.OrganisationCode), deadline.DueAt, now));
        }
    }

    static Task<IReadOnlyList<RunningDeadline>> PortionAsync(
        Database database, Outage outage, DateTimeOffset at, string after) => database.QueryAsync<RunningDeadline>(
        """
        select d.id, d.task_id, t.instance_id, t.kind, t.organisation_code, d.rule_id, d.days, t.opened_at, d.due_at
        from deadlines d join tasks t on t.id = d.task_id
        where d.state in ('open', 'missed') and d.due_at >= @at and d.due_at <= @To and (d.due_at > @at or d.id > @after)
          and t.closed_at is null
        """ + Filter + " order by d.due_at, d.id limit @Portion",
        new { at, after, outage.To, circular = outage.CircularId, clauses = Clauses(outage), outage.Kind, Portion });

    static object Arguments(Outage outage) => new
    {
        outage.From,
        outage.To,
        circular = outage.CircularId,
        clauses = Clauses(outage),
        outage.Kind,
    };

    // A clause names its circular: A-07.
    const string Filter = " and (@circular = '' or d.rule_id like @clauses) and (@Kind = '' or t.kind = @Kind)";

    static string Clauses(Outage outage) => outage.CircularId + "-%";
}
