using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Simulation;

/// <summary>What would happen if the clock went on: counted on a copy, nothing of it is real.</summary>
public sealed class RehearsalResult
{
    public const int MostShown = 50;

    public DateTimeOffset From { get; init; }
    public DateTimeOffset Until { get; init; }

    /// <summary>How far it came.</summary>
    public DateTimeOffset ReachedAt { get; init; }

    /// <summary>Cases that the clock wakes on the way.</summary>
    public int Cases { get; init; }

    /// <summary>Whether there were more cases than a rehearsal takes; the earliest were taken.</summary>
    public bool LeftCasesOut { get; init; }

    /// <summary>Whether its time was over, or it had taken as many steps as one may, before it was at the end.</summary>
    public bool IsCutOff { get; init; }

    public long Reminders { get; init; }

    /// <summary>Deadlines that would pass without an answer.</summary>
    public long Expiries { get; init; }

    public long EscalationLevels { get; init; }
    public long ReviewsOpened { get; init; }

    /// <summary>Steps that would meet a fault.</summary>
    public long Incidents { get; init; }

    public IReadOnlyList<MailCount> Mails { get; init; } = [];
    public IReadOnlyList<Way> Ways { get; init; } = [];

    /// <summary>The first cases that would go somewhere, in the order in which they would.</summary>
    public IReadOnlyList<WayOfCase> First { get; init; } = [];

    /// <summary>Reads the result from the copy, where everything that stands in these tables is new.</summary>
    internal static async Task<RehearsalResult> OfAsync(
        Database copy, DateTimeOffset from, DateTimeOffset until, DateTimeOffset reached, bool isCutOff, int cases,
        bool leftOut, long reminders)
    {
        var counts = (await copy.FirstAsync<Counts>(
            """
            select (select coalesce(sum(reminders), 0) from tasks) as reminders,
                (select count(*) from deadlines where state = 'missed' and closed_at > @from) as expiries,
                (select count(*) from task_escalations where done_at > @from) as levels,
                (select count(*) from reviews where opened_at > @from) as reviews,
                (select count(*) from incidents where created_at > @from) as incidents
            """, new { from }))!;
        return new RehearsalResult
        {
            From = from,
            Until = until,
            ReachedAt = reached,
            IsCutOff = isCutOff,
            Cases = cases,
            LeftCasesOut = leftOut,
            Reminders = counts.Reminders - reminders,
            Expiries = counts.Expiries,
            EscalationLevels = counts.Levels,
            ReviewsOpened = counts.Reviews,
            Incidents = counts.Incidents,
            Mails = await copy.QueryAsync<MailCount>(
                "select template, count(*) as mails from case_mails group by template order by mails desc, template"),
            Ways = await copy.QueryAsync<Way>(
                $"""
                select i.definition_id, j.node_id, j.outcome, count(*) as cases {FromWays}
                group by i.definition_id, j.node_id, j.outcome order by cases desc, i.definition_id, j.node_id
                """),
            First = await copy.QueryAsync<WayOfCase>(
                $"""
                select i.id as instance_id, i.definition_id, j.node_id, j.outcome, j.at,
                    coalesce(q.organisation_code, (select coalesce(t.about_code, t.organisation_code) from tasks t
                        where t.instance_id = i.id order by t.id limit 1), '') as organisation_code {FromWays}
                order by j.at, i.id, j.sequence limit {MostShown}
                """),
        };
    }

    // The first thing that happens in a case at an instant: the step that the clock ended. What it leads to follows from the
    // definition.
    const string FromWays =
        """
        from journal j join instances i on i.id = j.instance_id left join requests q on q.instance_id = i.id
        where j.outcome is not null and j.sequence = (
            select min(k.sequence) from journal k where k.instance_id = j.instance_id and k.at = j.at)
        """;

    /// <summary>So many mails by one template.</summary>
    public sealed class MailCount
    {
        public string Template { get; init; } = "";
        public long Mails { get; init; }
    }

    /// <summary>So many cases would leave a step by an outcome.</summary>
    public class Way
    {
        public string DefinitionId { get; init; } = "";
        public string NodeId { get; init; } = "";
        public string Outcome { get; init; } = "";
        public long Cases { get; init; }
    }

    /// <summary>One case that would.</summary>
    public sealed class WayOfCase : Way
    {
        public string InstanceId { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
        public DateTimeOffset At { get; init; }
    }

    sealed class Counts
    {
        public long Reminders { get; init; }
        public long Expiries { get; init; }
        public long Levels { get; init; }
        public long Reviews { get; init; }
        public long Incidents { get; init; }
    }
}
