namespace WorkflowHost.Activities.Calendar;

/// <summary>When an office is open on a working day, Bangkok time. The lunch break is not taken off.</summary>
public sealed record OfficeHours
{
    /// <summary>From opening to closing on the same day; closing must be the later one.</summary>
    public OfficeHours(TimeOnly opens, TimeOnly closes)
    {
        if (closes <= opens)
            throw new ArgumentException($"Office hours must end after they begin: {opens:O}, {closes:O}.", nameof(closes));

        Opens = opens;
        Closes = closes;
    }

    /// <summary>08:30–16:30.</summary>
    public static OfficeHours Government { get; } = new(new TimeOnly(8, 30), new TimeOnly(16, 30));

    /// <summary>First minute of the working day.</summary>
    public TimeOnly Opens { get; }

    /// <summary>End of the working day; what arrives at this very time still counts.</summary>
    public TimeOnly Closes { get; }

    /// <summary>Length of a working day.</summary>
    public TimeSpan Length => Closes - Opens;

    /// <summary>How much of the working day has passed at that time: zero before opening, all of it after closing.</summary>
    public TimeSpan Passed(TimeOnly time)
    {
        if (time <= Opens)
            return TimeSpan.Zero;
        return time >= Closes ? Length : time - Opens;
    }
}
