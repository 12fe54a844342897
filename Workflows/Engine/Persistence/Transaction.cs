using System.Data.Common;
using Dapper;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// What a piece of work may do to the store. Writes are kept in order and reach the database before the next read
/// and before the commit; a store far away gets them in one round trip.
/// </summary>
public abstract class Transaction : IQueries, IAsyncDisposable
{
    /// <summary>Adds a write whose effect on rows nobody needs to know. Arguments are an anonymous object.</summary>
    public abstract void Write(string sql, object arguments);

    /// <summary>Writes at once and answers how many rows it touched.</summary>
    public abstract Task<int> ExecuteAsync(string sql, object arguments);

    /// <summary>Reads all rows, and sees every write made before.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments)
    {
        await using var reader = await ReadAsync(sql, arguments);
        var parse = ParserOf<T>(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(parse(reader));
        return rows;
    }

    /// <summary>Reads the first row or null.</summary>
    public async Task<T?> FirstAsync<T>(string sql, object arguments)
    {
        await using var reader = await ReadAsync(sql, arguments);
        return await reader.ReadAsync() ? ParserOf<T>(reader)(reader) : default;
    }

    /// <summary>
    /// Locks what the query selects until the end, before the next statement looks at it. A store with one writer
    /// holds that lock already.
    /// </summary>
    public abstract void Lock(string select, object arguments);

    public abstract ValueTask DisposeAsync();

    protected abstract Task<DbDataReader> ReadAsync(string sql, object arguments);

    // Dapper's row parser knows rows, but not a bare string or number.
    static Func<DbDataReader, T> ParserOf<T>(DbDataReader reader)
    {
        var scalar = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return scalar == typeof(string) || scalar.IsPrimitive
            ? row => row.IsDBNull(0) ? default!
                : (T)Convert.ChangeType(row.GetValue(0), scalar, System.Globalization.CultureInfo.InvariantCulture)
            : reader.GetRowParser<T>();
    }

    /// <summary>Throws <see cref="CommitUnknownException"/> when the answer was lost on its way.</summary>
    protected internal abstract Task CommitAsync();

    /// <summary>Remembers this point, so that a work that fails can be taken out of a shared transaction.</summary>
    protected internal abstract void Mark();

    /// <summary>Takes back all since the mark; false when the store can't, and the whole group must be run again.</summary>
    protected internal abstract bool TryReturnToMark();
}

/// <summary>The connection was lost while committing: the work may have happened or not. Look before you repeat it.</summary>
public sealed class CommitUnknownException(Exception inner)
    : Exception("The store did not answer the commit; the work may have been stored.", inner);
