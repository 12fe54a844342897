using Npgsql;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Engine;

/// <summary>A read that met a fault that has passed is asked again: on PostgreSQL, where connections live long.</summary>
public sealed class ReadingAgainTests
{
    [Test]
    public async Task ATableThatGetsAColumn_IsReadOn_ThoughEveryConnectionRemembersItAsItWas()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        await using var database = new PostgresDatabase(connection);
        await using var direct = await OpenAsync(connection, "create table things (name text); insert into things values ('a')");
        for (var column = 0; column < 20; column++)
        {
            // Often enough that it is prepared on each connection of the pool.
            for (var times = 0; times < 3; times++)
                await ReadAsync(readers: 40);
            await ExecuteAsync(direct, $"alter table things add column next{column} text not null default ''");
            Assert.That(await ReadAsync(readers: 4), Is.All.EqualTo("a"));
        }

        Task<string?[]> ReadAsync(int readers) => Task.WhenAll(Enumerable.Range(0, readers).Select(_ => Task.Run(async () =>
            (await database.FirstAsync<Thing>("select * from things"))?.Name)));
    }

    [Test]
    public async Task AConnectionThatTheServerHasEnded_IsReplaced_AndWhoReadsDoesNotNotice()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        await using var database = new PostgresDatabase(connection);
        await using var direct = await OpenAsync(connection, "select 1");
        await database.FirstAsync<int>("select 1");
        await ExecuteAsync(direct,
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity "
            + "where datname = current_database() and pid <> pg_backend_pid()");
        Assert.That(await database.FirstAsync<int>("select 7"), Is.EqualTo(7));
    }

    static async Task<NpgsqlConnection> OpenAsync(string connectionString, string sql)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, sql);
        return connection;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    sealed class Thing
    {
        public string Name { get; init; } = "";
    }
}
