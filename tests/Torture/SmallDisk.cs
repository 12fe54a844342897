using System.Diagnostics;
using System.Globalization;

namespace WorkflowHost.Tests.Torture;

/// <summary>
/// A file system of a few megabytes for the letters, so that it can be full. Making one is root's right; without it letters lie
/// in a plain folder, which is never full.
/// </summary>
sealed class SmallDisk : IDisposable
{
    const int Megabytes = 16;

    SmallDisk(string folder, bool canBeFilled) => (Folder, CanBeFilled) = (folder, canBeFilled);

    public string Folder { get; }

    public bool CanBeFilled { get; }

    string Filling => Path.Combine(Folder, "filling");

    public static SmallDisk Make(string folder)
    {
        Directory.CreateDirectory(folder);
        var mounted = Run(
            "mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={Megabytes}m"), "tmpfs",
            folder) == 0;
        return new SmallDisk(folder, mounted);
    }

    public void Fill()
    {
        using var file = new FileStream(Filling, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var i = 0; i <= Megabytes * 1024; i++)
                file.Write(new byte[1024]);
        }
        catch (IOException)
        {
            // Full: that was the point.
        }
    }

    public void Empty() => File.Delete(Filling);

    public void Dispose()
    {
        if (CanBeFilled)
            Run("umount", "-l", Folder);
    }

    static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
