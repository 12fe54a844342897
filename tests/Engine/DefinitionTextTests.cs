using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

/// <summary>The same definition is the same text and the same hash, whatever tool saved it.</summary>
public sealed class DefinitionTextTests
{
    static readonly string Letter = Of("letter", [Mark("b"), Mark("a"), Step("ask", "Test.Ask"), Step("end", "Elsa.End")],
        ["start -> ask", "ask.Yes -> a", "ask.No -> b", "a -> end", "b -> end"]);

    [Test]
    public void The_canonical_text_is_its_own_canonical_text()
    {
        var once = Canonical(Letter);
        Assert.That(Canonical(once), Is.EqualTo(once));
        Assert.That(once, Does.StartWith("{\n  \"$schema\": \"https://elsaworkflows.io/schemas/workflow-definition"));
        Assert.That(once, Does.EndWith("}\n"));
    }

    [Test]
    public void Steps_and_arrows_stand_in_the_order_in_which_the_flow_reaches_them()
    {
        var root = JsonNode.Parse(Canonical(Letter))!["root"]!;
        Assert.That(root["activities"]!.AsArray().Select(step => step!["id"]!.ToString()),
            Is.EqualTo(Names("start", "ask", "b", "a", "end")), "ask's No comes before its Yes");
    }

    [Test]
    public void The_order_in_which_studio_happens_to_save_makes_no_difference()
    {
        var changed = JsonNode.Parse(Letter)!.AsObject();
        changed["createdAt"] = "0001-01-01T00:00:00+00:00";
        changed["isLatest"] = true;
        changed["links"] = new JsonArray();
        changed["description"] = null;
        var root = changed["root"]!.AsObject();
        foreach (var list in (string[])["activities", "connections"])
            root[list] = new JsonArray([.. root[list]!.AsArray().Reverse().Select(item => item!.DeepClone())]);
        root["activities"]![0]!["nodeId"] = "Workflow1:root:end";
        Assert.That(Canonical(changed.ToJsonString()), Is.EqualTo(Canonical(Letter)));
    }

    [Test]
    public void Moving_a_box_changes_the_text_but_not_the_hash()
    {
        var moved = JsonNode.Parse(Letter)!;
        moved["root"]!["activities"]![1]!["metadata"] =
            new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 7, ["y"] = 9 } } };
        Assert.That(Canonical(moved.ToJsonString()), Is.Not.EqualTo(Canonical(Letter)));
        Assert.That(DefinitionText.ContentHash(moved.ToJsonString()), Is.EqualTo(DefinitionText.ContentHash(Letter)));
    }

    [Test]
    public void What_a_step_does_or_is_called_changes_the_hash([Values("label", "displayText", "port")] string what)
    {
        var changed = what switch
        {
            "label" => Letter.Replace("\"value\":\"a\"", "\"value\":\"other\"", StringComparison.Ordinal),
            "port" => Letter.Replace("\"port\":\"Yes\"", "\"port\":\"No\"", StringComparison.Ordinal),
            _ => Letter.Replace("\"id\":\"ask\",", "\"id\":\"ask\",\"metadata\":{\"displayText\":\"Ask!\"},", StringComparison.Ordinal),
        };
        Assert.That(changed, Is.Not.EqualTo(Letter));
        Assert.That(DefinitionText.ContentHash(changed), Is.Not.EqualTo(DefinitionText.ContentHash(Letter)));
    }

    [Test]
    public void The_steps_of_a_sequence_keep_their_order()
    {
        var sequence = Rooted("s", SequenceOf("root", Mark("b"), Mark("a")));
        Assert.That(DefinitionText.ContentHash(sequence),
            Is.Not.EqualTo(DefinitionText.ContentHash(Rooted("s", SequenceOf("root", Mark("a"), Mark("b"))))));
    }

    [Test]
    public void Odd_shapes_are_kept_and_never_crash([Values(
        "{}", "{\"root\":1}", "{\"root\":{\"type\":\"Elsa.Flowchart\"}}", "{\"root\":{\"type\":\"Elsa.Flowchart\",\"activities\":[1,null]}}",
        "{\"root\":{\"type\":\"Elsa.Flowchart\",\"activities\":[{\"id\":7}],\"connections\":{}}}",
        "{\"root\":{\"type\":\"Elsa.Flowchart\",\"activities\":[{\"id\":\"a\"}],\"connections\":[null,3,{\"source\":\"a\"}]}}",
        "{\"name\":{\"x\":1},\"root\":[[]]}")] string json)
    {
        var canonical = Canonical(json);
        Assert.That(Canonical(canonical), Is.EqualTo(canonical));
        Assert.That(DefinitionText.ContentHash(json), Has.Length.EqualTo(64));
    }

    [Test]
    public void What_is_no_object_is_refused([Values("", "[]", "7", "{\"a\":1,\"a\":2}", "{\"a\":")] string json) =>
        Assert.Throws<DefinitionException>(() => DefinitionText.Parse(json));

    static string Canonical(string json) => DefinitionText.Canonical(DefinitionText.Parse(json), "letter", 1);
}
