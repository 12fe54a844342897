using System.Diagnostics.Metrics;
using WorkflowHost.Web.Operations;

namespace WorkflowHost.Tests.Web;

/// <summary>How a host leaves: it says so first, serves on for a while, and finishes what it began.</summary>
public sealed class DrainTests
{
    [Test]
    public async Task StoppingHost_SaysSoFirst_AndServesOnForTheDrainTime()
    {
        await using var host = await TestHost.StartAsync(settings: "--Operations:DrainSeconds=5");
        using var visitor = host.NewVisitor();
        Assert.That((await visitor.GetAsync("/health/ready")).Status, Is.EqualTo(200));
        var stopping = host.StopAsync();
        Assert.That((await visitor.GetAsync("/health/ready")).Status, Is.EqualTo(503));
        host.Clock.Advance(TimeSpan.FromSeconds(4.9));
        using var another = host.NewVisitor();
        Assert.That((await another.GetAsync("/about/privacy")).Status, Is.EqualTo(200), "new connections too");
        Assert.That(stopping.IsCompleted, Is.False);
        host.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await stopping;
        Assert.ThrowsAsync<HttpRequestException>(() => host.NewVisitor().GetAsync("/health/live"));
    }

    [Test]
    public async Task StoppingHost_FinishesTheRequestInFlight()
    {
        await using var host = await TestHost.StartAsync();
        using var visitor = host.NewVisitor();
        var token = (await visitor.GetAsync("/sign-in")).FormToken!;
        var begun = new TaskCompletionSource();
        using var requests = Listen(host, begun);
        var release = new TaskCompletionSource();
        var blocking = host.Database.WriteAsync(async _ => await release.Task);
        var answer = visitor.PostRawAsync("/sign-in",
            [new("UserName", "officer"), new("Password", "demo-1234"), new("__RequestVerificationToken", token)]);
        await begun.Task;
        var stopping = host.StopAsync();
        Assert.That((await host.Get<Readiness>().ChecksAsync()).Single(check => check.Name == "not stopping").Ok, Is.False);
        Assert.That((stopping.IsCompleted, answer.IsCompleted), Is.EqualTo((false, false)));
        release.SetResult();
        await blocking;
        Assert.That((await answer).Status, Is.EqualTo(302));
        await stopping;
    }

    [TestCase("Development", 0)]
    [TestCase("Production", 5)]
    public async Task DrainTime_IsFiveSecondsWhereItMatters(string environment, double seconds)
    {
        await using var host = await TestHost.StartAsync(environment);
        var settings = host.Get<WorkflowHost.Web.Settings.HostSettings>().Operations;
        Assert.That(settings.DrainTime(environment == "Development").TotalSeconds, Is.EqualTo(seconds));
    }

    // The framework's own count of requests under way, of this host alone.
    static MeterListener Listen(TestHost host, TaskCompletionSource begun)
    {
        var meters = host.Get<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "http.server.active_requests" && ReferenceEquals(instrument.Meter.Scope, meters))
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, change, _, _) =>
        {
            if (change > 0)
                begun.TrySetResult();
        });
        listener.Start();
        return listener;
    }
}
