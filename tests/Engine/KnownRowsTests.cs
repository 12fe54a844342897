using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Engine;

/// <summary>What one work reads twice travels once, and is never older than what it locked or wrote itself.</summary>
public sealed class KnownRowsTests
{
    const string Read = "select name from things where id = @id";

    const string FromTheFirst = "select name from things where id <= @most order by id";

    static readonly object One = new { id = 1 };

    [Test]
    public async Task WhatAWorkReadAndNobodyLocked_IsNotAskedAgain_ButAfterALockItIs()
    {
        await using var database = await ThingsAsync();
        var (first, again, locked) = await database.WriteAsync(async transaction =>
        {
            var first = await transaction.FirstAsync<string>(Read, One);
            await RenameAsync(database, "by another");
            var again = await transaction.FirstAsync<string>(Read, new { id = 1 });
            transaction.Lock("select id from things where id = @id", One);
            return (first, again, await transaction.FirstAsync<string>(Read, One));
        });
        Assert.That((first, again, locked), Is.EqualTo(("as it was", "as it was", "by another")));
    }

    [TestCaseSource(nameof(Writes))]
    public async Task WhatItWroteItself_IsReadAnew(Func<Transaction, Task> write)
    {
        await using var database = await ThingsAsync();
        var (first, again) = await database.WriteAsync(async transaction =>
        {
            var first = await transaction.FirstAsync<long>("select count(*) from things where name = 'new'", One);
            await write(transaction);
            return (first, await transaction.FirstAsync<long>("select count(*) from things where name = 'new'", One));
        });
        Assert.That((first, again), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task OtherArguments_OrMoreRows_AreAnotherQuestion()
    {
        await using var database = await ThingsAsync();
        await database.WriteAsync(async transaction =>
        {
            Assert.That(await transaction.FirstAsync<string>(FromTheFirst, new { most = 1 }), Is.EqualTo("as it was"));
            Assert.That(await transaction.QueryAsync<string>(FromTheFirst, new { most = 1 }), Has.Count.EqualTo(1));
            Assert.That(await transaction.QueryAsync<string>(FromTheFirst, new { most = 2 }), Has.Count.EqualTo(2));
        });
    }

    [Test]
    public async Task WhatAWorkExpects_TravelsWithItsNextQuestion()
    {
        await using var database = await ThingsAsync();
        var read = await database.WriteAsync(async transaction =>
        {
            transaction.Expect(ahead => ahead.FirstAsync<string>(Read, One));
            transaction.Write("update things set name = 'new' where id = @id", new { id = 2 });
            var own = await transaction.FirstAsync<string>(Read, new { id = 2 });
            await RenameAsync(database, "by another");
            return (own, await transaction.FirstAsync<string>(Read, One));
        });
        Assert.That(read, Is.EqualTo(("new", "as it was")));
    }

    [Test]
    public async Task WhatAWorkExpectsAndWritesAfterwards_IsReadAnew()
    {
        await using var database = await ThingsAsync();
        var read = await database.WriteAsync(async transaction =>
        {
            transaction.Expect(ahead => ahead.FirstAsync<string>(Read, One));
            await transaction.FirstAsync<string>(Read, new { id = 2 });
            transaction.Write("update things set name = 'new' where id = @id", One);
            return await transaction.FirstAsync<string>(Read, One);
        });
        Assert.That(read, Is.EqualTo("new"));
    }

    [Test]
    public async Task OnlyAReadCanBeExpected()
    {
        await using var database = await ThingsAsync();
        Assert.That(() => database.WriteAsync(transaction =>
        {
            transaction.Expect(ahead => ahead.ExecuteAsync("delete from things", new { }));
            return Task.CompletedTask;
        }), Throws.InvalidOperationException);
    }

    static IEnumerable<TestCaseData> Writes()
    {
        yield return Way("a write", transaction =>
        {
            transaction.Write("update things set name = 'new' where id = @id", One);
            return Task.CompletedTask;
        });
        yield return Way("a row that is added", transaction =>
        {
            transaction.Append("insert into things (id, name) values (@id, @name)", new { id = 3, name = "new" });
            return Task.CompletedTask;
        });
        yield return Way("a write at once", transaction =>
            transaction.ExecuteAsync("update things set name = 'new' where id = @id", One));
        yield return Way("an update that answers", transaction =>
            transaction.QueryAsync<string>("update things set name = 'new' where id = @id returning name", One));
        yield return Way("a write behind words", transaction => transaction.ExecuteAsync(
            "with one as (select 1 as id) update things set name = 'new' where id in (select id from one)", new { }));
    }

    static TestCaseData Way(string name, Func<Transaction, Task> write) => new TestCaseData(write).SetArgDisplayNames(name);

    static Task<int> RenameAsync(Database database, string name) => database.WriteAsync(transaction =>
        transaction.ExecuteAsync("update things set name = @name where id = 1", new { name }));

    static async Task<PostgresDatabase> ThingsAsync()
    {
        var database = new PostgresDatabase(PostgresServer.Shared.NewDatabase());
        await database.WriteAsync(async transaction =>
        {
            await transaction.ExecuteAsync("create table things (id int primary key, name text not null)", new { });
            await transaction.ExecuteAsync("insert into things values (1, 'as it was'), (2, 'another')", new { });
        });
        return database;
    }
}
