using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Tests.Activities.Calendar;

/// <summary>When a call centre answers (B-11, T105): Monday 2 March 2026, with the next Friday a holiday.</summary>
public sealed class SupportHoursTests
{
    static readonly WorkingCalendar Calendar = new([new Holiday(new DateOnly(2026, 3, 6), "วันหยุด", "a holiday", true)]);

    [TestCase("2026-03-02 08:30", "เปิดอยู่ ถึง 16:30 น.", "open until 16:30")]
    [TestCase("2026-03-02 16:29", "เปิดอยู่ ถึง 16:30 น.", "open until 16:30")]
    [TestCase("2026-03-02 16:30", "ปิดอยู่ เปิด 08:30 น. พรุ่งนี้", "closed, opens at 08:30 tomorrow")]
    [TestCase("2026-03-02 19:00", "ปิดอยู่ เปิด 08:30 น. พรุ่งนี้", "closed, opens at 08:30 tomorrow")]
    [TestCase("2026-03-02 06:00", "ปิดอยู่ เปิด 08:30 น. วันนี้", "closed, opens at 08:30 today")]
    [TestCase(
        "2026-03-05 19:00", "ปิดอยู่ เปิด 08:30 น. วันจันทร์ที่ 9 มีนาคม 2569",
        "closed, opens at 08:30 on Monday 9 March 2026 (B.E. 2569)")]
    [TestCase("2026-03-08 12:00", "ปิดอยู่ เปิด 08:30 น. พรุ่งนี้", "closed, opens at 08:30 tomorrow")]
    public void T105_B11_TheHourItAnswers_IsSaid(string local, string thai, string english)
    {
        var now = new DateTimeOffset(
            DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(7));
        var hours = SupportHours.At(Calendar, now);
        Assert.That((hours.Thai(now), hours.English(now)), Is.EqualTo((thai, english)));
    }
}
