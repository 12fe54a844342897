using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Web;

/// <summary>What people see while the database is away, and that all goes on when it is back.</summary>
public sealed class StoreDownTests
{
    [Test]
    public async Task WhileTheDatabaseIsAway_PagesAndProgramsAreToldToWait_AndASessionGoesOnAfterwards()
    {
        using var postgres = PostgresServer.OfOnesOwn();
        await using var host = await TestHost.StartAsync(
            "Development", "--Store:Kind=postgres", $"--Store:ConnectionString={postgres.NewDatabase()}");
        using var visitor = await host.SignInAsync("officer");
        postgres.Kill();
        var page = await visitor.GetAsync("/requests", "text/html");
        Assert.That(page.Status, Is.EqualTo(503));
        Assert.That(page.Text, Does.Contain("ระบบขัดข้องชั่วคราว").And.Contain("รอหนึ่งนาที"));
        var problem = await visitor.GetAsync("/api/requests");
        Assert.That(problem.Status, Is.EqualTo(503));
        Assert.That(problem.Headers["Content-Type"], Does.StartWith("application/problem+json"));
        Assert.That((await visitor.GetAsync("/health/ready")).Status, Is.EqualTo(503));
        await postgres.StartAgainAsync();
        Assert.That((await visitor.GetAsync("/requests")).Status, Is.EqualTo(200));
    }
}
