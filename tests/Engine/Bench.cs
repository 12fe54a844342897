using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Engine;
using WorkflowHost.Engine.ControlFlow;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Engine;

/// <summary>An engine on a real store, with a clock to push and a few activities that do as they are told.</summary>
sealed class Bench : IAsyncDisposable
{
    readonly TestDatabase store;

    Bench(TestDatabase store, ActivityCatalog catalog)
    {
        this.store = store;
        Catalog = catalog;
    }

    public TestClock Clock { get; } = new();

    public ActivityCatalog Catalog { get; }

    public Database Database => store.Database;

    public DefinitionStore Definitions { get; private set; } = null!;

    public WorkflowRuntime Runtime { get; private set; } = null!;

    public static async Task<Bench> OnAsync(Func<TestDatabase> open, params string[] definitions)
    {
        var bench = new Bench(open(), NewCatalog());
        await bench.store.MigrateAsync(bench.Clock, typeof(WorkflowRuntime).Assembly);
        await bench.Database.WriteAsync(t => t.ExecuteAsync(
            "create table if not exists marks (instance_id text not null, name text not null, by_whom text)", new { }));
        bench.Open();
        await bench.Definitions.PublishAsync(definitions);
        return bench;
    }

    /// <summary>Elsa's own words, the example's and ours.</summary>
    public static ActivityCatalog NewCatalog() =>
        new([.. ControlFlowActivities.All, .. LetterExample.Activities, new Ask(), new Mark(), new Breaks(), new Probe(),
            new Refuses()]);

    public InstanceMigration NewMigration() => new(Database, Definitions, Clock, NullLogger<InstanceMigration>.Instance);

    /// <summary>A new process on the same store.</summary>
    public async Task RestartAsync()
    {
        await store.ReopenAsync();
        Open();
    }

    public Task<StartResult> StartAsync(string definition, object? inputs = null, string? key = null,
        string? correlation = null) =>
        Runtime.StartAsync(new StartRequest(definition, correlation, Dictionary(inputs), key));

    public Task<StepResult> AnswerAsync(string bookmarkId, string answer, string by = "someone") =>
        Runtime.ResumeAsync(bookmarkId, new Stimulus(answer, by));

    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await Runtime.RunDueAsync();
    }

    /// <summary>Where the instance waits: the last part of each node id.</summary>
    public async Task<IReadOnlyList<string>> WaitsAtAsync(string instanceId) =>
        [.. (await Database.QueryAsync<string>("select node_id from bookmarks where instance_id = @instanceId order by node_id",
            new { instanceId }))
            .Select(node => node.Split(':')[^1])];

    public async Task<string> BookmarkAtAsync(string instanceId, string node) =>
        (await Database.FirstAsync<string>(
            "select id from bookmarks where instance_id = @instanceId and node_id like @node",
                new { instanceId, node = "%:" + node }))
        ?? throw new InvalidOperationException($"Nothing waits at '{node}'.");

    /// <summary>What was completed, in order, each with its outcomes: "ask.Yes".</summary>
    public async Task<IReadOnlyList<string>> TraceAsync(string instanceId) =>
        [.. (await Database.QueryAsync<string>(
            "select node_id || '.' || outcome from journal where instance_id = @instanceId and event = 'Completed' "
            + "order by sequence",
            new { instanceId })).Select(step => step.Split(':')[^1])];

    public Task<IReadOnlyList<string>> NotesAsync(string instanceId) => Database.QueryAsync<string>(
        "select outcome from journal where instance_id = @instanceId and event = 'Note' order by sequence", new { instanceId });

    /// <summary>Answers what waits at a node, and expects to be heard.</summary>
    public async Task SayAsync(string instanceId, string node, string answer) =>
        Assert.That(await AnswerAsync(await BookmarkAtAsync(instanceId, node), answer),
            Is.EqualTo(new StepResult.Moved(instanceId)));

    public Task<IReadOnlyList<string>> MarksAsync(string instanceId) =>
        Database.QueryAsync<string>("select name from marks where instance_id = @instanceId", new { instanceId });

    public async Task<string> StatusAsync(string instanceId) =>
        (await Database.FirstAsync<string>("select status from instances where id = @instanceId", new { instanceId }))!;

    /// <summary>Every test ends with books that balance.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Books.MustBalanceAsync(Database, Definitions);
        }
        finally
        {
            await store.DisposeAsync();
        }
    }

    void Open()
    {
        Definitions = new DefinitionStore(Database, Catalog, Clock);
        Runtime = new WorkflowRuntime(Database, Definitions, Clock, NullLogger<WorkflowRuntime>.Instance);
    }

    static Dictionary<string, object?>? Dictionary(object? inputs) =>
        inputs?.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(inputs));
}

/// <summary>Asks, and waits for yes or no; may be reminded by the clock.</summary>
sealed class Ask : Activity<Ask.Values>
{
    public sealed record Values([Input("วัน", "Remind after days")] int RemindAfterDays = 0);

    public override string Type => "Test.Ask";

    public override IReadOnlyList<string> Outcomes => ["Yes", "No"];

    public override IReadOnlyList<string> Answers => ["Yes", "No"];

    public override IReadOnlyList<string> Outputs => ["Answer"];

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var days = Settings(context).RemindAfterDays;
        var reminders = int.Parse(context.Payload ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        return Task.FromResult<ActivityResult>(new ActivityResult.Waiting(
            days == 0 ? null : context.Now.AddDays(days),
                Payload: reminders.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    public override async Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus)
    {
        if (stimulus.Name == Stimulus.Due)
        {
            await Mark.WriteAsync(context, "reminded");
            return new ActivityResult.Waiting(context.Now.AddDays(Settings(context).RemindAfterDays), Payload: context.Payload);
        }
        if (stimulus.Data == "\"not allowed\"")
            throw new RefusedException("not-allowed", "ไม่อนุญาต", "Not allowed.", "A-03");
        return ActivityResult.Complete(stimulus.Name, new Dictionary<string, object?> { ["Answer"] = stimulus.Name });
    }

    public override Task CancelAsync(ActivityExecutionContext context) =>
        Mark.WriteAsync(context, "cancelled " + context.Node.Id);
}

/// <summary>Leaves a mark in a table, so that a test can count how often it was there.</summary>
sealed class Mark : Activity<Mark.Values>
{
    public sealed record Values([Input("ป้าย", "Label")] string Label);

    public override string Type => "Test.Mark";

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        await WriteAsync(context, Settings(context).Label);
        return ActivityResult.Done;
    }

    public static Task WriteAsync(ActivityExecutionContext context, string name)
    {
        context.Transaction.Write("insert into marks (instance_id, name, by_whom) values (@InstanceId, @name, @By)",
            new { context.InstanceId, name, context.By });
        return Task.CompletedTask;
    }
}

/// <summary>Writes, then throws, as long as it is told to.</summary>
sealed class Breaks : Activity
{
    /// <summary>One switch for the whole process: who turns it is NonParallelizable.</summary>
    public static bool Broken { get; set; } = true;

    public override string Type => "Test.Breaks";

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        await Mark.WriteAsync(context, "half-done");
        if (Broken)
            throw new InvalidOperationException("The licence code 'XYZ' is unknown.");
        return ActivityResult.Done;
    }
}

/// <summary>Ends in the outcomes that its <c>outcomes</c> say: one port forks, several ports fork too.</summary>
sealed class Probe : Activity<Probe.Values>
{
    public sealed record Values([Input("ผล", "Outcomes")] string[] Outcomes);

    public override string Type => "Test.Probe";

    public override IReadOnlyList<string> Outcomes => ["A", "B", "C"];

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(new ActivityResult.Completed(Settings(context).Outcomes));
}
