using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

/// <summary>What a designer can get wrong is said at its place, with the way out; nothing we don't run is ignored.</summary>
public sealed class DefinitionReaderTests
{
    static readonly object Word = new { id = "v-word", name = "Word", typeName = "String" };

    static IEnumerable<TestCaseData> Refusals =>
    [
        Refused("an unknown type", Flow([Step("a", "Test.Asc"), End], "start -> a", "a -> end"),
            "activities/a: there is no activity type 'Test.Asc'; did you mean 'Test.Ask'?"),
        Refused("an outcome it never has", Flow([Ask, End], "start -> ask", "ask.Yess -> end", "ask.Yes -> end", "ask.No -> end"),
            "activities/root: connections: 'ask' never ends in 'Yess'; did you mean 'Yes'?"),
        Refused("an outcome that leads nowhere", Flow([Ask, End], "start -> ask", "ask.Yes -> end"),
            "activities/root: nothing follows 'No' of 'ask'; connect it to the end if the branch stops there"),
        Refused("a step never reached", Flow([Mark("m"), End], "start -> end", "m -> end"),
            "activities/root: 'm' is never reached; connect it or take it out"),
        Refused("two starts", Flow([Step("start2", "Elsa.Start"), End], "start -> end", "start2 -> end"),
            "activities/root: it starts at 2 places ('start', 'start2'); keep one Elsa.Start"),
        Refused("no start", Rooted("d", Step("root", "Elsa.Flowchart")),
            "activities/root: nothing says where it starts; put in an Elsa.Start"),
        Refused("a start that isn't there", Rooted("d", With(Inside("root", [Mark("m"), End], ["start -> m", "m -> end"]),
            "start", "begin")),
            "activities/root: start: there is no activity 'begin'"),
        Refused("an arrow from nowhere", Flow([End], "start -> end", "strat -> end"),
            "activities/root: connections: there is no activity 'strat'; did you mean 'start'?"),
        Refused("an arrow to nowhere", Flow([End], "start -> end", "start -> ned"),
            "activities/root: connections: 'start' leads to 'ned', which doesn't exist; did you mean 'end'?"),
        Refused("an arrow drawn twice", Flow([End], "start -> end", "start -> end"),
            "activities/root: connections: 'start' leads from 'Done' to 'end' twice; take one out"),
        Refused("something behind the end", Flow([Mark("m"), End], "start -> end", "end -> m", "m -> end"),
            "activities/root: connections: 'end' ends the flow; nothing can follow it"),
        Refused("a loop that never waits", Flow([Mark("a"), Decision, End], "start -> a", "a -> decide", "decide.True -> a",
            "decide.False -> end"),
            "activities/root: the loop through 'a' never waits; put a step into it that waits for a person or a date"),
        Refused("a loop through a container that never waits",
            Flow([SequenceOf("a", Mark("m")), Decision, End], "start -> a", "a -> decide", "decide.True -> a",
                "decide.False -> end"),
            "activities/root: the loop through 'a' never waits"),
        Refused("a loop entered at two places",
            Flow([Decision, Mark("a"), Ask, End], "start -> decide", "decide.True -> a", "decide.False -> ask", "a -> ask",
                "ask.No -> a", "ask.Yes -> end"),
            "can be entered at more than one place; let every way into it pass the same step"),
        Refused("a variable that isn't there", Flow([Line(Script("getWrod()")), End], [Word], "start -> line", "line -> end"),
            "activities/line: input 'text': there is no variable 'Wrod'; did you mean 'Word'?"),
        Refused("a variable id that isn't there", Flow([Line(Typed("Variable", "{\"id\":\"v-x\"}")), End], [Word],
            "start -> line", "line -> end"),
            "activities/line: input 'text': there is no variable with the id 'v-x'"),
        Refused("an input that isn't there", Flow([Line(Typed("Input", "{\"name\":\"Name\"}")), End], "start -> line",
            "line -> end"),
            "activities/line: input 'text': the workflow has no input 'Name'"),
        Refused("text left after a switch of syntax", Flow([Line(Typed("Variable", "Dear Sir")), End], "start -> line",
            "line -> end"),
            "activities/line: input 'text': choose which one is meant: there is no 'id' in it"),
        Refused("an expression of a kind we don't run", Flow([Line(Typed("Liquid", "{{ Word }}")), End], "start -> line",
            "line -> end"),
            "activities/line: input 'text': expressions of type 'Liquid' are not run here; use Literal, Variable, Input, Object or JavaScript"),
        Refused("a broken expression", Flow([Line(Script("1 +")), End], "start -> line", "line -> end"),
            "activities/line: input 'text': "),
        Refused("an object that isn't JSON", Flow([Line(Typed("Object", "[\"pdf\"")), End], "start -> line", "line -> end"),
            "activities/line: input 'text': an Object expression holds JSON, and this isn't"),
        Refused("an input it doesn't take", Flow([Step("m", "Test.Mark", new { label = Literal("x"), lable = Literal("y") }),
            End], "start -> m", "m -> end"),
            "activities/m: 'Test.Mark' has no input 'lable'; did you mean 'label'?"),
        Refused("an input where none is taken", Flow([Step("end", "Elsa.End", new { text = Literal("x") })], "start -> end"),
            "activities/end: 'Elsa.End' has no input 'text'; it takes none"),
        Refused("an input left out", Flow([Step("m", "Test.Mark"), End], "start -> m", "m -> end"),
            "activities/m: input 'label': nothing is given"),
        Refused("an input left empty", Flow([Step("m", "Test.Mark", new { label = Literal("") }), End], "start -> m", "m -> end"),
            "activities/m: input 'label': nothing is given"),
        Refused("a number that is none", Flow([Step("ask", "Test.Ask", new { remindAfterDays = Literal("three") }), End],
            "start -> ask", "ask.Yes -> end", "ask.No -> end"),
            "activities/ask: input 'remindAfterDays': 'three' is not a whole number"),
        Refused("a join of an unknown mode", Flow([Step("j", "Elsa.FlowJoin", new { mode = Literal("WaitSome") }), End],
            "start -> j", "j -> end"),
            "activities/j: input 'mode': is one of WaitAllActive, WaitAll, WaitAny, not 'WaitSome'"),
        Refused("a switch of an unknown mode", Flow([Step("s", "Elsa.FlowSwitch",
            new { mode = Literal("MatchAll"), cases = Array.Empty<object>() }), End], "start -> s", "s.Default -> end"),
            "activities/s: input 'mode': is one of MatchFirst, MatchAny, not 'MatchAll'"),
        Refused("a switch with a broken case", Flow([Step("s", "Elsa.FlowSwitch",
            new { cases = new object[] { "text", new { label = "a" } } }), End], "start -> s", "s.Default -> end"),
            "activities/s: cases: "),
        Refused("a value for a variable that isn't there", Flow([Step("s", "Elsa.SetVariable",
            new { variable = new { id = "v-x", name = "Word" }, value = Literal("x") }), End], [Word], "start -> s", "s -> end"),
            "activities/s: input 'variable': names no variable of this workflow"),
        Refused("an output into a variable that isn't there",
            Flow([With(Step("ask", "Test.Ask"), "answer", new { memoryReference = new { id = "v-x" } }), End], "start -> ask",
            "ask.Yes -> end", "ask.No -> end"),
            "activities/ask: output 'answer' is stored in a variable that doesn't exist ('v-x')"),
        Refused("a variable declared twice", Flow([End], [Word, new { id = "v-other", name = "word", typeName = "String" }],
            "start -> end"),
            "variables: the variable 'word' is declared twice"),
        Refused("a variable without an id", Flow([End], [new { name = "Word" }], "start -> end"),
            "variables: a variable needs both 'id' and 'name'"),
        Refused("a variable that can't begin so", Flow([End],
            [new { id = "v", name = "N", typeName = "Int32", value = "many" }], "start -> end"),
            "variables: variable 'N': 'many' is not a number"),
        Refused("an id used twice", Flow([Mark("m"), Mark("m"), End], "start -> m", "m -> end"),
            "activities/m: the id 'm' is used twice"),
        Refused("an id with a colon", Flow([Mark("a:b"), End], "start -> a:b", "a:b -> end"),
            "activities/a:b: an id may not contain ':'"),
        Refused("another version of an activity", Flow([With(Mark("m"), "version", 2), End], "start -> m", "m -> end"),
            "activities/m: 'Test.Mark' is run here in version 1, not 2"),
        Refused("a root that holds nothing", Rooted("d", Mark("root")),
            "activities/root: the root must be able to hold steps; use Elsa.Flowchart or Elsa.Sequence"),
        Refused("no root", """{ "definitionId": "d", "version": 1 }""", "root: missing; a definition has one root activity, usually Elsa.Flowchart"),
        Refused("a root that is a list", """{ "definitionId": "d", "version": 1, "root": [] }""", "root: missing"),
        Refused("no definition id", """{ "version": 1, "root": {} }""", "definitionId: missing"),
        Refused("a version as text", """{ "definitionId": "d", "version": "1", "root": {} }""", "version: a whole number from 1 is needed"),
        Refused("an activity without a type", Rooted("d", SequenceOf("root", new JsonObject { ["id"] = "a" })),
            "activities/a: an activity needs both 'id' and 'type'"),
        Refused("an activity that is text", Rooted("d", With(SequenceOf("root"), "activities", Names("a"))),
            "activities/root/activities: an activity needs both 'id' and 'type'"),
        Refused("activities that are no list", Rooted("d", With(SequenceOf("root"), "activities", new { a = 1 })),
            "activities/root: 'activities' is not a list"),
        Refused("connections that are no list", Rooted("d", With(Inside("root", [], []), "connections", "none")),
            "activities/root: 'connections' is not a list"),
        Refused("a connection that is text", Rooted("d", With(Inside("root", [End], ["start -> end"]), "connections",
            Names("start -> end"))), "activities/root: connections: there is no activity ''"),
        Refused("a branch that is text", Rooted("d", SequenceOf("root",
            With(Step("if", "Elsa.If", new { condition = Literal("True") }), "then", "go on"))),
            "activities/if: 'then' is not an activity"),
        Refused("variables that are no list", With(Rooted("d", SequenceOf("root")), "variables", "none"),
            "variables: this is not a list"),
        Refused("inputs that are no list", With(Rooted("d", SequenceOf("root")), "inputs", new { a = 1 }),
            "inputs: this is not a list"),
        Refused("a property twice in one object", """{ "definitionId": "d", "version": 1, "root": { "id": "root", "type": "Elsa.Sequence", "id": "other" } }""", "root: 'id' stands twice in one object"),
        Refused("half a character", """{ "definitionId": "d", "version": 1, "root": { "id": "root", "type": "Elsa.Sequence", "name": "\ud800" } }""", "root/name: the text has half a character in it"),
        Refused("a list instead of a definition", "[]", "a workflow definition is a JSON object; this is Array"),
        Refused("broken JSON", "{\n  \"definitionId\": \"d\",\n  oops\n}", "line 3: this is not JSON"),
        Refused("JSON too deep", new string('[', 100) + new string(']', 100), "line 1: this is not JSON"),
        Refused("nothing at all", "", "line 1: this is not JSON"),
    ];

    [TestCaseSource(nameof(Refusals))]
    public void What_is_wrong_is_said_at_its_place(string json, string problem)
    {
        var refusal = Assert.Throws<DefinitionException>(() => DefinitionReader.Read(json, Bench.NewCatalog()))!;
        Assert.That(refusal.Problems.Select(one => one.ToString()), Has.Some.Contains(problem));
        Assert.That(refusal.Problems.Select(one => one.InThai), Has.All.Matches<string>(thai => thai.Any(c => c is >= 'ก' and <= '๙')));
        Assert.That(refusal.Message, Does.Contain(problem));
    }

    [Test]
    public void All_problems_come_at_once_and_in_one_message()
    {
        var refusal = Assert.Throws<DefinitionException>(() => DefinitionReader.Read(
            Flow([Step("a", "Test.Asc"), Step("b", "Test.Mark", new { lable = Literal("") }),
                Step("c", "Elsa.Delay", new { timeSpan = Literal("soon") })], [new { name = "x" }], "start -> a"),
            Bench.NewCatalog()))!;
        Assert.That(refusal.Problems, Has.Count.GreaterThanOrEqualTo(3));
        Assert.That(refusal.Message, Does.StartWith($"The workflow definition 'd' has {refusal.Problems.Count} problem(s):\n- "));
    }

    static JsonObject Ask => Step("ask", "Test.Ask");

    static JsonObject End => Step("end", "Elsa.End");

    static JsonObject Decision => Step("decide", "Elsa.FlowDecision", new { condition = Literal("True") });

    static JsonObject Line(object text) => Step("line", "Elsa.WriteLine", new { text });

    static object Typed(string type, string value) => new { typeName = (string?)null, expression = new { type, value } };

    static string Flow(object[] activities, params string[] arrows) => Of("d", activities, arrows);

    static string Flow(object[] activities, object[] variables, params string[] arrows) => Of("d", activities, arrows, variables);

    static JsonObject With(JsonObject json, string property, object value)
    {
        json[property] = System.Text.Json.JsonSerializer.SerializeToNode(value);
        return json;
    }

    static string With(string json, string property, object value) =>
        With(JsonNode.Parse(json)!.AsObject(), property, value).ToJsonString();

    static TestCaseData Refused(string name, string json, string problem) =>
        new TestCaseData(json, problem).SetArgDisplayNames(name);
}
