using WorkflowHost.Web.Mail;

namespace WorkflowHost.Web.Settings;

/// <summary>All settings but those of the log (section Serilog, read by Serilog). The comments are in appsettings.json.</summary>
public sealed class HostSettings
{
    public SiteSettings Site { get; set; } = new();
    public StoreSettings Store { get; set; } = new();
    public LettersSettings Letters { get; set; } = new();
    public CitizenIdsSettings CitizenIds { get; set; } = new();
    public ThaIdSettings ThaId { get; set; } = new();
    public MailSettings Mail { get; set; } = new();
    public TimetableSettings Timetable { get; set; } = new();
    public LimitsSettings Limits { get; set; } = new();
    public OperationsSettings Operations { get; set; } = new();
    public DesignerSettings Designer { get; set; } = new();
    public StudioSettings Studio { get; set; } = new();

    /// <exception cref="SettingsException">Some can't work; all of them are named.</exception>
    public static HostSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = new HostSettings();
        try
        {
            configuration.Bind(settings);
        }
        catch (InvalidOperationException fault)
        {
            throw new SettingsException([$"{fault.Message} {fault.InnerException?.Message}".TrimEnd()]);
        }
        var problems = settings.Problems(environment.IsDevelopment()).ToList();
        return problems.Count == 0 ? settings : throw new SettingsException(problems);
    }

    IEnumerable<string> Problems(bool isDevelopment) =>
    [
        .. Site.Problems(isDevelopment), .. Store.Problems(), .. Letters.Problems(), .. Mail.Problems(), .. Limits.Problems(),
        .. Operations.Problems(), .. Studio.Problems(), .. ThaId.Problems(isDevelopment),
    ];
}

/// <summary>Where the letters are kept.</summary>
public sealed class LettersSettings
{
    public string Folder { get; set; } = "";

    internal IEnumerable<string> Problems()
    {
        if (Folder.Length == 0)
            yield return "Letters:Folder is empty: name the folder that keeps the letters";
    }
}

/// <summary>Where the key for citizen ids lies.</summary>
public sealed class CitizenIdsSettings
{
    public string KeyFile { get; set; } = "";
}

/// <summary>Whether this host does what is due by the clock.</summary>
public sealed class TimetableSettings
{
    public bool Enabled { get; set; } = true;
}

/// <summary>How often one address may try, in a minute.</summary>
public sealed class LimitsSettings
{
    public int SignInsPerMinute { get; set; } = 60;
    public int MailLinksPerMinute { get; set; } = 120;

    internal IEnumerable<string> Problems()
    {
        if (SignInsPerMinute < 1)
            yield return $"Limits:SignInsPerMinute is {SignInsPerMinute}: use 1 or more";
        if (MailLinksPerMinute < 1)
            yield return $"Limits:MailLinksPerMinute is {MailLinksPerMinute}: use 1 or more";
    }
}

/// <summary>For those who run the host.</summary>
public sealed class OperationsSettings
{
    public string MetricsToken { get; set; } = "";

    /// <summary>How long a stopping host serves on after it said so; 5 seconds when null, in Development none.</summary>
    public double? DrainSeconds { get; set; }

    public TimeSpan DrainTime(bool isDevelopment) => TimeSpan.FromSeconds(DrainSeconds ?? (isDevelopment ? 0 : 5));

    internal IEnumerable<string> Problems()
    {
        if (MetricsToken.Length is > 0 and < 20)
            yield return "Operations:MetricsToken can be guessed: use 20 random characters or more, or leave it empty";
        if (DrainSeconds is not (null or >= 0 and <= 300))
            yield return $"Operations:DrainSeconds is {DrainSeconds}: use 0 to 300, or leave it out";
    }
}
