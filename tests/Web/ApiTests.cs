using System.Text.Json.Nodes;
using WorkflowHost.Activities.Demo;
using static WorkflowHost.Tests.Web.ApiCases;

namespace WorkflowHost.Tests.Web;

/// <summary>The same verbs as the pages, over HTTP.</summary>
public sealed class ApiTests
{
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
}
