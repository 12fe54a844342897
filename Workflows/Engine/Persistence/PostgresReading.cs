using System.Threading.Channels;
using Npgsql;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// A connection of PostgreSQL's pool. What is asked side by side travels together: a page that asks for twenty things costs as
/// many journeys as one thing of it depends on another.
/// </summary>
sealed class PostgresReading(NpgsqlConnection connection) : Reading
{
    readonly Channel<PostgresQuestion> asked = Channel.CreateUnbounded<PostgresQuestion>();

    public override Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object arguments) =>
        AskAsync<T>(sql, arguments, int.MaxValue);

    public override async Task<T?> FirstAsync<T>(string sql, object arguments) where T : default =>
        await AskAsync<T>(sql, arguments, most: 1) is [var first, ..] ? first : default;

    public override async Task<T> AnswerAsync<T>(Func<IQueries, Task<T>> work)
    {
        var run = EndAsync(work);
        var together = new List<PostgresQuestion>();
        while (await asked.Reader.WaitToReadAsync())
        {
            together.Clear();
            while (asked.Reader.TryRead(out var question))
                together.Add(question);
            await AnswerAsync(together);
        }
        return await run;
    }

    public override async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync();

    Task<IReadOnlyList<T>> AskAsync<T>(string sql, object arguments, int most)
    {
        var question = new ReadingQuestion<T>(sql, arguments, most);
        if (!asked.Writer.TryWrite(question))
            throw new InvalidOperationException("Who was answered can't ask again on the same reading.");
        return question.Answered;
    }

    // The work runs on this thread until it waits for an answer, so that all it asks at once is there when we look.
    async Task<T> EndAsync<T>(Func<IQueries, Task<T>> work)
    {
        try
        {
            return await work(this);
        }
        finally
        {
            asked.Writer.Complete();
        }
    }

    async Task AnswerAsync(List<PostgresQuestion> together)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var question in together)
                batch.BatchCommands.Add(question.Command);
            await using var reader = await batch.ExecuteReaderAsync();
            var results = new ResultsInOrder(reader);
            foreach (var question in together)
                await question.ReadAsync(results);
            await results.ToTheEndAsync();
        }
        catch (Exception fault)
        {
            // Who asked hears it, and with them whoever waits for this reading.
            foreach (var question in together)
                question.Fail(fault);
            return;
        }
        foreach (var question in together)
            question.Answer();
    }
}
