namespace WorkflowHost.Tests.Torture;

/// <summary>The short version of <c>dotnet run --project tests/Tests.csproj -- torture</c>.</summary>
public sealed class TortureTests
{
    [Test]
    public async Task Hosts_databases_and_mail_servers_killed_at_random_lose_nothing_and_do_nothing_twice()
    {
        var report = await TortureRun.RunAsync(new TortureOptions(TimeSpan.FromSeconds(20), Seed: 7));
        TestContext.Out.WriteLine(report.ToJson());
        Assert.That(report.Problems, Is.Empty, report.ToJson());
        Assert.That(report.Counts.GetValueOrDefault("cases"), Is.Positive, report.ToJson());
    }
}
