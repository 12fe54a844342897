using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Amendments;

/// <summary>
/// A letter that changes a circular while cases run under it, or withdraws it, and how far its application is (T81, T88).
/// </summary>
public sealed class Amendment
{
    public const string Amends = "amendment";
    public const string Withdraws = "withdrawal";

    /// <summary>Written down; nothing has changed yet.</summary>
    public const string Planned = "planned";

    public const string Running = "running";

    /// <summary>The first cases are done; somebody looks before the rest.</summary>
    public const string Paused = "paused";

    /// <summary>By a person, or because too many failed; the reason says which.</summary>
    public const string Stopped = "stopped";

    public const string Done = "done";
    public const string Returning = "returning";
    public const string Returned = "returned";

    public string Id { get; init; } = "";
    public string CircularId { get; init; } = "";
    public string Kind { get; init; } = Amends;
    public string LetterNumber { get; init; } = "";
    public DateOnly LetterDate { get; init; }
    public string Reason { get; init; } = "";

    /// <summary><see cref="AmendmentChanges"/> as JSON.</summary>
    public string Changes { get; init; } = "";

    public string Status { get; init; } = Planned;
    public DateTimeOffset CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";
    public DateTimeOffset? StartedAt { get; init; }
    public string? StartedBy { get; init; }

    /// <summary>How many cases are still to be tried in this stage; null: all that are left.</summary>
    public long? Quota { get; init; }

    /// <summary>This stage stops when more than so many could not be changed.</summary>
    public long MostFailures { get; init; }

    public long Failures { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? ReasonTh { get; init; }
    public string? ReasonEn { get; init; }

    public bool IsWithdrawal => Kind == Withdraws;

    public bool MayGoOn => Status is Paused or Stopped;

    public bool MayStop => Status is Running;

    public bool MayReturn => Kind == Amends && Status is Running or Paused or Stopped or Done;

    public AmendmentChanges Read() => AmendmentChanges.Read(Changes);

    public static Task<Amendment?> FindAsync(Database database, string id) =>
        database.FirstAsync<Amendment>("select * from amendments where id = @id", new { id });

    /// <summary>Reads it after taking its lock. Whoever locks a case as well locks that first.</summary>
    public static Task<Amendment?> LockAsync(Transaction transaction, string id)
    {
        transaction.Lock("select id from amendments where id = @id", new { id });
        return transaction.FirstAsync<Amendment>("select * from amendments where id = @id", new { id });
    }

    /// <summary>Those of a circular that have begun and were not taken back, in their order.</summary>
    public static Task<IReadOnlyList<Amendment>> InForceAsync(Transaction transaction, string circularId) =>
        transaction.QueryAsync<Amendment>(
            """
            select * from amendments where circular_id = @circularId and kind = 'amendment'
            and status in ('running', 'paused', 'stopped', 'done') order by started_at, id
            """, new { circularId });

    internal void Insert(Transaction transaction) => transaction.Write(
        """
        insert into amendments (id, circular_id, kind, letter_number, letter_date, reason, changes, status, created_at,
            created_by)
        values (@Id, @CircularId, @Kind, @LetterNumber, @LetterDate, @Reason, @Changes, @Status, @CreatedAt, @CreatedBy)
        """, this);

    internal static void End(Transaction transaction, string id, string status, DateTimeOffset now, string? thai = null,
        string? english = null) => transaction.Write(
        """
        update amendments set status = @status, ended_at = @now, reason_th = @thai, reason_en = @english where id = @id
        """, new { status, now, thai, english, id });
}

/// <summary>A case or a right under an amendment.</summary>
public sealed class AmendmentCase
{
    public const string Case = "case";
    public const string Right = "right";

    public const string Waiting = "waiting";
    public const string Applied = "applied";

    /// <summary>Ended by it.</summary>
    public const string Closed = "closed";

    /// <summary>Over before its turn came.</summary>
    public const string Over = "over";

    /// <summary>It can't be changed and stays as it was; counts for the stop rule.</summary>
    public const string Refused = "refused";

    public const string Returned = "returned";

    /// <summary>It went on since, or can't go back, so it is not taken back.</summary>
    public const string Kept = "kept";

    public string AmendmentId { get; init; } = "";
    public string SubjectId { get; init; } = "";
    public string Subject { get; init; } = Case;
    public string OrganisationCode { get; init; } = "";

    /// <summary>Its organisation is withdrawn, or the circular is: it ends.</summary>
    public bool IsClosed { get; init; }

    public string State { get; init; } = Waiting;
    public DateTimeOffset? At { get; init; }
    public long? Sequence { get; init; }
    public string? ReasonTh { get; init; }
    public string? ReasonEn { get; init; }
}
