using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>One who is asked where a step asks several: a holder of the office, or an office whoever holds it.</summary>
public sealed class ApprovalPlace
{
    public string TaskId { get; init; } = "";
    public long Place { get; init; }
    public string Role { get; init; } = "";

    /// <summary>Whose place it is; null for an office.</summary>
    public string? PersonId { get; init; }

    /// <summary>Since when it is their turn; null for who comes later.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    public string? DecisionId { get; init; }

    /// <summary>When they gave the office up unheard.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>What was answered from this place, by whom, and when.</summary>
    public string? Answer { get; init; }

    public string? ByPerson { get; init; }
    public DateTimeOffset? At { get; init; }
    public string NameTh { get; init; } = "";
    public string NameEn { get; init; } = "";

    public bool IsOpen => DecisionId is null && LeftAt is null;

    public bool IsAsked => IsOpen && AskedAt is not null;

    /// <summary>The name, or the office's.</summary>
    public string Thai => NameTh.Length > 0 ? NameTh : People.Role.Thai(Role);

    public string English => NameEn.Length > 0 ? NameEn : People.Role.English(Role);

    public static Task<IReadOnlyList<ApprovalPlace>> OfAsync(IQueries queries, string taskId) =>
        queries.QueryAsync<ApprovalPlace>(Sql, new { taskId });

    /// <summary>Those of what an instance waits for now; empty when that asks nobody, or the first answer decides.</summary>
    public static Task<IReadOnlyList<ApprovalPlace>> OfInstanceAsync(IQueries queries, string instanceId) =>
        queries.QueryAsync<ApprovalPlace>(
            Sql.Replace("a.task_id = @taskId", "a.task_id in (select id from tasks where instance_id = @instanceId and closed_at is null)",
                StringComparison.Ordinal), new { instanceId });

    /// <summary>The membership by which somebody may answer from this place; null when they may not.</summary>
    public Membership? Of(WorkTask task, Actor actor) => actor.Memberships.FirstOrDefault(membership =>
        membership.OrganisationCode == task.OrganisationCode && membership.Role == Role && membership.Covers(task.RuleId)
        && (PersonId is null || PersonId == (membership.Capacity == Capacity.Own ? actor.PersonId : membership.ForPerson ?? PersonId)));

    // A name is who answered; before that, whose place it is.
    const string Sql =
        """
        select a.*, d.answer, d.by_person, d.at, coalesce(p.title_th || p.given_name_th || ' ' || p.family_name_th, '') as name_th,
            coalesce(p.name_en, '') as name_en
        from approval_places a left join decisions d on d.id = a.decision_id
        left join people p on p.id = coalesce(d.by_person, a.person_id)
        where a.task_id = @taskId order by a.place
        """;
}
