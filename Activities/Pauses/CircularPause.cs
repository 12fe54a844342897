using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Pauses;

/// <summary>
/// A circular that stands still, everywhere or below one place: nothing new is filed, sent or started under it, nobody is
/// reminded, and silence has no effect. Answers are taken all the while. A task belongs to the circular that its clause names
/// ("A-07").
/// </summary>
public sealed class CircularPause
{
    /// <summary>The path of a pause that holds the whole country.</summary>
    public const string Everywhere = "/";

    public string Id { get; init; } = "";
    public string CircularId { get; init; } = "";

    /// <summary>The organisation at and below which it holds; empty for the whole country.</summary>
    public string PlaceCode { get; init; } = "";

    /// <summary>The place's name, where it was read; null for the whole country.</summary>
    public string? PlaceTh { get; init; }

    /// <inheritdoc cref="PlaceTh"/>
    public string? PlaceEn { get; init; }

    public string Path { get; init; } = Everywhere;
    public string Reason { get; init; } = "";
    public string PausedBy { get; init; } = "";
    public DateTimeOffset PausedAt { get; init; }
    public string? ResumedBy { get; init; }

    /// <summary>When somebody let it go on; from then on its deadlines are being moved.</summary>
    public DateTimeOffset? ResumedAt { get; init; }

    /// <summary>When all were moved and the clock ran again.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What moved a deadline, in its moves.</summary>
    public string Cause => "pause:" + Id;

    /// <summary>As it stands beside each deadline it moved.</summary>
    public string MoveReason => $"พักการใช้หนังสือเวียน {CircularId}: {Reason}";

    /// <summary>Clauses of the circular, for SQL's like.</summary>
    internal string Clauses => CircularId + "-%";

    internal string Below => Path + "%";

    /// <summary>Each with the name of its place.</summary>
    public const string Named =
        """
        select p.*, n.name_th as place_th, n.name_en as place_en
        from circular_pauses p left join organisations n on n.code = p.place_code
        """;

    /// <summary>The pause that holds new requests of an organisation; null when none does.</summary>
    public static Task<CircularPause?> OfOrganisationAsync(Transaction transaction, string circular, string organisation) =>
        transaction.FirstAsync<CircularPause>(
            $"""
            {Named} join organisations o on o.code = @organisation
            where p.circular_id = @circular and p.ended_at is null and o.path like p.path || '%' order by p.id
            """, new { circular, organisation });

    /// <summary>The pause that holds everything at and below a path; null when none does, though one may hold a part.</summary>
    public static Task<CircularPause?> OfPathAsync(IQueries store, string circular, string path) =>
        store.FirstAsync<CircularPause>(
            $"""
            {Named} where p.circular_id = @circular and p.ended_at is null and @path like p.path || '%' order by p.id
            """, new { circular, path });

    /// <summary>All that ever held an organisation, over or not, the oldest first.</summary>
    internal static Task<IReadOnlyList<CircularPause>> HistoryAsync(IQueries store, string circular, string organisation) =>
        store.QueryAsync<CircularPause>(
            """
            select p.* from circular_pauses p join organisations o on o.code = @organisation
            where p.circular_id = @circular and o.path like p.path || '%' order by p.paused_at, p.id
            """, new { circular, organisation });

    /// <summary>The pause that holds a task, and keeps the clock from it; null when none does.</summary>
    public static Task<CircularPause?> OfTaskAsync(IQueries store, string taskId) =>
        store.FirstAsync<CircularPause>(OfTask, new { taskId });

    /// <summary>Whether a path stands still, inside another statement; the arguments are what that one calls them.</summary>
    internal static string Holds(string circular, string path) =>
        $"""
        exists (select 1 from circular_pauses p
            where p.circular_id = {circular} and p.ended_at is null and {path} like p.path || '%')
        """;

    /// <summary>The same for the yearly review: what SQL calls the organisation's code stands for the argument.</summary>
    internal static string HoldsReviewOf(string organisation) =>
        $"""
        exists (select 1 from circular_pauses p join organisations o on o.path like p.path || '%'
            where p.circular_id = '{Reviews.Campaign.CircularId}' and p.ended_at is null and o.code = {organisation})
        """;

    /// <summary>Those that have not ended, of one circular or of all.</summary>
    public static Task<IReadOnlyList<CircularPause>> UnderWayAsync(IQueries store, string circular = "") =>
        store.QueryAsync<CircularPause>(
            $"""
            {Named} where p.ended_at is null and (@circular = '' or p.circular_id = @circular)
            order by p.circular_id, p.paused_at, p.id
            """, new { circular });

    /// <summary>Reads it after taking its lock.</summary>
    internal static Task<CircularPause?> LockAsync(Transaction transaction, string id)
    {
        transaction.Lock("select id from circular_pauses where id = @id", new { id });
        return transaction.FirstAsync<CircularPause>("select * from circular_pauses where id = @id", new { id });
    }

    internal void Insert(Transaction transaction) => transaction.Write(
        """
        insert into circular_pauses (id, circular_id, place_code, path, reason, paused_by, paused_at)
        values (@Id, @CircularId, @PlaceCode, @Path, @Reason, @PausedBy, @PausedAt)
        """, this);

    /// <summary>The organisation a task is about: a reviewer's task is the office's that asked.</summary>
    internal const string PlaceOfTask =
        """
        left join requests q on q.id = t.request_id left join rights r on r.id = t.right_id
        join organisations o on o.code = coalesce(q.organisation_code, r.organisation_code, t.about_code, t.organisation_code)
        """;

    const string OfTask =
        $"""
        {Named}, tasks t {PlaceOfTask}
        where p.ended_at is null and t.id = @taskId
            and t.rule_id like p.circular_id || '-%' and o.path like p.path || '%'
        order by p.id
        """;
}
