using WorkflowHost.Tests.Web;
using WorkflowHost.Web.Operations;

namespace WorkflowHost.Tests.Operations;

/// <summary>Whether a host lives, takes work, and what outlives it.</summary>
public sealed class HealthTests
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
}
