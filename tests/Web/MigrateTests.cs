using System.Text.Json.Nodes;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Web;

/// <summary>Moving what runs to another version, as a designer and an operator do it on their pages.</summary>
public sealed class MigrateTests
{
    const string Page = "/designer/bbl-access/migrate";

    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task T83_ADesignerPlans_AnOperatorApplies_AndTheMailedTaskStaysAsItWas()
    {
        var review = await TasksCase.ReviewAsync(host);
        var proof = await TasksCase.ProofAsync(host, "officer2");
        await PublishNextAsync(renamed: ("prove", "prove-again"));
        var designer = await host.SignInAsync("designer");
        var page = await designer.GetAsync(Page + "?from=1&to=2");
        Assert.That(page.Text, Does.Contain("เรื่องที่เดินอยู่ 2 เรื่อง ย้ายได้ 1 เรื่อง").And.Contain("ไม่มีในฉบับที่ 2"));
        Assert.That(page.Text, Does.Contain("กำหนดที่ตั้งไว้แล้วไม่เลื่อน").And.Contain("ถ้านับด้วยค่าใหม่จะเป็น"),
            "5 working days became 2");

        var refused = await designer.PostAsync(Page + "?from=1&to=2", Choice("root:prove", ""), to: Page
            + "?from=1&to=2&handler=Plan");
        Assert.That((refused.Status, refused.Text.Contains("ยังไม่รับแผนนี้")), Is.EqualTo((400, true)), refused.Text);
        Assert.That(await TasksCase.CountAsync(host, "migration_plans"), Is.Zero);
        var looked = await designer.PostAsync(Page + "?from=1&to=2", Choice("root:prove", "root:prove-again"));
        Assert.That(looked.Text, Does.Contain("ย้ายได้ 2 เรื่อง"));
        Assert.That(await VersionsAsync(), Is.EqualTo((int[])[1, 1]), "looking changes nothing");

        var kept = await designer.PostAsync(Page + "?from=1&to=2", Choice("root:prove", "root:prove-again"), to: Page
            + "?from=1&to=2&handler=Plan");
        Assert.That(kept.Status, Is.EqualTo(302), kept.Text);
        var plan = kept.Location!;
        Assert.That((await designer.FollowAsync(kept)).Text, Does.Contain("root:prove-again")
            .And.Not.Contain("ย้ายกี่เรื่องแล้วพัก"), "a designer doesn't apply");
        var forbidden = await designer.PostAsync(plan, new { Batch = 1 }, to: plan + "?handler=Start");
        Assert.That((forbidden.Status, forbidden.Text.Contains("เฉพาะผู้ดูแลระบบเท่านั้น")), Is.EqualTo((400, true)));

        var keeper = await host.SignInAsync("operator");
        await keeper.PostAsync(plan, new { Batch = 1, MostFailures = 0, StopAtIncident = "true" }, to: plan + "?handler=Start");
        await host.Get<InstanceMigration>().RunAsync();
        Assert.That((await keeper.GetAsync(plan)).Text, Does.Contain("พัก รอสั่งต่อ").And.Contain("ย้ายแล้ว 1")
            .And.Contain("รอย้าย 1"));
        await keeper.PostAsync(plan, new { Batch = "", MostFailures = 0, StopAtIncident = "true" }, to: plan + "?handler=Start");
        await host.Get<InstanceMigration>().RunAsync();
        Assert.That((await keeper.GetAsync(plan)).Text, Does.Contain("เสร็จแล้ว"));
        Assert.That(await VersionsAsync(), Is.EqualTo((int[])[2, 2]));

        foreach (var before in (WorkTask[])[review, proof])
        {
            var task = await TasksCase.TaskAsync(host, before.Id);
            Assert.That((task.DueAt, task.ClosedAt), Is.EqualTo((before.DueAt, (DateTimeOffset?)null)), "its deadline stays");
        }
        await TasksCase.AnswerAsync(host, review, "reviewer", "Approve", new { reason = "ครบ" });
        Assert.That(await TasksCase.CountAsync(host, "tasks",
            $"request_id = '{review.RequestId}' and kind = 'decide' and closed_at is null"), Is.EqualTo(1));
        Assert.That(await host.Database.QueryAsync<string>("select action from audit where subject = 'migration' order by id"),
            Is.EqualTo((string[])["migration-planned", "migration-started", "migration-started"]));
    }

    [Test]
    public async Task TakingItBack_AndStopping_ArePressesOfAButton()
    {
        var review = await TasksCase.ReviewAsync(host);
        await PublishNextAsync();
        var plan = await PlanAsync();
        var keeper = await host.SignInAsync("operator");
        await keeper.PostAsync(plan, new { Batch = "" }, to: plan + "?handler=Start");
        await keeper.PostAsync(plan, new { }, to: plan + "?handler=Stop");
        await host.Get<InstanceMigration>().RunAsync();
        Assert.That((await keeper.GetAsync(plan)).Text, Does.Contain("มีผู้สั่งหยุด"));
        await keeper.PostAsync(plan, new { Batch = "" }, to: plan + "?handler=Start");
        await host.Get<InstanceMigration>().RunAsync();
        Assert.That(await VersionsAsync(), Is.EqualTo((int[])[2]));
        await keeper.PostAsync(plan, new { }, to: plan + "?handler=Back");
        await host.Get<InstanceMigration>().RunAsync();
        Assert.That(await VersionsAsync(), Is.EqualTo((int[])[1]));
        Assert.That((await keeper.GetAsync(plan)).Text, Does.Contain("ย้อนกลับแล้ว"));
        var again = await keeper.PostAsync(plan, new { Batch = "" }, to: plan + "?handler=Start");
        Assert.That((again.Status, again.Text.Contains("ย้อนกลับแล้ว")), Is.EqualTo((400, true)));
        await TasksCase.AnswerAsync(host, review, "reviewer", "Approve", new { reason = "ครบ" });
        Assert.That(await host.Database.QueryAsync<string>("select action from audit where subject = 'migration' order by id"),
            Is.EqualTo(
            (string[])["migration-planned", "migration-started", "migration-stopped", "migration-started",
                "migration-rolled-back"]));
    }

    [Test]
    public async Task ARuleThatMakesNoSense_IsRefusedBesideTheForm()
    {
        await TasksCase.ProofAsync(host);
        await PublishNextAsync();
        var plan = await PlanAsync();
        var keeper = await host.SignInAsync("operator");
        foreach (var (batch, failures) in ((string, string)[])[("0", "0"), ("1", "-1"), ("many", "0")])
            Assert.That((await keeper.PostAsync(plan, new { Batch = batch, MostFailures = failures }, to: plan
                + "?handler=Start")).Status,
                Is.EqualTo(400), batch);
        Assert.That(await TasksCase.CountAsync(host, "migration_plans", "status = 'Planned'"), Is.EqualTo(1));
    }

    [Test]
    public async Task AReviewersTask_IsNeverSentToTheDirectorsDecision_ThoughBothAreApprovals()
    {
        await TasksCase.ReviewAsync(host);
        await PublishNextAsync();
        var forecast = await host.Get<InstanceMigration>().ForecastAsync(new MigrationPlan("bbl-access", 1, 2)
        {
            Steps = new Dictionary<string, string> { ["root:review"] = "root:decide" },
        });
        Assert.That(forecast.Movable, Is.Zero);
        Assert.That(forecast.Classes.Single().Problems.Single().English, Does.Contain("approverRole"));
    }

    [Test]
    public async Task OthersAreRefused_AndAuditorsOnlyLook()
    {
        await TasksCase.ProofAsync(host);
        await PublishNextAsync();
        var plan = await PlanAsync();
        var officer = await host.SignInAsync("officer");
        foreach (var path in (string[])[Page, plan])
            Assert.That((await officer.GetAsync(path)).Status, Is.EqualTo(403), path);
        var auditor = await host.SignInAsync("auditor");
        Assert.That((await auditor.GetAsync(Page)).Text, Does.Contain("ลองดูก่อน").And.Not.Contain("บันทึกแผน"));
        Assert.That((await auditor.GetAsync(plan)).Html, Does.Not.Contain("handler=Start").And.Not.Contain("handler=Stop"));
        Assert.That((await auditor.PostAsync(plan, new { }, to: plan + "?handler=Stop")).Status, Is.EqualTo(400));
        Assert.That((await auditor.GetAsync("/designer/nothing/migrate")).Status, Is.EqualTo(404));
        Assert.That((await auditor.GetAsync("/designer/bbl-access/migrations/nothing")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task OnPostgreSql_TheSamePagesOpen()
    {
        await using var shared = await TestHost.StartAsync(
            "Development", "--Store:Kind=postgres", $"--Store:ConnectionString={PostgresServer.Shared.NewDatabase()}");
        (var own, host) = (host, shared);
        try
        {
            await TasksCase.ReviewAsync(host);
            await PublishNextAsync();
            var plan = await PlanAsync();
            await (await host.SignInAsync("operator")).PostAsync(plan, new { Batch = 5 }, to: plan + "?handler=Start");
            await host.Get<InstanceMigration>().RunAsync();
            Assert.That((await (await host.SignInAsync("designer")).GetAsync(plan)).Text, Does.Contain("เสร็จแล้ว"));
            Assert.That(await VersionsAsync(), Is.EqualTo((int[])[2]));
        }
        finally
        {
            host = own;
        }
    }

    static KeyValuePair<string, string>[] Choice(string step, string target) => [new("Step", step), new("StepTo", target)];

    async Task<string> PlanAsync()
    {
        var kept = await (await host.SignInAsync("designer"))
            .PostAsync(Page + "?from=1&to=2", new { }, to: Page + "?from=1&to=2&handler=Plan");
        Assert.That(kept.Status, Is.EqualTo(302), kept.Text);
        return kept.Location!;
    }

    Task<IReadOnlyList<int>> VersionsAsync() =>
        host.Database.QueryAsync<int>("select version from instances where definition_id = 'bbl-access' order by id");

    // The shipped circular with a shorter time to review, and perhaps a step of another name.
    async Task PublishNextAsync((string From, string To)? renamed = null)
    {
        var text = File.ReadAllText(Repository.Path("Workflows/bbl-access.json"));
        if (renamed is { } names)
            text = text.Replace($"\"{names.From}\"", $"\"{names.To}\"", StringComparison.Ordinal);
        var json = JsonNode.Parse(text)!;
        json["version"] = 2;
        var review = json["root"]!["activities"]!.AsArray().Single(step => step!["id"]!.GetValue<string>() == "review")!;
        review["dueWorkingDays"]!["expression"]!["value"] = "2";
        await host.Get<DefinitionStore>().PublishAsync([json.ToJsonString()]);
    }
}
