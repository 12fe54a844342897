using System.Net;

namespace WorkflowHost.Web.Mail;

/// <summary>
/// Section "Mail" of the configuration: where mails go, and how. <see cref="Problems"/> says all that is wrong with it.
/// </summary>
public sealed class MailSettings
{
    public const string Section = "Mail";

    /// <summary>"Folder" writes .eml files into <see cref="FolderPath"/>; "Smtp" sends.</summary>
    public string Mode { get; set; } = "Folder";

    public string FolderPath { get; set; } = "";

    /// <summary>Where mails that come in are laid down as .eml files; empty reads none.</summary>
    public string InFolder { get; set; } = "";

    /// <summary>The name under which our own mail server reports its DMARC check (RFC 8601); empty believes none.</summary>
    public string AuthServer { get; set; } = "";

    /// <summary>The sender's bare address; also the envelope sender, to which bounces return.</summary>
    public string From { get; set; } = "";

    public string FromName { get; set; } = "";

    public string Host { get; set; } = "";

    /// <summary>Usually 587 with StartTls, 465 with Tls, 25 with None.</summary>
    public int Port { get; set; } = 587;

    /// <summary>"StartTls" (demanded, never optional), "Tls" (from the first byte) or "None".</summary>
    public string Security { get; set; } = "StartTls";

    public string UserName { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>A file that holds nothing but the password; read for every new connection, so that it may be exchanged.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>
    /// With <see cref="Security"/> None: lets the password cross the network unencrypted. Loopback needs no such leave.
    /// </summary>
    public bool AllowPlainAuth { get; set; }

    /// <summary>PEM file of the authorities to trust for the mail server, in place of the system's.</summary>
    public string TrustedCaFile { get; set; } = "";

    /// <summary>The name said in EHLO; empty takes the machine's.</summary>
    public string HelloName { get; set; } = "";

    /// <summary>Patience with each single step of the conversation, in seconds.</summary>
    public double TimeoutSeconds { get; set; } = 30;

    public int MaxConnections { get; set; } = 4;

    /// <summary>Mails to one domain in any 60 seconds (T54); none means no limit. Kept by <see cref="MailPace"/>.</summary>
    public int? PerDomainPerMinute { get; set; }

    /// <summary>Where a line is kept for each mail that left; see <see cref="Backup.SentJournal"/>.</summary>
    public string SentFolder { get; set; } = "data/sent";

    /// <summary>Everything wrong with these settings, each with the key and the way out; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        AddSenderProblems(problems);
        if (SentFolder.Length == 0)
            problems.Add("Mail:SentFolder is empty: name the folder that keeps a line for each mail that left");
        if (Mode == "Folder")
            Unless(FolderPath.Length > 0, problems, "Mail:FolderPath is empty: name the folder for the .eml files");
        else if (Mode == "Smtp")
            AddSmtpProblems(problems);
        else
            problems.Add($"Mail:Mode is '{Mode}': use Folder or Smtp");
        return problems;
    }

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    internal bool SignsIn => UserName.Length > 0;

    internal string ReadPassword() => PasswordFile.Length > 0 ? File.ReadAllText(PasswordFile).TrimEnd('\r', '\n') : Password;

    void AddSenderProblems(List<string> problems)
    {
        Unless(AddrSpec.TryParse(From, out _), problems, $"Mail:From is '{From}': give the sender's bare address");
        Unless(PerDomainPerMinute is null or > 0, problems, "Mail:PerDomainPerMinute must be above 0; leave it out for no limit");
    }

    void AddSmtpProblems(List<string> problems)
    {
        Unless(Uri.CheckHostName(Host) != UriHostNameType.Unknown, problems, $"Mail:Host is '{Host}': name the mail server");
        Unless(Port is > 0 and <= 65535, problems, $"Mail:Port is {Port}: use 1 to 65535, usually 587");
        Unless(Security is "None" or "StartTls" or "Tls", problems, $"Mail:Security is '{Security}': use StartTls, Tls or None");
        Unless(TimeoutSeconds is > 0 and <= 600, problems, $"Mail:TimeoutSeconds is {TimeoutSeconds}: use up to 600");
        Unless(MaxConnections is > 0 and <= 100, problems, $"Mail:MaxConnections is {MaxConnections}: use 1 to 100");
        Unless(HelloName.All(x => char.IsAsciiLetterOrDigit(x) || x is '.' or '-' or ':' or '[' or ']'), problems,
            $"Mail:HelloName is '{HelloName}': give this machine's full host name");
        Unless(TrustedCaFile.Length == 0 || File.Exists(TrustedCaFile), problems,
            $"Mail:TrustedCaFile '{TrustedCaFile}' does not exist: name a PEM file, or leave it out");
        AddSignInProblems(problems);
    }

    void AddSignInProblems(List<string> problems)
    {
        var hasPassword = Password.Length > 0 || PasswordFile.Length > 0;
        Unless(Password.Length == 0 || PasswordFile.Length == 0, problems,
            "Mail:Password and Mail:PasswordFile are both set: keep one");
        Unless(PasswordFile.Length == 0 || File.Exists(PasswordFile), problems,
            $"Mail:PasswordFile '{PasswordFile}' does not exist, or may not be read");
        Unless(SignsIn || !hasPassword, problems, "Mail:UserName is empty, but there is a password: set both or neither");
        Unless(!SignsIn || hasPassword, problems, "Mail:UserName is set, but neither Mail:Password nor Mail:PasswordFile is");
        Unless(!(UserName + Password).Contains('\0'), problems, "Mail:UserName and Mail:Password must not hold a NUL character");
        Unless(!SignsIn || Security != "None" || AllowPlainAuth || IsLoopback(Host), problems,
            "Mail:Security is None, and the password would cross the network unencrypted: "
            + "use StartTls or Tls, or set Mail:AllowPlainAuth if that network is trusted");
    }

    static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    static void Unless(bool fine, List<string> problems, string problem)
    {
        if (!fine)
            problems.Add(problem);
    }
}
