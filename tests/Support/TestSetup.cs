using WorkflowHost.Tests.Support;

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
