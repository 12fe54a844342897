using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

/// <summary>
/// What public Elsa files have that ours have not: no Start, ends without an End, 'return x;', inputs read like variables,
/// no version, words of older versions. They run as in Elsa; what is ambiguous is refused.
/// </summary>
public sealed class PublicElsaFilesTests
{
    [Test]
    public async Task The_step_that_nothing_leads_to_is_the_start_and_a_step_that_leads_nowhere_the_end() =>
        Assert.That(await NotesOfAsync(Bare([Line("a", "A"), Line("b", "B")], "a -> b")), Is.EqualTo(Names("A", "B")));

    [Test]
    public async Task A_step_marked_as_the_one_that_can_start_it_is_the_start()
    {
        var first = Line("a", "A");
        first["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        Assert.That(await NotesOfAsync(Bare([first, Line("b", "B"), Line("x", "X")], "a -> b", "a -> x")),
            Is.EqualTo(Names("A", "B", "X")));
    }

    [Test]
    public void Two_steps_that_nothing_leads_to_are_ambiguous_and_refused()
    {
        var refusal = Assert.Throws<DefinitionException>(() => Read(Bare([Line("a", "A"), Line("b", "B")])))!;
        Assert.That(refusal.Message, Does.Contain("it starts at 2 places ('a', 'b'); keep one Elsa.Start"));
    }

    [Test]
    public void With_several_outcomes_one_that_leads_nowhere_is_refused_all_the_same() =>
        Assert.Throws<DefinitionException>(
            () => Read(Bare([Step("d", "Elsa.FlowDecision", new { condition = Literal("True") }), Line("a", "A")],
            "d.True -> a")));

    [Test]
    public async Task An_expression_may_be_the_body_of_a_function_and_read_an_input_like_a_variable()
    {
        var json = Bare([Step("a", "Elsa.WriteLine", new { text = Script(" return `Dear ${getName()}`; ") })]);
        json["inputs"] = new JsonArray(new JsonObject { ["type"] = "String", ["name"] = "Name" });
        Assert.That(await NotesOfAsync(json, new { Name = "Somchai" }), Is.EqualTo(Names("Dear Somchai")));
    }

    [Test]
    public async Task A_fork_goes_on_at_every_branch_and_a_join_that_waits_for_all_runs_once()
    {
        var chart = Bare(
            [
                Step("fork", "Elsa.FlowFork", new { branches = Strings("One", "Two") }), Line("a", "A"), Line("b", "B"),
                Step("join", "Elsa.FlowJoin", new { mode = Literal("WaitAll") }), Line("c", "C"),
            ],
            "fork.One -> a", "fork.Two -> b", "a -> join", "b -> join", "join -> c");
        Assert.That(await NotesOfAsync(chart), Is.EqualTo(Names("A", "B", "C")));
    }

    [Test]
    public async Task Words_of_older_versions_mean_nothing_and_a_file_without_a_version_is_the_first()
    {
        var line = Line("a", "A");
        foreach (var word in (string[])["canStartWorkflow", "runAsynchronously", "source", "line"])
            line[word] = false;
        var json = Bare([line]);
        json.Remove("version");
        json["root"]!["applicationProperties"] = new JsonObject();
        Assert.That(Read(json).Version, Is.EqualTo(1));
        Assert.That(await NotesOfAsync(json), Is.EqualTo(Names("A")));
    }

    [Test]
    public void A_step_of_an_unknown_kind_is_told_once_and_not_again_by_its_arrows()
    {
        var refusal =
            Assert.Throws<DefinitionException>(() => Read(Bare([Line("a", "A"), Step("h", "Elsa.HttpEndpoint")], "h -> a")))!;
        Assert.That(refusal.Problems.Select(problem => problem.ToString()),
            Is.EqualTo(Names("activities/h: there is no activity type 'Elsa.HttpEndpoint'")));
    }

    static JsonObject Line(string id, string text) => Step(id, "Elsa.WriteLine", new { text = Literal(text) });

    /// <summary>A chart with neither Start nor End.</summary>
    static JsonObject Bare(JsonObject[] activities, params string[] arrows)
    {
        var chart = JsonNode.Parse(Of("public", activities, arrows))!.AsObject();
        chart["root"]!["activities"]!.AsArray().RemoveAt(0);
        return chart;
    }

    static WorkflowDefinition Read(JsonObject json) => DefinitionReader.Read(json.ToJsonString(), Bench.NewCatalog());

    static async Task<IReadOnlyList<string>> NotesOfAsync(JsonObject json, object? inputs = null)
    {
        await using var bench = await Bench.OnAsync(TestDatabases.Sqlite, json.ToJsonString());
        var started = await bench.StartAsync("public", inputs);
        Assert.That(await bench.Database.FirstAsync<string>("select status from instances"), Is.EqualTo("Finished"));
        return await bench.Database.QueryAsync<string>(
            "select outcome from journal where instance_id = @InstanceId and event = 'Note' order by sequence",
            new { started.InstanceId });
    }
}
