using WorkflowHost.Engine.ControlFlow;

namespace WorkflowHost.Engine.Definitions;

/// <summary>What can only be checked when the whole definition has been read.</summary>
static class DefinitionChecks
{
    public static IEnumerable<string> Problems(WorkflowDefinition definition)
    {
        foreach (var node in definition.Nodes.Values)
        {
            var place = $"activities/{node.Id}";
            foreach (var problem in SettingsBinder.Problems(node).Concat(OwnProblems(definition, node)).Concat(NameProblems(definition, node)))
                yield return $"{place}: {problem}";
        }
        if (definition.Root.Activity is not Container)
            yield return $"activities/{definition.Root.Id}: the root must be able to hold steps; use Elsa.Flowchart or Elsa.Sequence";
    }

    // A node whose settings can't be read has said so already; its own checks would only stumble over the same stone.
    static IEnumerable<string> OwnProblems(WorkflowDefinition definition, ActivityNode node) =>
        SettingsBinder.Problems(node).Any() ? [] : node.Activity.Problems(node, definition);

    static IEnumerable<string> NameProblems(WorkflowDefinition definition, ActivityNode node)
    {
        foreach (var (output, variable) in node.Outputs)
            if (definition.VariableById(variable) is null)
                yield return $"output '{output}' is stored in a variable that doesn't exist ('{variable}')";
        foreach (var (input, expression) in node.Inputs)
            foreach (var problem in NameProblems(definition, expression))
                yield return $"input '{input}': {problem}";
    }

    public static IEnumerable<string> NameProblems(WorkflowDefinition definition, InputExpression expression)
    {
        var variables = definition.Variables.Select(variable => variable.Name);
        var inputs = definition.Inputs.Select(input => input.Name);
        switch (expression)
        {
            case InputExpression.OfVariable variable when definition.VariableById(variable.Id) is null:
                yield return $"there is no variable with the id '{variable.Id}'";
                break;
            case InputExpression.OfInput input when !inputs.Contains(input.Name):
                yield return $"the workflow has no input '{input.Name}'{Words.DidYouMean(input.Name, inputs)}";
                break;
            case InputExpression.OfScript script:
                foreach (var name in script.Script.Names.Where(name => definition.VariableNamed(name) is null))
                    yield return $"there is no variable '{name}'{Words.DidYouMean(name, variables)}";
                foreach (var name in script.Script.InputNames.Where(name => !inputs.Contains(name)))
                    yield return $"the workflow has no input '{name}'{Words.DidYouMean(name, inputs)}";
                break;
        }
    }
}
