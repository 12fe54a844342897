using System.Text.Json;

namespace WorkflowHost.Engine.Definitions;

/// <summary>What JSON's grammar lets pass and no two readers take alike: a property twice in one object, half a character.</summary>
static class JsonText
{
    /// <summary>Each problem with its place, a path of property names and numbers.</summary>
    public static IEnumerable<DefinitionProblem> Problems(JsonElement element, string path = "") => element.ValueKind switch
    {
        JsonValueKind.Object => OfObject(element, path),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) => Problems(item, $"{path}/{index}")),
        JsonValueKind.String when !CanBeRead(element.GetString) => [HalfACharacter("the text has", path)],
        _ => [],
    };

    static IEnumerable<DefinitionProblem> OfObject(JsonElement element, string path)
    {
        var names = new HashSet<string>();
        foreach (var property in element.EnumerateObject())
            if (!CanBeRead(() => property.Name))
                yield return HalfACharacter("the name of a property has", path);
            else if (!names.Add(property.Name))
                yield return new($"'{property.Name}' มีสองครั้งในออบเจกต์เดียวกัน", $"'{property.Name}' stands twice in one object") { Place = Place(path) };
            else
                foreach (var problem in Problems(property.Value, $"{path}/{property.Name}"))
                    yield return problem;
    }

    public static bool IsTrue(JsonElement json, string property, string inner) =>
        json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty(inner, out var flag) && flag.ValueKind == JsonValueKind.True;

    static DefinitionProblem HalfACharacter(string what, string path) =>
        new("มีตัวอักษรที่ไม่ครบ", what + " half a character in it") { Place = Place(path) };

    static bool CanBeRead(Func<string?> text)
    {
        try
        {
            return text() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    static string Place(string path) => path.Length == 0 ? "definition" : path[1..];
}
