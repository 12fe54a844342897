using System.Text.Json;
using WorkflowHost.Engine.ControlFlow;

namespace WorkflowHost.Engine.Definitions;

/// <summary>
/// Reads Elsa 3's workflow JSON. What we don't run is a problem with its place, never ignored; all problems come together.
/// </summary>
public sealed class DefinitionReader
{
    const int MaxNodes = 2_000;
    const int MaxDepth = 16;

    readonly ActivityCatalog catalog;
    readonly List<DefinitionProblem> problems = [];
    readonly List<Variable> variables = [];
    readonly Dictionary<string, ActivityNode> nodes = [];

    DefinitionReader(ActivityCatalog catalog) => this.catalog = catalog;

    /// <exception cref="DefinitionException">It can't run; all problems are in it.</exception>
    public static WorkflowDefinition Read(string json, ActivityCatalog catalog)
    {
        DefinitionText.Parse(json);
        using var document = JsonDocument.Parse(json);
        return new DefinitionReader(catalog).Read(document.RootElement.Clone(), json);
    }

    WorkflowDefinition Read(JsonElement file, string json)
    {
        var id = RequiredText(file, "definitionId");
        var version = file.TryGetProperty("version", out _) ? WholeNumber(file, "version") ?? 0 : 1;
        if (version < 1)
            Report("version", "ต้องเป็นจำนวนเต็มตั้งแต่ 1", "a whole number from 1 is needed");
        ReadVariables(file, "variables");
        var inputs = ReadInputs(file);
        var root = file.TryGetProperty("root", out var rootJson) && rootJson.ValueKind == JsonValueKind.Object
            ? ReadNode(rootJson, parent: null, index: 0, path: "root", depth: 0)
            : null;
        if (root is null && problems.All(problem => !problem.Place.StartsWith("activities/", StringComparison.Ordinal)))
            Report("root", "ไม่มีขั้นตอนนอกสุด (root) ซึ่งมักเป็น Elsa.Flowchart",
                "missing; a definition has one root activity, usually Elsa.Flowchart");
        if (root is null || problems.Count > 0)
            throw new DefinitionException(id, problems);

        var definition = new WorkflowDefinition
        {
            DefinitionId = id,
            Version = version,
            Name = Text(file, "name") ?? id,
            Description = Text(file, "description"),
            Variables = variables,
            Inputs = inputs,
            Root = root,
            CustomProperties = file.TryGetProperty("customProperties", out var custom) ? custom : default,
            Json = json,
            Nodes = nodes,
        };
        problems.AddRange(DefinitionChecks.Problems(definition));
        return problems.Count == 0 ? definition : throw new DefinitionException(id, problems);
    }

    ActivityNode? ReadNode(JsonElement json, ActivityNode? parent, int index, string path, int depth)
    {
        var id = Text(json, "id");
        var type = Text(json, "type");
        var place = id is null ? path : $"activities/{id}";
        if (id is null || type is null)
        {
            Report(place, "ขั้นตอนต้องมีทั้ง 'id' และ 'type'", "an activity needs both 'id' and 'type'");
            return null;
        }
        if (id.Contains(':', StringComparison.Ordinal))
            Report(place, "รหัสขั้นตอนมี ':' ไม่ได้", "an id may not contain ':'", id);
        if (depth > MaxDepth || nodes.Count > MaxNodes)
        {
            Report(place, $"ซ้อนกันเกิน {MaxDepth} ชั้น หรือมีเกิน {MaxNodes} ขั้นตอน",
                $"deeper than {MaxDepth} levels, or more than {MaxNodes} activities", id);
            return null;
        }
        if (!catalog.TryFind(type, out var activity))
        {
            var types = catalog.All.Select(known => known.Type);
            Report(place, $"ไม่มีกิจกรรมชนิด '{type}'{Words.OrPerhaps(type, types)}",
                $"there is no activity type '{type}'{Words.DidYouMean(type, types)}", id);
            return null;
        }
        if (WholeNumber(json, "version") is { } version && version != activity.Version)
            Report(place, $"ระบบนี้มีกิจกรรม '{type}' รุ่นที่ {activity.Version} ไม่มีรุ่นที่ {version}",
                $"'{type}' is run here in version {activity.Version}, not {version}", id);
        var node = new ActivityNode
        {
            Id = id,
            NodeId = parent is null ? id : parent.NodeId + ":" + id,
            Type = type,
            Activity = activity,
            Parent = parent,
            Index = index,
            Title = TitleOf(json) ?? id,
            Inputs = ReadInputs(json, activity, place),
            Outputs = ReadOutputs(json, activity, place),
            Json = json,
        };
        if (!nodes.TryAdd(node.NodeId, node))
            Report(place, $"ใช้รหัส '{id}' ซ้ำ", $"the id '{id}' is used twice", id);
        ReadVariables(json, place + "/variables", "variables");
        if (activity is Container container)
            ReadChildren(node, container, place, depth);
        node.Structure = activity.Prepare(node, problem => problems.Add(problem.At(node)));
        return node;
    }

    void ReadChildren(ActivityNode node, Container container, string place, int depth)
    {
        problems.AddRange(container.MisplacedIn(node.Json).Select(problem => problem.At(node)));
        var children = new List<ActivityNode>();
        foreach (var (slot, child) in container.ChildrenIn(node.Json))
            if (ReadNode(child, node, children.Count, $"{place}/{slot}", depth + 1) is { } read)
                children.Add(read);
        node.Children = children;
    }

    Dictionary<string, InputExpression> ReadInputs(JsonElement json, Activity activity, string place)
    {
        var inputs = new Dictionary<string, InputExpression>();
        foreach (var property in json.EnumerateObject().Where(property => !ActivityShape.IsOwnWord(property.Name, activity)))
            if (ActivityShape.OutputVariable(property, activity) is null)
                try
                {
                    inputs[property.Name] = ExpressionReader.Read(property.Value);
                }
                catch (UnreadableException fault)
                {
                    problems.Add(fault.AsProblem(property.Name) with { Place = place, ActivityId = Text(json, "id"), Title = TitleOf(json) });
                }
        return inputs;
    }

    Dictionary<string, string> ReadOutputs(JsonElement json, Activity activity, string place)
    {
        var outputs = new Dictionary<string, string>();
        foreach (var property in json.EnumerateObject())
            if (ActivityShape.OutputVariable(property, activity) is { Length: > 0 } variable)
                outputs[property.Name] = variable;
        return outputs;
    }

    void ReadVariables(JsonElement json, string place, string property = "variables")
    {
        if (ListOf(json, property, place) is not { } list)
            return;
        foreach (var item in list.EnumerateArray())
        {
            var (id, name, typeName) = (Text(item, "id"), Text(item, "name"), Text(item, "typeName") ?? "Object");
            if (id is null || name is null)
            {
                Report(place, "ตัวแปรต้องมีทั้ง 'id' และ 'name'", "a variable needs both 'id' and 'name'");
                continue;
            }
            if (variables.Any(known => known.Id == id || known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                Report(place, $"ประกาศตัวแปร '{name}' ซ้ำ", $"the variable '{name}' is declared twice");
            try
            {
                var value = item.TryGetProperty("value", out var given) ? JsonValues.From(given) : null;
                variables.Add(new Variable(id, name, typeName, Conversions.ToVariable(typeName, value)));
            }
            catch (UnreadableException fault)
            {
                Report(place, $"ตัวแปร '{name}': {fault.Thai}", $"variable '{name}': {fault.Message}");
            }
            catch (JsonException fault)
            {
                Report(place, $"ตัวแปร '{name}': ค่าเริ่มต้นไม่ใช่ JSON", $"variable '{name}': {fault.Message}");
            }
        }
    }

    List<WorkflowInput> ReadInputs(JsonElement file) =>
        ListOf(file, "inputs", "inputs") is { } list
            ? [.. list.EnumerateArray().Where(item => Text(item, "name") is not null)
                .Select(item => new WorkflowInput(Text(item, "name")!, Text(item, "type") ?? "Object"))]
            : [];

    JsonElement? ListOf(JsonElement json, string property, string place)
    {
        if (!json.TryGetProperty(property, out var list) || list.ValueKind is JsonValueKind.Null)
            return null;
        if (list.ValueKind is JsonValueKind.Array)
            return list;
        Report(place, "ต้องเป็นรายการ (list)", "this is not a list");
        return null;
    }

    void Report(string place, string thai, string english, string? activityId = null) =>
        problems.Add(new DefinitionProblem(thai, english) { Place = place, ActivityId = activityId, Title = activityId });

    static string? TitleOf(JsonElement json) => Text(json, "metadata", "displayText") ?? Text(json, "name");

    static int? WholeNumber(JsonElement json, string property) =>
        json.TryGetProperty(property, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var whole)
            ? whole
            : null;

    string RequiredText(JsonElement json, string property)
    {
        if (Text(json, property) is { Length: > 0 } text)
            return text;
        Report(property, $"ไม่มี '{property}'", "missing");
        return "?";
    }

    static string? Text(JsonElement json, string property) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    static string? Text(JsonElement json, string property, string inner) =>
        json.TryGetProperty(property, out var value) ? Text(value, inner) : null;
}
