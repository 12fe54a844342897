using System.Text.Json;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Simulation;

/// <summary>A scenario that can't be used: everything that is wrong with it, each naming what it is about.</summary>
public sealed class ScenarioException(IReadOnlyList<string> problems) : Exception(
    $"The scenario has {problems.Count} problem(s):\n- " + string.Join("\n- ", problems))
{
    public IReadOnlyList<string> Problems => problems;
}

/// <summary>Reads a scenario file against the definitions it is for: an unknown name is refused, never ignored.</summary>
public sealed class ScenarioReader
{
    static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };
    static readonly JsonSerializerOptions Json = new(SimulationEvent.Json)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    readonly List<string> problems = [];
    readonly IReadOnlyList<ActivityNode> steps;
    readonly IReadOnlyDictionary<string, IReadOnlyList<string>> answersOf;

    ScenarioReader(IReadOnlyList<WorkflowDefinition> definitions)
    {
        steps = [.. definitions.SelectMany(definition => definition.Nodes.Values).Where(node => node.Activity.Answers.Count > 0)];
        answersOf = AnswersByName(definitions);
    }

    /// <exception cref="ScenarioException">A name is unknown, or a number can't be.</exception>
    public static Scenario Read(string json, IReadOnlyList<WorkflowDefinition> definitions)
    {
        var reader = new ScenarioReader(definitions);
        try
        {
            using var file = JsonDocument.Parse(json, Lenient);
            reader.CheckNames(file.RootElement);
            var scenario = reader.problems.Count > 0 ? new Scenario() : JsonSerializer.Deserialize<Scenario>(json, Json)!;
            reader.CheckNumbers(scenario);
            return reader.problems.Count == 0 ? scenario : throw new ScenarioException(reader.problems);
        }
        catch (JsonException fault)
        {
            throw new ScenarioException(
                [$"line {fault.LineNumber + 1}: this is no scenario ({fault.Message.Split(". Path")[0].Split(" Path:")[0]})"]);
        }
    }

    // A step is named by its id, with its definition where two have the same, or by the kind of task it opens. Which step
    // opens which kind is only known when it runs, so a kind takes the answers of every step.
    Dictionary<string, IReadOnlyList<string>> AnswersByName(IReadOnlyList<WorkflowDefinition> definitions)
    {
        IReadOnlyList<string> all = [.. steps.SelectMany(SimulationPlan.AnswersOf).Distinct()];
        var names = WorkTask.Kinds.ToDictionary(kind => kind, _ => all);
        foreach (var definition in definitions)
            foreach (var step in definition.Nodes.Values.Where(step => step.Activity.Answers.Count > 0))
                names[step.Id] = names[$"{definition.DefinitionId}/{step.Id}"] = SimulationPlan.AnswersOf(step);
        return names;
    }

    void CheckNames(JsonElement file)
    {
        if (!IsObject(file, "the scenario"))
            return;
        Known(file, "", typeof(Scenario));
        if (file.TryGetProperty("filing", out var filing) && IsObject(filing, "filing"))
            Known(filing, "filing.", typeof(FilingShares));
        if (!file.TryGetProperty("steps", out var said) || !IsObject(said, "steps"))
            return;
        foreach (var step in said.EnumerateObject())
            if (!answersOf.TryGetValue(step.Name, out var answers))
                problems.Add($"steps: there is no step and no kind of task '{step.Name}'"
                    + $"{Words.DidYouMean(step.Name, answersOf.Keys)}");
            else if (IsObject(step.Value, $"steps.{step.Name}"))
                CheckStep(step.Value, $"steps.{step.Name}", answers);
    }

    void CheckStep(JsonElement step, string place, IReadOnlyList<string> answers)
    {
        Known(step, place + ".", typeof(StepShares));
        if (step.TryGetProperty("answers", out var shares) && IsObject(shares, place + ".answers"))
            foreach (var share in shares.EnumerateObject().Where(share => !answers.Contains(share.Name)))
                problems.Add($"{place}.answers: it does not take the answer '{share.Name}'; "
                    + $"it takes {string.Join(", ", answers)}");
    }

    void Known(JsonElement json, string place, Type type)
    {
        var names = type.GetProperties().Where(property => property.GetMethod!.IsPublic && !property.GetMethod.IsStatic)
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToList();
        foreach (var property in json.EnumerateObject().Where(property => !names.Contains(property.Name)))
            problems.Add($"there is no '{place}{property.Name}'{Words.DidYouMean(property.Name, names)}");
    }

    bool IsObject(JsonElement json, string what)
    {
        if (json.ValueKind == JsonValueKind.Object)
            return true;
        problems.Add($"{what} is a JSON object");
        return false;
    }

    void CheckNumbers(Scenario scenario)
    {
        Share("silence", scenario.Silence);
        Share("badLetters", scenario.BadLetters);
        Share("leaversPerYear", scenario.LeaversPerYear);
        Share("filing.holders", scenario.Filing.Holders);
        Share("filing.replace", scenario.Filing.Replace);
        Share("filing.again", scenario.Filing.Again);
        Hours("workingHours", scenario.WorkingHours);
        Require(scenario.Reviewers is >= 1 and <= 1_000, $"reviewers is {scenario.Reviewers}; give a number from 1 to 1000");
        Require(scenario.Filing.WithinDays is >= 1 and <= 3_650,
            $"filing.withinDays is {scenario.Filing.WithinDays}; give 1 to 3650");
        foreach (var (step, shares) in scenario.Steps)
            CheckNumbers($"steps.{step}", shares);
    }

    void CheckNumbers(string place, StepShares shares)
    {
        Share(place + ".silence", shares.Silence ?? 0);
        Hours(place + ".workingHours", shares.WorkingHours ?? [0, 0]);
        foreach (var (answer, share) in shares.Answers ?? new Dictionary<string, double>())
            Share($"{place}.answers.{answer}", share);
        Require(shares.Answers is null || Math.Abs(shares.Answers.Values.Sum() - 1) < 0.001,
            $"{place}.answers: the shares add up to 1");
    }

    void Share(string name, double share) => Require(share is >= 0 and <= 1, FormattableString.Invariant(
        $"{name} is {share}; a share lies between 0 and 1"));

    void Hours(string name, IReadOnlyList<double> hours) => Require(
        hours is [>= 0, <= 2_000] && hours[0] <= hours[1], $"{name}: two numbers of office hours, from and to, such as [1, 24]");

    void Require(bool holds, string problem)
    {
        if (!holds)
            problems.Add(problem);
    }
}
