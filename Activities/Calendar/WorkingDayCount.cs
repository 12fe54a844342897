namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// Numbers the working days: how many lie up to a day, and which day bears a number. A table of running counts covers
/// the years with decided days; before and after it Monday to Friday is reckoned without a table.
/// </summary>
internal sealed class WorkingDayCount
{
    // Day numbers count from Monday 1 January of year 1, so day number modulo 7 is 0 on Mondays.
    private const int DaysOfWeek = 7;
    private const int WorkingDaysOfWeek = 5;

    private readonly int firstDay;
    private readonly int[] through;
    private readonly int startsAt;

    public WorkingDayCount(Dictionary<DateOnly, bool> decided)
    {
        firstDay = decided.Count == 0 ? 0 : decided.Keys.Min().DayNumber;
        var length = decided.Count == 0 ? 0 : decided.Keys.Max().DayNumber - firstDay + 1;
        startsAt = WeekdaysThrough(firstDay - 1);
        through = RunningCounts(decided, length);
    }

    public bool IsWorkingDay(DateOnly date) => Through(date.DayNumber) > Through(date.DayNumber - 1);

    /// <summary>How many working days there were up to and with this date, counted from a day of no importance.</summary>
    public int Through(DateOnly date) => Through(date.DayNumber);

    /// <summary>The working day with that count: the earliest date whose <see cref="Through(DateOnly)"/> reaches it.</summary>
    public DateOnly DayNumbered(long number)
    {
        if (number <= startsAt)
            return Day(WeekdayNumbered(number));
        if (number > End)
            return Day(WeekdayNumbered(number - End + WeekdaysThrough(firstDay + through.Length - 1)));

        var place = Array.BinarySearch(through, (int)number);
        while (place > 0 && through[place - 1] == number)
            place--;
        return DateOnly.FromDayNumber(firstDay + place);
    }

    private int End => through.Length == 0 ? startsAt : through[^1];

    private int Through(int day)
    {
        if (day < firstDay)
            return WeekdaysThrough(day);

        var place = day - firstDay;
        return place < through.Length
            ? through[place]
            : End + WeekdaysThrough(day) - WeekdaysThrough(firstDay + through.Length - 1);
    }

    private int[] RunningCounts(Dictionary<DateOnly, bool> decided, int length)
    {
        var counts = new int[length];
        var sum = startsAt;
        for (var place = 0; place < length; place++)
        {
            var date = DateOnly.FromDayNumber(firstDay + place);
            var works = decided.TryGetValue(date, out var open) ? open : IsWeekday(date);
            counts[place] = sum += works ? 1 : 0;
        }

        return counts;
    }

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static int WeekdaysThrough(int day)
    {
        var days = day + 1;
        return days / DaysOfWeek * WorkingDaysOfWeek + Math.Min(days % DaysOfWeek, WorkingDaysOfWeek);
    }

    private static long WeekdayNumbered(long number) =>
        (number - 1) / WorkingDaysOfWeek * DaysOfWeek + (number - 1) % WorkingDaysOfWeek;

    private static DateOnly Day(long day)
    {
        if (day < DateOnly.MinValue.DayNumber || day > DateOnly.MaxValue.DayNumber)
        {
            throw new ArgumentOutOfRangeException(nameof(day), day,
                "The number of working days leads outside the calendar. Use fewer days.");
        }

        return DateOnly.FromDayNumber((int)day);
    }
}
