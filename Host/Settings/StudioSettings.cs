namespace WorkflowHost.Web.Settings;

/// <summary>Where the package of Elsa Studio lies.</summary>
public sealed class StudioSettings
{
    /// <summary>Empty: beside the program, or in the checkout it was built from (Host/Studio/node_modules).</summary>
    public string Folder { get; set; } = "";

    internal IEnumerable<string> Problems()
    {
        if (Folder.Length > 0 && !Directory.Exists(Path.Combine(Folder, "_framework")))
            yield return $"Studio:Folder is '{Folder}': name the folder that holds Elsa Studio's _framework, or leave it empty";
    }
}
