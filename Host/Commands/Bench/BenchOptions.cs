using System.Globalization;

namespace WorkflowHost.Web.Commands.Bench;

/// <summary>What the bench is told on its command line.</summary>
sealed class BenchOptions
{
    public const string Usage =
        "bench approvals --instances N [--waiting W] [--parallel P] [--latency L] [--store sqlite] [--path FOLDER]\n"
        + "bench approvals --instances N … --store postgres --connection TEXT [--reset]\n"
        + "bench due --count N [--parallel P] with the same stores\n"
        + "bench send --organisations N [--parallel P] with the same stores\n"
        + "bench review --rights N with the same stores";

    static readonly string[] WithValue =
        [
        "--instances", "--waiting", "--count", "--organisations", "--rights", "--parallel", "--latency", "--store", "--path",
        "--connection",
    ];

    public int Instances { get; private init; }

    /// <summary>How many more wait all the while and are never decided.</summary>
    public int Waiting { get; private init; }

    /// <summary>Timers that are due at once.</summary>
    public int Count { get; private init; }

    /// <summary>Local governments and, when there are more, sub-units that a circular is sent to.</summary>
    public int Organisations { get; private init; }

    /// <summary>Of a yearly review.</summary>
    public int Rights { get; private init; }

    /// <summary>How many callers there are at a time.</summary>
    public int Parallel { get; private init; }

    /// <summary>How many decisions are timed one at a time, and as many again at a moderate rate.</summary>
    public int Latency { get; private init; }

    public string Store { get; private init; } = "";

    /// <summary>Where the temporary SQLite file is put; the current directory unless said otherwise.</summary>
    public string Path { get; private init; } = "";

    public string Connection { get; private init; } = "";

    /// <summary>PostgreSQL only: work in a schema of the bench's own, and drop what an earlier bench left there.</summary>
    public bool Reset { get; private init; }

    /// <exception cref="ArgumentException">The options can't be used; the message says what is wrong.</exception>
    public static BenchOptions Read(string[] args)
    {
        var values = Values(args);
        var instances = Number(values, "--instances", 5_000);
        var options = new BenchOptions
        {
            Instances = instances,
            Waiting = values.ContainsKey("--waiting") ? Number(values, "--waiting", 0) : 0,
            Count = Number(values, "--count", 100_000),
            Rights = Number(values, "--rights", 100_000),
            Organisations = Number(values, "--organisations", 29_848),
            Parallel = Number(values, "--parallel", 256),
            Latency = Number(values, "--latency", Math.Min(instances, 1_000)),
            Store = values.GetValueOrDefault("--store", "sqlite"),
            Path = values.GetValueOrDefault("--path", Directory.GetCurrentDirectory()),
            Connection = values.GetValueOrDefault("--connection", ""),
            Reset = values.ContainsKey("--reset"),
        };
        if (options.Store is not ("sqlite" or "postgres"))
            throw new ArgumentException($"--store is '{options.Store}'; use sqlite or postgres.");
        if (options.Store == "postgres" && options.Connection.Length == 0)
            throw new ArgumentException(
                "--store postgres needs --connection, such as \"Host=localhost;Database=bench;Username=bench\".");
        return options;
    }

    static Dictionary<string, string> Values(string[] args)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i++)
            if (args[i] == "--reset")
                values[args[i]] = "";
            else if (!WithValue.Contains(args[i]))
                throw new ArgumentException($"There is no option '{args[i]}'.");
            else
                values[args[i]] = i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{args[i]} needs a value.");
        return values;
    }

    static int Number(Dictionary<string, string> values, string name, int otherwise) => !values.TryGetValue(name, out var text)
        ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000
            ? number
            : throw new ArgumentException($"{name} is '{text}'; give a number from 1 to 1000000.");
}
