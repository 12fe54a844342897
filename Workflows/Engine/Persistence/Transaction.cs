using System.Data.Common;
using System.Globalization;
using Dapper;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// What a piece of work may do to the store. Writes are kept in order and reach the database before the work's next read
/// and before the commit; a store far away gets them in one round trip.
/// </summary>
public abstract class Transaction : IQueries
{
    /// <summary>Adds a write whose effect on rows nobody needs to know. Arguments are an anonymous object.</summary>
    public abstract void Write(string sql, object arguments);

    /// <summary>
    /// Adds a row to a table that is only ever added to, in the plain form <c>insert into … (…) values (@…)</c>. Rows of many
    /// works may travel as one statement at the end.
    /// </summary>
    public abstract void Append(string insert, object row);

    /// <summary>Writes at once and answers how many rows it touched.</summary>
    public abstract Task<int> ExecuteAsync(string sql, object arguments);

    /// <summary>Reads all rows, and sees every write made before.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments) => ReadAsync<T>(sql, arguments, int.MaxValue);

    /// <summary>Reads the first row or null.</summary>
    public async Task<T?> FirstAsync<T>(string sql, object arguments) =>
        await ReadAsync<T>(sql, arguments, most: 1) is [var first, ..] ? first : default;

    /// <summary>
    /// Says what the work is about to read, in the very call that will read it. A store far away answers it along with the next
    /// question, and the read itself finds it there; a store at hand has nothing to gain.
    /// </summary>
    public virtual void Expect<T>(Func<Transaction, Task<T>> read)
    {
    }

    /// <summary>
    /// Locks what the query selects until the end, before the next statement looks at it. The query's first column is the key
    /// of its table. A store with one writer holds that lock already.
    /// </summary>
    public abstract void Lock(string select, object arguments);

    protected abstract Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object arguments, int most);

    /// <summary>The rows of a result, so many at most.</summary>
    internal static async Task<IReadOnlyList<T>> RowsAsync<T>(DbDataReader reader, int most)
    {
        if (most == 0 || !await reader.ReadAsync())
            return [];
        var parse = ParserOf<T>(reader);
        var rows = new List<T>(most == 1 ? 1 : 4) { parse(reader) };
        while (rows.Count < most && await reader.ReadAsync())
            rows.Add(parse(reader));
        return rows;
    }

    // Dapper's row parser knows rows, but not a bare string or number.
    static Func<DbDataReader, T> ParserOf<T>(DbDataReader reader)
    {
        var scalar = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return scalar == typeof(string) || scalar.IsPrimitive
            ? row => row.IsDBNull(0) ? default! : (T)Convert.ChangeType(row.GetValue(0), scalar, CultureInfo.InvariantCulture)
            : reader.GetRowParser<T>();
    }
}

/// <summary>The connection was lost while committing: the work may have happened or not. Look before you repeat it.</summary>
public sealed class CommitUnknownException(Exception inner)
    : Exception("The store did not answer the commit; the work may have been stored.", inner);
