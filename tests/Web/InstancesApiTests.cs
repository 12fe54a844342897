using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Web;

/// <summary>Elsa Studio's questions about instances, as its viewer asks them.</summary>
[TestFixture("sqlite")]
[TestFixture("postgres")]
public sealed class InstancesApiTests(string store)
{
    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = store == "sqlite"
        ? await TestHost.StartAsync()
        : await TestHost.StartAsync("Development", "--Store:Kind=postgres",
            $"--Store:ConnectionString={PostgresServer.Shared.NewDatabase()}");

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task TheList_IsPagedAndFiltered_InElsasWords()
    {
        var task = await FreshReviewAsync();
        var designer = await host.SignInAsync("designer");
        var (status, all) = await PostAsync(designer, "workflow-instances",
            new { page = 0, pageSize = 1, orderBy = "Created", orderDirection = "Descending" });
        Assert.That((status, all["items"]!.AsArray().Count), Is.EqualTo((200, 1)));
        Assert.That(all["totalCount"]!.GetValue<long>(), Is.GreaterThanOrEqualTo(1));
        var reference = (await host.Database.FirstAsync<string>("select reference from requests where id = @RequestId",
            new { task.RequestId }))!;
        var found = (await PostAsync(designer, "workflow-instances", new { searchTerm = reference, status = "Running" }))
            .Body["items"]!.AsArray().Single()!;
        Assert.That((found.Text("id"), found.Text("status"), found.Text("subStatus"), found.Text("name")),
            Is.EqualTo((task.InstanceId, "Running", "Suspended", reference)));
        Assert.That(found.Text("definitionVersionId"),
            Is.EqualTo(await host.Database.FirstAsync<string>(
                "select id from definitions where definition_id = 'bbl-access' and version = 1")));
        foreach (var none in (object[])
            [
                new { searchTerm = reference, status = "Finished" }, new { searchTerm = reference, hasIncidents = true },
                new { searchTerm = reference, version = 7 },
                new { searchTerm = reference, definitionIds = (string[])["bbl-review"] },
                new { searchTerm = reference, subStatuses = (string[])["Cancelled", "Faulted"] }, new { isSystem = true },
                new { searchTerm = reference,
                    timestampFilters = new[] { new { column = "CreatedAt", @operator = "LessThan",
                        timestamp = "2020-01-01T00:00:00Z" } } },
            ])
            Assert.That((await PostAsync(designer, "workflow-instances", none)).Body["totalCount"]!.GetValue<long>(), Is.Zero,
                none.ToString());
    }

    [Test]
    public async Task TheState_HasWhereItWaits_AndNothingThatFewMayRead()
    {
        var task = await FreshReviewAsync();
        var auditor = await host.SignInAsync("auditor");
        var (status, instance) = await GetAsync(auditor, $"workflow-instances/{task.InstanceId}");
        var state = instance["workflowState"]!;
        Assert.That((status, state["bookmarks"]!.AsArray().Single()!.Text("activityNodeId")), Is.EqualTo((200, "root:review")));
        Assert.That(state["activityExecutionContexts"]!.AsArray().Count(context => context!["parentContextId"] is null),
            Is.EqualTo(1));
        foreach (var list in (string[])["bookmarks", "incidents", "completionCallbacks", "activityExecutionContexts"])
            Assert.That(state[list], Is.InstanceOf<JsonArray>(), list);
        foreach (var map in (string[])["input", "output", "properties"])
            Assert.That(state[map], Is.InstanceOf<JsonObject>(), map);
        var everything = instance.ToJsonString() + (await GetAsync(auditor, $"workflow-instances/{task.InstanceId}/variables"))
            .Body.ToJsonString()
            + (await GetAsync(auditor, $"activity-executions/list?WorkflowInstanceId={task.InstanceId}")).Body.ToJsonString();
        Assert.That(everything, Does.Not.Contain("/a/").And.Not.Contain("52301").And.Not.Contain("@demo.example"));
        Assert.That((await GetAsync(auditor, $"workflow-instances/{task.InstanceId}/execution-state")).Body.Text("subStatus"),
            Is.EqualTo("Suspended"));
        Assert.That((await GetAsync(auditor, "workflow-instances/nothing")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task TheJournalAndTheBadges_TellTheWayTaken()
    {
        var task = await FreshReviewAsync();
        var designer = await host.SignInAsync("designer");
        var journal = (await PostAsync(designer, $"workflow-instances/{task.InstanceId}/journal?skip=0&take=2",
            new { filter = (object?)null })).Body;
        Assert.That((journal["items"]!.AsArray().Count, journal["items"]![0]!.Text("nodeId")), Is.EqualTo((2, "root:rules")));
        var letter = (await PostAsync(designer, $"workflow-instances/{task.InstanceId}/journal",
            new
            {
                filter = new
                {
                    activityNodeIds = (string[])["root:letter"],
                    excludedActivityTypes = (string[])["Elsa.Flowchart"]
                }
            })).Body["items"]!.AsArray();
        Assert.That(letter.Select(line => line!.Text("eventName")), Is.EqualTo((string[])["Suspended", "Completed"]));
        var stats = (await PostAsync(designer, "activity-executions/report",
            new
            {
                workflowInstanceId = task.InstanceId,
                activityNodeIds = (string[])["root:letter", "root:review", "root:decide", "root"]
            })).Body["stats"]!.AsArray();
        Assert.That(stats.Select(one => $"{one!["activityId"]} {one["startedCount"]} {one["completedCount"]} {one["isBlocked"]}"),
            Is.EqualTo((string[])["letter 1 1 false", "review 1 0 true", "decide 0 0 false", "root 1 0 true"]));
        var records = (await GetAsync(designer,
            $"activity-executions/list?WorkflowInstanceId={task.InstanceId}&ActivityNodeId=root:letter"))
                .Body["items"]!.AsArray();
        var record = records.Single()!;
        Assert.That((record.Text("status"), record["payload"]!["Outcomes"]![0]!.GetValue<string>()),
            Is.EqualTo(("Completed", "Attached")));
        Assert.That((await GetAsync(designer, $"activity-executions/by-id?id={record.Text("id")}"))
            .Body.Text("activityNodeId"), Is.EqualTo("root:letter"));
        Assert.That((await GetAsync(designer, $"activity-executions/{record.Text("id")}/call-stack"))
            .Body["totalCount"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That((await GetAsync(designer,
            $"activity-execution-summaries/list?WorkflowInstanceId={task.InstanceId}&ActivityNodeId=root:review"))
            .Body["items"]![0]!.Text("status"), Is.EqualTo("Running"));
        Assert.That((await GetAsync(designer, "activity-executions/by-id?id=no-such")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Cancelling_IsForOperators_OneByOne_AndNothingIsDeleted()
    {
        var task = await FreshReviewAsync();
        var designer = await host.SignInAsync("designer");
        Assert.That((await PostAsync(designer, $"cancel/workflow-instances/{task.InstanceId}", null)).Status, Is.EqualTo(403));
        var keeper = await host.SignInAsync("operator");
        var many = await PostAsync(keeper, "bulk-actions/cancel/workflow-instances",
            new { definitionId = "bbl-access", versionOptions = "AllVersions" });
        Assert.That((many.Status, many.Body["errors"]!["cancel-one-by-one"]![0]!.GetValue<string>()),
            Is.EqualTo((400, many.Body.Text("detail"))));
        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"/elsa/api/workflow-instances/{task.InstanceId}");
        Assert.That((await SendAsync(keeper, delete)).Status, Is.EqualTo(400));
        Assert.That((await PostAsync(keeper, "bulk-actions/delete/workflow-instances/by-id",
            new { ids = (string[])[task.InstanceId] })).Status, Is.EqualTo(400));
        Assert.That(await StatusAsync(task.InstanceId), Is.EqualTo("Suspended"));
        for (var time = 0; time < 2; time++)
            Assert.That((await PostAsync(keeper, $"cancel/workflow-instances/{task.InstanceId}", null)).Status,
                Is.EqualTo(200), "also when repeated");
        Assert.That(await StatusAsync(task.InstanceId), Is.EqualTo("Cancelled"));
        Assert.That(await TasksCase.CountAsync(host, "audit",
            $"action = 'instance-cancelled' and subject_id = '{task.InstanceId}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task OthersMayNotLook()
    {
        foreach (var account in (string[])["officer", "clerk", "reviewer", "director"])
            Assert.That((await PostAsync(await host.SignInAsync(account), "workflow-instances", new { })).Status,
                Is.EqualTo(403), account);
    }

    // A seat has one open request at a time: the one before is cancelled.
    async Task<WorkflowHost.Activities.Tasks.WorkTask> FreshReviewAsync()
    {
        var keeper = await host.SignInAsync("operator");
        foreach (var open in await host.Database.QueryAsync<string>("select instance_id from requests where closed_at is null"))
            Assert.That((await PostAsync(keeper, $"cancel/workflow-instances/{open}", null)).Status, Is.EqualTo(200));
        return await TasksCase.ReviewAsync(host);
    }

    Task<string?> StatusAsync(string id) =>
        host.Database.FirstAsync<string>("select status from instances where id = @id", new { id });

    static async Task<(int Status, JsonNode Body)> GetAsync(Visitor visitor, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/elsa/api/" + path);
        return await SendAsync(visitor, request);
    }

    static async Task<(int Status, JsonNode Body)> PostAsync(Visitor visitor, string path, object? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/" + path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await SendAsync(visitor, request);
    }

    static async Task<(int Status, JsonNode Body)> SendAsync(Visitor visitor, HttpRequestMessage request)
    {
        request.Headers.Add("X-WorkflowHost", "test");
        var answer = await visitor.SendAsync(request);
        return (answer.Status, answer.Html.StartsWith('{') ? JsonNode.Parse(answer.Html)! : new JsonObject());
    }
}
