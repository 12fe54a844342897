using Npgsql;
using NpgsqlTypes;

namespace WorkflowHost.Engine.Persistence;

/// <summary>What a work asks of PostgreSQL, and the work that waits for the answer.</summary>
abstract class PostgresQuestion(NpgsqlBatchCommand command)
{
    static readonly Dictionary<Type, NpgsqlDbType> TypesOfNothing = new()
    {
        [typeof(string)] = NpgsqlDbType.Text,
        [typeof(DateTimeOffset?)] = NpgsqlDbType.TimestampTz,
        [typeof(DateOnly?)] = NpgsqlDbType.Date,
        [typeof(long?)] = NpgsqlDbType.Bigint,
        [typeof(int?)] = NpgsqlDbType.Integer,
        [typeof(byte[])] = NpgsqlDbType.Bytea,
    };

    public NpgsqlBatchCommand Command { get; private set; } = command;

    /// <summary>Reads the answer and keeps it.</summary>
    public abstract Task ReadAsync(ResultsInOrder results);

    /// <summary>Gives the answer to who asked, who goes on at once.</summary>
    public abstract void Answer();

    public abstract void Fail(Exception fault);

    /// <summary>Puts the same question anew.</summary>
    public void AskAgain() => Command = Copy(Command);

    public static NpgsqlBatchCommand Of(string sql, object arguments)
    {
        var parsed = ParsedSql.Of(sql);
        var made = new NpgsqlBatchCommand(parsed.Positional);
        if (arguments is IReadOnlyDictionary<string, object?> named)
            foreach (var name in parsed.Names)
                made.Parameters.Add(new NpgsqlParameter { Value = Stored(named[name]) });
        else
            foreach (var argument in parsed.ArgumentsOf(arguments.GetType()))
                made.Parameters.Add(Parameter(argument, arguments));
        return made;
    }

    /// <summary>A command belongs to one batch.</summary>
    public static NpgsqlBatchCommand Copy(NpgsqlBatchCommand command)
    {
        var copy = new NpgsqlBatchCommand(command.CommandText);
        foreach (NpgsqlParameter parameter in command.Parameters)
            copy.Parameters.Add(parameter.Clone());
        return copy;
    }

    internal static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => instant.ToUniversalTime(),
        string or byte[] => value,
        IEnumerable<string> texts => texts.ToArray(),
        _ => value,
    };

    // Nothing has a type as well: "@kind is null" alone doesn't tell the server which.
    static NpgsqlParameter Parameter(SqlArgument argument, object arguments)
    {
        var made = new NpgsqlParameter { Value = Stored(argument.Of(arguments)) };
        if (made.Value is DBNull && TypesOfNothing.TryGetValue(argument.Type, out var type))
            made.NpgsqlDbType = type;
        return made;
    }
}

abstract class PostgresQuestion<T>(string sql, object arguments) : PostgresQuestion(Of(sql, arguments))
{
    // The work goes on where it is answered, in the lane: another thread would only cost.
    readonly TaskCompletionSource<T> answered = new();

    public Task<T> Answered => answered.Task;

    protected T? Result { get; set; }

    public override void Answer() => answered.SetResult(Result!);

    public override void Fail(Exception fault) => answered.TrySetException(fault);
}

sealed class ReadingQuestion<T>(string sql, object arguments, int most) : PostgresQuestion<IReadOnlyList<T>>(sql, arguments)
{
    public override async Task ReadAsync(ResultsInOrder results) =>
        Result = await Transaction.RowsAsync<T>(await results.NextAsync(), most);
}

/// <summary>What a work said that it would ask: nobody waits for it, and its rows are known when the work gets there.</summary>
sealed class ExpectedQuestion<T>(Asked asked, KnownRows known) : PostgresQuestion(Of(asked.Sql, asked.Arguments))
{
    IReadOnlyList<T> rows = [];

    public override async Task ReadAsync(ResultsInOrder results) =>
        rows = await Transaction.RowsAsync<T>(await results.NextAsync(), asked.Most);

    public override void Answer() => known.Keep(asked, rows);

    // Who asks it again will hear it.
    public override void Fail(Exception fault)
    {
    }
}

sealed class CountingQuestion(string sql, object arguments) : PostgresQuestion<int>(sql, arguments)
{
    public override Task ReadAsync(ResultsInOrder results) => Task.CompletedTask;

    // Known only when the whole batch was read.
    public override void Answer()
    {
        Result = (int)Command.RecordsAffected;
        base.Answer();
    }
}
