using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Support.SmtpServers;

/// <summary>A Debian aiosmtpd on a free loopback port; see smtp_server.py for what each recipient makes it do.</summary>
public sealed class AiosmtpdServer : IDisposable
{
    readonly string[] arguments;
    Process process;

    AiosmtpdServer(Process process, string folder, int port, string[] arguments)
    {
        this.process = process;
        this.arguments = arguments;
        Folder = folder;
        Port = port;
    }

    public string Folder { get; }

    public int Port { get; }

    /// <summary>The system's own Python, for which Debian's packages install.</summary>
    public static string Python => Required.Program("python3", "/usr/bin/python3");

    public static AiosmtpdServer Start(params string[] arguments)
    {
        Required.OrSkip(HasAiosmtpd(), "Python's aiosmtpd (Debian package python3-aiosmtpd)");
        var folder = Directory.CreateTempSubdirectory("aiosmtpd-").FullName;
        var (process, port) = Begin(folder, arguments);
        return new AiosmtpdServer(process, folder, port, arguments);
    }

    /// <summary>Dies in the middle of whatever it does.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Goes on after it was killed, at the same port and with the mails it had taken.</summary>
    public void StartAgain() =>
        (process, _) = Begin(Folder, [.. arguments, "--port", Port.ToString(CultureInfo.InvariantCulture)]);

    static (Process Process, int Port) Begin(string folder, string[] arguments)
    {
        string[] all = ["-u", Script("smtp_server.py"), "--folder", folder, .. arguments];
        var process = Process.Start(new ProcessStartInfo(Python, all)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, line) => File.AppendAllText(Path.Combine(folder, "errors"), line.Data + "\n");
        process.BeginErrorReadLine();
        var port = process.StandardOutput.ReadLine()?.Replace("listening ", "", StringComparison.Ordinal)
            ?? throw new InvalidOperationException($"aiosmtpd did not start; see {folder}/errors");
        return (process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    public MailSettings Settings(Action<MailSettings>? change = null)
    {
        var settings = new MailSettings
        {
            Mode = "Smtp",
            Host = "localhost",
            Port = Port,
            Security = "None",
            From = "flow@dla.example",
            FromName = "ระบบอนุมัติ",
            TimeoutSeconds = 20,
        };
        change?.Invoke(settings);
        return settings;
    }

    /// <summary>The mails that were kept, in the order of their arrival.</summary>
    public IReadOnlyList<ReceivedMail> Mails() =>
        [.. Files("*.eml").Order(StringComparer.Ordinal).Select(x => MimeReader.Read(x, File.ReadAllBytes(x)))];

    /// <summary>How many lines of the server's log begin so.</summary>
    public int Logged(string start) =>
        File.Exists(Path.Combine(Folder, "log"))
            ? File.ReadLines(Path.Combine(Folder, "log")).Count(x => x.StartsWith(start, StringComparison.Ordinal))
            : 0;

    public static string Script(string name) => Path.Combine(Path.GetDirectoryName(ThisFile())!, name);

    public void Dispose()
    {
        Kill();
        Directory.Delete(Folder, recursive: true);
    }

    string[] Files(string pattern) => Directory.GetFiles(Folder, pattern);

    static bool HasAiosmtpd()
    {
        var start = new ProcessStartInfo(Python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}
