using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>What became of a circular at one organisation: an entry in its register of letters.</summary>
public sealed class Delivery
{
    public string Id { get; init; } = "";
    public string SendingId { get; init; } = "";
    public string CircularId { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string Path { get; init; } = "";

    /// <summary>Who passes it on to this one; null when it comes from the centre.</summary>
    public string? FromCode { get; init; }

    /// <summary>A province or district, which passes it on.</summary>
    public bool IsHop { get; init; }

    /// <summary>Has an instance of its own.</summary>
    public bool IsCovered { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>The issuer's deadline.</summary>
    public DateTimeOffset? EnforcedAt { get; init; }

    /// <summary>The earliest deadline of those above.</summary>
    public DateTimeOffset? ShownAt { get; init; }

    public string? ShownBy { get; init; }

    /// <summary>Office time from arrival to the issuer's deadline, in minutes; null when there is none.</summary>
    public long? MinutesLeft { get; init; }

    /// <summary>Reached with less office time left than the sender asked for.</summary>
    public bool IsLate { get; init; }

    public string? ReceiveNumber { get; init; }
    public DateTimeOffset? ReceivedAt { get; init; }
    public string? ReceivedBy { get; init; }
    public string? OwnNumber { get; init; }
    public DateOnly? OwnDate { get; init; }
    public DateTimeOffset? OwnDeadlineAt { get; init; }
    public DateTimeOffset? ReissuedAt { get; init; }
    public string? ReissuedBy { get; init; }
    public string? InstanceId { get; init; }

    public static Task<Delivery?> FindAsync(Database database, string sendingId, string organisation) =>
        database.FirstAsync<Delivery>(
            "select * from deliveries where sending_id = @sendingId and organisation_code = @organisation",
            new { sendingId, organisation });

    public static Task<Delivery?> LockAsync(Transaction transaction, string sendingId, string organisation)
    {
        transaction.Lock("select id from deliveries where sending_id = @sendingId and organisation_code = @organisation",
            new { sendingId, organisation });
        return transaction.FirstAsync<Delivery>(
            "select * from deliveries where sending_id = @sendingId and organisation_code = @organisation",
            new { sendingId, organisation });
    }
}
