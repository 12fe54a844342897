namespace WorkflowHost.Tests.Load;

/// <summary>
/// That the load command works, with little in the store and few requests; what it measures on a machine of its own stands in
/// docs/performance.md. (Fills a store, starts a host, and asks for two seconds after a warm-up: it takes a while.)
/// </summary>
public sealed class LoadTests
{
    [TestCase("sqlite"), TestCase("postgres")]
    public async Task EveryRequest_IsAnsweredWell_AtTheRateThatWasAskedFor(string store)
    {
        var report = await LoadRun.RunAsync(new LoadOptions(Tasks: 4_000, Seconds: 2, Rate: 40, Store: store, WarmUp: 5));
        Assert.That(report.Inbox.Statuses.Keys, Is.EqualTo(new[] { "200" }), report.ToJson());
        Assert.That(report.Case.Statuses.Keys, Is.EqualTo(new[] { "200" }), report.ToJson());
        Assert.That(report.Decision.Statuses.Keys, Is.EqualTo(new[] { "302" }), report.ToJson());
        Assert.That(report.Inbox.NoAnswer + report.Case.NoAnswer + report.Decision.NoAnswer, Is.Zero, report.ToJson());
        Assert.That(report.Inbox.Requests, Is.InRange(20, 60), report.ToJson());
    }
}
