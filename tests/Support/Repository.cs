using System.Runtime.CompilerServices;
using WorkflowHost.Activities.Mail;

namespace WorkflowHost.Tests.Support;

/// <summary>The checkout the tests were compiled from, for files that are not code: definitions, templates, docs.</summary>
public static class Repository
{
    static readonly Lazy<MailTemplates> Templates = new(() => MailTemplates.Load(Path("Templates/mail")));

    public static string Root { get; } = Find();

    /// <summary>The shipped templates, compiled once a run.</summary>
    public static MailTemplates MailTemplates => Templates.Value;

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
