namespace WorkflowHost.Web.SignIn;

/// <summary>Where a form may send a visitor back to: a path of ours, never another site.</summary>
public static class LocalPath
{
    public static string OrHome(string? path) => IsLocal(path) ? path! : "/";

    // "//host" and "/\host" are other sites to a browser; control characters are dropped by it before it looks.
    static bool IsLocal(string? path) =>
        path is ['/', ..] && path is not (['/', '/' or '\\', ..]) && !path.Any(char.IsControl) && !path.Contains('\\');
}
