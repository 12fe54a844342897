using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Engine.Running.Migration;

namespace WorkflowHost.Activities.Amendments;

/// <summary>One case under an amendment, in one transaction that holds its lock: changed, ended, or taken back.</summary>
sealed class AmendedCase(Transaction transaction, WorkflowRuntime runtime, InstanceMigration migration, Amendment amendment,
    AmendmentChanges changes, MigrationMap? map, DateTimeOffset now)
{
    readonly AmendmentNotices.Notes notes = new(transaction, amendment, now);

    public static string Cause(string amendment) => "amendment:" + amendment;

    static string CauseBack(string amendment) => "amendment-back:" + amendment;

    string By => amendment.StartedBy!;

    public async Task<Outcome> ApplyAsync(AmendmentCase one)
    {
        if (one.Subject == AmendmentCase.Right)
            return await EndRightAsync(one.SubjectId);
        if (one.IsClosed)
            return await CloseAsync(one);
        if (await RunningAsync(one.SubjectId) is not { } instance)
            return new Outcome(AmendmentCase.Over);
        if (map is not null && instance.DefinitionId == map.From.DefinitionId && instance.Version == map.From.Version
            && await migration.MoveAsync(transaction, changes.MigrationPlanId!, map, one.SubjectId, By)
                is { State: MigrationResult.Refused } refused)
            return new Outcome(AmendmentCase.Refused) { Thai = refused.Thai, English = refused.English };
        foreach (var owed in await OwedAsync(one.SubjectId))
            await ChangeAsync(owed);
        await WakeAsync(one.SubjectId);
        return new Outcome(AmendmentCase.Applied) { Sequence = await SequenceAsync(one.SubjectId) };
    }

    /// <summary>As it was before, unless somebody acted since or the old day has passed.</summary>
    public async Task<Outcome> TakeBackAsync(AmendmentCase one)
    {
        if (one.Subject == AmendmentCase.Right || await RunningAsync(one.SubjectId) is null
            || await SequenceAsync(one.SubjectId) != one.Sequence)
            return Outcome.WentOn();
        var moves = await MovesAsync(one.SubjectId);
        if (moves.Any(move => move.State != Deadline.Open || move.DueAt != move.ToAt))
            return Outcome.WentOn();
        if (moves.Any(move => move.FromAt <= now))
            return Outcome.OldDayPassed();
        if (map is not null && await migration.ReturnAsync(transaction, changes.MigrationPlanId!, map, one.SubjectId, By)
            is { State: MigrationResult.Kept } kept)
            return new Outcome(AmendmentCase.Kept) { Thai = kept.Thai, English = kept.English };
        foreach (var move in moves)
            await MoveAsync(move, move.FromAt, CauseBack(amendment.Id));
        await WakeAsync(one.SubjectId);
        return new Outcome(AmendmentCase.Returned);
    }

    async Task ChangeAsync(Owed owed)
    {
        var change = changes.Dates.FirstOrDefault(date => date.From is not null && date.Key == owed.Basis);
        // A past deadline never moves.
        if (change is not null && owed.DueAt > now && owed.DueAt != change.To)
            await MoveAsync(owed, change.To, Cause(amendment.Id));
        else if (changes.Rules.Contains(owed.RuleId))
            await notes.TaskAsync(owed, null, null);
    }

    // What a province or district stated earlier stays what its people see (C-12, C-13); they aren't told of what they don't see.
    async Task MoveAsync(Owed owed, DateTimeOffset to, string cause)
    {
        var was = owed.ShownDueAt ?? owed.DueAt;
        if (!await owed.Deadline().MoveAsync(transaction, to, cause, amendment.Reason, By, now))
            return;
        var stated = await CircularDates.InForceAsync(transaction, amendment.CircularId, owed.Basis,
            owed.AboutCode ?? owed.OrganisationCode, now);
        var shown = stated is not null && stated.ShownAt < to ? stated.ShownAt : to;
        transaction.Write("update tasks set shown_due_at = @shownAt, shown_by = @shownBy where id = @TaskId",
            new
            {
                shownAt = shown < to ? shown : (DateTimeOffset?)null,
                shownBy = shown < to ? stated!.ShownBy : null,
                owed.TaskId
            });
        if (shown != was)
            await notes.TaskAsync(owed, was, shown);
    }

    // Steps that wait for the date itself look again, so that one that was moved forward comes on its new day.
    async Task WakeAsync(string id)
    {
        if (changes.Dates.Count == 0)
            return;
        foreach (var bookmark in await transaction.QueryAsync<AwaitedRow>(
            $"{RunningCases.Family} select b.id, b.payload from bookmarks b join family f on f.id = b.instance_id "
            + "where b.payload is not null and b.due_at is not null", new { id }))
            if (DateKeys.IsAwaited(bookmark.Payload, changes.Keys))
                transaction.Write("update bookmarks set due_at = @now where id = @Id", new { now, bookmark.Id });
    }

    async Task<Outcome> CloseAsync(AmendmentCase one)
    {
        await notes.ClosedAsync(one);
        if (!await runtime.CancelAsync(transaction, one.SubjectId, By, amendment.Reason))
            return new Outcome(AmendmentCase.Over);
        if (await transaction.FirstAsync<Request>("select * from requests where instance_id = @SubjectId",
            new { one.SubjectId }) is { } request)
            Request.Close(transaction, request, RequestStage.Void, now, By, amendment.Reason);
        else
            AuditTrail.Add(transaction, now, By, "case-closed", "instance", one.SubjectId, one.OrganisationCode,
                detail: amendment.Reason);
        return new Outcome(AmendmentCase.Closed);
    }

    async Task<Outcome> EndRightAsync(string id)
    {
        if (await Right.FindAsync(transaction, id) is not { } right
            || !await right.EndAsync(transaction, now, By, amendment.Reason, null, gapAlarmAt: null))
            return new Outcome(AmendmentCase.Over);
        notes.Right(right);
        return new Outcome(AmendmentCase.Closed);
    }

    Task<InstanceRow?> RunningAsync(string id) => transaction.FirstAsync<InstanceRow>(
        "select definition_id, version from instances where id = @id and status in ('Suspended', 'Faulted')", new { id });

    Task<long?> SequenceAsync(string id) => transaction.FirstAsync<long?>(
        "select max(sequence) from journal where instance_id = @id", new { id });

    const string OwedColumns =
        """
        coalesce(d.id, '') as id, t.id as task_id, t.instance_id, t.kind, t.organisation_code, t.rule_id, coalesce(d.days, 0) as
            days,
        t.opened_at, coalesce(d.due_at, t.opened_at) as due_at, coalesce(d.basis, '') as basis, coalesce(d.state, '') as state,
        t.shown_due_at, t.about_code, t.person_id, t.role, t.title_th, t.title_en
        """;

    // Every open task, with its open deadline where it has one.
    Task<IReadOnlyList<Owed>> OwedAsync(string id) => transaction.QueryAsync<Owed>(
        $"""
        {RunningCases.Family}
        select {OwedColumns} from family f join tasks t on t.instance_id = f.id
        left join deadlines d on d.task_id = t.id and d.state = 'open'
        where t.closed_at is null order by t.id
        """, new { id });

    Task<IReadOnlyList<Owed>> MovesAsync(string id) => transaction.QueryAsync<Owed>(
        $"""
        {RunningCases.Family}
        select {OwedColumns}, v.from_at, v.to_at from family f join tasks t on t.instance_id = f.id
        join deadlines d on d.task_id = t.id join deadline_moves v on v.deadline_id = d.id and v.cause = @cause order by t.id
        """, new { id, cause = Cause(amendment.Id) });

    /// <summary>What became of a case.</summary>
    public sealed record Outcome(string State)
    {
        public long? Sequence { get; init; }
        public string? Thai { get; init; }
        public string? English { get; init; }

        public static Outcome WentOn() => new(AmendmentCase.Kept)
        {
            Thai = "เรื่องนี้เดินต่อหรือสิ้นสุดแล้วหลังการแก้ไข จึงไม่ย้อนกลับ",
            English = "It went on, or ended, since; so it isn't taken back.",
        };

        public static Outcome OldDayPassed() => new(AmendmentCase.Kept)
        {
            Thai = "กำหนดเดิมผ่านไปแล้ว จึงคงกำหนดใหม่ไว้",
            English = "The day it had has passed, so it keeps the new one.",
        };
    }

    sealed class InstanceRow
    {
        public string DefinitionId { get; init; } = "";
        public int Version { get; init; }
    }

    sealed class AwaitedRow
    {
        public string Id { get; init; } = "";
        public string Payload { get; init; } = "";
    }
}

/// <summary>An open task with its open deadline, if it has one.</summary>
sealed class Owed
{
    public string Id { get; init; } = "";
    public string TaskId { get; init; } = "";
    public string InstanceId { get; init; } = "";
    public string Kind { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string? RuleId { get; init; }
    public int Days { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public string Basis { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset? ShownDueAt { get; init; }
    public string? AboutCode { get; init; }
    public string? PersonId { get; init; }
    public string Role { get; init; } = "";
    public string? TitleTh { get; init; }
    public string? TitleEn { get; init; }

    /// <summary>Of the move by the amendment.</summary>
    public DateTimeOffset FromAt { get; init; }

    public DateTimeOffset ToAt { get; init; }

    public RunningDeadline Deadline() => new()
    {
        Id = Id,
        TaskId = TaskId,
        InstanceId = InstanceId,
        Kind = Kind,
        OrganisationCode = OrganisationCode,
        RuleId = RuleId,
        Days = Days,
        OpenedAt = OpenedAt,
        DueAt = DueAt,
    };
}
