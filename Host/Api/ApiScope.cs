using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Api;

/// <summary>
/// The part of a query that keeps it within what the caller may look at: ranges of <c>o.path</c>, which both stores find by
/// the index on it.
/// </summary>
public sealed class ApiScope
{
    /// <summary>Rows of a page, and the most that a caller may ask for.</summary>
    public const int PageSize = 50;

    readonly Dictionary<string, object?> arguments = [];

    public ApiScope(Actor actor)
    {
        var ranges = actor.Scope.Select((prefix, i) =>
        {
            // '0' comes right after '/', with which every path ends.
            (arguments[$"from{i}"], arguments[$"to{i}"]) = (prefix, prefix[..^1] + "0");
            return $"(o.path >= @from{i} and o.path < @to{i})";
        }).ToList();
        Condition = ranges.Count == 0 ? "1 = 0" : $"({string.Join(" or ", ranges)})";
    }

    /// <summary>SQL to stand behind <c>where</c>; the organisation's table is called o.</summary>
    public string Condition { get; }

    /// <summary>The arguments of the condition, and more.</summary>
    public Dictionary<string, object?> With(params IEnumerable<(string Name, object? Value)> more)
    {
        foreach (var (name, value) in more)
            arguments[name] = value;
        return arguments;
    }
}

/// <summary>A page of a list.</summary>
/// <param name="Next">What to give as <c>after</c> for the next page; null on the last.</param>
public sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Makes pages of <see cref="ApiScope.PageSize"/> rows.</summary>
public static class ApiPage
{
    /// <summary>A table of organisations' things, newest first, within what the caller may look at.</summary>
    /// <param name="table">It has an id that grows with time, and an organisation_code.</param>
    /// <param name="organisation">Of this one only.</param>
    public static async Task<ApiPage<T>> NewestAsync<T>(
        Database database, Actor actor, string table, Func<T, string> key, string? after, string? organisation = null)
    {
        var scope = new ApiScope(actor);
        var rows = await database.QueryAsync<T>(
            $"""
            select r.* from {table} r join organisations o on o.code = r.organisation_code
            where {scope.Condition} and r.id < @after {(organisation is null ? "" : "and o.code = @organisation")}
            order by r.id desc limit {ApiScope.PageSize}
            """, scope.With(("after", after ?? "~"), ("organisation", organisation)));
        return Of(rows, key);
    }

    public static ApiPage<T> Of<T>(IReadOnlyList<T> rows, Func<T, string> key) =>
        new(rows, rows.Count == ApiScope.PageSize ? key(rows[^1]) : null);
}
