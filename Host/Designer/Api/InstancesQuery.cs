using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Designer.Api;

/// <summary>Finds instances as Studio asks for them.</summary>
public sealed class InstancesQuery(Database database)
{
    const int LargestPage = 200;

    /// <summary>Studio turns pages by number; nobody turns this far, and counting further costs more than it tells.</summary>
    const int Furthest = 10_000;

    const string Columns =
        """
        i.id, i.definition_id, i.version, i.status as own_status, i.correlation_id, i.created_at, i.finished_at,
        r.reference as name, d.id as definition_version_id,
        (select count(*) from incidents n where n.instance_id = i.id and n.resolved_at is null) as incident_count,
        (select j.at from journal j where j.instance_id = i.id order by j.sequence desc limit 1) as last_at
        from instances i left join requests r on r.instance_id = i.id
        left join definitions d on d.definition_id = i.definition_id and d.version = i.version
        """;

    /// <summary>What the list asks for. Words not listed here are passed over, as Elsa does.</summary>
    public sealed record Asked(
        int? Page, int? PageSize, string? SearchTerm, string? DefinitionId, string[]? DefinitionIds, string? CorrelationId,
        int? Version, bool? HasIncidents, bool? IsSystem, string? Status, string[]? Statuses, string? SubStatus,
        string[]? SubStatuses, string? OrderDirection, TimestampFilter[]? TimestampFilters);

    /// <param name="Column">CreatedAt or FinishedAt.</param>
    public sealed record TimestampFilter(string? Column, string? Operator, DateTimeOffset Timestamp);

    public sealed record Page(IReadOnlyList<InstanceSummary> Items, long TotalCount)
    {
        public object[] Links => [];
    }

    public static Task<Page> ListAsync(Asked asked, InstancesQuery query) => query.ListAsync(asked);

    public Task<InstanceSummary?> FindAsync(string id) =>
        database.FirstAsync<InstanceSummary>($"select {Columns} where i.id = @id", new { id });

    public async Task<string> StateAsync(string id) =>
        await database.FirstAsync<string>("select state from instances where id = @id", new { id }) ?? "{}";

    async Task<Page> ListAsync(Asked asked)
    {
        var size = Math.Clamp(asked.PageSize ?? 100, 1, LargestPage);
        var skip = Math.Clamp((long)(asked.Page ?? 0) * size, 0, Furthest);
        var arguments = new Dictionary<string, object?> { ["Furthest"] = Furthest, ["size"] = size, ["skip"] = skip };
        var conditions = string.Join(" and ", Conditions(asked, arguments).Prepend("1 = 1"));
        var direction = asked.OrderDirection == "Ascending" ? "asc" : "desc";
        var total = await database.FirstAsync<long>(
            $"""
            select count(*) from (select i.id from instances i left join requests r on r.instance_id = i.id
            where {conditions} limit @Furthest) as found
            """, arguments);
        // Ids grow with time: this is the order of creation.
        return new Page(await database.QueryAsync<InstanceSummary>(
            $"select {Columns} where {conditions} order by i.id {direction} limit @size offset @skip", arguments), total);
    }

    static IEnumerable<string> Conditions(Asked asked, Dictionary<string, object?> arguments)
    {
        string With(string condition, string name, object value)
        {
            arguments[name] = value;
            return condition;
        }

        if (asked.IsSystem == true)
            yield return "1 = 0";
        if (!string.IsNullOrWhiteSpace(asked.SearchTerm))
            yield return With("(i.id = @term or i.correlation_id = @term or r.reference = @term)", "term",
                asked.SearchTerm.Trim());
        if (All(asked.DefinitionId, asked.DefinitionIds) is { Length: > 0 } definitions)
            yield return With("i.definition_id in @definitions", "definitions", definitions);
        if (!string.IsNullOrEmpty(asked.CorrelationId))
            yield return With("i.correlation_id = @correlation", "correlation", asked.CorrelationId);
        if (asked.Version is { } version)
            yield return With("i.version = @version", "version", version);
        if (asked.HasIncidents is { } faulted)
            yield return faulted ? "i.status = 'Faulted'" : "i.status <> 'Faulted'";
        if (All(asked.Status, asked.Statuses) is { Length: > 0 } statuses)
            yield return With("i.status in @statuses", "statuses", statuses.SelectMany(InstanceSummary.OwnOf).ToArray());
        if (All(asked.SubStatus, asked.SubStatuses) is { Length: > 0 } inDetail)
            yield return With("i.status in @inDetail", "inDetail", inDetail);
        foreach (var (filter, number) in (asked.TimestampFilters ?? []).Select((filter, number) => (filter, number)).Take(8))
            if (ColumnOf(filter.Column) is { } column && SignOf(filter.Operator) is { } sign)
                yield return With($"{column} {sign} @instant{number}", $"instant{number}", filter.Timestamp.ToUniversalTime());
    }

    static string[] All(string? one, string[]? more) =>
        [.. (more ?? []).Append(one).OfType<string>().Where(word => word.Length > 0).Take(100)];

    static string? ColumnOf(string? column) => column switch
    {
        "CreatedAt" => "i.created_at",
        "FinishedAt" => "i.finished_at",
        _ => null,
    };

    static string? SignOf(string? name) => name switch
    {
        "Is" => "=",
        "IsNot" => "<>",
        "LessThan" => "<",
        "GreaterThan" => ">",
        "LessThanOrEqual" => "<=",
        "GreaterThanOrEqual" => ">=",
        _ => null,
    };
}

/// <summary>An instance in Elsa's words.</summary>
public class InstanceSummary
{
    public string Id { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public string? DefinitionVersionId { get; init; }
    public int Version { get; init; }
    public string? CorrelationId { get; init; }

    /// <summary>The reference of its request.</summary>
    public string? Name { get; init; }

    public int IncidentCount { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Running or Finished. A faulted instance can be mended, so it is running.</summary>
    public string Status => OwnStatus is "Finished" or "Cancelled" ? "Finished" : "Running";

    public string SubStatus => OwnStatus;

    public DateTimeOffset UpdatedAt => LastAt ?? CreatedAt;

    internal string OwnStatus { get; init; } = "";

    internal DateTimeOffset? LastAt { get; init; }

    internal static string[] OwnOf(string status) => status == "Running" ? ["Suspended", "Faulted"] : ["Finished", "Cancelled"];
}
