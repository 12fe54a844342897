using System.Globalization;

namespace WorkflowHost.Tests.Torture;

/// <summary>How long hosts are tortured, how many, and with which luck.</summary>
/// <param name="Time">How long there is trouble; what is under way then may finish.</param>
/// <param name="Walkers">How many cases are under way at once.</param>
/// <param name="Seed">The same seed picks the same troubles; what they hit is up to the machine.</param>
sealed record TortureOptions(TimeSpan Time, int Hosts = 2, int Walkers = 4, int Seed = 1)
{
    public const string Usage = "torture [--minutes N] [--hosts N] [--walkers N] [--seed N]";

    /// <exception cref="FormatException">An option that is unknown, or no number.</exception>
    public static TortureOptions Parse(IReadOnlyList<string> args)
    {
        var options = new TortureOptions(TimeSpan.FromMinutes(1), Seed: Environment.ProcessId);
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new FormatException($"{args[i]} has no value. {Usage}");
            options = args[i] switch
            {
                "--minutes" => options with { Time = TimeSpan.FromMinutes(double.Parse(value, CultureInfo.InvariantCulture)) },
                "--hosts" => options with { Hosts = int.Parse(value, CultureInfo.InvariantCulture) },
                "--walkers" => options with { Walkers = int.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                _ => throw new FormatException($"There is no option {args[i]}. {Usage}"),
            };
        }
        return options;
    }
}
