using System.Globalization;

namespace WorkflowHost.Engine.Expressions;

/// <summary>
/// Instants and calendar days. Days, months and years are those of Asia/Bangkok, UTC+7 without summer time for all the
/// years that are allowed here (1921–2400, Common Era).
/// </summary>
static class DateFunctions
{
    const int FirstYear = 1921;
    const int LastYear = 2400;
    const int MostDays = 100_000;
    const int BuddhistEra = 543;

    const string Forms = "Dates are written '2026-01-31', '2026-01-31T08:30' (Bangkok time) or "
        + "'2026-01-31T01:30:00Z', in years of the Common Era";

    public static readonly Function[] All =
    [
        new("now", 0, 0, (in call) => call.Run.Scope.Now),
        new("date", 1, 1, (in call) => Date(call)),
        new("addDays", 2, 2, (in call) => AddDays(call)),
        new("daysBetween", 2, 2, (in call) => (double)(Local(call, 1).Date - Local(call, 0).Date).Days),
        new("year", 1, 1, (in call) => (double)Local(call, 0).Year),
        new("month", 1, 1, (in call) => (double)Local(call, 0).Month),
        new("day", 1, 1, (in call) => (double)Local(call, 0).Day),
        new("buddhistYear", 1, 1, (in call) => (double)(Local(call, 0).Year + BuddhistEra)),
    ];

    static readonly TimeSpan bangkok = TimeSpan.FromHours(7);

    static readonly string[] withoutZone =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
    ];

    static readonly string[] withZone =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    static DateTimeOffset Date(in Call call)
    {
        if (call[0] is DateTimeOffset already)
            return already;

        var text = call.Text(0);
        if (DateTime.TryParseExact(text, withoutZone, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            CheckYear(local.Year, text, call);
            return new DateTimeOffset(local, bangkok);
        }

        if (!DateTimeOffset.TryParseExact(text, withZone, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out var date))
            throw call.Fault($"'{Words.Short(text)}' is not a date. {Forms}.");

        CheckYear(date.Year, text, call);
        return date;
    }

    static void CheckYear(int year, string text, in Call call)
    {
        if (year is >= FirstYear and <= LastYear)
            return;

        var hint = year > LastYear ? $" Is it a Buddhist year? Then write {year - BuddhistEra}." : "";
        throw call.Fault($"'{Words.Short(text)}' is outside the years {FirstYear}–{LastYear}.{hint} {Forms}.");
    }

    static DateTimeOffset AddDays(in Call call)
    {
        var date = Local(call, 0);
        var days = call.Number(1);
        if (Math.Floor(days) != days || Math.Abs(days) > MostDays)
            throw call.Fault($"argument 2 must be a whole number of days, at most {MostDays}, but found "
                + $"{NumberText.Of(days)}.");

        return date.AddDays(days);
    }

    static DateTimeOffset Local(in Call call, int index)
    {
        var date = call.Date(index);
        if (date.UtcDateTime.Year is < FirstYear or > LastYear)
            throw call.Fault($"the date of argument {index + 1} is outside the years {FirstYear}–{LastYear}.");

        return date.ToOffset(bangkok);
    }
}
