namespace WorkflowHost.Web.Backup;

/// <summary>
/// Letters from folder to folder. A letter's name is the hash of its content and it never changes, so what is there already
/// need not be copied again; half-written ones have a leading dot and stay behind.
/// </summary>
static class LetterCopy
{
    /// <summary>Answers how many were copied.</summary>
    public static int Copy(string from, string to)
    {
        if (!Directory.Exists(from))
            return 0;
        var copied = 0;
        foreach (var name in Names(from))
        {
            var target = Path.Combine(to, name);
            if (File.Exists(target))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(from, name), target + ".part", overwrite: true);
            File.Move(target + ".part", target);
            copied++;
        }
        return copied;
    }

    public static IEnumerable<string> Names(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetFileName(file).StartsWith('.') && !file.EndsWith(".part", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(folder, file))
        : [];
}
