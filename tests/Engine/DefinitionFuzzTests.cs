using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Tests.Engine;

/// <summary>Whatever is done to a definition, the reader answers with a definition or with what is wrong in it.</summary>
public sealed class DefinitionFuzzTests
{
    const string Scratches = "\"\\{}[]:,0e-tu\ud800\u0e01 ";

    static readonly Func<Random, JsonNode?>[] Strangers =
    [
        _ => null, _ => "text", _ => "", _ => true, _ => 7, _ => -1.5, _ => 1e300, _ => new JsonArray(), _ => new JsonObject(),
            _ => "Elsa.Flowchart", _ => "start",
        _ => "Elsa.If", _ => "JavaScript", _ => "Variable", _ => "{\"id\":", _ => "[\"a\"]", _ =>
            "{\"id\":\"v-urgent\",\"id\":2}", _ => "{\"a\":\"\\ud800\"}",
        _ => new JsonArray(1, "x", new JsonArray()), _ =>
            new JsonObject { ["id"] = "end", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray() },
        random => new string((char)random.Next(32, 0xD7FF), random.Next(1, 300)),
    ];

    [Test]
    public void A_spoilt_definition_is_read_or_refused_and_never_anything_else([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        var catalog = Bench.NewCatalog();
        var refused = 0;
        for (var i = 0; i < 1_500; i++)
        {
            var json = JsonNode.Parse(LetterExample.Json)!;
            for (var wounds = random.Next(1, 8); wounds > 0; wounds--)
                Wound(json, random);
            refused += Refuses(json.ToJsonString(), catalog, $"seed {seed}, round {i}") ? 1 : 0;
        }
        Assert.That(refused, Is.InRange(300, 1_499), "most wounds matter, and some don't");
    }

    [Test]
    public void A_definition_cut_or_scratched_anywhere_is_read_or_refused_and_never_anything_else()
    {
        var random = new Random(7);
        var catalog = Bench.NewCatalog();
        for (var i = 0; i < 3_000; i++)
        {
            var text = LetterExample.Json.ToCharArray();
            for (var scratches = random.Next(1, 4); scratches > 0; scratches--)
                text[random.Next(text.Length)] = Scratches[random.Next(Scratches.Length)];
            var json = new string(text);
            Refuses(random.Next(3) == 0 ? json[..random.Next(json.Length)] : json, catalog, $"round {i}");
        }
    }

    [Test, CancelAfter(20_000)]
    public void A_definition_as_large_as_may_be_is_checked_in_seconds()
    {
        var steps = Enumerable.Range(0, 1_900).Select(i => (object)Chart.Step($"s{i}", "Test.Ask")).Append(Chart.Step("end", "Elsa.End")).ToArray();
        var arrows = Enumerable.Range(0, 1_900).SelectMany(i => (string[])
            [$"s{i}.Yes -> {(i == 1_899 ? "end" : $"s{i + 1}")}", $"s{i}.No -> s{i / 2}"]).Prepend("start -> s0").ToArray();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.That(DefinitionReader.Read(Chart.Of("large", steps, arrows), Bench.NewCatalog()).Nodes, Has.Count.EqualTo(1_903));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)));
    }

    static bool Refuses(string json, WorkflowHost.Engine.ActivityCatalog catalog, string where)
    {
        try
        {
            DefinitionReader.Read(json, catalog);
            return false;
        }
        catch (DefinitionException refusal)
        {
            Assert.That(refusal.Problems, Is.Not.Empty, where);
            return true;
        }
        catch (Exception fault)
        {
            Assert.Fail($"{where}: {fault}\n{json}");
            throw;
        }
    }

    static void Wound(JsonNode root, Random random)
    {
        var places = new List<JsonNode>();
        Collect(root, places);
        var place = places[random.Next(places.Count)];
        switch (place)
        {
            case JsonObject { Count: > 0 } members:
                var (name, value) = members.ElementAt(random.Next(members.Count));
                Wound(value, random, () => members.Remove(name), stranger => members[name] = stranger,
                    copy => members[places[random.Next(places.Count)] is JsonObject { Count: > 0 } other ? other.First().Key : "x"] = copy);
                break;
            case JsonArray { Count: > 0 } items:
                var index = random.Next(items.Count);
                Wound(items[index], random, () => items.RemoveAt(index), stranger => items[index] = stranger, copy =>
                    items.Add(copy));
                break;
        }
    }

    static void Wound(JsonNode? value, Random random, Action drop, Action<JsonNode?> replace, Action<JsonNode?> duplicate)
    {
        switch (random.Next(3))
        {
            case 0: drop(); break;
            case 1: replace(Strangers[random.Next(Strangers.Length)](random)); break;
            default: duplicate(value?.DeepClone()); break;
        }
    }

    static void Collect(JsonNode? node, List<JsonNode> places)
    {
        if (node is null)
            return;
        places.Add(node);
        foreach (var child in node is JsonObject members ? members.Select(member =>
            member.Value) : node is JsonArray items ? items : [])
            Collect(child, places);
    }
}
