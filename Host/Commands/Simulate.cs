using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Commands;

/// <summary>
/// <c>simulate DEFINITION …</c>: runs a definition, a draft too, through years with invented organisations on a throw-away
/// store. Prints one JSON object for each event and a summary at the end; the same seed prints the same. Nothing is mailed.
/// </summary>
static class Simulate
{
    const string Usage =
        """
        simulate DEFINITION [--organisations N] [--from DATE] [--until DATE] [--scenario FILE] [--seed N] [--summary-only]

          DEFINITION       the id of a shipped definition, or the path of a JSON file
          --organisations  local governments that take part, up to 7850 (100)
          --from, --until  such as 2026-10-01 or 1/10/2569 (from the circular's letter or opening until three months after
                           its last day; two years where it has none)
          --scenario       how people behave, as JSON; docs/simulation.md is its reference
          --seed           the same seed prints the same (1)
          --summary-only   print the last line only
        """;

    static readonly string[] WithValue = ["--organisations", "--from", "--until", "--scenario", "--seed"];

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        SimulationPlan plan;
        try
        {
            plan = await PlanAsync(args);
        }
        catch (ArgumentException fault)
        {
            await output.WriteLineAsync($"simulate: {fault.Message}\n\n{Usage}");
            return 2;
        }
        catch (Exception fault) when (Problems(fault) is { } problems)
        {
            foreach (var problem in problems)
                await output.WriteLineAsync("simulate: " + problem);
            return 1;
        }
        await RunAsync(plan, args.Contains("--summary-only"), output);
        return 0;
    }

    static async Task RunAsync(SimulationPlan plan, bool onlySummary, TextWriter output)
    {
        var began = Stopwatch.GetTimestamp();
        await using var run = await SimulationRun.OpenAsync(plan, happened =>
        {
            if (!onlySummary)
                output.WriteLine(happened);
        });
        await run.RunAsync();
        var summary = run.Report.Summary();
        await output.WriteLineAsync(JsonSerializer.Serialize(summary, SimulationEvent.Json));
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{summary.Organisations} organisations, {summary.Started} cases, {summary.Tasks.Opened} tasks, "
            + $"{summary.Mails} mails, {run.Commits} commits in {took:0.0} s; "
            + $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB at most."));
    }

    static async Task<SimulationPlan> PlanAsync(string[] args)
    {
        var (definition, options) = Read(args);
        var plan = new SimulationPlan(await DefinitionAsync(definition), Shipped().Select(File.ReadAllText),
            MailTemplates.Load(Folders.MailTemplates));
        var days = plan.Until.DayNumber - plan.From.DayNumber;
        plan = plan with
        {
            Organisations = Number(options, "--organisations", plan.Organisations, SimulationPlan.MostOrganisations),
            Seed = Number(options, "--seed", plan.Seed, int.MaxValue),
            From = Date(options, "--from", plan.From),
        };
        plan = plan with { Until = Date(options, "--until", plan.From.AddDays(days)) };
        if (options.TryGetValue("--scenario", out var file))
            plan = plan with { Scenario = ScenarioReader.Read(await File.ReadAllTextAsync(file), plan.Definitions) };
        return plan.Problems().ToList() is { Count: > 0 } problems
            ? throw new ArgumentException(string.Join("\n", problems.Select(problem => problem.English)))
            : plan;
    }

    static (string Definition, Dictionary<string, string> Options) Read(string[] args)
    {
        string? definition = null;
        var options = new Dictionary<string, string>();
        for (var i = 0; i < args.Length; i++)
            if (WithValue.Contains(args[i]))
                options[args[i]] = i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{args[i]} needs a value.");
            else if (args[i].StartsWith('-') && args[i] != "--summary-only")
                throw new ArgumentException($"there is no option '{args[i]}'.");
            else if (!args[i].StartsWith('-'))
                definition = definition is null
                    ? args[i]
                    : throw new ArgumentException($"one definition at a time; '{args[i]}' is too much.");
        return (definition ?? throw new ArgumentException("name a definition."), options);
    }

    static async Task<string> DefinitionAsync(string named)
    {
        if (File.Exists(named))
            return await File.ReadAllTextAsync(named);
        var shipped = Shipped().ToList();
        return await File.ReadAllTextAsync(shipped.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == named)
            ?? throw new ArgumentException($"'{named}' is neither a file nor a shipped definition; those are "
                + string.Join(", ", shipped.Select(Path.GetFileNameWithoutExtension)) + "."));
    }

    static IEnumerable<string> Shipped() => Directory.EnumerateFiles(Folders.Workflows, "*.json").Order(StringComparer.Ordinal);

    static int Number(Dictionary<string, string> options, string name, int otherwise, int most) =>
        !options.TryGetValue(name, out var text)
        ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw new ArgumentException($"{name} is '{text}'; give a number from 1 to {most}.");

    static DateOnly Date(Dictionary<string, string> options, string name, DateOnly otherwise) =>
        !options.TryGetValue(name, out var text)
        ? otherwise
        : ThaiDate.TryParse(text, out var date)
            ? date
            : throw new ArgumentException($"{name}: '{text}' is no date; type 2026-10-01 or 1/10/2569.");

    // What the designer can mend.
    static IReadOnlyList<string>? Problems(Exception fault) => fault switch
    {
        DefinitionException definition => [.. definition.Problems.Select(problem => problem.ToString())],
        ScenarioException scenario => [.. scenario.Problems.Select(problem => "scenario: " + problem)],
        IOException or UnauthorizedAccessException => [fault.Message],
        _ => null,
    };
}
