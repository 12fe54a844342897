using WorkflowHost.Engine.ControlFlow;

namespace WorkflowHost.Engine.Definitions;

/// <summary>What can only be checked when the whole definition has been read.</summary>
static class DefinitionChecks
{
    public static IEnumerable<DefinitionProblem> Problems(WorkflowDefinition definition)
    {
        foreach (var node in definition.Nodes.Values)
            foreach (var problem in SettingsBinder.Problems(node).Concat(OwnProblems(definition, node)).Concat(NameProblems(definition, node)))
                yield return problem.At(node);
        if (definition.Root.Activity is not Container)
            yield return new DefinitionProblem("ขั้นตอนนอกสุดต้องบรรจุขั้นตอนอื่นได้ ใช้ Elsa.Flowchart หรือ Elsa.Sequence",
                "the root must be able to hold steps; use Elsa.Flowchart or Elsa.Sequence").At(definition.Root);
    }

    // A node whose settings can't be read has said so already; its own checks would only stumble over the same stone.
    static IEnumerable<DefinitionProblem> OwnProblems(WorkflowDefinition definition, ActivityNode node) =>
        SettingsBinder.Problems(node).Any() ? [] : node.Activity.Problems(node, definition);

    static IEnumerable<DefinitionProblem> NameProblems(WorkflowDefinition definition, ActivityNode node)
    {
        foreach (var (output, variable) in node.Outputs)
            if (definition.VariableById(variable) is null)
                yield return new($"ผลลัพธ์ '{output}' เก็บไว้ในตัวแปรที่ไม่มี ('{variable}')",
                    $"output '{output}' is stored in a variable that doesn't exist ('{variable}')");
        foreach (var (input, expression) in node.Inputs)
            foreach (var problem in NameProblems(definition, expression))
                yield return problem with { Input = input };
    }

    public static IEnumerable<DefinitionProblem> NameProblems(WorkflowDefinition definition, InputExpression expression)
    {
        var variables = definition.Variables.Select(variable => variable.Name);
        var inputs = definition.Inputs.Select(input => input.Name);
        switch (expression)
        {
            case InputExpression.OfVariable variable when definition.VariableById(variable.Id) is null:
                yield return new($"ไม่มีตัวแปรรหัส '{variable.Id}'", $"there is no variable with the id '{variable.Id}'");
                break;
            case InputExpression.OfInput input when !inputs.Contains(input.Name):
                yield return NoSuchInput(input.Name, inputs);
                break;
            case InputExpression.OfScript script:
                foreach (var name in script.Script.Names.Where(name => definition.VariableNamed(name) is null && !inputs.Contains(name)))
                    yield return new($"ไม่มีตัวแปร '{name}'{Words.OrPerhaps(name, variables)}",
                        $"there is no variable '{name}'{Words.DidYouMean(name, variables)}");
                foreach (var name in script.Script.InputNames.Where(name => !inputs.Contains(name)))
                    yield return NoSuchInput(name, inputs);
                break;
        }
    }

    static DefinitionProblem NoSuchInput(string name, IEnumerable<string> known) => new(
        $"กระบวนการนี้ไม่มีข้อมูลเข้า '{name}'{Words.OrPerhaps(name, known)}",
        $"the workflow has no input '{name}'{Words.DidYouMean(name, known)}");
}
