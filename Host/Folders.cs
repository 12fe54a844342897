namespace WorkflowHost.Web;

/// <summary>What lies beside the program, in the checkout's build as in a published folder.</summary>
public static class Folders
{
    public static string Workflows { get; } = Path.Combine(AppContext.BaseDirectory, "Workflows");

    public static string MailTemplates { get; } = Path.Combine(AppContext.BaseDirectory, "Templates", "mail");
}
