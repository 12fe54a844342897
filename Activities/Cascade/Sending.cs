using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>A circular on its way down the tree.</summary>
public sealed class Sending
{
    /// <summary>Each office passes it on under its own number; below it, everything begins then.</summary>
    public const string Relay = "relay";

    /// <summary>Everybody has it at once; the offices on the way register it all the same.</summary>
    public const string Direct = "direct";

    /// <summary>The organisations are being listed; nothing has begun.</summary>
    public const string Listing = "listing";

    /// <summary>Listed; whoever it reaches is started.</summary>
    public const string Open = "open";

    /// <summary>Nothing new is started; what runs goes on.</summary>
    public const string Stopped = "stopped";

    public string Id { get; init; } = "";
    public string CircularId { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public string Mode { get; init; } = Relay;

    /// <summary>Types of organisation, in blanks.</summary>
    public string Types { get; init; } = "";

    /// <summary>Whose subtree; "/" for the whole country.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The circular's date by which units are done; null when it has none.</summary>
    public string? DeadlineKey { get; init; }

    /// <summary>The system that its organisations ask for; null when each has an instance of its own.</summary>
    public string? System { get; init; }

    public long LeastMinutes { get; init; }
    public string LetterNumber { get; init; } = "";
    public DateOnly LetterDate { get; init; }
    public string SentBy { get; init; } = "";
    public DateTimeOffset SentAt { get; init; }
    /// <summary>When recipients were last added; null while it goes to those it was sent to.</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>When it reaches those who have it from the centre.</summary>
    public DateTimeOffset ArrivesAt => ReopenedAt ?? SentAt;

    public string Phase { get; init; } = Listing;

    /// <summary>The last organisation that was listed.</summary>
    public string Cursor { get; init; } = "";

    /// <summary>How many organisations it covers.</summary>
    public long Total { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
    public string? ReasonTh { get; init; }
    public string? ReasonEn { get; init; }

    public IReadOnlyList<string> TypeList => Types.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static Task<Sending?> FindAsync(Database database, string id) =>
        database.FirstAsync<Sending>("select * from sendings where id = @id", new { id });

    /// <summary>Reads it after taking its lock: whoever works at it takes turns.</summary>
    public static Task<Sending?> LockAsync(Transaction transaction, string id)
    {
        transaction.Lock("select id from sendings where id = @id", new { id });
        return transaction.FirstAsync<Sending>("select * from sendings where id = @id", new { id });
    }

    /// <summary>Stores a new one, to be listed.</summary>
    public void Insert(Transaction transaction) => transaction.Write(
        """
        insert into sendings (id, circular_id, definition_id, mode, types, path, deadline_key, least_minutes, letter_number,
            letter_date, sent_by, sent_at, phase, cursor, total, system)
        values (@Id, @CircularId, @DefinitionId, @Mode, @Types, @Path, @DeadlineKey, @LeastMinutes, @LetterNumber,
            @LetterDate, @SentBy, @SentAt, @Phase, @Cursor, @Total, @System)
        """, this);
}
