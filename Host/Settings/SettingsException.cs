namespace WorkflowHost.Web.Settings;

/// <summary>Settings that can't work: everything wrong with them at once, each with its key and the way out.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems) : Exception(
    $"WorkflowHost can't start: {problems.Count} problem(s) in the settings.\n- " + string.Join("\n- ", problems))
{
    public IReadOnlyList<string> Problems => problems;
}
