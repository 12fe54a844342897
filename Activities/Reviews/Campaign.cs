using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// The review of a year of one system: planned with its dates, dealt out over working days, one a fiscal year. Its id is
/// made of both, so that nobody can make a second one, however often or late they try.
/// </summary>
public sealed class Campaign
{
    /// <summary>Its rights are being dealt out; nobody is asked yet.</summary>
    public const string Planning = "planning";

    /// <summary>Planned; from its first day on people are asked.</summary>
    public const string Running = "running";

    public const string Closed = "closed";

    /// <summary>The circular whose rule A-05 asks for it.</summary>
    public const string CircularId = "A";

    /// <summary>The input of a review's instance that names its campaign.</summary>
    public const string Input = "campaignId";

    public string Id { get; init; } = "";
    public string System { get; init; } = "";

    /// <summary>The fiscal year of its first day, B.E.</summary>
    public int Year { get; init; }

    public string Phase { get; init; } = Planning;
    public DateOnly FirstOn { get; init; }
    public DateOnly LastOn { get; init; }
    public DateOnly AnchorFirstOn { get; init; }
    public DateOnly AnchorLastOn { get; init; }

    /// <summary>1 when the next year's is planned by itself.</summary>
    public int Repeats { get; init; }

    /// <summary>The brake: how many per cent of a province may fall silent before an operator decides (T89).</summary>
    public int LimitPercent { get; init; }

    /// <summary>How many rights were dealt out, and over how many working days.</summary>
    public int Total { get; init; }

    public int Days { get; init; }

    /// <summary>How many are asked on one day at most: twice the mean.</summary>
    public int DayLimit { get; init; }

    public string PlannedBy { get; init; } = "";
    public DateTimeOffset PlannedAt { get; init; }

    /// <summary>The day up to which rights that came after the plan have their places.</summary>
    public DateOnly? SettledOn { get; init; }

    public DateTimeOffset? PausedAt { get; init; }
    public string? PausedBy { get; init; }
    public string? PauseReason { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    public static string IdOf(string system, int year) =>
        system.Replace(' ', '-') + "-" + year.ToString(CultureInfo.InvariantCulture);

    /// <summary>Which year a campaign that begins on that day belongs to: fiscal years begin on 1 October.</summary>
    public static int YearOf(DateOnly first) => FiscalYear.Of(first).Number;

    /// <summary>Whether rights may have come that have no place yet; after its first day none can.</summary>
    public bool IsUnsettled(DateOnly today) => SettledOn is null || (SettledOn < today && SettledOn < FirstOn);

    /// <summary>The same dates a year on, reckoned from those the series began with.</summary>
    public (DateOnly First, DateOnly Last) NextDates()
    {
        var years = Year + 1 - YearOf(AnchorFirstOn);
        return (AnchorFirstOn.AddYears(years), AnchorLastOn.AddYears(years));
    }

    public static Task<Campaign?> FindAsync(Database database, string id) =>
        database.FirstAsync<Campaign>("select * from review_campaigns where id = @id", new { id });

    public static Task<Campaign?> FindAsync(Transaction transaction, string id) =>
        transaction.FirstAsync<Campaign>("select * from review_campaigns where id = @id", new { id });

    /// <summary>Reads it after taking its lock: whoever works at it takes turns.</summary>
    public static Task<Campaign?> LockAsync(Transaction transaction, string id)
    {
        transaction.Lock("select id from review_campaigns where id = @id", new { id });
        return FindAsync(transaction, id);
    }

    internal void Insert(Transaction transaction) => transaction.Write(
        """
        insert into review_campaigns (id, system, year, phase, first_on, last_on, anchor_first_on, anchor_last_on, repeats,
            limit_percent, total, days, day_limit, planned_by, planned_at)
        values (@Id, @System, @Year, @Phase, @FirstOn, @LastOn, @AnchorFirstOn, @AnchorLastOn, @Repeats,
            @LimitPercent, @Total, @Days, @DayLimit, @PlannedBy, @PlannedAt)
        on conflict (system, year) do nothing
        """, this);
}
