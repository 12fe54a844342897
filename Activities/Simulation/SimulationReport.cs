using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;

namespace WorkflowHost.Activities.Simulation;

/// <summary>Adds up the events of a simulation while they happen.</summary>
public sealed class SimulationReport(SimulationPlan plan, int organisations)
{
    const int MostLateShown = 100;

    readonly WorkingCalendar calendar = new(ShippedData.Holidays());
    readonly SortedDictionary<string, int> events = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, int> ends = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, int> mails = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, int> refusals = new(StringComparer.Ordinal);
    readonly SortedDictionary<DateOnly, int> daysOff = [];
    readonly SortedDictionary<DateOnly, Month> months = [];
    readonly SortedDictionary<string, InboxDays> inboxes = new(StringComparer.Ordinal);
    readonly Dictionary<(string Case, string Step), SimulationEvent> missed = [];
    readonly List<LateCase> late = [];
    IReadOnlyList<DeadEnd> deadEnds = [];

    /// <summary>Counts one event.</summary>
    public void Add(SimulationEvent happened)
    {
        Count(events, happened.Event);
        var day = DateOnly.FromDateTime(happened.At.DateTime);
        var month = MonthOf(day);
        switch (happened.Event)
        {
            case "mail":
                month.Mails++;
                Count(mails, happened.Detail!);
                break;
            case "task-opened":
                month.Opened++;
                InboxOf(happened).Open(day);
                if (happened.Due is { } due)
                    CutOff(DateOnly.FromDateTime(due.DateTime));
                break;
            case "task-answered" or "task-closed":
                month.Answered += happened.Event == "task-answered" ? 1 : 0;
                InboxOf(happened).Close(day, happened.Event == "task-answered");
                EndDelay(happened);
                break;
            case "cut-off-missed":
                month.Missed++;
                missed[(happened.Case!, happened.Step!)] = happened;
                break;
            case "case-ended":
                month.Ended++;
                Count(ends, happened.Outcome!);
                break;
            case "refused":
                Count(refusals, happened.Outcome!);
                break;
        }
    }

    /// <summary>The last day is over.</summary>
    public void Close(IReadOnlyList<DeadEnd> found)
    {
        deadEnds = found;
        foreach (var open in missed.Values)
            late.Add(Late(open, plan.End, stillOpen: true));
        missed.Clear();
    }

    /// <summary>What it came to.</summary>
    public SimulationSummary Summary() => new(
        "summary", plan.Definition.DefinitionId, plan.Definition.Version, plan.Seed, organisations,
        plan.From, plan.Until, Of("case-started"), Of("case-ended"), Of("case-started") - Of("case-ended"), ends,
        new TaskNumbers(Of("task-opened"), Of("task-answered"), Of("task-closed"), Of("cut-off-missed")), Of("mail"), mails,
        [.. inboxes.Select(inbox => inbox.Value.Load(inbox.Key))],
        late.DistinctBy(one => one.Case).Count(),
        [.. late.OrderByDescending(one => one.Days).ThenBy(one => one.Due).ThenBy(one => one.Case, StringComparer.Ordinal)
            .Take(MostLateShown)],
        deadEnds, [.. daysOff.Select(day => new DayOff(day.Key, day.Value))], refusals, events, [.. months.Values]);

    int Of(string what) => events.GetValueOrDefault(what);

    void CutOff(DateOnly day)
    {
        if (day < plan.Until)
            MonthOf(day).CutOffs++;
        if (!calendar.IsWorkingDay(day))
            daysOff[day] = daysOff.GetValueOrDefault(day) + 1;
    }

    void EndDelay(SimulationEvent closed)
    {
        // Silence that the clock ends at its cut-off is an answer of its own.
        if (missed.Remove((closed.Case!, closed.Step!), out var since)
            && Late(since, closed.At, stillOpen: false) is { Days: > 0 } one)
            late.Add(one);
    }

    static LateCase Late(SimulationEvent missed, DateTimeOffset until, bool stillOpen) => new(
        missed.Case!, missed.Organisation, missed.Step!, missed.Inbox, missed.Due!.Value,
        (int)Math.Ceiling((until - missed.Due.Value).TotalDays), stillOpen);

    InboxDays InboxOf(SimulationEvent happened) => inboxes.TryGetValue(happened.Inbox!, out var inbox)
        ? inbox
        : inboxes[happened.Inbox!] = new InboxDays(plan.From, plan.Until.DayNumber - plan.From.DayNumber);

    Month MonthOf(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return months.TryGetValue(first, out var month) ? month : months[first] = new Month(first);
    }

    static void Count(SortedDictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;

    /// <summary>One inbox while it is counted.</summary>
    sealed class InboxDays(DateOnly from, int days)
    {
        readonly int[] opened = new int[days + 1];
        readonly int[] closed = new int[days + 1];
        int answered;

        public void Open(DateOnly day) => opened[Place(day)]++;

        public void Close(DateOnly day, bool byAnswer)
        {
            closed[Place(day)]++;
            answered += byAnswer ? 1 : 0;
        }

        public InboxLoad Load(string name)
        {
            var open = new int[days];
            for (var day = 0; day < days; day++)
                open[day] = (day == 0 ? 0 : open[day - 1]) + opened[day] - closed[day];
            var most = Array.IndexOf(open, open.Max());
            return new InboxLoad(name, opened.Sum(), answered, open[most], from.AddDays(most), opened[..days], open);
        }

        int Place(DateOnly day) => Math.Clamp(day.DayNumber - from.DayNumber, 0, days);
    }
}
