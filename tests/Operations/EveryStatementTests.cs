using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Web;
using WorkflowHost.Web;
using WorkflowHost.Web.Features.Tasks;

namespace WorkflowHost.Tests.Operations;

/// <summary>
/// No query without an index. The statements that stand in the sources are explained as they are; for those that are put
/// together on the way, people follow every link they see, cases move, the timetable runs all its jobs, and then what reached the
/// store is explained. (Some hundred pages are opened: it takes a while.)
/// </summary>
public sealed partial class EveryStatementTests
{
    static readonly string[] Accounts =
    [
        "clerk", "reviewer", "coordinator", "operator", "designer",
    ];

    [Test]
    public async Task NoStatementInTheSources_ReadsAGrowingTableFromOneEndToTheOther()
    {
        await using var store = TestDatabases.SqliteBy(file => new SqliteDatabase(file));
        await Preparation.MigrateAsync(store.Database, new TestClock());
        var plans = new StatementPlans(await store.Database.FirstAsync<string>("select file from pragma_database_list") ?? "");
        var whole = SourceStatements.All().Where(one => plans.Understands(one.Sql)).ToList();
        Assert.That(whole, Has.Count.GreaterThan(700));
        var scans = whole.SelectMany(one => plans.Scans(one.Sql).Select(line => $"{one.File}: {line}\n{one.Sql}\n")).ToList();
        Assert.That(scans, Is.Empty, string.Join('\n', scans));
    }

    [Test]
    public async Task NoStatementThatReachesTheStore_ReadsAGrowingTableFromOneEndToTheOther()
    {
        await using var host = await TestHost.StartAsync("Development", "--Timetable:Enabled=true");
        await TasksCase.DecideAsync(host);
        await TasksCase.ReviewAsync(host, "officer2");
        await TasksCase.RevokeAsync(host);
        foreach (var account in Accounts)
            await FollowEveryLinkAsync(host, account);
        var file = Path.Combine(host.Folder, "store.db");
        await host.StopAsync();
        var statements = StatementPlans.Of((SqliteDatabase)host.Database);
        Assert.That(statements, Has.Count.GreaterThan(150));
        var plans = new StatementPlans(file);
        var scans = statements.SelectMany(sql => plans.Scans(sql).Select(line => $"{line}\n{sql}\n")).ToList();
        Assert.That(scans, Is.Empty, string.Join('\n', scans));
    }

    /// <summary>Thousands may wait in one office: neither their rows are touched nor are they sorted.</summary>
    [Test]
    public async Task AnInbox_IsReadFromItsIndexesAlone_InTheirOrder()
    {
        await using var store = TestDatabases.SqliteBy(file => new SqliteDatabase(file));
        await Preparation.MigrateAsync(store.Database, new TestClock());
        var (inbox, reviewer) = (new Inbox(new TestClock()),
            new Actor(new Person { Id = "one" }, [new Membership { OrganisationCode = "BB", Role = Role.Reviewer }]));
        await inbox.PageAsync(store.Database, reviewer, kind: null, after: null);
        await inbox.CountsAsync(store.Database, reviewer);
        var plans = new StatementPlans(await store.Database.FirstAsync<string>("select file from pragma_database_list") ?? "");
        var lines = StatementPlans.Of((SqliteDatabase)store.Database).Where(sql => sql.Contains("t.asks_several"))
            .SelectMany(plans.Plan).ToList();
        Assert.That(lines.Where(line => line.Contains("SEARCH t USING") && !line.Contains("autoindex")), Is.EquivalentTo(
        [
            "SEARCH t USING COVERING INDEX tasks_open_in_order (organisation_code=? AND role=? AND <expr>>?)",
            "SEARCH t USING COVERING INDEX tasks_open_of_several_roles (organisation_code=? AND <expr>>?)",
            "SEARCH t USING COVERING INDEX tasks_open_to_count (organisation_code=? AND role=?)",
            "SEARCH t USING COVERING INDEX tasks_open_in_order (organisation_code=? AND role=? AND <expr><?)",
            "SEARCH t USING COVERING INDEX tasks_open_of_several_roles (organisation_code=?)",
            "SEARCH t USING COVERING INDEX tasks_open_of_several_roles (organisation_code=? AND <expr><?)",
        ]), "the page, then the counts: of one role, and of several");
        var sorted = lines.Zip(lines.Skip(1)).Where(pair => pair.Second.Contains("TEMP B-TREE")).Select(pair => pair.First);
        Assert.That(sorted, Is.EquivalentTo(
        [
            "SCAN next", "SCAN next", "SEARCH l USING INDEX sqlite_autoindex_letters_1 (id=?)", "SCAN soon", "SCAN soon",
            "SEARCH d USING COVERING INDEX decisions_once (task_id=? AND by_person=?)", "SCAN counted",
        ]), "a page of each, the page; what is due by tonight, what is asked of several roles, and one a kind");
    }

    // One page of each kind: an address with its ids and values taken out.
    static async Task FollowEveryLinkAsync(TestHost host, string account)
    {
        using var visitor = await host.SignInAsync(account);
        var (seen, ahead) = (new HashSet<string>(), new Queue<string>(PathsToOpen(host)));
        while (ahead.TryDequeue(out var path))
        {
            if (!seen.Add(Id().Replace(path, "*")))
                continue;
            var answer = await visitor.GetAsync(path);
            Assert.That(answer.Status, Is.LessThan(500), $"{account} {path}");
            foreach (Match link in Link().Matches(answer.Html))
                // The letters of these cases were never uploaded.
                if (!link.Value.Contains("/file"))
                    ahead.Enqueue(System.Net.WebUtility.HtmlDecode(link.Groups[1].Value));
        }
    }

    static List<string> PathsToOpen(TestHost host) => host.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => !endpoint.RoutePattern.RawText!.Contains('{') && !endpoint.RoutePattern.RawText.Contains("sign-out")
            && (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null
                || endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true))
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().ToList();

    [GeneratedRegex("href=\"(/[^\"#]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<==)[^&]*|(?<=/)[^/?]*\d[^/?]*")]
    private static partial Regex Id();
}
