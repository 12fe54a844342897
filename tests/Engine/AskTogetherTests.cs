using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Engine;

/// <summary>What a page asks side by side is answered on one connection, and on PostgreSQL in one journey.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class AskTogetherTests(Func<TestDatabase> open)
{
    [Test]
    public async Task WhatIsAskedSideBySide_IsAnsweredToWhoAskedIt()
    {
        await using var store = open();
        var (numbers, word) = await store.Database.AskAsync(
            ask => ask.QueryAsync<long>("select 1 union all select 2", new { }),
            ask => ask.FirstAsync<string>("select @word", new { word = "สอง" }));
        Assert.That((numbers, word), Is.EqualTo((new long[] { 1, 2 }, "สอง")));
    }

    [Test]
    public async Task AnAnswerMayLeadToAnotherQuestion()
    {
        await using var store = open();
        var sum = await store.Database.AskAsync(async ask =>
        {
            var (first, second) = (OneMoreAsync(ask, 1), OneMoreAsync(ask, 10));
            return await OneMoreAsync(ask, await first + await second);
        });
        Assert.That(sum, Is.EqualTo(14));

        static Task<long> OneMoreAsync(IQueries ask, long number) =>
            ask.FirstAsync<long>("select cast(@number as bigint) + 1", new { number });
    }

    [Test]
    public async Task AFaultOfOneQuestion_ReachesWhoAsked_AndTheNextIsAnswered()
    {
        await using var store = open();
        Assert.That(
            async () => await store.Database.AskAsync(
                ask => ask.FirstAsync<long>("select 1", new { }), ask => ask.FirstAsync<long>("select x from nowhere", new { })),
            Throws.InstanceOf<System.Data.Common.DbException>());
        Assert.That(await store.Database.FirstAsync<long>("select 1"), Is.EqualTo(1));
    }

    [Test]
    public async Task NothingAndLists_AreArgumentsAsEverywhereElse()
    {
        await using var store = open();
        var (missing, found) = await store.Database.AskAsync(
            ask => ask.FirstAsync<string>("select 'none' where @kind is null", new { kind = (string?)null }),
            ask => ask.QueryAsync<string>(
                """
                select word from (select 'a' as word union all select 'b' union all select 'c') all_words
                where word in @words order by word
                """, new { words = new[] { "a", "c" }.Where(word => word.Length == 1) }));
        Assert.That((missing, found), Is.EqualTo(("none", new[] { "a", "c" })));
    }
}
