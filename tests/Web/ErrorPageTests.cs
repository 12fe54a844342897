using System.Text.Json;
using WorkflowHost.Web.Errors;

namespace WorkflowHost.Tests.Web;

public sealed class ErrorPageTests
{
    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task MissingPage_SaysSoInThai_AndInEnglishWhenChosen()
    {
        var officer = await host.SignInAsync("officer");
        var thai = await officer.GetAsync("/nowhere");
        Assert.That(thai.Status, Is.EqualTo(404));
        Assert.That(thai.Text, Does.Contain("ไม่พบหน้านี้").And.Contain("ไปหน้าแรก"));
        var chosen = await officer.PostAsync("/nowhere", new { to = "en", back = "/nowhere" }, to: "/language");
        Assert.That(chosen.Location, Is.EqualTo("/nowhere"));
        var english = await officer.FollowAsync(chosen);
        Assert.That(english.Text, Does.Contain("This page was not found"));
        Assert.That(english.Html, Does.Contain("<html lang=\"en\">"));
    }

    [TestCase(400), TestCase(403), TestCase(404), TestCase(409), TestCase(413), TestCase(429), TestCase(500)]
    public async Task EachError_SaysWhatToDo_InBothLanguages(int status)
    {
        using var visitor = host.NewVisitor();
        var words = ErrorWords.Of(status);
        var thai = await visitor.GetAsync($"/error/{status}");
        Assert.That(thai.Status, Is.EqualTo(status));
        Assert.That(thai.Text, Does.Contain(words.TitleTh).And.Contain(words.WayOutTh));
        await visitor.PostAsync("/sign-in", new { to = "en" }, to: "/language");
        Assert.That((await visitor.GetAsync($"/error/{status}")).Text, Does.Contain(words.TitleEn).And.Contain(words.WayOutEn));
    }

    [TestCase("/api/nowhere", null)]
    [TestCase("/nowhere", "application/json")]
    public async Task Programs_GetProblemDetails(string path, string? accept)
    {
        var officer = await host.SignInAsync("officer");
        var answer = await officer.GetAsync(path, accept);
        Assert.That(answer.Status, Is.EqualTo(404));
        Assert.That(answer.Headers["Content-Type"], Does.StartWith("application/problem+json"));
        using var problem = JsonDocument.Parse(answer.Html);
        Assert.That(problem.RootElement.GetProperty("status").GetInt32(), Is.EqualTo(404));
        Assert.That(problem.RootElement.GetProperty("title").GetString(), Is.EqualTo("ไม่พบหน้านี้"));
    }

    [Test]
    public async Task Api_TellsAStrangerToSignIn_WithoutARedirect()
    {
        using var visitor = host.NewVisitor();
        Assert.That((await visitor.GetAsync("/api/nowhere")).Status, Is.EqualTo(401).Or.EqualTo(404));
        Assert.That((await visitor.GetAsync("/", "application/json")).Status, Is.EqualTo(401));
    }
}
