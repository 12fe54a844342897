using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// Shows an operator what would happen if the clock went to the end of a day and nobody answered: the real engine and steps run
/// on a
/// copy of the cases concerned, with a clock that is pushed. The live store is only read, in one snapshot; no mail can leave,
/// since
/// nothing delivers the copy's outbox; the copy is deleted at the end. One at a time, bounded in cases, rows, steps and time.
/// </summary>
public sealed class Rehearsal(Database live, Tools tools, TimeProvider clock)
{
    public const int MostCases = 2_000;
    public const int MostSteps = 20_000;
    public const int FurthestDays = 400;

    const long MostRows = 1_000_000;
    static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);
    static readonly TimeOnly Daily = new(8, 31);

    int running;

    /// <param name="day">The last day, in Bangkok.</param>
    /// <param name="circular">Only the cases of one circular; all when empty.</param>
    /// <param name="mostCases">The earliest so many.</param>
    /// <exception cref="RefusedException">Not an operator, a day that can't be, too much to copy, or another runs.</exception>
    public async Task<RehearsalResult> RunAsync(
        DateOnly day, string circular, Actor actor, int mostCases = MostCases, CancellationToken stop = default)
    {
        var from = clock.GetUtcNow();
        Require(day, ThaiDate.BangkokDate(from), actor);
        if (Interlocked.Exchange(ref running, 1) == 1)
            throw new RefusedException("rehearsal-under-way",
                "มีการซ้อมอื่นกำลังทำอยู่ รอสักครู่แล้วลองใหม่", "Another rehearsal is running. Try again in a moment.");
        try
        {
            using var time = new CancellationTokenSource(MostTime, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, stop);
            var now = new PushedClock(from);
            await using var store = await ThrowAwayStore.OpenAsync(now);
            var cases = await CopyAsync(store.Database, ThaiDate.EndOfDay(day), circular, mostCases);
            var reminders = await store.Database.FirstAsync<long>("select coalesce(sum(reminders), 0) from tasks");
            var isWhole = await PushAsync(store, now, ThaiDate.EndOfDay(day), circular, both.Token);
            stop.ThrowIfCancellationRequested();
            return await RehearsalResult.OfAsync(store.Database, from, ThaiDate.EndOfDay(day), now.GetUtcNow(),
                !isWhole, Math.Min(cases.Count, mostCases), cases.Count > mostCases, reminders);
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }

    static void Require(DateOnly day, DateOnly today, Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw new RefusedException("operator-only", "เฉพาะผู้ดูแลระบบเท่านั้นที่ซ้อมได้", "Only an operator rehearses.");
        if (day < today || day > today.AddDays(FurthestDays))
            throw new RefusedException("rehearsal-day",
                $"ซ้อมได้ตั้งแต่วันนี้ถึง {ThaiDate.PageForm(today.AddDays(FurthestDays))}",
                $"A rehearsal goes to a day from today to {ThaiDate.English(today.AddDays(FurthestDays))}.");
    }

    Task<IReadOnlyList<string>> CopyAsync(Database copy, DateTimeOffset until, string circular, int mostCases) =>
        live.ReadTogetherAsync(async snapshot =>
    {
        var due = await snapshot.QueryAsync<string>(
            """
            select b.instance_id from bookmarks b where b.due_at <= @until and (@circular = ''
                or exists (select 1 from tasks t where t.instance_id = b.instance_id and t.rule_id like @clauses)
                or exists (select 1 from requests q where q.instance_id = b.instance_id and q.circular_id = @circular)
                or exists (select 1 from instances i where i.id = b.instance_id and i.correlation_id like @correlated))
            group by b.instance_id order by min(b.due_at), b.instance_id limit @limit
            """, new { until, circular, clauses = circular + "-%", correlated = circular + ":%", limit = mostCases + 1 });
        await new RehearsalCopy(snapshot, copy).RunAsync(await WithFamilyAsync(snapshot, [.. due.Take(mostCases)]), MostRows);
        return due;
    });

    // A child that ends wakes its parent, and a parent that ends takes its children along.
    static async Task<List<string>> WithFamilyAsync(IQueries snapshot, List<string> cases)
    {
        var newest = cases;
        while (newest.Count > 0)
        {
            var related = await snapshot.QueryAsync<string>(
                """
                select p.instance_id from instances i join bookmarks p on p.id = i.parent_bookmark_id where i.id in @newest
                union select c.id from bookmarks b join instances c on c.parent_bookmark_id = b.id where b.instance_id in @newest
                """, new { newest });
            newest = [.. related.Except(cases)];
            cases = [.. cases, .. newest];
        }
        return cases;
    }

    // Whether it came to the end.
    async Task<bool> PushAsync(
        ThrowAwayStore store, PushedClock now, DateTimeOffset until, string circular, CancellationToken stop)
    {
        var calendar = new OfficeCalendar();
        await calendar.ReloadAsync(store.Database);
        var house = tools with { Calendar = calendar };
        var definitions = new DefinitionStore(store.Database, AllActivities.Catalog(house), now);
        var runtime = new WorkflowRuntime(store.Database, definitions, now, NullLogger<WorkflowRuntime>.Instance);
        var ladder = new EscalationLadder(store.Database, house, now);
        var reviews = new YearlyReview(store.Database, runtime, now);
        var campaigns = new CampaignJob(store.Database, runtime, calendar, now);
        var asks = circular is "" or Reviews.Campaign.CircularId;
        for (var steps = 0; !stop.IsCancellationRequested && steps < MostSteps;)
        {
            steps += await runtime.RunDueAsync(parallel: 1, stop) + await ladder.RunDueAsync(stop);
            if (asks && ThaiDate.BangkokTime(now.GetUtcNow()) >= Daily)
                steps += await reviews.OpenDueAsync(1, stop) + await campaigns.RunAsync(1, stop);
            if (stop.IsCancellationRequested)
                return false;
            if (now.GetUtcNow() >= until)
                return true;
            now.PushTo(await NextAsync(store, now.GetUtcNow()) is var next && next < until ? next : until);
        }
        return false;
    }

    // The next thing that is due, or the next morning, when reviews are opened.
    static async Task<DateTimeOffset> NextAsync(ThrowAwayStore store, DateTimeOffset now)
    {
        var today = ThaiDate.BangkokDate(now);
        var morning = ThaiDate.At(ThaiDate.BangkokTime(now) < Daily ? today : today.AddDays(1), Daily);
        var due = (await store.Database.FirstAsync<Due>(
            """
            select min(at) as at from (
                select min(due_at) as at from bookmarks where due_at > @now
                union all select min(at) from task_escalations where done_at is null and at > @now) x
            """, new { now }))?.At;
        return due < morning ? due.Value : morning;
    }

    sealed class Due
    {
        public DateTimeOffset? At { get; init; }
    }
}
