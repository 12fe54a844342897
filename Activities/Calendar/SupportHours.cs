namespace WorkflowHost.Activities.Calendar;

/// <summary>Whether a support unit that keeps office hours answers now, and else when it opens next (B-11, T105).</summary>
/// <param name="ClosesAt">When it is open: until then.</param>
/// <param name="OpensAt">When it is closed: the next opening.</param>
public sealed record SupportHours(DateTimeOffset? ClosesAt, DateTimeOffset? OpensAt)
{
    public bool IsOpen => ClosesAt is not null;

    public static SupportHours At(WorkingCalendar calendar, DateTimeOffset now)
    {
        var closes = ThaiDate.At(ThaiDate.BangkokDate(now), OfficeHours.Government.Closes);
        if (calendar.OfficeTimeFrom(now) == now.ToUniversalTime() && now < closes)
            return new SupportHours(closes, null);
        // At the very minute of closing letters still count, but nobody answers a telephone.
        return new SupportHours(null, calendar.OfficeTimeFrom(now.AddMinutes(now == closes ? 1 : 0)));
    }

    /// <summary>"เปิดอยู่ ถึง 16:30 น." or "ปิดอยู่ เปิด 08:30 น. พรุ่งนี้".</summary>
    public string Thai(DateTimeOffset now) => ClosesAt is { } closes
        ? $"เปิดอยู่ ถึง {Clock(closes)} น."
        : $"ปิดอยู่ เปิด {Clock(OpensAt!.Value)} น. " + DaysFrom(now) switch
        {
            0 => "วันนี้",
            1 => "พรุ่งนี้",
            _ => ThaiDate.WithWeekday(ThaiDate.BangkokDate(OpensAt.Value)),
        };

    /// <summary>"open until 16:30" or "closed, opens at 08:30 tomorrow".</summary>
    public string English(DateTimeOffset now) => ClosesAt is { } closes
        ? $"open until {Clock(closes)}"
        : $"closed, opens at {Clock(OpensAt!.Value)} " + DaysFrom(now) switch
        {
            0 => "today",
            1 => "tomorrow",
            _ => "on " + ThaiDate.EnglishWithWeekday(ThaiDate.BangkokDate(OpensAt.Value)),
        };

    int DaysFrom(DateTimeOffset now) => ThaiDate.BangkokDate(OpensAt!.Value).DayNumber - ThaiDate.BangkokDate(now).DayNumber;

    static string Clock(DateTimeOffset instant) =>
        ThaiDate.BangkokTime(instant).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
