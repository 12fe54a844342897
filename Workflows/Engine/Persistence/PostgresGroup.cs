using System.Data;
using System.Runtime.ExceptionServices;
using Npgsql;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// One physical PostgreSQL transaction. <c>begin</c> travels with the first question and the last writes with <c>commit</c>.
/// Works that are interleaved go on side by side, and what they ask at the same moment travels together: a group of fifty
/// decisions costs no more round trips than one. The locks that PostgreSQL holds for all of the group are kept apart here: who
/// locks a row that another work of the group has locked waits until that one is done, and then looks.
/// </summary>
sealed class PostgresGroup(NpgsqlConnection connection) : WriteGroup
{
    readonly List<NpgsqlBatchCommand> left = [];
    readonly AppendedRows appended = new();
    bool begun;
    bool ended;

    internal override async Task RunAsync(IReadOnlyList<Work> works)
    {
        foreach (var work in works.Where(work => !work.Interleaved))
            await RunTogetherAsync([new PostgresTurn(work)], isAlone: works.Count == 1);
        if (works.Where(work => work.Interleaved).Select(work => new PostgresTurn(work)).ToList() is { Count: > 0 } turns)
            await RunTogetherAsync(turns, isAlone: works.Count == 1);
    }

    public override Task<T?> FirstAsync<T>(string sql) where T : default
    {
        left.AddRange(appended.Take());
        return base.FirstAsync<T>(sql);
    }

    protected internal override async Task CommitAsync()
    {
        left.AddRange(appended.Take());
        if (!begun && left.Count == 0)
            return;
        // A transaction that met an error answers "commit" with a silent rollback; any other statement says so.
        if (left.Count == 0)
            left.Add(new NpgsqlBatchCommand("select 1"));
        await using var batch = Batch();
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

    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (begun && !ended && connection.State == ConnectionState.Open)
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

    // An error the server reports has undone everything, unless it took the session with it. An argument that can't be
    // written stands before the commit on its way, so that was never sent.
    static bool MayHaveCommitted(Exception fault) => fault switch
    {
        PostgresException refusal => refusal.InvariantSeverity is "FATAL" or "PANIC",
        InvalidCastException or ArgumentException or NotSupportedException or FormatException or OverflowException => false,
        _ => true,
    };

    async Task RunTogetherAsync(List<PostgresTurn> turns, bool isAlone)
    {
        var locks = new GroupLocks();
        try
        {
            foreach (var turn in turns)
                turn.Begin();
            while (true)
            {
                foreach (var turn in turns)
                    await turn.AtRestAsync();
                foreach (var turn in turns.Where(turn => turn.IsOver))
                    End(turn, locks, isAlone);
                turns.RemoveAll(turn => turn.IsOver);
                if (turns.Count == 0)
                    return;
                foreach (var turn in await AskAsync(locks.WhoMayAsk(turns)))
                    if (locks.TryTake(turn))
                        turn.GoOn();
            }
        }
        catch (Exception fault)
        {
            // What still waits for an answer must come to its end, or its own clearing-up would never run.
            foreach (var turn in turns)
                await turn.AbandonAsync(fault);
            throw;
        }
    }

    void End(PostgresTurn turn, GroupLocks locks, bool isAlone)
    {
        locks.Release(turn);
        if (turn.Fault is null)
        {
            left.AddRange(turn.Left);
            appended.Add(turn.Appended);
        }
        else if (isAlone || turn.HasWritten)
            // What has travelled can't be taken out again without a savepoint, which would cost every step a round trip.
            ExceptionDispatchInfo.Throw(turn.Fault);
        else
            turn.Work.Hold(turn.Fault);
    }

    async Task<IReadOnlyList<PostgresTurn>> AskAsync(IReadOnlyList<PostgresTurn> asking)
    {
        await using var batch = Batch();
        foreach (var turn in asking)
            turn.AddTo(batch);
        await using var reader = await batch.ExecuteReaderAsync();
        var results = new ResultsInOrder(reader);
        foreach (var turn in asking)
            await turn.ReadAsync(results);
        // A statement without rows behind the last result may have met an error; only who reads to the end hears of it.
        await results.ToTheEndAsync();
        return asking;
    }

    NpgsqlBatch Batch()
    {
        var batch = new NpgsqlBatch(connection);
        if (!begun)
            batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        begun = true;
        foreach (var command in left)
            batch.BatchCommands.Add(command);
        left.Clear();
        return batch;
    }
}
