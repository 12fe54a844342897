using WorkflowHost.Activities.Simulation;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Simulation;

/// <summary>Small simulations for tests.</summary>
static class Sims
{
    public static string Shipped(string definition) => File.ReadAllText(Repository.Path($"Workflows/{definition}.json"));

    /// <summary>The shipped circular A, or a text in its place, with a few organisations.</summary>
    public static SimulationPlan Plan(string? json = null, int organisations = 12) => new(json ?? Shipped("bbl-access"),
        Directory.GetFiles(Repository.Path("Workflows"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllText),
        Repository.MailTemplates)
    {
        Organisations = organisations,
    };

    /// <summary>A flowchart from start to end through these steps, each connected to the next by its first outcome.</summary>
    public static string Chart(string steps, string connections, bool ends = true) =>
        $$"""
        {
          "id": "trial-v1", "definitionId": "trial", "name": "Trial", "version": 1,
          "root": {
            "id": "chart", "type": "Elsa.Flowchart", "version": 1,
            "activities": [{ "id": "start", "type": "Elsa.Start", "version": 1 }, {{steps}}
              {{(ends ? ", { \"id\": \"end\", \"type\": \"Elsa.End\", \"version\": 1 }" : "")}}],
            "connections": [{{connections}}]
          }
        }
        """;

    /// <summary>A step with one input.</summary>
    public static string Step(string id, string type, string input, string typeName, string value) =>
        $$"""
        { "id": "{{id}}", "type": "{{type}}", "version": 1,
          "{{input}}": { "typeName": "{{typeName}}", "expression": { "type": "Literal", "value": "{{value}}" } } }
        """;

    public static string Arrow(string from, string port, string to) =>
        $$"""{ "source": { "activity": "{{from}}", "port": "{{port}}" }, "target": { "activity": "{{to}}", "port": "In" } }""";

    /// <summary>Runs it and answers every event, and the summary.</summary>
    public static async Task<(IReadOnlyList<SimulationEvent> Events, SimulationSummary Summary)> RunAsync(
        SimulationPlan plan, Func<SimulationRun, Task>? look = null)
    {
        var events = new List<SimulationEvent>();
        await using var run = await SimulationRun.OpenAsync(plan, events.Add);
        await run.RunAsync();
        if (look is not null)
            await look(run);
        return (events, run.Report.Summary());
    }
}
