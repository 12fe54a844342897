using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Requests;

/// <summary>
/// One system of a request that asks for several, answered together on one page (B-02, left open: two grants, one screen).
/// </summary>
public sealed class RequestGrant
{
    public const string Approved = "Approve";
    public const string Rejected = "Reject";

    public string RequestId { get; init; } = "";
    public string System { get; init; } = "";
    public long Seat { get; init; }

    /// <summary><see cref="Approved"/> or <see cref="Rejected"/>; null while nobody has answered.</summary>
    public string? Answer { get; init; }

    public string? RightId { get; init; }

    /// <summary>Every system of a request; empty for one that asks for its own system only.</summary>
    public static Task<IReadOnlyList<RequestGrant>> OfAsync(IQueries queries, string requestId) =>
        queries.QueryAsync<RequestGrant>(Query, new { requestId });

    public void Insert(Transaction transaction) => transaction.Write(
        "insert into request_grants (request_id, system, seat) values (@RequestId, @System, @Seat)", this);

    public void Say(Transaction transaction, string answer) => transaction.Write(
        "update request_grants set answer = @answer where request_id = @RequestId and system = @System",
        new { answer, RequestId, System });

    public void Give(Transaction transaction, string right) => transaction.Write(
        "update request_grants set right_id = @right where request_id = @RequestId and system = @System",
        new { right, RequestId, System });

    // The account before what it opens.
    const string Query =
        """
        select g.* from request_grants g join requests q on q.id = g.request_id
        where g.request_id = @requestId order by case g.system when q.system then 1 else 0 end, g.system
        """;
}
