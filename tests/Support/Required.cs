namespace WorkflowHost.Tests.Support;

/// <summary>What a test needs from the machine. Missing on a user's machine it is said and skipped; in CI it fails.</summary>
public static class Required
{
    public static void OrSkip(bool present, string what)
    {
        if (present)
            return;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"CI lacks {what}.");
        Assert.Ignore($"Skipped: this machine lacks {what}. ./test.sh installs it.");
    }

    /// <summary>The first of these that is installed.</summary>
    public static string Program(string package, params string[] candidates)
    {
        var found = candidates.FirstOrDefault(File.Exists);
        OrSkip(found is not null, $"{Path.GetFileName(candidates[0])} (Debian package {package})");
        return found!;
    }
}
