using WorkflowHost.Tests.Support;

// Each fixture has stores, hosts and folders of its own; what touches the process itself (its console, its time zone)
// is marked NonParallelizable. More at once than cores, since much of a test is waiting for a disk.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]

/// <summary>Runs once around all tests; outside a namespace, so that it covers every one.</summary>
[SetUpFixture]
public sealed class TestSetup
{
    [OneTimeTearDown]
    public async Task StopServersAsync()
    {
        await TestDatabase.RemovePreparedAsync();
        PostgresServer.StopIfStarted();
    }
}
