using System.Globalization;

namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// Dates as Thai offices write and read them. Storage and logic use C.E. and UTC; the Buddhist era and Bangkok time
/// appear only here, at the edge. Nothing here reads the current culture.
/// </summary>
public static class ThaiDate
{
    /// <summary>B.E. = C.E. + 543.</summary>
    public const int BuddhistOffset = 543;

    /// <summary>The first C.E. year that is taken as a year at all.</summary>
    public const int FirstYear = 1900;

    /// <summary>The last C.E. year that is taken as a year at all. The first B.E. year (2443) lies above it.</summary>
    public const int LastYear = 2200;

    private static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    /// <summary>UTC+07:00, no daylight saving. Made here, so that a server without tzdata has it too.</summary>
    public static TimeZoneInfo Bangkok { get; } =
        TimeZoneInfo.CreateCustomTimeZone("Asia/Bangkok", Offset, "Asia/Bangkok", "Asia/Bangkok");

    /// <summary>The date on the wall in Bangkok at that instant.</summary>
    public static DateOnly BangkokDate(DateTimeOffset instant) => DateOnly.FromDateTime(InBangkok(instant).DateTime);

    /// <summary>The time on the wall in Bangkok at that instant.</summary>
    public static TimeOnly BangkokTime(DateTimeOffset instant) => TimeOnly.FromDateTime(InBangkok(instant).DateTime);

    /// <summary>00:00:00 in Bangkok, as UTC.</summary>
    public static DateTimeOffset StartOfDay(DateOnly date) => At(date, TimeOnly.MinValue);

    /// <summary>23:59:59 in Bangkok, as UTC: the default end of a deadline that names only a day.</summary>
    public static DateTimeOffset EndOfDay(DateOnly date) => At(date, new TimeOnly(23, 59, 59));

    /// <summary>That time on that day in Bangkok, as UTC.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) =>
        new DateTimeOffset(date.ToDateTime(time), Offset).ToUniversalTime();

    /// <summary>"๖ พฤศจิกายน ๒๕๖๖": in letters.</summary>
    public static string LetterForm(DateOnly date) => ThaiDigits.ToThai(PageForm(date));

    /// <summary>"6 พฤศจิกายน 2566": on pages.</summary>
    public static string PageForm(DateOnly date) => $"{Text(date.Day)} {ThaiMonths.Full[date.Month - 1]} {BuddhistYear(date)}";

    /// <summary>"6 พ.ย. 2566": in tables.</summary>
    public static string ShortForm(DateOnly date) => $"{Text(date.Day)} {ThaiMonths.Short[date.Month - 1]} {BuddhistYear(date)}";

    /// <summary>"วันจันทร์ที่ 6 พฤศจิกายน 2566".</summary>
    public static string WithWeekday(DateOnly date) => $"วัน{ThaiMonths.Weekdays[(int)date.DayOfWeek]}ที่ {PageForm(date)}";

    /// <summary>"6 พ.ย. 2566 09.30 น.", Bangkok time.</summary>
    public static string WithTime(DateTimeOffset instant) =>
        $"{ShortForm(BangkokDate(instant))} {BangkokTime(instant).ToString("HH.mm", CultureInfo.InvariantCulture)} น.";

    /// <summary>"๖ พฤศจิกายน ๒๕๖๖ เวลา ๐๙.๓๐ น.", Bangkok time, in letters and receive stamps.</summary>
    public static string LetterWithTime(DateTimeOffset instant)
    {
        var time = BangkokTime(instant).ToString("HH.mm", CultureInfo.InvariantCulture);
        return $"{LetterForm(BangkokDate(instant))} เวลา {ThaiDigits.ToThai(time)} น.";
    }

    /// <summary>"6 November 2023 (B.E. 2566)".</summary>
    public static string English(DateOnly date) =>
        $"{Text(date.Day)} {ThaiMonths.English[date.Month - 1]} {Text(date.Year)} (B.E. {BuddhistYear(date)})";

    /// <summary>"6 Nov 2023".</summary>
    public static string EnglishShort(DateOnly date) =>
        $"{Text(date.Day)} {ThaiMonths.English[date.Month - 1][..3]} {Text(date.Year)}";

    /// <summary>"Monday 6 November 2023 (B.E. 2566)".</summary>
    public static string EnglishWithWeekday(DateOnly date) => $"{date.DayOfWeek} {English(date)}";

    /// <summary>"6 Nov 2023 09:30", Bangkok time.</summary>
    public static string EnglishWithTime(DateTimeOffset instant) =>
        $"{EnglishShort(BangkokDate(instant))} {BangkokTime(instant).ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>
    /// Reads what a person types: "6 พฤศจิกายน 2566", "6 พ.ย. 66", "06/11/2566" (day first) or ISO "2023-11-06", in Thai
    /// or Arabic digits. Years 2443–2743 are B.E., 1900–2200 C.E., two digits after a month's name are B.E. 25xx.
    /// False for everything else, 29 February of an ordinary year and two-digit years between slashes included.
    /// </summary>
    public static bool TryParse(string? text, out DateOnly date) => ThaiDateReader.TryRead(text, out date);

    private static DateTimeOffset InBangkok(DateTimeOffset instant) => instant.ToOffset(Offset);

    private static string BuddhistYear(DateOnly date) => Text(date.Year + BuddhistOffset);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
