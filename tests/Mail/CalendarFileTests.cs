using System.Text;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;

namespace WorkflowHost.Tests.Mail;

/// <summary>What calendars read: RFC 5545.</summary>
public sealed class CalendarFileTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_deadline_at_the_end_of_a_day_is_that_day_and_another_is_its_instant()
    {
        Assert.That(Write(new CalendarEntry("t1", 0, ThaiDate.EndOfDay(new DateOnly(2026, 3, 9)))),
            Does.Contain("DTSTART;VALUE=DATE:20260309\r\nDTEND;VALUE=DATE:20260310\r\n").And.Contain("UID:t1@flow.example\r\n"));
        Assert.That(Write(new CalendarEntry("t1", 0, ThaiDate.At(new DateOnly(2026, 3, 9), new TimeOnly(12, 0)))),
            Does.Contain("DTSTART:20260309T050000Z\r\nDTEND:20260309T050000Z\r\n"));
    }

    [Test]
    public void No_line_is_longer_than_75_octets_none_is_broken_inside_a_sign_and_nothing_ends_a_line_by_itself()
    {
        var title = string.Concat(Enumerable.Repeat("ก่อนวันที่ ๖; พ.ย., น้ำใจ\\ ", 12)) + "\r\nBEGIN:VALARM";
        var file = Write(new CalendarEntry("t1", 3, Now, title));
        foreach (var line in file.Split("\r\n"))
            Assert.That(Encoding.UTF8.GetByteCount(line), Is.LessThanOrEqualTo(75), line);
        Assert.That(file, Does.Not.Contain("\uFFFD").And.Not.Contain("\r\nBEGIN:VALARM").And.Contain("SEQUENCE:3\r\n"));
        var summary = file.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n")
            .Single(line => line.StartsWith("SUMMARY:", StringComparison.Ordinal));
        Assert.That(summary, Does.StartWith("SUMMARY:ครบกำหนด: ก่อนวันที่ ๖\\; พ.ย.\\, น้ำใจ\\\\"));
    }

    static string Write(CalendarEntry entry) => CalendarFile.Write([entry], "เรื่อง", new Uri("https://flow.example"), Now);
}
