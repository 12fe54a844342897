using System.Diagnostics;
using System.Text.Json;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Web;
using Activity = System.Diagnostics.Activity;

namespace WorkflowHost.Tests.Operations;

/// <summary>Spans for whoever listens, and the reference by which a person's error is found in the log.</summary>
public sealed class TraceTests
{
    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task AStep_IsASpanOfTheRequestThatCausedIt_AndNamesWhatMoved()
    {
        var task = await TasksCase.ReviewAsync(host);
        var reviewer = await host.SignInAsync("reviewer");
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var spans = new Spans();
        using var answer = new HttpRequestMessage(HttpMethod.Post, $"/tasks/{task.Id}")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["Answer"] = "Approve",
                ["Reason"] = "ครบถ้วน",
                ["__RequestVerificationToken"] = (await reviewer.GetAsync($"/tasks/{task.Id}")).FormToken!,
            }),
        };
        answer.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        Assert.That((await reviewer.SendAsync(answer)).Status, Is.EqualTo(302));
        var step = spans.Of(trace).Single();
        Assert.That(step.OperationName, Is.EqualTo("workflow.answer"));
        Assert.That(step.GetTagItem("workflowhost.instance"), Is.EqualTo(task.InstanceId));
        Assert.That(step.GetTagItem("workflowhost.definition"), Is.EqualTo("bbl-access"));
        Assert.That(step.GetTagItem("workflowhost.activity"), Is.EqualTo("Gov.Approval"));
        Assert.That(step.GetTagItem("workflowhost.outcome"), Is.EqualTo("moved"));
    }

    [Test]
    public async Task AWakeUpThatMoves_HoldsItsSteps_AndAnEmptyOneIsNotKept()
    {
        await using var own = await TestHost.StartAsync();
        await TasksCase.ReviewAsync(own);
        own.Clock.Advance(TimeSpan.FromDays(20));
        using var spans = new Spans();
        await Telemetry.WakeAsync("workflow.wake", own.RunDueAsync);
        var wake = spans.All.First(span => span.OperationName == "workflow.wake" && Moved(span) > 0);
        var steps = spans.Of(wake.TraceId.ToHexString()).Where(span => span.OperationName == "workflow.due").ToList();
        Assert.That(steps, Has.Count.EqualTo(Moved(wake)));
        Assert.That(steps.Select(step => step.ParentSpanId), Is.All.EqualTo(wake.SpanId));
        await Telemetry.WakeAsync("test.wake", () => Task.FromResult(0));
        Assert.That(spans.All.Single(span => span.OperationName == "test.wake").Recorded, Is.False);
    }

    [Test]
    public async Task AMailThatLeaves_IsASpan_WithoutItsAddress()
    {
        await using var own = await TestHost.StartAsync();
        await TasksCase.ReviewAsync(own);
        own.Clock.Advance(TimeSpan.FromDays(1));
        using var spans = new Spans();
        await own.DispatchAsync();
        var queued = await own.Database.QueryAsync<string>("select id from outbox where done_at is not null");
        var sent = spans.All.Where(span => span.OperationName == "outbox.deliver"
            && queued.Contains((string)span.GetTagItem("workflowhost.outbox")!)).ToList();
        Assert.That(sent, Has.Count.EqualTo(queued.Count).And.Not.Empty);
        Assert.That(sent.Select(span => span.GetTagItem("workflowhost.outcome")), Is.All.EqualTo("sent"));
        Assert.That(sent.SelectMany(span => span.Tags).Select(tag => tag.Value ?? ""), Has.None.Contains("@"));
    }

    [TestCase("/api/nowhere")]
    [TestCase("/api/requests/nothing")]
    public async Task Problems_CarryTheTraceIdOfTheirRequest(string path)
    {
        var officer = await host.SignInAsync("officer");
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        var answer = await officer.SendAsync(request);
        Assert.That(answer.Status, Is.EqualTo(404));
        using var problem = JsonDocument.Parse(answer.Html);
        Assert.That(problem.RootElement.GetProperty("traceId").GetString(), Is.EqualTo(trace));
    }

    [Test]
    public async Task AFault_ShowsAReference_ThatStandsInTheLog()
    {
        await using var own = await TestHost.StartAsync();
        var visitor = await own.SignInAsync("officer");
        await own.Database.WriteAsync(transaction => transaction.ExecuteAsync("alter table rights rename to gone", new { }));
        var page = await visitor.GetAsync("/rights");
        Assert.That(page.Status, Is.EqualTo(500));
        var reference = page.Text.Split("500 · ")[1].Split(' ')[0];
        Assert.That(reference, Does.Match("^[0-9a-f]{32}$"));
        Assert.That(Directory.GetFiles(own.Folder, "log-*").Select(ReadOpen),
            Has.Some.Contains($"\"TraceId\":\"{reference}\""));
    }

    static string ReadOpen(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }

    static int Moved(Activity span) => (int?)span.GetTagItem("workflowhost.moved") ?? 0;

    /// <summary>Hears what everybody in this process does; a test looks for its own.</summary>
    sealed class Spans : IDisposable
    {
        readonly System.Collections.Concurrent.ConcurrentQueue<Activity> all = new();
        readonly ActivityListener listener;

        public Spans()
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == Telemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = all.Enqueue,
            };
            ActivitySource.AddActivityListener(listener);
        }

        public IEnumerable<Activity> All => all;

        public IEnumerable<Activity> Of(string trace) => all.Where(span => span.TraceId.ToHexString() == trace);

        public void Dispose() => listener.Dispose();
    }
}
