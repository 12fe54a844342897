using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using Npgsql;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// A work on its way through a group: it runs until it asks the store something, rests, and goes on with the answer. What it
/// writes meanwhile travels with its next question, or with the commit.
/// </summary>
sealed partial class PostgresTurn(Work work) : Transaction
{
    readonly List<string> keys = [];
    readonly List<string> held = [];
    readonly List<Statement> waiting = [];
    readonly KnownRows known = new();
    readonly OrderedDictionary<Asked, PostgresQuestion> expected = [];
    List<Statement> locksOnTheWay = [];
    TaskCompletionSource rest = Unsettled();
    PostgresQuestion? question;
    bool questionIsOnTheWay;
    Exception? abandoned;
    Task run = Task.CompletedTask;

    public Work Work => work;

    /// <summary>What it wrote since its last question.</summary>
    public IEnumerable<NpgsqlBatchCommand> Left => waiting.Select(statement => statement.Command);

    public List<(string Insert, object Row)> Appended { get; } = [];

    /// <summary>Whether anything of it has reached the database.</summary>
    public bool HasWritten { get; private set; }

    public bool IsOver { get; private set; }

    public Exception? Fault { get; private set; }

    /// <summary>The rows that the locks on the way have selected.</summary>
    public IReadOnlyList<string> Keys => keys;

    /// <summary>All rows it has locked.</summary>
    public IReadOnlyList<string> Held => held;

    public PostgresTurn? WaitsFor { get; private set; }

    /// <summary>The lock it asks for next, as text to sort by.</summary>
    public string NextLock => waiting.Find(statement => statement.IsLock).Command is { } command
        ? command.CommandText + string.Join('|', command.Parameters.Select(parameter => ((NpgsqlParameter)parameter).Value))
        : "";

    public void Begin() => run = RunAsync();

    /// <summary>Until it has asked something, or is over.</summary>
    public Task AtRestAsync() => rest.Task;

    /// <summary>
    /// Adds its writes and its question to a batch. What it writes behind a lock stays here until that is known to be free.
    /// </summary>
    public void AddTo(NpgsqlBatch batch)
    {
        var firstLock = waiting.FindIndex(statement => statement.IsLock);
        var behind = firstLock < 0 ? -1 : waiting.FindIndex(firstLock, statement => !statement.IsLock);
        var now = waiting[..(behind < 0 ? waiting.Count : behind)];
        foreach (var statement in now)
            batch.BatchCommands.Add(statement.Command);
        waiting.RemoveRange(0, now.Count);
        locksOnTheWay = now.FindAll(statement => statement.IsLock);
        HasWritten |= now.Count > locksOnTheWay.Count;
        WaitsFor = null;
        questionIsOnTheWay = behind < 0;
        if (!questionIsOnTheWay)
            return;
        foreach (var ahead in expected.Values)
            batch.BatchCommands.Add(ahead.Command);
        batch.BatchCommands.Add(question!.Command);
    }

    /// <summary>Reads what the locks selected, and the answer.</summary>
    public async Task ReadAsync(ResultsInOrder results)
    {
        keys.Clear();
        foreach (var (command, _) in locksOnTheWay)
            foreach (var key in await RowsAsync<string>(await results.NextAsync(), int.MaxValue))
                keys.Add(TableOf(command.CommandText) + key);
        if (!questionIsOnTheWay)
            return;
        foreach (var ahead in expected.Values)
            await ahead.ReadAsync(results);
        await question!.ReadAsync(results);
    }

    /// <summary>Asks again when that one is done.</summary>
    public void WaitFor(PostgresTurn holder)
    {
        WaitsFor = holder;
        waiting.InsertRange(0, locksOnTheWay.Select(one => one with { Command = PostgresQuestion.Copy(one.Command) }));
        if (!questionIsOnTheWay)
            return;
        foreach (var ahead in expected.Values)
            ahead.AskAgain();
        question!.AskAgain();
    }

    /// <summary>Goes on with the answer, on this thread, until it asks again or is over.</summary>
    public void GoOn()
    {
        held.AddRange(keys);
        if (!questionIsOnTheWay)
            return;
        foreach (var ahead in expected.Values)
            ahead.Answer();
        expected.Clear();
        var answered = question!;
        question = null;
        rest = Unsettled();
        answered.Answer();
    }

    /// <summary>The transaction is lost: it hears why, and comes to its end.</summary>
    public async Task AbandonAsync(Exception fault)
    {
        abandoned = fault;
        question?.Fail(fault);
        await run;
    }

    public override void Write(string sql, object arguments)
    {
        known.Changed(sql);
        waiting.Add(new(PostgresQuestion.Of(sql, arguments), IsLock: false));
    }

    public override void Append(string insert, object row)
    {
        known.Changed(insert);
        Appended.Add((insert, row));
    }

    public override void Lock(string select, object arguments)
    {
        known.Forget();
        waiting.Add(new(PostgresQuestion.Of(select + " for update", arguments), IsLock: true));
    }

    public override Task<int> ExecuteAsync(string sql, object arguments)
    {
        known.Changed(sql);
        return AskAsync(new CountingQuestion(sql, arguments));
    }

    public override void Expect<T>(Func<Transaction, Task<T>> read)
    {
        if (read(new Foresight(this)) is { IsFaulted: true } fault)
            ExceptionDispatchInfo.Throw(fault.Exception.InnerException!);
    }

    protected override async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object arguments, int most)
    {
        var asked = new Asked(sql, arguments, most, typeof(T));
        if (abandoned is null && known.Of<T>(asked) is { } before)
            return before;
        expected.Remove(asked);
        WriteAppendedTo(sql);
        var read = await AskAsync(new ReadingQuestion<T>(sql, arguments, most));
        known.Keep(asked, read);
        return read;
    }

    void Expect<T>(Asked asked)
    {
        if (known.Has(asked))
            return;
        WriteAppendedTo(asked.Sql);
        expected[asked] = new ExpectedQuestion<T>(asked, known);
    }

    async Task RunAsync()
    {
        try
        {
            await work.RunAsync(this);
            // A lock that is never looked behind must still be waited for before what is written under it.
            expected.Clear();
            if (waiting.Exists(statement => statement.IsLock))
                await AskAsync(new ReadingQuestion<int>("select 1", new { }, most: 1));
        }
        catch (Exception fault)
        {
            Fault = abandoned ?? fault;
        }
        IsOver = true;
        rest.TrySetResult();
    }

    Task<T> AskAsync<T>(PostgresQuestion<T> next)
    {
        if (abandoned is { } fault)
            return Task.FromException<T>(fault);
        if (question is not null)
            throw new InvalidOperationException("A work asks one question at a time.");
        question = next;
        rest.TrySetResult();
        return next.Answered;
    }

    // Who reads what it appended finds it there.
    void WriteAppendedTo(string sql)
    {
        foreach (var (insert, row) in Appended.Where(one => sql.Contains(TableOf(one.Insert).Trim(), StringComparison.Ordinal)))
            Write(insert, row);
        Appended.RemoveAll(one => sql.Contains(TableOf(one.Insert).Trim(), StringComparison.Ordinal));
    }

    static string TableOf(string sql) => Table().Match(sql).Groups[1].Value + " ";

    static TaskCompletionSource Unsettled() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [GeneratedRegex(@"\b(?:from|into) (\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Table();

    /// <summary>Notes the first thing that a read asks, and never answers.</summary>
    sealed class Foresight(PostgresTurn turn) : Transaction
    {
        public override void Write(string sql, object arguments) => throw OnlyReads();

        public override void Append(string insert, object row) => throw OnlyReads();

        public override void Lock(string select, object arguments) => throw OnlyReads();

        public override Task<int> ExecuteAsync(string sql, object arguments) => throw OnlyReads();

        protected override Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object arguments, int most)
        {
            turn.Expect<T>(new(sql, arguments, most, typeof(T)));
            return new TaskCompletionSource<IReadOnlyList<T>>().Task;
        }

        static InvalidOperationException OnlyReads() => new("What a work expects is a read.");
    }

    readonly record struct Statement(NpgsqlBatchCommand Command, bool IsLock);
}
