using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>The rules live in Bangkok, wherever the machine thinks it stands (T72).</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All)), NonParallelizable]
public sealed class TimeZoneTests(Func<TestDatabase> open)
{
    [TearDown]
    public void BackHome() => Stand(null);

    [Test]
    public async Task T72_AServerAnywhere_SetsTheSameDeadlines_AndWritesBangkokTime()
    {
        var seen = new List<string>();
        foreach (var zone in (string[])["UTC", "America/New_York", "Asia/Bangkok", "Pacific/Kiritimati"])
        {
            Stand(zone);
            Assert.That(TimeZoneInfo.Local.Id, Is.EqualTo(zone));
            seen.Add(await LivesAsync());
        }
        Assert.That(seen.Distinct().ToList(), Has.Count.EqualTo(1), string.Join("\n\n", seen));
        Assert.That(seen[0], Does.Contain("2026-03-24T16:59:59").And.Contain("วันอังคารที่ 24 มีนาคม 2569"));
    }

    // 23:30 in Bangkok is another day in London and New York, and the day after is a holiday.
    async Task<string> LivesAsync()
    {
        await using var world = await World.OnAsync(open, new DateTimeOffset(2026, 3, 2, 23, 30, 0, TimeSpan.FromHours(7)));
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        var due = (await world.OpenTaskAsync(request, WorkTask.Letter)).DueAt!.Value;
        var mail = (await world.MailsToAsync("officer"))[^1];
        return $"{due.UtcDateTime:s} {ThaiDate.WithTime(request.FiledAt)}\n{mail.Subject}\n{mail.Text.Split("/a/")[0].Replace(request.Reference, "", StringComparison.Ordinal)}";
    }

    static void Stand(string? zone)
    {
        Environment.SetEnvironmentVariable("TZ", zone);
        TimeZoneInfo.ClearCachedData();
    }
}
