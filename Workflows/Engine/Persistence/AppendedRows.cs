using System.Text.RegularExpressions;
using Npgsql;

namespace WorkflowHost.Engine.Persistence;

/// <summary>
/// Rows for tables that are only added to: those of one insert travel as one statement, however many there are.
/// </summary>
sealed partial class AppendedRows
{
    readonly Dictionary<(string Insert, Type Type), List<object>> rows = [];

    public void Add(IEnumerable<(string Insert, object Row)> more)
    {
        foreach (var (insert, row) in more)
            if (rows.TryGetValue((insert, row.GetType()), out var others))
                others.Add(row);
            else
                rows[(insert, row.GetType())] = [row];
    }

    /// <summary>The statements for all of them; afterwards there are none.</summary>
    public IReadOnlyList<NpgsqlBatchCommand> Take()
    {
        NpgsqlBatchCommand[] commands = [.. rows.Select(one => one.Value is [var only]
            ? PostgresQuestion.Of(one.Key.Insert, only)
            : Together(one.Key.Insert, one.Value))];
        rows.Clear();
        return commands;
    }

    static NpgsqlBatchCommand Together(string insert, List<object> rows)
    {
        var parsed = ParsedSql.Of(insert);
        var command = new NpgsqlBatchCommand(ManyRows(parsed));
        foreach (var argument in parsed.ArgumentsOf(rows[0].GetType()))
        {
            var column = Array.CreateInstance(argument.Type, rows.Count);
            for (var i = 0; i < rows.Count; i++)
                column.SetValue(argument.Of(rows[i]) switch
                {
                    DateTimeOffset instant => instant.ToUniversalTime(),
                    var value => value,
                }, i);
            command.Parameters.Add(new NpgsqlParameter { Value = column });
        }
        return command;
    }

    // insert into t (a, b) values ($1, $2)  →  insert into t (a, b) select c1, c2 from unnest($1, $2) as rows (c1, c2)
    static string ManyRows(ParsedSql parsed)
    {
        var (before, values) = Values().Split(parsed.Positional) is [var one, var two, _] ? (one, two)
            : throw new ArgumentException($"Not a plain insert of one row: {parsed.Positional}");
        string Each(string sign) => string.Join(", ", Enumerable.Range(1, parsed.Names.Count).Select(n => sign + n));
        return $"{before}select {values.Replace("$", "c", StringComparison.Ordinal)} "
            + $"from unnest({Each("$")}) as rows ({Each("c")})";
    }

    [GeneratedRegex(@"values\s*\(([^()]*)\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Values();
}
