namespace WorkflowHost.Activities.Simulation;

/// <summary>What a simulation came to: the last line of the command, and what is kept as proof that it was made.</summary>
/// <param name="Ends">How cases ended, each with its number.</param>
/// <param name="Events">Every event's number.</param>
/// <param name="Refusals">What the rules refused, by code.</param>
/// <param name="LateCases">How many cases missed a cut-off at least once.</param>
/// <param name="Late">The worst of them.</param>
/// <param name="DaysOff">Cut-offs on days when offices are closed, so that nobody is there to help (T16).</param>
public sealed record SimulationSummary(
    string Event,
    string Definition,
    int Version,
    int Seed,
    int Organisations,
    DateOnly From,
    DateOnly Until,
    int Started,
    int Ended,
    int Open,
    SortedDictionary<string, int> Ends,
    TaskNumbers Tasks,
    int Mails,
    SortedDictionary<string, int> MailsByTemplate,
    IReadOnlyList<InboxLoad> Inboxes,
    int LateCases,
    IReadOnlyList<LateCase> Late,
    IReadOnlyList<DeadEnd> DeadEnds,
    IReadOnlyList<DayOff> DaysOff,
    SortedDictionary<string, int> Refusals,
    SortedDictionary<string, int> Events,
    IReadOnlyList<Month> Months);

/// <summary>What became of the tasks; late ones were answered or left after their cut-off.</summary>
public sealed record TaskNumbers(int Opened, int Answered, int ClosedByClock, int Missed);

/// <summary>One inbox, day by day from the first.</summary>
/// <param name="MostOpen">The fullest it was at the end of a day.</param>
/// <param name="PerDay">Tasks that came in.</param>
/// <param name="OpenPerDay">Tasks that waited at the day's end.</param>
public sealed record InboxLoad(
    string Inbox, int Opened, int Answered, int MostOpen, DateOnly MostOpenOn,
    IReadOnlyList<int> PerDay, IReadOnlyList<int> OpenPerDay);

/// <summary>A cut-off that was missed. <paramref name="Days"/>: calendar days until the answer, or until the end.</summary>
public sealed record LateCase(
    string Case, string? Organisation, string Step, string? Inbox, DateTimeOffset Due, int Days, bool StillOpen);

/// <summary>Cut-offs that fall on a day off.</summary>
public sealed record DayOff(DateOnly Day, int Tasks);

/// <summary>One month of the timeline.</summary>
/// <param name="First">Its first day.</param>
public sealed record Month(DateOnly First)
{
    public int Mails { get; set; }
    public int Opened { get; set; }
    public int Answered { get; set; }
    public int CutOffs { get; set; }
    public int Missed { get; set; }
    public int Ended { get; set; }
}
