using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

/// <summary>Elsa's own words, one by one.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class ActivityTests(Func<TestDatabase> open)
{
    static readonly object Word = new { id = "v-word", name = "Word", typeName = "String", value = "before" };
    static readonly object Count = new { id = "v-count", name = "Count", typeName = "Int32", value = "3" };

    [TestCase("True", "True")]
    [TestCase("False", "False")]
    [TestCase("false", "False")]
    public async Task A_decision_reads_a_ticked_box_as_Studio_stores_it(string stored, string outcome) =>
        Assert.That(await DecideAsync(Literal(stored)), Is.EqualTo("decide." + outcome));

    [TestCase("getCount() > 2", "True")]
    [TestCase("getCount() > 3", "False")]
    [TestCase("getWord() === 'before'", "True")]
    public async Task A_decision_evaluates_its_expression(string script, string outcome) =>
        Assert.That(await DecideAsync(Script(script)), Is.EqualTo("decide." + outcome));

    [TestCase("MatchFirst", "few")]
    [TestCase("MatchAny", "few, some")]
    public async Task A_switch_takes_the_first_case_that_holds_or_all_of_them(string mode, string outcomes)
    {
        await using var bench = await Bench.OnAsync(open, Switching(mode, "getCount() < 5", "getCount() < 9"));
        var instance = (await bench.StartAsync("switching")).InstanceId;
        Assert.That((await bench.TraceAsync(instance))[0], Is.EqualTo("switch." + outcomes));
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(outcomes.Split(", ")));
    }

    [Test]
    public async Task A_switch_without_a_case_that_holds_goes_on_at_Default()
    {
        await using var bench = await Bench.OnAsync(open, Switching("MatchAny", "false", "getCount() > 9"));
        var instance = (await bench.StartAsync("switching")).InstanceId;
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("neither")));
    }

    [Test]
    public async Task Variables_are_set_by_expressions_and_keep_their_type_across_waits()
    {
        await using var bench = await Bench.OnAsync(open, Of("setting",
            [
                Set("count", "v-count", Script("getCount() + 4")),
                    Set("word", "v-word", Script("getWord() + ' and ' + getCount()")),
                Set("at", "v-at", Literal("2026-03-02T08:30:00+07:00")), Line("now"), Step("ask", "Test.Ask"), Line("later"),
                    Step("end", "Elsa.End"),
            ],
            ["start -> count", "count -> word", "word -> at", "at -> now", "now -> ask", "ask.Yes -> later", "ask.No -> later",
                "later -> end"],
            [Word, Count, new { id = "v-at", name = "At", typeName = "DateTimeOffset" }]));
        var instance = (await bench.StartAsync("setting")).InstanceId;
        await bench.SayAsync(instance, "ask", "Yes");
        var notes = await bench.NotesAsync(instance);
        Assert.That(notes[0], Does.StartWith("before and 7 7 2026-03-02"));
        Assert.That(notes[1], Is.EqualTo(notes[0]), "a step sees the same whether or not the instance rested in between");

        static object Line(string id) => Step(id, "Elsa.WriteLine",
            new { text = Script("getWord() + ' ' + getCount() + ' ' + getAt()") });
    }

    [Test]
    public async Task Outputs_go_into_the_variables_that_the_definition_names()
    {
        var ask = Step("ask", "Test.Ask");
        ask["answer"] =
            System.Text.Json.JsonSerializer.SerializeToNode(new { typeName = "String", memoryReference = new { id = "v-word" } });
        await using var bench = await Bench.OnAsync(open, Of("outputs",
            [ask, Step("line", "Elsa.WriteLine", new { text = Script("'They said ' + getWord()") }), Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> line", "ask.No -> line", "line -> end"], [Word]));
        var instance = (await bench.StartAsync("outputs")).InstanceId;
        await bench.SayAsync(instance, "ask", "No");
        Assert.That(await bench.NotesAsync(instance), Is.EqualTo(Names("They said No")));
    }

    [Test]
    public async Task Inputs_are_there_at_once_and_after_a_rest()
    {
        var text = new { expression = new { type = "JavaScript", value = "getInput('Name') + ' ' + getInput('Year')" } };
        await using var bench = await Bench.OnAsync(open, Of("inputs",
            [Step("now", "Elsa.WriteLine", new { text }), Step("ask", "Test.Ask"),
                Step("later", "Elsa.WriteLine", new { text }), Step("end", "Elsa.End")],
            ["start -> now", "now -> ask", "ask.Yes -> later", "ask.No -> later", "later -> end"],
            inputs: [new { name = "Name", type = "String" }, new { name = "Year", type = "Int32" }]));
        var instance = (await bench.StartAsync("inputs", new { Name = "เทศบาลตำบล", Year = 2569 })).InstanceId;
        await bench.SayAsync(instance, "ask", "Yes");
        Assert.That(await bench.NotesAsync(instance), Is.EqualTo(Names("เทศบาลตำบล 2569", "เทศบาลตำบล 2569")));
    }

    [Test]
    public async Task A_delay_waits_its_time_and_wakes_once()
    {
        await using var bench = await Bench.OnAsync(open, Line("delay",
            Step("wait", "Elsa.Delay", new { timeSpan = Literal("2.00:00:00") })));
        var instance = (await bench.StartAsync("delay")).InstanceId;
        await bench.PassAsync(TimeSpan.FromDays(2) - TimeSpan.FromMilliseconds(1));
        Assert.That(await bench.MarksAsync(instance), Is.Empty);
        await bench.PassAsync(TimeSpan.FromMilliseconds(1));
        await bench.PassAsync(TimeSpan.FromDays(2));
        Assert.That(await bench.MarksAsync(instance), Is.EqualTo(Names("after")));
    }

    [Test]
    public async Task StartAt_waits_for_an_instant_to_come_and_not_for_one_that_has_passed()
    {
        await using var bench = await Bench.OnAsync(open,
            Line("future", Step("wait", "Elsa.StartAt", new { dateTime = Literal("2026-03-02T10:00:00+07:00") })),
            Line("past", Step("wait", "Elsa.StartAt", new { dateTime = Literal("2026-03-02T08:59:00+07:00") })));
        var past = (await bench.StartAsync("past")).InstanceId;
        Assert.That(await bench.StatusAsync(past), Is.EqualTo("Finished"), "the bench's clock stands at nine in Bangkok");
        var future = (await bench.StartAsync("future")).InstanceId;
        await bench.PassAsync(TimeSpan.FromMinutes(59));
        Assert.That(await bench.StatusAsync(future), Is.EqualTo("Suspended"));
        await bench.PassAsync(TimeSpan.FromMinutes(1));
        Assert.That(await bench.StatusAsync(future), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task An_event_moves_those_of_its_correlation_or_everybody()
    {
        var wait = Step("wait", "Elsa.Event", new { eventName = Literal("Published") });
        wait["result"] = System.Text.Json.JsonSerializer.SerializeToNode(new { memoryReference = new { id = "v-word" } });
        await using var bench = await Bench.OnAsync(open, Of("listening",
            [wait, Step("line", "Elsa.WriteLine", new { text = Script("getWord()") }), Step("end", "Elsa.End")],
            ["start -> wait", "wait -> line", "line -> end"], [Word]));
        var a = (await bench.StartAsync("listening", correlation: "A")).InstanceId;
        var b = (await bench.StartAsync("listening", correlation: "B")).InstanceId;
        var none = (await bench.StartAsync("listening")).InstanceId;

        Assert.That((await bench.Runtime.PublishAsync("Something else")).Moved, Is.Empty);
        Assert.That((await bench.Runtime.PublishAsync("Published", "B", "\"for B\"")).Moved, Has.Count.EqualTo(1));
        Assert.That(await bench.NotesAsync(b), Is.EqualTo(Names("for B")));
        Assert.That(await bench.WaitsAtAsync(a), Is.EqualTo(Names("wait")));
        Assert.That((await bench.Runtime.PublishAsync("Published", data: "\"for all\"")).Moved, Has.Count.EqualTo(2));
        Assert.That(await bench.NotesAsync(a), Is.EqualTo(Names("for all")));
        Assert.That(await bench.StatusAsync(none), Is.EqualTo("Finished"));
        Assert.ThrowsAsync<ArgumentException>(() => bench.Runtime.PublishAsync("Due"));
    }

    [Test]
    public async Task A_fault_on_purpose_is_an_incident_with_its_message()
    {
        await using var bench = await Bench.OnAsync(open, Of("faulting",
            [Step("ask", "Test.Ask"), Step("fault", "Elsa.Fault",
                new { message = Script("'The list of ' + getWord() + ' is empty'") }), Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> end", "ask.No -> fault"], [Word]));
        var instance = (await bench.StartAsync("faulting")).InstanceId;
        Assert.That(await bench.AnswerAsync(await bench.BookmarkAtAsync(instance, "ask"), "No"),
            Is.InstanceOf<StepResult.Failed>());
        Assert.That(await bench.Database.FirstAsync<string>("select message from incidents"),
            Is.EqualTo("The list of before is empty"));
        Assert.That(await bench.TraceAsync(instance), Is.EqualTo(Names("ask.No")));
    }

    async Task<string> DecideAsync(object condition)
    {
        await using var bench = await Bench.OnAsync(open, Of("deciding",
            [Step("decide", "Elsa.FlowDecision", new { condition }), Step("end", "Elsa.End")],
            ["start -> decide", "decide.True -> end", "decide.False -> end"], [Word, Count]));
        return (await bench.TraceAsync((await bench.StartAsync("deciding")).InstanceId))[0];
    }

    static string Switching(string mode, string few, string some) => Of("switching",
        [
            Step("switch", "Elsa.FlowSwitch",
                new { mode = Literal(mode), cases = new[] { Case("few", few), Case("some", some) } }),
            Mark("few"), Mark("some"), Mark("neither"), Step("end", "Elsa.End"),
        ],
        ["start -> switch", "switch.few -> few", "switch.some -> some", "switch.Default -> neither", "few -> end",
            "some -> end", "neither -> end"],
        [Count]);

    static object Case(string label, string condition) =>
        new { label, condition = new { type = "JavaScript", value = condition } };

    static System.Text.Json.Nodes.JsonObject Set(string id, string variable, object value) =>
        Step(id, "Elsa.SetVariable", new { variable = new { id = variable, name = "a stale name", typeName = "Object" }, value });

    static string Line(string id, object step) => Of(id, [step, Mark("after"), Step("end", "Elsa.End")],
        ["start -> wait", "wait -> after", "after -> end"]);
}
