using System.Runtime.CompilerServices;

namespace WorkflowHost.Tests.Support;

/// <summary>The checkout the tests were compiled from, for files that are not code: definitions, templates, docs.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    static string Find([CallerFilePath] string here = "")
    {
        for (var folder = System.IO.Path.GetDirectoryName(here); folder is not null; folder =
            System.IO.Path.GetDirectoryName(folder))
            if (File.Exists(System.IO.Path.Combine(folder, "Directory.Build.props")))
                return folder;
        throw new InvalidOperationException("The checkout was not found.");
    }
}
