using System.Text.Json.Nodes;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Activities.Letters.Files;
using static WorkflowHost.Tests.Web.ApiCases;

namespace WorkflowHost.Tests.Web;

/// <summary>Tasks, letters and decisions over HTTP.</summary>
public sealed class ApiTasksTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Tasks_AreListedForThoseWhoMayAnswer_AndAnsweredOnce()
    {
        var id = await FileAsync(await ApiCaller.AsAsync(host, "city-officer"));
        var clerk = await ApiCaller.AsAsync(host, "city-clerk");
        var task = (await clerk.GetAsync("tasks")).Body["items"]!.AsArray().Single()!;
        Assert.That((task.Text("requestId"), task.Text("kind")), Is.EqualTo((id, WorkTask.ProveIdentity)));
        Assert.That(task["answers"]!.AsArray().Select(answer => answer!.GetValue<string>()), Is.EqualTo((string[])["Prove"]));
        var path = "tasks/" + task.Text("id");
        Assert.That((await clerk.GetAsync(path)).Status, Is.EqualTo(200));

        Assert.That((await clerk.PostAsync(path + "/answer", new { answer = "Approve" })).Body["errors"]!["answer"], Is.Not.Null);
        var mayor = await ApiCaller.AsAsync(host, "city-mayor");
        Assert.That(
            (await mayor.PostAsync(path + "/answer", new { answer = "Prove" })).Body.Text("code"), Is.EqualTo("not-yours"));
        var (status, answered) = await clerk.PostAsync(path + "/answer", new { answer = "Prove" });
        Assert.That((status, answered.Text("outcome")), Is.EqualTo((200, "Prove")));
        var (late, problem) = await clerk.PostAsync(path + "/answer", new { answer = "Prove" });
        Assert.That((late, problem.Text("code")), Is.EqualTo((409, "already-done")));
    }

    [Test]
    public async Task OfficerCantStateOverTheApiThatThaIdKnowsThem()
    {
        var officer = await ApiCaller.AsAsync(host, "city-officer");
        await FileAsync(officer);
        var task = (await officer.GetAsync("tasks")).Body["items"]!.AsArray().Single()!.Text("id");
        var (status, problem) = await officer.PostAsync(
            $"tasks/{task}/answer", new { answer = "Prove", data = new { method = "ThaID", level = "2.3" } });
        Assert.That((status, problem.Text("code")), Is.EqualTo((422, "vouch-by-clerk")));
    }

    [Test]
    public async Task CodesAreMailedFiveTimesInTenMinutes_ThenOneWaits_AsOnThePage()
    {
        var task = await WithDirectorAsync();
        var director = await ApiCaller.AsAsync(host, "director");
        for (var time = 0; time < 5; time++)
            Assert.That((await director.PostAsync($"tasks/{task}/code", new { })).Status, Is.EqualTo(202));
        var (status, problem) = await director.PostAsync($"tasks/{task}/code", new { });
        Assert.That((status, problem.Text("code")), Is.EqualTo((422, "too-many-codes")));
        var page = await host.SignInAsync("director");
        Assert.That((await page.PostAsync($"/tasks/{task}", new { Answer = "Approve" })).Text, Does.Contain("โปรดรอสักครู่"));
        Assert.That(await TasksCase.CountAsync(host, "one_time_codes"), Is.EqualTo(5));
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That((await director.PostAsync($"tasks/{task}/code", new { })).Status, Is.EqualTo(202));
    }

    [Test]
    public async Task Decision_NeedsTheCodeThatIsMailed()
    {
        var task = await WithDirectorAsync();
        var director = await ApiCaller.AsAsync(host, "director");
        Assert.That((await director.PostAsync($"tasks/{task}/answer", new { answer = "Approve" })).Body.Text("code"),
            Is.EqualTo("step-up-needed"));
        Assert.That(
            (await director.PostAsync($"tasks/{task}/answer", new { answer = "Approve", code = "000000" })).Body.Text("code"),
            Is.EqualTo("code-expired"));
        var reviewer = await ApiCaller.AsAsync(host, "reviewer");
        Assert.That((await reviewer.PostAsync($"tasks/{task}/code", new { })).Body.Text("code"), Is.EqualTo("not-yours"));
        Assert.That((await director.PostAsync($"tasks/{task}/code", new { })).Status, Is.EqualTo(202));
        var code = await host.Database.FirstAsync<string>(
            "select payload from outbox where recipient = 'director@demo.example' order by id desc");
        var digits = JsonNode.Parse(code!)!.Text("subject").Split(' ')[1];
        var (status, answered) = await director.PostAsync($"tasks/{task}/answer", new { answer = "Approve", code = digits });
        Assert.That((status, answered.Text("outcome")), Is.EqualTo((200, "Approve")), answered.ToJsonString());
        Assert.That(await host.Database.FirstAsync<string>("select via from decisions where task_id = @task", new { task }),
            Is.EqualTo("api"));
        Assert.That((await director.PostAsync($"tasks/{task}/code", new { })).Status, Is.EqualTo(409));
    }

    [Test]
    public async Task A07_Letter_IsHandedInByOneCall_OrRefusedWithTheClause()
    {
        var clerk = await ApiCaller.AsAsync(host, "clerk");
        var (_, filed) = await clerk.PostAsync("requests", Form("new", DemoData.Tambon, "officer"));
        await AnswerAsync(clerk, WorkTask.ProveIdentity, new { answer = "Prove" });
        var task = (await host.Database.FirstAsync<string>(
            "select id from tasks where request_id = @id and kind = 'letter'", new { id = filed.Text("id") }))!;
        var fields = Cases.RightLetter("นางสาวมาลี ใจงาม").ToDictionary(
            field => char.ToLowerInvariant(field.Key["Input.".Length]) + field.Key["Input.".Length..][1..], field => field.Value);
        var pdf = TinyPdf.Letter().Table().ToBytes();

        Assert.That(
            (await clerk.UploadAsync($"tasks/{task}/letter", fields, pdf, "a.pdf", ourHeader: false)).Status, Is.EqualTo(400),
            "another site's form has no header of ours");
        var stranger = await ApiCaller.AsAsync(host, "city-clerk");
        Assert.That((await stranger.UploadAsync($"tasks/{task}/letter", fields, pdf, "a.pdf")).Status, Is.EqualTo(404));
        Assert.That(
            (await clerk.UploadAsync($"tasks/{task}/letter", fields, "<html>"u8.ToArray(), "a.pdf")).Status, Is.EqualTo(400));
        var wrong = new Dictionary<string, string>(fields) { ["addressee"] = "ผู้ว่าราชการจังหวัด" };
        var (refused, problem) = await clerk.UploadAsync($"tasks/{task}/letter", wrong, pdf, "a.pdf");
        Assert.That((refused, problem.Text("code"), problem.Text("rule")), Is.EqualTo((422, "addressee", "A-07")));
        Assert.That((problem.Text("foundAddressee"), problem.Text("requiredAddressee")),
            Is.EqualTo(("ผู้ว่าราชการจังหวัด", "ผู้อำนวยการสำนักงบประมาณ")));
        var misspelt = new Dictionary<string, string>(fields) { ["namesInLetter"] = "นางสาวมาลี ใจงามม" };
        var difference = (await clerk.UploadAsync($"tasks/{task}/letter", misspelt, pdf, "a.pdf")).Body["difference"]!;
        Assert.That(
            difference["signs"]!.AsArray().Count(sign => sign!["required"] is null), Is.EqualTo(1), "T63: one sign too many");

        var (status, body) = await clerk.UploadAsync($"tasks/{task}/letter", fields, pdf, "a.pdf");
        Assert.That((status, body.Text("outcome")), Is.EqualTo((200, "Attach")), body.ToJsonString());
        Assert.That((await clerk.UploadAsync($"tasks/{task}/letter", fields, pdf, "a.pdf")).Status, Is.EqualTo(409));
    }

    // The letter's upload has a route of its own; here a letter lies in the house already.
    async Task<string> WithDirectorAsync()
    {
        var clerk = await ApiCaller.AsAsync(host, "clerk");
        var (_, filed) = await clerk.PostAsync("requests", Form("new", DemoData.Tambon, "officer"));
        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            """
            insert into letters (id, sha256, file_name, media_type, size, pages, organisation_code, letter_number,
                letter_date, addressee,
                names_in_letter, signer_name, signer_capacity, signature_kind, uploaded_by, uploaded_at)
            values ('letter-1', 'aa', 'a.pdf', 'application/pdf', 1, 1, @Tambon, '1', '2026-03-01', 'x',
                'นางสาวมาลี ใจงาม', 'y', 'own', 'scan', 'clerk', '2026-03-01')
            """, new { DemoData.Tambon }));
        await AnswerAsync(clerk, WorkTask.ProveIdentity, new { answer = "Prove" });
        await AnswerAsync(clerk, WorkTask.Letter, new { answer = "Attach", data = new { letterId = "letter-1" } });
        await AnswerAsync(await ApiCaller.AsAsync(host, "reviewer"), WorkTask.Review,
            new { answer = "Approve", data = new { reason = "ครบถ้วน" } });
        return (await host.Database.FirstAsync<string>(
            "select id from tasks where request_id = @id and kind = 'decide'", new { id = filed.Text("id") }))!;
    }

    static async Task AnswerAsync(ApiCaller caller, string kind, object answer)
    {
        var task = (await caller.GetAsync("tasks")).Body["items"]!.AsArray().Single(task => task!.Text("kind") == kind)!;
        var (status, said) = await caller.PostAsync($"tasks/{task.Text("id")}/answer", answer);
        Assert.That(status, Is.EqualTo(200), said.ToJsonString());
    }
}
