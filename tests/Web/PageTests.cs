using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace WorkflowHost.Tests.Web;

/// <summary>What holds for every page there is, also for those that are yet to be written.</summary>
public sealed class PageTests
{
    /// <summary>Open to all, and why.</summary>
    static readonly string[] OpenToAll =
    [
        "sign-in", "sign-out", "language", // the way in and out
        "error/{status:int}", "about/privacy", // nothing of anybody
        "health/live", "health/ready", "metrics", "openapi/{documentName}.json", // machines; /metrics checks for itself
        "a/{token}", "claim/{token}", "site/{token}", // a mailed link: the token is the permission
        "site/{token}/thaid/start", "thaid/callback", // from it to ThaID and back, in the browser where it began
        "forgotten", // says nothing about any account
    ];

    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task EveryEndpoint_NeedsASignedInPerson_UnlessItIsOnTheList()
    {
        var fallback = await host.Get<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();
        Assert.That(fallback!.Requirements, Has.Some.TypeOf<DenyAnonymousAuthorizationRequirement>());
        var open = Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct();
        Assert.That(open, Is.SubsetOf(OpenToAll));
    }

    [Test]
    public async Task EveryPage_OpenedTwice_ChangesNothingInTheStore()
    {
        var visitors = new List<Visitor>();
        string[] accounts = ["officer", "clerk", "reviewer", "director", "coordinator", "operator", "designer", "auditor"];
        foreach (var account in accounts)
            visitors.Add(await host.SignInAsync(account));
        var before = await ContentAsync();
        foreach (var path in PathsToOpen())
            foreach (var visitor in visitors)
                for (var time = 0; time < 2; time++)
                    Assert.That((await visitor.GetAsync(path)).Status, Is.LessThan(500), path);
        Assert.That(await ContentAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task EveryAnswer_CarriesTheSecurityHeaders()
    {
        var officer = await host.SignInAsync("officer");
        foreach (var path in (string[])[.. PathsToOpen(), "/nowhere", "/api/nowhere", "/site.css"])
        {
            var headers = (await officer.GetAsync(path)).Headers;
            Assert.That(headers["Content-Security-Policy"],
                Does.Contain("default-src 'self'").And.Contain("frame-ancestors 'none'"), path);
            Assert.That(headers["X-Content-Type-Options"], Is.EqualTo("nosniff"), path);
            Assert.That(headers["Referrer-Policy"], Is.EqualTo("no-referrer"), path);
            Assert.That(headers["Cross-Origin-Opener-Policy"], Is.EqualTo("same-origin"), path);
            Assert.That(headers, Does.ContainKey("Permissions-Policy").And.ContainKey("Cache-Control"), path);
            Assert.That(headers, Does.Not.ContainKey("Server"), path);
        }
    }

    [Test]
    public async Task EveryPage_HasOneHeading_ALanguage_AndNoScriptOrStyleOfItsOwn()
    {
        var visitor = await host.SignInAsync("operator");
        foreach (var path in PathsToOpen())
        {
            var page = await visitor.GetAsync(path);
            if (page.Status != 200 || !page.Headers["Content-Type"].StartsWith("text/html", StringComparison.Ordinal))
                continue;
            Assert.That(page.Html.Split("<h1").Length - 1, Is.EqualTo(1), $"{path}: one h1");
            Assert.That(page.Html, Does.Contain("<html lang=\"th\">"), path);
            Assert.That(page.Html, Does.Not.Contain("<script").And.Not.Contain(" style=\"").And.Not.Contain("<style"), path);
        }
    }

    [Test]
    public async Task Post_WithoutAFormToken_IsRefused()
    {
        var officer = await host.SignInAsync("officer");
        Assert.That((await officer.PostRawAsync("/sign-out", [])).Status, Is.EqualTo(400));
        Assert.That((await officer.PostRawAsync("/language", [new("to", "en")])).Status, Is.EqualTo(400));
        Assert.That((await officer.GetAsync("/")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task FormLargerThanAnyOfOurs_IsRefusedBeforeItIsRead()
    {
        using var visitor = host.NewVisitor();
        var answer = await visitor.PostAsync("/sign-in", new { UserName = "officer", Password = new string('x', 1024 * 1024) });
        Assert.That(answer.Status, Is.EqualTo(413));
        Assert.That(answer.Text, Does.Contain("ไฟล์ใหญ่เกินไป"));
    }

    [Test]
    public async Task ApiCall_AsAForeignFormWouldSendIt_IsRefused()
    {
        var officer = await host.SignInAsync("officer");
        Assert.That((await officer.PostRawAsync("/api/anything", [new("a", "b")])).Status, Is.EqualTo(400));
        using var json = new HttpRequestMessage(HttpMethod.Post, "/api/anything");
        json.Content = JsonContent.Create(new { a = "b" });
        Assert.That((await officer.SendAsync(json)).Status, Is.EqualTo(404));
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/api/anything");
        foreign.Content = JsonContent.Create(new { a = "b" });
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.That((await officer.SendAsync(foreign)).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task Production_TellsBrowsersToComeByHttpsOnly()
    {
        await using var production = await TestHost.StartAsync("Production", "--Site:Proxies=127.0.0.1");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/about/privacy");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        request.Headers.Host = "flow.example";
        Assert.That((await production.NewVisitor().SendAsync(request)).Headers, Does.ContainKey("Strict-Transport-Security"));
    }

    IEnumerable<RouteEndpoint> Endpoints() =>
        host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct();

    IEnumerable<string> PathsToOpen() => Endpoints()
        .Where(endpoint => endpoint.RoutePattern.Parameters.Count == 0 && MayGet(endpoint))
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct();

    static bool MayGet(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null
        || endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true;

    async Task<string> ContentAsync()
    {
        var content = new System.Text.StringBuilder();
        const string Tables = "select name from sqlite_master where type = 'table' order by name";
        foreach (var table in await host.Database.QueryAsync<string>(Tables))
            foreach (var row in await host.Database.QueryAsync<dynamic>($"select * from {table}"))
                content.Append(table).Append(' ').AppendLine((string)row.ToString());
        return content.ToString();
    }
}
