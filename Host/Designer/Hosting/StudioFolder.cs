namespace WorkflowHost.Web.Designer.Hosting;

/// <summary>Where Elsa Studio's package lies on this machine, looked for once.</summary>
public sealed class StudioFolder(string configured)
{
    const string Package = "node_modules/@elsa-workflows/elsa-studio-wasm";

    /// <summary>Null when it was never installed; everything but the canvas works without it.</summary>
    public string? Path { get; } = configured.Length > 0 ? System.IO.Path.GetFullPath(configured) : Find();

    public bool IsInstalled => Path is not null;

    // Beside a published program, or in the checkout above a build's output (the host's or a test's).
    static string? Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            foreach (var place in (string[])["Studio", "Host/Studio"])
                if (System.IO.Path.Combine(folder, place, Package) is var path
                    && Directory.Exists(System.IO.Path.Combine(path, "_framework")))
                    return path;
        return null;
    }
}
