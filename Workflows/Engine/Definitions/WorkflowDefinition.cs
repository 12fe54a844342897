using System.Text.Json;

namespace WorkflowHost.Engine.Definitions;

/// <summary>A circular as data, one version of it: Elsa 3's workflow definition, read and checked. Immutable.</summary>
public sealed class WorkflowDefinition
{
    public required string DefinitionId { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>All variables, the containers' included; ids are unique in a definition.</summary>
    public required IReadOnlyList<Variable> Variables { get; init; }

    public required IReadOnlyList<WorkflowInput> Inputs { get; init; }

    public required ActivityNode Root { get; init; }

    /// <summary>Elsa's free bag, kept verbatim.</summary>
    public required JsonElement CustomProperties { get; init; }

    /// <summary>The text it was read from.</summary>
    public required string Json { get; init; }

    /// <summary>Every node by its node id (the path of ids from the root).</summary>
    public required IReadOnlyDictionary<string, ActivityNode> Nodes { get; init; }

    public Variable? VariableNamed(string name) =>
        Variables.FirstOrDefault(variable => variable.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public Variable? VariableById(string id) => Variables.FirstOrDefault(variable => variable.Id == id);

    /// <summary>The first node of an activity type, in the order of the file.</summary>
    public ActivityNode? FirstOfType(string type) => Nodes.Values.FirstOrDefault(node => node.Type == type);
}

/// <summary>A variable of a definition. <paramref name="Default"/> is already of the variable's type.</summary>
public sealed record Variable(string Id, string Name, string TypeName, object? Default);

/// <summary>What an instance may be started with.</summary>
public sealed record WorkflowInput(string Name, string TypeName);
