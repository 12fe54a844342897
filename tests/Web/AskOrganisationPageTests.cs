using System.Text.Json;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Engine;

namespace WorkflowHost.Tests.Web;

/// <summary>A task about an organisation, without a request or a right, on every page that shows tasks.</summary>
public sealed class AskOrganisationPageTests
{
    TestHost host = null!;
    WorkTask task = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        var ask = Chart.Step("ask", "Gov.AskOrganisation", new
        {
            title = Chart.Literal("ติดตั้งโปรแกรม"),
            titleEn = Chart.Literal("Install the program"),
            instructions = Chart.Literal("เปิดคู่มือ\nติดตั้ง"),
            instructionsEn = Chart.Literal("Open the manual\nInstall"),
            rule = Chart.Literal("E-02"),
            roles = Chart.Strings("clerk"),
            answers = Chart.Strings("Installed=ติดตั้งแล้ว|Installed"),
            mayRefuse = Chart.Literal(true),
            evidence = Chart.Literal(AskOrganisation.Required),
            evidenceLabel = Chart.Literal("หมายเลขเครื่อง"),
            evidenceLabelEn = Chart.Literal("Computer's number"),
            dueWorkingDays = Chart.Literal(3),
        });
        await host.Get<DefinitionStore>().PublishAsync([Chart.Of("asking", [ask, Chart.Step("end", "Elsa.End")],
            ["start -> ask", "ask.Installed -> end", "ask.Refused -> end"],
            inputs: [new { name = "organisationCode", type = "String" }])]);
    }

    [SetUp]
    public async Task AskAsync()
    {
        var started = await host.Get<WorkflowRuntime>().StartAsync(new StartRequest(
            "asking", Inputs: new Dictionary<string, object?> { ["organisationCode"] = DemoData.City }));
        task = (await host.Database.FirstAsync<WorkTask>(
            "select * from tasks where instance_id = @InstanceId", new { started.InstanceId }))!;
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task The_inbox_the_home_page_and_the_task_show_the_designers_words()
    {
        var clerk = await host.SignInAsync("city-clerk");
        foreach (var page in (string[])["/", "/tasks", $"/tasks/{task.Id}"])
            Assert.That((await clerk.GetAsync(page)).Text, Does.Contain("ติดตั้งโปรแกรม"), page);
        var text = (await clerk.GetAsync($"/tasks/{task.Id}")).Text;
        Assert.That(text, Does.Contain("เปิดคู่มือ").And.Contain("หมายเลขเครื่อง").And.Contain("ติดตั้งแล้ว").And.Contain(
            "ดำเนินการไม่ได้"));
        Assert.That(text, Does.Contain("อีก 3 วันทำการ").And.Contain("E-02"));
    }

    [Test]
    public async Task What_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost()
    {
        var clerk = await host.SignInAsync("city-clerk");
        var refused = await clerk.PostAsync($"/tasks/{task.Id}", new { Answer = "Installed", Reason = "เครื่องใหม่" });
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Text, Does.Contain("โปรดกรอกหมายเลขเครื่อง").And.Contain("เครื่องใหม่"));
        var stored = await clerk.PostAsync($"/tasks/{task.Id}", new { Answer = "Installed", Evidence = "PC-7" });
        Assert.That(stored.Status, Is.EqualTo(302));
        var after = (await clerk.GetAsync($"/tasks/{task.Id}")).Text;
        Assert.That(after, Does.Contain("ติดตั้งแล้ว").And.Contain("PC-7"));
    }

    [Test]
    public async Task A_stranger_finds_no_such_task_and_the_mailed_link_leads_the_clerk_to_it()
    {
        Assert.That((await (await host.SignInAsync("officer")).GetAsync($"/tasks/{task.Id}")).Status, Is.EqualTo(404));
        var clerk = await host.SignInAsync("city-clerk");
        var link = await TasksCase.LinkAsync(host, "city-clerk");
        Assert.That((await clerk.GetAsync(link)).Location, Is.EqualTo($"/tasks/{task.Id}?via=mail"));
        await clerk.PostAsync($"/tasks/{task.Id}", new { Answer = "Refuse", Reason = "เครื่องเสีย" });
        Assert.That((await clerk.GetAsync(link)).Text, Does.Contain("ติดตั้งโปรแกรม").And.Contain("ดำเนินการไม่ได้"));
    }

    [Test]
    public async Task The_instance_page_shows_its_mail_and_the_API_its_words_and_answers()
    {
        var page = await (await host.SignInAsync("operator")).GetAsync($"/instances/{task.InstanceId}");
        Assert.That(page.Text, Does.Contain("ติดตั้งโปรแกรม – "));
        var clerk = await host.SignInAsync("city-clerk");
        using var view = JsonDocument.Parse((await clerk.GetAsync($"/api/tasks/{task.Id}")).Html);
        Assert.That(view.RootElement.GetProperty("answers").EnumerateArray().Select(answer => answer.GetString()),
            Is.EqualTo(new[] { "Installed", "Refuse" }));
        Assert.That(view.RootElement.GetProperty("titleEn").GetString(), Is.EqualTo("Install the program"));
        Assert.That(view.RootElement.GetProperty("aboutCode").GetString(), Is.EqualTo(DemoData.City));
    }
}
