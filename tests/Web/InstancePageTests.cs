using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Web;

/// <summary>
/// An instance from inside: the way taken, when and by whom, its mails and letters, and what lies inside a step.
/// </summary>
public sealed class InstancePageTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task TheCasesMailsAndLetters_AreShown_ButNoOneTimeCode()
    {
        var task = await TasksCase.DecideAsync(host);
        var director = await host.SignInAsync("director");
        await director.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve" });
        var code = await TasksCase.CodeAsync(host, "director");
        var page = await (await host.SignInAsync("designer")).GetAsync($"/instances/{task.InstanceId}");
        Assert.That(page.Text, Does.Contain("ตย 52301/123").And.Contain("นายประเสริฐ ศรีสุข").And.Contain("รอส่ง"));
        Assert.That(page.Text, Does.Not.Contain(code));
        Assert.That(page.Html, Does.Not.Contain("/a/"), "no link of a mail");
        await host.DispatchAsync();
        Assert.That((await (await host.SignInAsync("auditor")).GetAsync($"/instances/{task.InstanceId}")).Text,
            Does.Contain("ส่งเมื่อ"));
    }

    [Test]
    public async Task WhatLiesInsideAStep_IsDrawnWhenItIsOpened()
    {
        await host.Get<DefinitionStore>().PublishAsync([Of("nested",
            [
                Inside("part", [Wait("first"), SequenceOf("row", Wait("in-row"), Wait("later"))],
                    ["start -> first", "first -> row"]),
                Step("end", "Elsa.End"),
            ],
            ["start -> part", "part -> end"])]);
        var runtime = host.Get<WorkflowRuntime>();
        var id = (await runtime.StartAsync(new StartRequest("nested"))).InstanceId;
        host.Clock.Advance(TimeSpan.FromDays(2));
        await runtime.RunDueAsync();
        var designer = await host.SignInAsync("designer");
        var whole = await designer.GetAsync($"/instances/{id}");
        Assert.That(whole.Html, Does.Match("<g class=\"here\">\\s*<title>part")
            .And.Contain($"/instances/{id}?inside=root:part\""));
        var part = await designer.GetAsync($"/instances/{id}?inside=root:part");
        Assert.That(part.Html, Does.Match("<g class=\"done\">\\s*<title>first").And.Match("<g class=\"here\">\\s*<title>row"));
        var row = await designer.GetAsync($"/instances/{id}?inside=root:part:row");
        Assert.That(row.Html, Does.Match("<g class=\"here\">\\s*<title>in-row").And.Match("<g class=\"\">\\s*<title>later"));
        Assert.That(row.Text, Does.Contain("ทั้งหมด › part › row"));
        Assert.That((await designer.GetAsync($"/instances/{id}?inside=nowhere")).Html, Does.Match("<title>part"));
    }

    [Test]
    public async Task ANewerVersion_IsSaid_AndAfterAMoveTheOldWayStillShows()
    {
        string Version(int version, string first) => Of("d", [Wait(first), Wait("second"), Step("end", "Elsa.End")],
            [$"start -> {first}", $"{first} -> second", "second -> end"], version: version);
        var (definitions, runtime, migration) = (host.Get<DefinitionStore>(), host.Get<WorkflowRuntime>(),
            host.Get<InstanceMigration>());
        await definitions.PublishAsync([Version(1, "first")]);
        var id = (await runtime.StartAsync(new StartRequest("d"))).InstanceId;
        var early = (await runtime.StartAsync(new StartRequest("d"))).InstanceId;
        var keeper = await host.SignInAsync("operator");
        Assert.That((await keeper.GetAsync($"/instances/{id}")).Text, Does.Contain("กำลังรอ").And.Not.Contain("มีฉบับใหม่กว่า"));
        host.Clock.Advance(TimeSpan.FromDays(2));
        await runtime.ResumeDueAsync(host, id);
        await definitions.PublishAsync([Version(2, "renamed")]);
        keeper = await host.SignInAsync("operator"); // two days are too long for a session
        Assert.That((await keeper.GetAsync($"/instances/{id}")).Text, Does.Contain("มีฉบับใหม่กว่า คือฉบับที่ 2"));
        var plan = await migration.PlanAsync(
            new MigrationPlan("d", 1, 2) { Steps = new Dictionary<string, string> { ["root:first"] = "root:renamed" } },
            "designer");
        await migration.StartAsync(plan, new StopRule(null), "operator");
        await migration.RunAsync();
        var page = await keeper.GetAsync($"/instances/{id}");
        Assert.That(page.Html, Does.Match("<g class=\"done\">\\s*<title>renamed")
            .And.Match("<g class=\"here\">\\s*<title>second"));
        Assert.That(page.Text, Does.Contain("ย้ายฉบับ → 1→2").And.Not.Contain("มีฉบับใหม่กว่า"));
        Assert.That((await keeper.GetAsync($"/instances/{early}")).Html, Does.Match("<g class=\"here\">\\s*<title>renamed"));
    }

    static JsonObject Wait(string id) => Step(id, "Elsa.Delay", new { timeSpan = Literal("1.00:00:00") });
}

static class DueOfOne
{
    /// <summary>Wakes what is due of one instance only.</summary>
    public static async Task ResumeDueAsync(this WorkflowRuntime runtime, TestHost host, string instance)
    {
        await host.Database.WriteAsync(t =>
            t.ExecuteAsync("update bookmarks set due_at = null where instance_id <> @instance", new { instance }));
        await runtime.RunDueAsync();
    }
}
