using System.Text.RegularExpressions;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Operations;

/// <summary>
/// What /metrics says: the numbers are right, and whatever the dashboard, the alarms and the documentation name is really there.
/// </summary>
public sealed partial class MetricsTests
{
    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Requests_AreCountedByPageAndStatus_NeverByAddress()
    {
        using var visitor = host.NewVisitor();
        await visitor.GetAsync("/about/privacy?name=somebody");
        await visitor.GetAsync("/about/privacy");
        var metrics = await ReadAsync();
        const string Twice = "http_request_duration_seconds_count{method=\"GET\",route=\"about/privacy\",status=\"200\"} 2";
        Assert.That(metrics, Does.Contain(Twice).And.Not.Contain("somebody"));
        Assert.That(metrics, Does.Match(
            "http_request_duration_seconds_bucket{method=\"GET\",route=\"about/privacy\",status=\"200\",le=\"\\+Inf\"} 2\n"));
    }

    [Test]
    public async Task WhatWaitsAndWhatIsLate_IsCounted_WithItsAge()
    {
        await using var own = await TestHost.StartAsync();
        var task = await TasksCase.ReviewAsync(own);
        await own.Database.WriteAsync(transaction =>
        {
            Outbox.Queue(transaction, own.Clock.GetUtcNow(), "mail", "test:due", "somebody@demo.example", "{}");
            transaction.Write("update outbox set due_at = @soon where key <> 'test:due'",
                new { soon = own.Clock.GetUtcNow().AddDays(300) });
            transaction.Write("update tasks set due_at = @due where id = @Id", new { due = own.Clock.GetUtcNow(), task.Id });
            return Task.CompletedTask;
        });
        own.Clock.Advance(TimeSpan.FromMinutes(2));
        using var visitor = own.NewVisitor();
        var metrics = (await visitor.GetAsync("/metrics")).Html;
        Assert.That(metrics, Does.Contain("workflowhost_tasks_late{circular=\"A\"} 1\n"));
        Assert.That(metrics, Does.Contain("workflowhost_tasks_oldest_late_seconds 120\n"));
        Assert.That(metrics, Does.Contain("workflowhost_outbox_items{state=\"due\"} 1\n"));
        Assert.That(metrics, Does.Contain("workflowhost_outbox_oldest_seconds 120\n"));
        Assert.That(metrics, Does.Contain("workflowhost_step_duration_seconds_count{kind=\"answer\",outcome=\"moved\"} 2\n"));
        Assert.That(metrics, Does.Contain("workflowhost_step_duration_seconds_count{kind=\"start\",outcome=\"moved\"} 1\n"));
        await own.DispatchAsync();
        Assert.That((await visitor.GetAsync("/metrics")).Html, Does.Contain("workflowhost_outbox_items{state=\"due\"} 1\n"),
            "a scrape asks the store at most every ten seconds");
        own.Clock.Advance(TimeSpan.FromSeconds(11));
        metrics = (await visitor.GetAsync("/metrics")).Html;
        Assert.That(metrics, Does.Contain("workflowhost_outbox_items{state=\"failed\"} 1\n"), "it was no mail");
        Assert.That(metrics, Does.Contain("workflowhost_mails_total{outcome=\"refused\"} 1\n"));
        var page = await (await own.SignInAsync("operator")).GetAsync("/operations");
        Assert.That(page.Text, Does.Contain("A: 1").And.Contain("ถูกปฏิเสธ 1").And.Contain("โครงสร้างฐานข้อมูล"));
    }

    [Test]
    public async Task EveryNameInTheDashboard_TheAlarms_AndTheDocumentation_IsInTheMetrics()
    {
        await TasksCase.ProofAsync(host, "officer2");
        var metrics = await ReadAsync();
        foreach (var file in (string[])["docs/cluster/dashboard.json", "docs/cluster/alarms.yml", "docs/operations.md"])
        {
            var text = await File.ReadAllTextAsync(Repository.Path(file));
            var names = Metric().Matches(text).Select(match => match.Value).Distinct().ToList();
            Assert.That(names, Has.Count.GreaterThan(10), file);
            Assert.That(
                names.Where(name => !Regex.IsMatch(metrics, $@"^(# TYPE )?{name}[ {{]", RegexOptions.Multiline)), Is.Empty, file);
        }
    }

    [Test]
    public async Task EveryMetric_IsDocumented_WithHelpAndType()
    {
        var metrics = await ReadAsync();
        var families = Family().Matches(metrics).Select(match => match.Groups[1].Value).ToList();
        Assert.That(families, Has.Count.GreaterThan(20).And.Unique);
        var documented = await File.ReadAllTextAsync(Repository.Path("docs/operations.md"));
        foreach (var family in families)
            // "`a_due`, `_late`" names a_late too.
            Assert.That(documented.Contains(family) || documented.Contains("`_" + family.Split('_')[^1] + "`")
                || documented.Contains("`_" + string.Join('_', family.Split('_')[^2..]) + "`"), Is.True, family);
        foreach (var sample in metrics.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
            Assert.That(families.Any(family => sample.StartsWith(family, StringComparison.Ordinal)), Is.True, sample);
    }

    [Test]
    public async Task EveryAlarm_HasALineThatSaysWhatToDo()
    {
        var alarms = Alarm().Matches(await File.ReadAllTextAsync(Repository.Path("docs/cluster/alarms.yml")))
            .Select(match => match.Groups[1].Value).ToList();
        Assert.That(alarms, Has.Count.GreaterThan(10).And.Unique);
        var documented = await File.ReadAllTextAsync(Repository.Path("docs/operations.md"));
        foreach (var alarm in alarms)
            Assert.That(documented, Does.Contain($"<a id=\"{alarm.ToLowerInvariant()}\"></a>{alarm}, "));
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

    async Task<string> ReadAsync()
    {
        using var visitor = host.NewVisitor();
        var answer = await visitor.GetAsync("/metrics");
        Assert.That(answer.Headers["Content-Type"], Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        return answer.Html;
    }

    static async Task<Visitor.Answer> AskAsync(Visitor visitor, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await visitor.SendAsync(request);
    }

    [GeneratedRegex(@"\b(workflowhost|http_request|process)_[a-z0-9_]+[a-z0-9](?![a-z_])")]
    private static partial Regex Metric();

    [GeneratedRegex("^# TYPE ([a-z_]+) (counter|gauge|histogram)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex("alert: (\\w+)")]
    private static partial Regex Alarm();
}
