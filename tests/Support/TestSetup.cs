using WorkflowHost.Tests.Support;

/// <summary>Runs once around all tests; outside a namespace, so that it covers every one.</summary>
[SetUpFixture]
public sealed class TestSetup
{
    [OneTimeTearDown]
    public async Task StopServersAsync()
    {
        // A state that could not be prepared fails here once more; the server must not outlive the run for that.
        try
        {
            await TestDatabase.RemovePreparedAsync();
        }
        finally
        {
            PostgresServer.StopIfStarted();
        }
    }
}
