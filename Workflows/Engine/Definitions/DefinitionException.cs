namespace WorkflowHost.Engine.Definitions;

/// <summary>A definition that can't run: everything that is wrong with it, at once, each with its place.</summary>
public sealed class DefinitionException(string name, IReadOnlyList<DefinitionProblem> problems) : Exception(
    $"The workflow definition '{name}' has {problems.Count} problem(s):\n- " + string.Join("\n- ", problems))
{
    public IReadOnlyList<DefinitionProblem> Problems => problems;
}
