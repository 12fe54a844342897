using System.Text.Json.Nodes;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Activities.Letters.Files;

namespace WorkflowHost.Tests.Web;

/// <summary>The same verbs as the pages, over HTTP.</summary>
public sealed class ApiTests
{
    static readonly string[] Routes =
    [
        "GET requests", "POST requests", "GET requests/{id}", "POST requests/{id}/withdrawal", "GET tasks", "GET tasks/{id}",
        "POST tasks/{id}/answer",
        "POST tasks/{id}/code", "GET rights", "GET rights/{id}", "POST rights/{id}/revocation", "GET circulars",
        "GET circulars/{id}",
        "GET instances/{id}", "POST instances/{id}/cancellation", "POST incidents/{id}/retry",
    ];

    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Request_IsFiledOnce_FoundAndListed()
    {
        var officer = await ApiCaller.AsAsync(host, "city-officer");
        var (status, filed) = await officer.PostAsync("requests", Form("confirm", oldRight: "city-1"));
        Assert.That(status, Is.EqualTo(201), filed.ToJsonString());
        var (again, same) = await officer.PostAsync("requests", Form("confirm", oldRight: "city-1"));
        Assert.That((again, same.Text("id")), Is.EqualTo((200, filed.Text("id"))));
        var (_, found) = await officer.GetAsync("requests/" + filed.Text("id"));
        Assert.That(found.Text("reference"), Is.EqualTo(filed.Text("reference")).And.StartWith("BBL-"));
        var (_, list) = await officer.GetAsync("requests");
        Assert.That(list["items"]!.AsArray().Single()!.Text("id"), Is.EqualTo(filed.Text("id")));
    }

    [Test]
    public async Task A02_Refusal_CarriesCodeAndRule_InTheCallersLanguage()
    {
        var officer = await ApiCaller.AsAsync(host, "tao-officer");
        var form = Form("new", DemoData.Tao, "tao-officer");
        var (status, thai) = await officer.PostAsync("requests", form);
        var (_, english) = await officer.PostAsync("requests", form, "en");
        Assert.That((status, thai.Text("code"), thai.Text("rule")), Is.EqualTo((422, "not-covered", "A-02")));
        Assert.That(thai.Text("title"), Is.EqualTo("ทำรายการนี้ไม่ได้"));
        Assert.That(english.Text("title"), Is.EqualTo("This is not allowed"));
        Assert.That(english.Text("detail"), Does.Contain("provincial administrations and municipalities"));
    }

    [Test]
    public async Task IncompleteBody_IsToldEverythingThatIsWrong()
    {
        var officer = await ApiCaller.AsAsync(host, "city-officer");
        var (status, problem) = await officer.PostAsync("requests", new { kind = "wish", note = new string('x', 2_001) });
        Assert.That((status, problem.Text("code")), Is.EqualTo((400, "invalid")));
        Assert.That(problem["errors"]!.AsObject().Select(error => error.Key),
            Is.EquivalentTo((string[])["formKey", "system", "kind", "organisationCode", "note"]));
    }

    [Test]
    public async Task BrokenBodies_AreTheCallersFault()
    {
        var officer = await ApiCaller.AsAsync(host, "city-officer");
        foreach (var body in (string[])["", "{", "null", "[]", "\"text\"", """{"formKey":1}""", """{"formKey":{"a":[]}}""",
            new string('[', 5_000),
            """{"formKey":"\ud800"}""", """{"formKey":"k\u0000","system":"BBL","kind":"new","organisationCode":"x"}"""])
            Assert.That(
                (await officer.PostTextAsync("requests", body)).Status, Is.EqualTo(400), body[..Math.Min(40, body.Length)]);
        Assert.That((await officer.PostTextAsync("requests", $$"""{"note":"{{new string('x', 100_000)}}"}""")).Status,
            Is.EqualTo(413));
    }

    [Test]
    public async Task Withdrawal_EndsTheRequest_AndCantBeRepeated()
    {
        var officer = await ApiCaller.AsAsync(host, "city-officer");
        var id = await FileAsync(officer);
        Assert.That((await officer.PostAsync($"requests/{id}/withdrawal", new { })).Status, Is.EqualTo(400));
        var reviewer = await ApiCaller.AsAsync(host, "reviewer");
        Assert.That((await reviewer.PostAsync($"requests/{id}/withdrawal", new { reason = "x" })).Body.Text("code"),
            Is.EqualTo("not-your-organisation"));
        var (status, request) = await officer.PostAsync($"requests/{id}/withdrawal", new { reason = "เปลี่ยนใจ" });
        Assert.That((status, request.Text("stage")), Is.EqualTo((200, "withdrawn")));
        Assert.That((await officer.PostAsync($"requests/{id}/withdrawal", new { reason = "เปลี่ยนใจ" })).Body.Text("code"),
            Is.EqualTo("already-over"));
    }

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
    public async Task Rights_AreListedWithinScope_AndRevokedByTheirOrganisation()
    {
        var clerk = await ApiCaller.AsAsync(host, "city-clerk");
        Assert.That((await clerk.GetAsync("rights")).Body["items"]!.AsArray().Single()!.Text("id"), Is.EqualTo("city-1"));
        Assert.That((await clerk.PostAsync("rights/city-1/revocation", new { })).Status, Is.EqualTo(400));
        var officer = await ApiCaller.AsAsync(host, "city-officer");
        var (refused, problem) = await officer.PostAsync("rights/city-1/revocation", new { reason = "x" });
        Assert.That((refused, problem.Text("code"), problem.Text("rule")), Is.EqualTo((422, "not-yours-to-revoke", "A-11")));
        var (status, right) = await clerk.PostAsync("rights/city-1/revocation", new { reason = "ลาออก" });
        Assert.That((status, right.Text("endReason")), Is.EqualTo((200, "ลาออก")));
        Assert.That((await clerk.PostAsync("rights/city-1/revocation", new { reason = "ลาออก" })).Body.Text("code"),
            Is.EqualTo("already-ended"));
    }

    [Test]
    public async Task Circulars_AreToldRuleByRule()
    {
        var officer = await ApiCaller.AsAsync(host, "officer");
        Assert.That((await officer.GetAsync("circulars")).Body.AsArray(), Has.Count.EqualTo(5));
        Assert.That((await officer.GetAsync("circulars/A")).Body["clauses"]!.AsArray()[0]!.Text("id"), Is.EqualTo("A-01"));
    }

    [Test]
    public async Task Instance_IsShownToItsOrganisation_AndCancelledByAnOperatorOnly()
    {
        var officer = await ApiCaller.AsAsync(host, "city-officer");
        var request = (await officer.GetAsync("requests/" + await FileAsync(officer))).Body;
        var path = "instances/" + request.Text("instanceId");
        Assert.That((await officer.GetAsync(path)).Body["waits"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That((await officer.PostAsync(path + "/cancellation", new { reason = "x" })).Status, Is.EqualTo(403));
        var operatorCaller = await ApiCaller.AsAsync(host, "operator");
        Assert.That((await operatorCaller.PostAsync(path + "/cancellation", new { })).Status, Is.EqualTo(400));
        var (status, instance) = await operatorCaller.PostAsync(path + "/cancellation", new { reason = "ยื่นซ้ำ" });
        Assert.That((status, instance.Text("status")), Is.EqualTo((200, "Cancelled")));
        Assert.That((await officer.GetAsync("requests/" + request.Text("id"))).Body.Text("stage"), Is.EqualTo("withdrawn"));
        Assert.That((await operatorCaller.PostAsync(path + "/cancellation", new { reason = "ยื่นซ้ำ" })).Body.Text("code"),
            Is.EqualTo("already-over"));
        Assert.That((await officer.PostAsync("incidents/none/retry", new { })).Status, Is.EqualTo(403));
        Assert.That((await operatorCaller.PostAsync("incidents/none/retry", new { })).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task WhatLiesOutsideOnesOrganisations_IsNotFound()
    {
        var officer = await ApiCaller.AsAsync(host, "city-officer");
        var request = (await officer.GetAsync("requests/" + await FileAsync(officer))).Body;
        var task = (await officer.GetAsync("tasks")).Body["items"]!.AsArray().Single()!.Text("id");
        var stranger = await ApiCaller.AsAsync(host, "clerk");
        foreach (var path in (string[])[$"requests/{request.Text("id")}", $"tasks/{task}", "rights/city-1",
            $"instances/{request.Text("instanceId")}", "circulars/Z"])
            Assert.That((await stranger.GetAsync(path)).Status, Is.EqualTo(404), path);
        foreach (var path in (string[])[$"requests/{request.Text("id")}/withdrawal", $"tasks/{task}/answer", $"tasks/{task}/code",
            "rights/city-1/revocation"])
            Assert.That((await stranger.PostAsync(path, new { answer = "Prove", reason = "x" })).Status, Is.EqualTo(404), path);
        foreach (var list in (string[])["requests", "tasks"])
            Assert.That((await stranger.GetAsync(list)).Body["items"]!.AsArray(), Is.Empty, list);
        Assert.That((await stranger.GetAsync("rights")).Body.ToJsonString(), Does.Not.Contain("city-1"));
    }

    [Test]
    public async Task NobodyUnknown_AndNoForeignForm_GetsIn([ValueSource(nameof(Routes))] string route)
    {
        var (method, path) =
            (route.Split(' ')[0], "/api/" + route.Split(' ')[1].Replace("{id}", "some", StringComparison.Ordinal));
        var isPost = method == "POST";
        using var call = new HttpRequestMessage(
            new HttpMethod(method), path)
        { Content = isPost ? new StringContent("{}", null, "application/json") : null };
        Assert.That((await host.NewVisitor().SendAsync(call)).Status, Is.EqualTo(401));
        if (!isPost)
            return;
        var officer = await host.SignInAsync("operator");
        using var foreign = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([]) };
        Assert.That((await officer.SendAsync(foreign)).Status, Is.EqualTo(400), "a form of another site is not listened to");
        using var crossSite =
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", null, "application/json") };
        crossSite.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.That((await officer.SendAsync(crossSite)).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task OpenApi_DescribesEveryRoute_WithASummaryAndItsAnswers()
    {
        var document = JsonNode.Parse((await host.NewVisitor().GetAsync("/openapi/v1.json")).Html)!;
        var described = document["paths"]!.AsObject().Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject()
                .Select(verb => (Route: $"{verb.Key.ToUpperInvariant()} {path.Key["/api/".Length..]}", verb.Value)))
            .ToList();
        Assert.That(described.Select(verb => verb.Route), Is.SupersetOf(Routes));
        foreach (var (route, verb) in described)
        {
            Assert.That(verb!.Text("summary"), Is.Not.Empty, route);
            Assert.That(verb!["responses"]!.AsObject().Select(response => response.Key),
                Has.Some.StartsWith("2").And.Some.EqualTo("401"), route);
        }
    }

    static object Form(string kind, string organisation = DemoData.City, string? person = null, string? oldRight = null) => new
    {
        formKey = "key-1",
        system = "BBL",
        kind,
        organisationCode = organisation,
        personId = person,
        oldRightId = oldRight,
    };

    static async Task<string> FileAsync(ApiCaller officer)
    {
        var (status, filed) = await officer.PostAsync("requests", Form("confirm", oldRight: "city-1"));
        Assert.That(status, Is.EqualTo(201), filed.ToJsonString());
        return filed.Text("id");
    }

    // The letter's upload has a route of its own; here a letter lies in the house already.
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
