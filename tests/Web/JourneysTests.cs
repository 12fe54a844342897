using System.Diagnostics;
using Npgsql;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Web;

/// <summary>How often a page and a decision speak to PostgreSQL: each time waits for the network and for a processor.</summary>
public sealed class JourneysTests
{
    [Test]
    public async Task PagesAndDecisions_SpeakToPostgresAFewTimesOnly()
    {
        var connection = PostgresServer.Shared.NewDatabase();
        await using var host = await TestHost.StartAsync(
            "Development", "--Store:Kind=postgres", $"--Store:ConnectionString={connection}", "--Timetable:Enabled=false");
        var first = await TasksCase.ReviewAsync(host);
        var second = await TasksCase.ReviewAsync(host, "officer2");
        var reviewer = await host.SignInAsync("reviewer");
        using var journeys = new Journeys(new NpgsqlConnectionStringBuilder(connection).Database!);
        // What is compiled, cached and prepared the first time is not what is meant.
        await reviewer.GetAsync($"/requests/{first.RequestId}");
        await reviewer.GetAsync($"/tasks/{first.Id}");
        await DecideAsync(first);
        Assert.Multiple(async () =>
        {
            Assert.That(await OfAsync(() => reviewer.GetAsync("/tasks")), Is.EqualTo(2), "inbox: who asks; counts and page");
            Assert.That(await OfAsync(() => reviewer.GetAsync($"/requests/{first.RequestId}")), Is.InRange(3, 6), "request");
            Assert.That(await OfAsync(() => reviewer.GetAsync($"/tasks/{first.Id}")), Is.InRange(4, 9), "task");
            Assert.That(
                await OfAsync(() => DecideAsync(second)), Is.InRange(4, 12), "decision: the next task, its mails, the commit");
        });

        Task DecideAsync(WorkTask review) =>
            TasksCase.AnswerAsync(host, review, "reviewer", Approval.Approve, new DecisionAnswer("ครบ"));

        async Task<int> OfAsync(Func<Task> visit)
        {
            var before = journeys.Count;
            await visit();
            return journeys.Count - before;
        }
    }

    [Test]
    public async Task TwentyQuestionsSideBySide_AreOneJourney()
    {
        await using var store = TestDatabases.Postgres();
        var times = await store.Database.AskAsync(ask => Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => ask.FirstAsync<DateTimeOffset>("select now()", new { }))));
        var apart = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => store.Database.FirstAsync<DateTimeOffset>("select now()")));
        Assert.Multiple(() =>
        {
            Assert.That(times.Distinct().Count(), Is.EqualTo(1), "one message is one transaction");
            Assert.That(apart.Distinct().Count(), Is.GreaterThan(1), "or this test sees nothing");
        });
    }

    sealed class Journeys : IDisposable
    {
        readonly ActivityListener listener;
        int count;

        public Journeys(string database)
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (activity.TagObjects.Any(tag => tag.Value as string == database))
                        Interlocked.Increment(ref count);
                },
            };
            ActivitySource.AddActivityListener(listener);
        }

        public int Count => count;

        public void Dispose() => listener.Dispose();
    }
}
