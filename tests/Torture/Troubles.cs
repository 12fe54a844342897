using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Support.SmtpServers;

namespace WorkflowHost.Tests.Torture;

/// <summary>What the hosts need, and may lose.</summary>
sealed record Breakable(PostgresServer Postgres, AiosmtpdServer Mail, SmallDisk Letters);

/// <summary>What goes wrong, one after the other, as the seed says.</summary>
sealed class Troubles(
    IReadOnlyList<TorturedHost> hosts, Breakable things, Database database, Ledger ledger, Random random)
{
    /// <summary>Makes trouble until it is told to stop, and mends what it broke.</summary>
    public async Task MakeAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await WaitAsync(random.Next(300, 2_500));
            if (!stop.IsCancellationRequested)
                await OneAsync();
        }
    }

    async Task OneAsync()
    {
        var host = hosts[random.Next(hosts.Count)];
        switch (random.Next(13))
        {
            case < 5:
                ledger.Count("hosts killed");
                host.Kill();
                break;
            case 5:
                ledger.Count("hosts asked to stop");
                host.Stop();
                break;
            case 6 or 7:
                ledger.Count("hosts frozen");
                await host.FreezeAsync(TimeSpan.FromMilliseconds(random.Next(500, 6_000)));
                break;
            case 8:
                ledger.Count("databases killed");
                things.Postgres.Kill();
                await things.Postgres.StartAgainAsync();
                break;
            case 9 or 10:
                ledger.Count("connections cut");
                await CutAsync();
                break;
            case 11 when things.Letters.CanBeFilled:
                ledger.Count("letter disks filled");
                things.Letters.Fill();
                await WaitAsync(random.Next(500, 3_000));
                things.Letters.Empty();
                break;
            default:
                ledger.Count("mail servers killed");
                things.Mail.Kill();
                await WaitAsync(random.Next(100, 2_000));
                things.Mail.StartAgain();
                break;
        }
    }

    Task<IReadOnlyList<bool>> CutAsync() => Patient.ReadAsync(() => database.QueryAsync<bool>(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'WorkflowHost' and pid <> pg_backend_pid() and datname = current_database()
        """));

    static async Task WaitAsync(int milliseconds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds));
        await timer.WaitForNextTickAsync();
    }
}
