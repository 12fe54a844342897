using WorkflowHost.Web.Operations;

namespace WorkflowHost.Tests.Web;

public sealed class OperationsTests
{
    [Test]
    public async Task Health_SaysLiveAndReady()
    {
        await using var host = await TestHost.StartAsync();
        using var visitor = host.NewVisitor();
        Assert.That((await visitor.GetAsync("/health/live")).Status, Is.EqualTo(200));
        var ready = await visitor.GetAsync("/health/ready");
        Assert.That(ready.Status, Is.EqualTo(200));
        Assert.That(ready.Html, Does.Contain("\"store\":true"));
    }

    [Test]
    public async Task StoppingHost_IsNoLongerReady()
    {
        await using var host = await TestHost.StartAsync();
        var readiness = host.Get<Readiness>();
        await host.StopAsync();
        Assert.That((await readiness.ChecksAsync()).Single(check => check.Name == "not stopping").Ok, Is.False);
    }

    [Test]
    public async Task Metrics_CountRequestsByPageAndStatus_AndWhatWaits()
    {
        await using var host = await TestHost.StartAsync();
        using var visitor = host.NewVisitor();
        await visitor.GetAsync("/about/privacy");
        await visitor.GetAsync("/about/privacy");
        var metrics = await visitor.GetAsync("/metrics");
        const string Twice = "http_request_duration_seconds_count{method=\"GET\",route=\"about/privacy\",status=\"200\"} 2";
        Assert.That(metrics.Html, Does.Contain(Twice));
        Assert.That(metrics.Html, Does.Contain("workflowhost_incidents_open 0"));
        Assert.That(metrics.Html, Does.Contain("workflowhost_outbox_oldest_seconds 0"));
    }

    [Test]
    public async Task Metrics_SeenThroughAProxy_NeedTheToken()
    {
        const string Token = "a-token-of-twenty-and-more";
        await using var host = await TestHost.StartAsync(settings: $"--Operations:MetricsToken={Token}");
        using var visitor = host.NewVisitor();
        Assert.That((await AskAsync(visitor, null)).Status, Is.EqualTo(404));
        Assert.That((await AskAsync(visitor, "Bearer wrong")).Status, Is.EqualTo(404));
        Assert.That((await AskAsync(visitor, "Bearer " + Token)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task OpenApi_IsServed()
    {
        await using var host = await TestHost.StartAsync();
        Assert.That((await host.NewVisitor().GetAsync("/openapi/v1.json")).Html, Does.Contain("\"openapi\": \"3.1"));
    }

    [Test]
    public async Task Restart_KeepsSessions_BecauseKeysLieInTheStore()
    {
        await using var host = await TestHost.StartAsync();
        var officer = await host.SignInAsync("officer");
        await host.RestartAsync();
        officer.MoveTo(host.Address);
        Assert.That((await officer.GetAsync("/")).Status, Is.EqualTo(200));
    }

    static async Task<Visitor.Answer> AskAsync(Visitor visitor, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await visitor.SendAsync(request);
    }
}
