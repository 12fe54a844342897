using System.Data.Common;
using Npgsql;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// One physical PostgreSQL transaction. Writes wait and travel with the next read or with the commit, and so does
/// <c>begin</c>: a step that reads once costs two round trips, one that only writes costs one.
/// </summary>
sealed class PostgresTransactionOfWorks(NpgsqlConnection connection) : Transaction
{
    readonly List<NpgsqlBatchCommand> waiting = [];
    int mark;
    int resultsToSkip;
    int resultsToSkipAtMark;
    bool begun;
    bool sentSinceMark;
    bool spoilt;
    bool ended;

    public override void Write(string sql, object arguments) => waiting.Add(Command(sql, arguments));

    public override void Lock(string select, object arguments)
    {
        waiting.Add(Command(select + " for update", arguments));
        resultsToSkip++;
    }

    public override async Task<int> ExecuteAsync(string sql, object arguments)
    {
        await using var batch = TakeWaiting();
        var command = Command(sql, arguments);
        batch.BatchCommands.Add(command);
        resultsToSkip = 0;
        spoilt = true;
        await batch.ExecuteNonQueryAsync();
        spoilt = false;
        return (int)command.RecordsAffected;
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (begun && !ended && connection.State == System.Data.ConnectionState.Open)
            {
                await using var rollback = new NpgsqlCommand("rollback", connection);
                await rollback.ExecuteNonQueryAsync();
            }
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    protected override async Task<DbDataReader> ReadAsync(string sql, object arguments)
    {
        var batch = TakeWaiting();
        batch.BatchCommands.Add(Command(sql, arguments));
        var skip = resultsToSkip;
        resultsToSkip = 0;
        spoilt = true;
        var reader = await batch.ExecuteReaderAsync();
        while (skip-- > 0)
            await reader.NextResultAsync();
        spoilt = false;
        return reader;
    }

    protected internal override async Task CommitAsync()
    {
        if (!begun && waiting.Count == 0)
            return;
        // A transaction that met an error answers "commit" with a silent rollback; any other statement says so.
        if (waiting.Count == 0)
            waiting.Add(new NpgsqlBatchCommand("select 1"));
        await using var batch = TakeWaiting();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        try
        {
            await batch.ExecuteNonQueryAsync();
            ended = true;
        }
        catch (Exception fault) when (MayHaveCommitted(fault))
        {
            ended = true;
            throw new CommitUnknownException(fault);
        }
    }

    // An error the server reports has undone everything, unless it took the session with it. An argument that can't be
    // written stands before the commit on its way, so that was never sent.
    static bool MayHaveCommitted(Exception fault) => fault switch
    {
        PostgresException refusal => refusal.InvariantSeverity is "FATAL" or "PANIC",
        InvalidCastException or ArgumentException or NotSupportedException or FormatException or OverflowException => false,
        _ => true,
    };

    protected internal override void Mark()
    {
        mark = waiting.Count;
        resultsToSkipAtMark = resultsToSkip;
        sentSinceMark = false;
    }

    protected internal override bool TryReturnToMark()
    {
        // What has travelled can't be taken out again without a savepoint, which would cost every step a round trip; and
        // after an error the whole transaction is lost, whoever's statement it was.
        if (sentSinceMark || spoilt)
            return false;
        waiting.RemoveRange(mark, waiting.Count - mark);
        resultsToSkip = resultsToSkipAtMark;
        return true;
    }

    NpgsqlBatch TakeWaiting()
    {
        var batch = new NpgsqlBatch(connection);
        if (!begun)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        begun = true;
        // The first read of a work carries only what earlier works wrote; its own writes are still takeable.
        sentSinceMark |= waiting.Count > mark;
        foreach (var command in waiting)
            batch.BatchCommands.Add(command);
        waiting.Clear();
        mark = 0;
        resultsToSkipAtMark = 0;
        return batch;
    }

    static NpgsqlBatchCommand Command(string sql, object arguments)
    {
        var parsed = ParsedSql.Of(sql);
        var command = new NpgsqlBatchCommand(parsed.Positional);
        foreach (var getter in parsed.GettersOf(arguments.GetType()))
            command.Parameters.Add(new NpgsqlParameter { Value = Stored(getter(arguments)) });
        return command;
    }

    static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => instant.ToUniversalTime(),
        _ => value,
    };
}
