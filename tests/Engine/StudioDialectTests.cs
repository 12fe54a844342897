using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

/// <summary>The format as Elsa Studio really writes it, quirks and all.</summary>
public sealed class StudioDialectTests
{
    [Test]
    public void The_letter_example_is_read_whole()
    {
        var definition = DefinitionReader.Read(LetterExample.Json, Bench.NewCatalog());
        Assert.That((definition.DefinitionId, definition.Version, definition.Name),
            Is.EqualTo(("letter-request", 3, "Letter request")));
        Assert.That(definition.Nodes.Keys, Is.EquivalentTo(Names("root", "root:start", "root:upload", "root:approve",
            "root:urgent",
            "root:mailHead", "root:mailApplicant", "root:end")), "stored node ids are not trusted");
        Assert.That(definition.Nodes["root:approve"].Title, Is.EqualTo("Director decides"));
        Assert.That(definition.Nodes["root:approve"].Outputs["decision"], Is.EqualTo("v-decision"));
        Assert.That(definition.VariableNamed("urgent")!.Default, Is.False);
        Assert.That(definition.Inputs, Is.EqualTo((WorkflowInput[])[new("ApplicantEmail", "String")]));
        Assert.That(definition.Json, Is.EqualTo(LetterExample.Json));
    }

    [Test]
    public void The_order_of_activities_means_nothing()
    {
        var json = JsonNode.Parse(LetterExample.Json)!;
        var activities = json["root"]!["activities"]!.AsArray();
        json["root"]!["activities"] = new JsonArray([.. activities.Reverse().Select(activity => activity!.DeepClone())]);
        Assert.That(DefinitionReader.Read(json.ToJsonString(), Bench.NewCatalog()).Nodes, Has.Count.EqualTo(8));
    }

    [Test]
    public void Flat_ends_of_connections_and_missing_ports_are_read()
    {
        var root = Inside("root", [Step("ask", "Test.Ask"), Step("end", "Elsa.End")], []);
        root["connections"] = JsonNode.Parse("""
            [
              { "source": "start", "target": "ask" },
              { "source": "ask", "sourcePort": "Yes", "target": "end", "targetPort": "In" },
              { "source": { "activity": "ask", "port": "No" }, "target": { "activity": "end" }, "vertices": [] }
            ]
            """);
        Assert.That(() => DefinitionReader.Read(Rooted("flat", root), Bench.NewCatalog()), Throws.Nothing);
    }

    [TestCase("""{ "typeName": null, "expression": { "type": "Literal", "value": "7" }, "memoryReference": null }""", 7)]
    [TestCase("""{ "typeName": "Int32", "expression": { "type": "Literal", "value": 7 } }""", 7)]
    [TestCase("""{ "expression": { "value": "7" } }""", 7)]
    [TestCase("""{ "type": "Literal", "value": "7" }""", 7)]
    [TestCase("7", 7)]
    [TestCase("\" 7 \"", 7)]
    [TestCase("""{ "typeName": "Int32", "expression": null }""", 0)]
    [TestCase("""{ "typeName": "Int32", "expression": { "type": "Literal", "value": null } }""", 0)]
    [TestCase("""{ "typeName": "Int32", "expression": { "type": "Literal", "value": "" } }""", 0)]
    [TestCase("null", 0)]
    public void A_number_is_read_however_it_is_wrapped(string stored, int days)
    {
        var ask = Step("ask", "Test.Ask");
        ask["remindAfterDays"] = JsonNode.Parse(stored);
        var definition = DefinitionReader.Read(Of("d", [ask, Step("end", "Elsa.End")],
            ["start -> ask", "ask.Yes -> end", "ask.No -> end"]), Bench.NewCatalog());
        Assert.That(SettingsBinder.Constants<Ask.Values>(definition.Nodes["root:ask"]).RemindAfterDays, Is.EqualTo(days));
    }

    [Test]
    public void A_step_just_dropped_lacks_its_metadata_and_whatever_was_never_touched()
    {
        const string Json = """
            {
              "definitionId": "fresh", "version": 1, "variables": null, "inputs": null,
              "root": {
                "id": "root", "type": "Elsa.Flowchart", "metadata": null, "customProperties": null,
                "activities": [
                  { "id": "a1", "type": "Elsa.Start", "metadata": {}, "customProperties": { "canStartWorkflow": false } },
                  { "id": "a2", "type": "Test.Ask", "nodeId": "Workflow1:root:other", "metadata": { "displayText": "" } }
                ],
                "connections": []
              }
            }
            """;
        var refusal = Assert.Throws<DefinitionException>(() => DefinitionReader.Read(Json, Bench.NewCatalog()))!;
        Assert.That(refusal.Problems.Select(problem => problem.ToString()), Has.All.StartsWith("activities/root: "),
            "only the missing arrows are wrong");
    }
}
