using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Requests;

/// <summary>A request for a right, as stored. Its workflow instance moves it; the stage is where it stands.</summary>
public sealed class Request
{
    public string Id { get; init; } = "";

    /// <summary>What people and letters call it, for example BBL-2569-7K3M9QX4.</summary>
    public string Reference { get; init; } = "";

    public string CircularId { get; init; } = "";
    public string InstanceId { get; init; } = "";
    public string System { get; init; } = "";
    public string Kind { get; init; } = "";
    public string OrganisationCode { get; init; } = "";

    /// <summary>The type on the day it was filed; a later change of type does not change the branch (T41).</summary>
    public string OrganisationType { get; init; } = "";

    public long Seat { get; init; }

    /// <summary>Who is to have the right.</summary>
    public string PersonId { get; init; } = "";

    public string? OldRightId { get; init; }
    public string Note { get; init; } = "";
    public string FiledBy { get; init; } = "";
    public DateTimeOffset FiledAt { get; init; }

    /// <summary>The instant of legal receipt; differs from <see cref="FiledAt"/> outside office hours when the rule is on (T77).</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    public string Stage { get; init; } = "";
    public DateTimeOffset StageAt { get; init; }
    /// <summary>Since when it is frozen because its officer left (T33); null again once another goes on with it.</summary>
    public DateTimeOffset? OfficerLeftAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }
    public string? ClosingReason { get; init; }

    public static Task<Request?> FindAsync(Transaction transaction, string id) =>
        transaction.FirstAsync<Request>("select * from requests where id = @id", new { id });

    public static async Task<Request> GetAsync(Transaction transaction, string id) =>
        await FindAsync(transaction, id) ?? throw new KeyNotFoundException($"There is no request '{id}'.");

    public void Insert(Transaction transaction) => transaction.Write(
        """
        insert into requests (id, reference, circular_id, instance_id, system, kind, organisation_code, organisation_type, seat,
            person_id, old_right_id, note, filed_by, filed_at, received_at, stage, stage_at)
        values (@Id, @Reference, @CircularId, @InstanceId, @System, @Kind, @OrganisationCode, @OrganisationType, @Seat,
            @PersonId, @OldRightId, @Note, @FiledBy, @FiledAt, @ReceivedAt, @Stage, @StageAt)
        """, this);

    public static void SetStage(Transaction transaction, string id, string stage, DateTimeOffset now) => transaction.Write(
        "update requests set stage = @stage, stage_at = @now where id = @id and stage <> @stage", new { id, stage, now });

    /// <summary>Ends a request; its seat is free for another.</summary>
    public static void Close(Transaction transaction, Request request, string stage, DateTimeOffset now, string? by, string? reason)
    {
        transaction.Write(
            """
            update requests set stage = @stage, stage_at = @now, closed_at = @now, closing_reason = @reason
            where id = @Id and closed_at is null
            """, new { stage, now, reason, request.Id });
        AuditTrail.Add(transaction, now, by, "request-" + stage, "request", request.Id, request.OrganisationCode, detail: reason);
    }
}
