using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// Lives a life on a copy of a prepared store for each of its commits, with a host that dies there, and holds what happened
/// against the life without death.
/// </summary>
/// <param name="live">A life on a store that is opened mortal when there is a death; answers what happened.</param>
sealed class DyingCopies(Func<TestDatabase, Task> prepare, Func<Func<Death?, Database>, Death?, Task<string>> live)
{
    /// <param name="holds">What happens in the life without death: a life in which nothing happens survives everything.</param>
    /// <param name="least">Commits that change something, at least.</param>
    public async Task OnSqliteAsync(bool afterCommit, int least, params string[] holds)
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-test").FullName;
        var template = Path.Combine(folder, "template.db");
        await prepare(new TestDatabase(() => new SqliteDatabase(template), () => { }));
        await DieEverywhereAsync(round =>
        {
            var path = Path.Combine(folder, $"{round}.db");
            foreach (var part in Directory.GetFiles(folder, "template.db*"))
                File.Copy(part, part.Replace("template.db", $"{round}.db", StringComparison.Ordinal), overwrite: true);
            return death => death is null ? new SqliteDatabase(path) : new DyingSqliteDatabase(path, death);
        }, afterCommit, least, holds);
        Directory.Delete(folder, recursive: true);
    }

    /// <inheritdoc cref="OnSqliteAsync"/>
    public async Task OnPostgresAsync(bool afterCommit, int least, params string[] holds)
    {
        var template = PostgresServer.Shared.NewDatabase();
        await prepare(new TestDatabase(() => new PostgresDatabase(template), () => { }));
        await DieEverywhereAsync(_ =>
        {
            var connection = PostgresServer.Shared.NewDatabase(template);
            return death => death is null ? new PostgresDatabase(connection) : new DyingPostgresDatabase(connection, death);
        }, afterCommit, least, holds);
    }

    async Task DieEverywhereAsync(Func<int, Func<Death?, Database>> storeOf, bool afterCommit, int least, string[] holds)
    {
        var undisturbed = await live(storeOf(0), null);
        foreach (var held in holds)
            Assert.That(undisturbed, Does.Contain(held));
        var deaths = 0;
        for (var atCommit = 1; ; atCommit++)
        {
            var death = new Death(atCommit, afterCommit);
            var told = await live(storeOf(atCommit), death);
            if (!death.HasCome)
                break;
            deaths++;
            Assert.That(told, Is.EqualTo(undisturbed), $"died {(afterCommit ? "after" : "before")} commit {atCommit}");
        }
        Assert.That(deaths, Is.GreaterThanOrEqualTo(least));
    }
}
