using WorkflowHost.Activities.Approvals;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Engine.Running.Migration;

namespace WorkflowHost.Web.Features.Instances;

/// <summary>Reads all that the page about an instance shows.</summary>
public sealed class InstanceReading(Database database)
{
    const int MostRows = 1_000;

    public Task<InstanceRow?> FindAsync(string id) => database.FirstAsync<InstanceRow>(
        """
        select i.id, i.definition_id, i.version, i.status, i.created_at, i.finished_at, r.id as request_id, r.reference,
            v.right_id, p.version as published_version
        from instances i left join requests r on r.instance_id = i.id left join reviews v on v.instance_id = i.id
        left join published_definitions p on p.definition_id = i.definition_id where i.id = @id
        """, new { id });

    public Task<IReadOnlyList<Bookmark>> WaitsAsync(string id) =>
        database.QueryAsync<Bookmark>("select * from bookmarks where instance_id = @id order by created_at, id", new { id });

    public Task<IReadOnlyList<ApprovalPlace>> PlacesAsync(string id) => ApprovalPlace.OfInstanceAsync(database, id);

    public Task<IReadOnlyList<FaultRow>> FaultsAsync(string id) => database.QueryAsync<FaultRow>(
        """
        select id, node_id, message, detail, created_at, resolved_at, resolution from incidents
        where instance_id = @id order by created_at
        """, new { id });

    /// <summary>What happened, oldest first, each line with the step it stands for in the version that runs now.</summary>
    public async Task<IReadOnlyList<JournalRow>> JournalAsync(string id)
    {
        var rows = await database.QueryAsync<JournalRow>(
            """
            select j.sequence, j.at, j.node_id, j.event, j.outcome, j.by_whom, p.name_en,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th
            from journal j left join people p on p.id = j.by_whom
            where j.instance_id = @id order by j.sequence limit @MostRows
            """, new { id, MostRows });
        var moves = await database.QueryAsync<Move>(
            """
            select m.sequence, p.definition_id, p.from_version, p.to_version, p.mapping
            from instance_migrations m join migration_plans p on p.id = m.plan_id
            where m.instance_id = @id and m.state in ('Moved', 'Kept') order by m.sequence
            """, new { id });
        return moves.Count == 0 ? rows : [.. rows.Select(row => row with { NodeId = Now(row, moves) })];
    }

    /// <summary>The mails of the request or of the review, as it concerns this instance.</summary>
    public Task<IReadOnlyList<InstanceMail>> MailsAsync(InstanceRow instance) => database.QueryAsync<InstanceMail>(
        """
        select c.template, c.queued_at, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, p.name_en,
            case c.template when 'one-time-code' then null else c.subject end as subject, o.done_at, o.failed_at, o.last_error
        from case_mails c join outbox o on o.key = c.outbox_key left join people p on p.id = c.person_id
        where c.request_id = @RequestId or (c.right_id = @RightId and c.queued_at >= @CreatedAt) or c.instance_id = @Id
        order by c.queued_at, c.outbox_key limit @MostRows
        """, new { instance.Id, instance.RequestId, instance.RightId, instance.CreatedAt, MostRows });

    public Task<IReadOnlyList<InstanceLetter>> LettersAsync(InstanceRow instance) => database.QueryAsync<InstanceLetter>(
        """
        select l.letter_number, l.letter_date, l.signer_name, r.attached_at
        from request_letters r join letters l on l.id = r.letter_id
        where r.request_id = @RequestId order by r.attached_at desc, l.id desc
        """, new { instance.RequestId });

    static string Now(JournalRow row, IReadOnlyList<Move> moves) => moves
        .Where(move => move.Sequence > row.Sequence)
        .Aggregate(row.NodeId, (node, move) => move.Steps.GetValueOrDefault(node) is { Length: > 0 } moved ? moved : node);

    sealed class Move
    {
        IReadOnlyDictionary<string, string>? steps;

        public long Sequence { get; init; }
        public string DefinitionId { get; init; } = "";
        public int FromVersion { get; init; }
        public int ToVersion { get; init; }
        public string Mapping { get; init; } = "";

        public IReadOnlyDictionary<string, string> Steps => steps ??= new StoredPlan
        {
            DefinitionId = DefinitionId,
            FromVersion = FromVersion,
            ToVersion = ToVersion,
            Mapping = Mapping,
        }.Plan.Steps;
    }
}

/// <summary>The instance.</summary>
public sealed class InstanceRow
{
    public string Id { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public long Version { get; init; }
    public string Status { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? RequestId { get; init; }
    public string? Reference { get; init; }
    public string? RightId { get; init; }

    /// <summary>What new instances run; null when none is published.</summary>
    public long? PublishedVersion { get; init; }

    public bool IsOver => Status is "Finished" or "Cancelled";
}

/// <summary>A line of the journal.</summary>
public sealed record JournalRow
{
    public const string Migrated = nameof(Migrated);

    public long Sequence { get; init; }
    public DateTimeOffset At { get; init; }
    public string NodeId { get; init; } = "";
    public string Event { get; init; } = "";
    public string? Outcome { get; init; }
    public string? ByWhom { get; init; }
    public string? NameTh { get; init; }
    public string? NameEn { get; init; }
}

/// <summary>An incident.</summary>
public sealed class FaultRow
{
    public string Id { get; init; } = "";
    public string NodeId { get; init; } = "";
    public string Message { get; init; } = "";
    public string Detail { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public string? Resolution { get; init; }
}

/// <summary>
/// A mail of the case: to whom, when, and whether it went out. What it says is in the case, for those concerned.
/// </summary>
public sealed class InstanceMail
{
    public string Template { get; init; } = "";
    public DateTimeOffset QueuedAt { get; init; }
    public string? NameTh { get; init; }
    public string? NameEn { get; init; }

    /// <summary>Null for a one-time code, which stands in its subject.</summary>
    public string? Subject { get; init; }

    public DateTimeOffset? DoneAt { get; init; }
    public DateTimeOffset? FailedAt { get; init; }
    public string? LastError { get; init; }
}

/// <summary>A letter of the case.</summary>
public sealed class InstanceLetter
{
    public string LetterNumber { get; init; } = "";
    public DateOnly LetterDate { get; init; }
    public string SignerName { get; init; } = "";
    public DateTimeOffset AttachedAt { get; init; }
}
