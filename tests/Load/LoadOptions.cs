using System.Globalization;

namespace WorkflowHost.Tests.Load;

/// <summary>How much is stored, and how hard the host is asked.</summary>
/// <param name="Tasks">Finished tasks that lie in the store; a quarter as many cases.</param>
/// <param name="Rate">Requests a second, of all kinds together.</param>
/// <param name="WarmUp">
/// Seconds at the same rate before anything is counted: until the just-in-time compiler has done its work, it takes more of the
/// processors than the requests.
/// </param>
/// <param name="Directors">Who all are mailed of each decision, as its next step is theirs.</param>
/// <param name="Connection">A PostgreSQL of one's own, which is emptied; null starts one on this machine.</param>
sealed record LoadOptions(
    int Tasks = 1_000_000, int Seconds = 30, int Rate = 500, string Store = "sqlite", string? Connection = null, int WarmUp = 20,
    int Directors = 2)
{
    public const string Usage =
        "load [--tasks N] [--seconds N] [--rate N] [--warm-up N] [--directors N] [--store sqlite|postgres] [--connection TEXT]";

    /// <exception cref="FormatException">An option that is unknown, or no number.</exception>
    public static LoadOptions Parse(IReadOnlyList<string> args)
    {
        var options = new LoadOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new FormatException($"{args[i]} has no value. {Usage}");
            options = args[i] switch
            {
                "--tasks" => options with { Tasks = Number(value) },
                "--seconds" => options with { Seconds = Number(value) },
                "--warm-up" => options with { WarmUp = Number(value) },
                "--rate" => options with { Rate = Number(value) },
                "--directors" => options with { Directors = Number(value) },
                "--store" when value is "sqlite" or "postgres" => options with { Store = value },
                "--connection" => options with { Connection = value },
                _ => throw new FormatException($"There is no option {args[i]} {value}. {Usage}"),
            };
        }
        return options;
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
