using System.Globalization;
using System.Text;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Mail;

/// <summary>A deadline as a calendar shows it.</summary>
/// <param name="TaskId">What the deadline is of: the entry of a task stays the same one, however often it moves.</param>
/// <param name="Moves">How often it has moved: a calendar takes the entry with the higher number.</param>
/// <param name="Due">The instant (UTC).</param>
/// <param name="Title">In Thai; the mail's subject when null.</param>
public sealed record CalendarEntry(string TaskId, int Moves, DateTimeOffset Due, string? Title = null);

/// <summary>
/// Writes deadlines as an iCalendar file (RFC 5545) to be attached to a mail. A deadline at the end of a day is a whole-day
/// entry; it takes no time of the day and answers nothing.
/// </summary>
public static class CalendarFile
{
    const int OctetsPerLine = 75;

    public static string Write(IEnumerable<CalendarEntry> entries, string subject, Uri site, DateTimeOffset now)
    {
        var file = new StringBuilder();
        Add(file, "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//WorkflowHost//TH", "METHOD:PUBLISH");
        foreach (var entry in entries)
        {
            Add(file, "BEGIN:VEVENT", $"UID:{entry.TaskId}@{site.Host}", $"SEQUENCE:{entry.Moves}", $"DTSTAMP:{Utc(now)}");
            Add(file, [.. When(entry.Due)]);
            Add(file, $"SUMMARY:{Escaped("ครบกำหนด: " + (entry.Title ?? subject))}", $"URL:{site.AbsoluteUri.TrimEnd('/')}/tasks",
                "TRANSP:TRANSPARENT", "END:VEVENT");
        }
        Add(file, "END:VCALENDAR");
        return file.ToString();
    }

    static IEnumerable<string> When(DateTimeOffset due)
    {
        var day = ThaiDate.BangkokDate(due);
        return due == ThaiDate.EndOfDay(day)
            ? [$"DTSTART;VALUE=DATE:{Day(day)}", $"DTEND;VALUE=DATE:{Day(day.AddDays(1))}"]
            : [$"DTSTART:{Utc(due)}", $"DTEND:{Utc(due)}"];
    }

    static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    static string Utc(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    static string Escaped(string text) => string.Concat(text.ReplaceLineEndings(" ").Select(letter => letter switch
    {
        '\\' or ';' or ',' => $"\\{letter}",
        _ when char.IsControl(letter) => " ",
        _ => letter.ToString(),
    }));

    // A line is folded by octets, and never inside a character.
    static void Add(StringBuilder file, params IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var octets = 0;
            foreach (var rune in line.EnumerateRunes())
            {
                if (octets + rune.Utf8SequenceLength > OctetsPerLine)
                {
                    file.Append("\r\n ");
                    octets = 1;
                }
                file.Append(rune.ToString());
                octets += rune.Utf8SequenceLength;
            }
            file.Append("\r\n");
        }
    }
}
