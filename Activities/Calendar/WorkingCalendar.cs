using System.Collections.Concurrent;

namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// Which days are working days, and what follows from it. Immutable: a new holiday makes a new calendar. Every answer
/// takes constant or logarithmic time. Beyond the known holidays only weekends are left out; <see cref="Knows"/> tells.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly IReadOnlyList<Holiday> holidays;
    private readonly HashSet<string> overridden;
    private readonly ConcurrentDictionary<string, WorkingCalendar> offices = [];
    private readonly WorkingDayCount count;
    private readonly OfficeHours hours;

    /// <summary>
    /// The calendar of an office, or of government offices in general when <paramref name="office"/> is null.
    /// Refuses two overrides of one office that disagree about a day.
    /// </summary>
    public WorkingCalendar(IEnumerable<Holiday> holidays, string? office = null, OfficeHours? hours = null)
    {
        ArgumentNullException.ThrowIfNull(holidays);
        this.holidays = [.. holidays.OrderBy(holiday => holiday.Date)];
        this.hours = hours ?? OfficeHours.Government;
        Office = office;

        var national = this.holidays.Where(holiday => holiday.Office is null).ToList();
        FirstDay = national.Count == 0 ? DateOnly.MaxValue : new DateOnly(national[0].Date.Year, 1, 1);
        LastsUntil = national.Count == 0 ? DateOnly.MinValue : new DateOnly(national[^1].Date.Year, 12, 31);
        overridden = [.. this.holidays.Select(holiday => holiday.Office).OfType<string>()];
        count = new WorkingDayCount(DecidedDays(this.holidays, office));
    }

    /// <summary>The office whose overrides apply, or null.</summary>
    public string? Office { get; }

    /// <summary>1 January of the first year with holidays.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>31 December of the last year with holidays: the last date the calendar can vouch for.</summary>
    public DateOnly LastsUntil { get; }

    /// <summary>The same holidays as one office keeps them; made once for each office that has days of its own.</summary>
    public WorkingCalendar For(string office) => overridden.Contains(office)
        ? offices.GetOrAdd(office, _ => new WorkingCalendar(holidays, office, hours))
        : this;

    /// <summary>The same with one more day on which one office is closed.</summary>
    public WorkingCalendar With(DateOnly day, string office) =>
        new([.. holidays, new Holiday(day, "", "", Government: true, office)], Office, hours);

    /// <summary>The same with one more day on which offices are closed.</summary>
    public WorkingCalendar With(DateOnly holiday) =>
        new([.. holidays, new Holiday(holiday, "", "", Government: true)], Office, hours);

    /// <summary>Whether the holidays of that date's year are known. If not, warn: the answer counts weekends only.</summary>
    public bool Knows(DateOnly date) => date >= FirstDay && date <= LastsUntil;

    /// <summary>The holidays on a date that concern this calendar's office; more than one may share a day.</summary>
    public IReadOnlyList<Holiday> HolidaysOn(DateOnly date) =>
        [.. holidays.Where(holiday => holiday.Date == date && (holiday.Office is null || holiday.Office == Office))];

    /// <summary>Whether the office works on that date.</summary>
    public bool IsWorkingDay(DateOnly date) => count.IsWorkingDay(date);

    /// <summary>
    /// The n-th working day after the date, or before it when n is negative. With n = 0: the date itself if it is a
    /// working day, else the next one.
    /// </summary>
    public DateOnly AddWorkingDays(DateOnly date, int days)
    {
        if (days > 0)
            return count.DayNumbered((long)count.Through(date) + days);

        // From a day off, the first working day back is the one counted last.
        var from = IsWorkingDay(date) ? (long)count.Through(date) : (long)count.Through(date) + 1;
        return count.DayNumbered(from + days);
    }

    /// <summary>The first working day after the date.</summary>
    public DateOnly NextWorkingDay(DateOnly date) => AddWorkingDays(date, 1);

    /// <summary>The last working day before the date (T78: what falls on a Sunday is sent earlier, never later).</summary>
    public DateOnly PreviousWorkingDay(DateOnly date) => AddWorkingDays(date, -1);

    /// <summary>
    /// Working days after <paramref name="from"/> up to and with <paramref name="to"/>: the days one has from a letter to
    /// its deadline (A-09: 2). Negative when <paramref name="to"/> is the earlier one.
    /// </summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to) => count.Through(to) - count.Through(from);

    /// <summary>Working days of a period, its first and last day included (E-07: 18). 0 when it ends before it begins.</summary>
    public int WorkingDaysIn(DateOnly first, DateOnly last) =>
        last < first ? 0 : WorkingDaysBetween(first, last) + (IsWorkingDay(first) ? 1 : 0);

    /// <summary>23:59:59 in Bangkok of the n-th working day after the instant's Bangkok date, as UTC.</summary>
    public DateTimeOffset DueAfterWorkingDays(DateTimeOffset from, int days) =>
        ThaiDate.EndOfDay(AddWorkingDays(ThaiDate.BangkokDate(from), days));

    /// <summary>
    /// When something counts as received under an office-hours rule (T77): at once within office hours, at opening when
    /// it came before, else at the opening of the next working day. As UTC. Whether the rule holds is the caller's setting.
    /// </summary>
    public DateTimeOffset LegalReceipt(DateTimeOffset arrived) => OfficeTimeFrom(arrived);

    /// <summary>This instant when offices are open, else the next opening. As UTC.</summary>
    public DateTimeOffset OfficeTimeFrom(DateTimeOffset instant)
    {
        var date = ThaiDate.BangkokDate(instant);
        var time = ThaiDate.BangkokTime(instant);
        if (!IsWorkingDay(date) || time > hours.Closes)
            return ThaiDate.At(NextWorkingDay(date), hours.Opens);
        return time < hours.Opens ? ThaiDate.At(date, hours.Opens) : instant.ToUniversalTime();
    }

    /// <summary>Office hours between two instants; negative when <paramref name="to"/> is the earlier one.</summary>
    public TimeSpan WorkingHoursBetween(DateTimeOffset from, DateTimeOffset to) => HoursUntil(to) - HoursUntil(from);

    private TimeSpan HoursUntil(DateTimeOffset instant)
    {
        var date = ThaiDate.BangkokDate(instant);
        var today = IsWorkingDay(date);
        var whole = hours.Length * (count.Through(date) - (today ? 1 : 0));
        return today ? whole + hours.Passed(ThaiDate.BangkokTime(instant)) : whole;
    }

    // The days about which the holidays say something: open or closed. All others follow the week.
    private static Dictionary<DateOnly, bool> DecidedDays(IReadOnlyList<Holiday> holidays, string? office)
    {
        var open = new Dictionary<DateOnly, bool>();
        foreach (var holiday in holidays.Where(holiday => holiday.Office is null && holiday.Government))
            open[holiday.Date] = false;

        var overrides = holidays.Where(holiday => holiday.Office is not null && holiday.Office == office);
        foreach (var day in overrides.GroupBy(holiday => holiday.Date))
        {
            if (day.DistinctBy(holiday => holiday.Government).Count() > 1)
            {
                throw new ArgumentException(
                    $"Office {office} is both open and closed on {day.Key:O}. Keep one of its overrides.", nameof(holidays));
            }

            open[day.Key] = !day.First().Government;
        }

        return open;
    }
}
