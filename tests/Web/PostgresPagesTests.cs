using WorkflowHost.Activities.Demo;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Web;

/// <summary>The pages' own queries on the shared store: SQLite takes what PostgreSQL refuses, and the other way round.</summary>
public sealed class PostgresPagesTests
{
    static readonly string[] Pages =
    [
        "/", "/tasks", "/requests", "/requests?stage=open&q=BBL", "/requests/new", "/rights", "/rights?q=a",
        $"/rights/of/{DemoData.City}",
        "/rights/city-1", "/circulars", "/circulars/A", "/people/new", "/operations", "/operations/holidays",
        "/operations/deadlines?when=later", "/operations/pauses", "/operations/rehearsal", "/account",
        "/people/accounts", "/people/accounts?q=a&state=blocked", "/people/accounts/new", "/people/accounts/mayor", "/api/tasks",
        "/api/requests", "/api/rights",
        "/designer", "/designer/new", "/designer/import", "/designer/bbl-access", "/designer/bbl-access/versions",
        "/designer/bbl-access/versions/1",
        "/designer/bbl-access/compare?from=1&to=1", "/designer/bbl-access/retract",
    ];

    [Test]
    public async Task EveryPage_OpensOnPostgreSqlToo_ForEveryRole()
    {
        await using var host = await TestHost.StartAsync(
            "Development", "--Store:Kind=postgres", $"--Store:ConnectionString={PostgresServer.Shared.NewDatabase()}");
        var officer = await host.SignInAsync("officer");
        var request = await officer.FileAsync("new", "officer");
        foreach (var account in (string[])
            ["officer", "city-clerk", "reviewer", "director", "coordinator", "operator", "auditor", "designer"])
        {
            var visitor = await host.SignInAsync(account);
            foreach (var page in (string[])[.. Pages, $"/requests/{request}", $"/requests/{request}/letter"])
                Assert.That((await visitor.GetAsync(page)).Status, Is.LessThan(500), $"{account} {page}");
        }
    }
}
