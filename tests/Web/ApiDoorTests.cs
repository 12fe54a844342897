using System.Text.Json.Nodes;

namespace WorkflowHost.Tests.Web;

/// <summary>Who gets in, at every route there is.</summary>
public sealed class ApiDoorTests
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

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

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
}
