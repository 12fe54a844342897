using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// What people and the clock mean to do under one circular. It outlives the hosts: it remembers what was done and what it got to
/// know. Who got no answer does the same once more, so each deed takes "done already" for an answer.
/// </summary>
abstract class LifeStory(DateTimeOffset begins)
{
    readonly Dictionary<string, string> tasks = [];

    public TestClock Clock { get; } = new(begins);

    /// <summary>One after the other; each is one thing that somebody does.</summary>
    public abstract IReadOnlyList<Func<World, Task>> Deeds { get; }

    /// <summary>Begins in a world without what would happen beside the story, in any order: reviews of others' rights.</summary>
    public async Task StartAsync(TestDatabase store)
    {
        await BeginAsync(store);
        await store.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "delete from rights where organisation_code <> @City", new { DemoData.City }));
    }

    public virtual Task MustBalanceAsync(World world) => DomainBooks.MustBalanceAsync(world);

    /// <summary>Begins from the demo province.</summary>
    protected virtual async Task BeginAsync(TestDatabase store) =>
        (await World.OnAsync(() => store, Clock.GetUtcNow())).BooksMustBalance = false;

    protected Func<World, Task> Leap(DateTimeOffset to) => async world =>
    {
        Clock.SetTo(to);
        await world.LeapsToAsync(to);
        // What fell due on the way may leave something that is due by now.
        while (await world.Runtime.RunDueAsync() > 0)
            continue;
    };

    /// <summary>Answers a task that was found before the first try, and is the same in the next.</summary>
    protected Func<World, Task> Answer(string name, Func<World, Task<string>> find, string by, string answer, object data) =>
        async world => Assert.That(
            await world.AnswerAsync(
                (await WorkTask.FindAsync(world.Database, await OnceAsync(name, () => find(world))))!, by, answer, data),
            Is.InstanceOf<StepResult.Moved>().Or.InstanceOf<StepResult.AlreadyDone>(), name);

    /// <summary>A deed that nobody repeats who sees that it is done: this audit entry is there.</summary>
    protected static Func<World, Task> Unless(string audited, Func<World, Task> deed, int times = 1) => async world =>
    {
        if (await world.Database.FirstAsync<long>("select count(*) from audit where action = @audited", new { audited }) < times)
            await deed(world);
    };

    /// <summary>What was found the first time stays what is meant.</summary>
    protected async Task<string> OnceAsync(string name, Func<Task<string>> find)
    {
        if (!tasks.TryGetValue(name, out var found))
            tasks[name] = found = await find();
        return found;
    }

    /// <summary>All that happened, in a form that two lives can be compared by.</summary>
    public static async Task<string> TellAsync(World world) =>
        // Codes may be asked for once more, and identity be proved once more at a site; all else has its number.
        string.Join('\n', await world.Database.QueryAsync<string>(
            """
            select line from (
                select 'mail ' || template || ' ' || person_id || ' ' || cast(count(*) as text) as line from case_mails
                    where template not in ('one-time-code', 'site-code') group by template, person_id
                union all select 'decision ' || stage || ' ' || answer || ' ' || cast(count(*) as text)
                    from decisions group by stage, answer
                union all select 'right ' || organisation_code || ' ' || person_id || ' ' || coalesce(end_reason, 'open')
                    from rights
                union all select 'request ' || stage from requests
                union all select 'audit ' || action || ' ' || cast(count(*) as text)
                    from audit where action not in ('site-identity-proven') group by action
                union all select 'proof ' || person_id from identity_proofs
                union all select 'letter ' || letter_number from letters
                union all select 'review ' || r.organisation_code || ' ' || r.person_id || ' ' || coalesce(v.outcome, 'open')
                    from reviews v join rights r on r.id = v.right_id
                union all select 'incident ' || message from incidents
                union all select 'instance ' || definition_id || ' ' || status || ' ' || cast(count(*) as text)
                    from instances group by definition_id, status
                union all select 'task ' || kind || ' ' || coalesce(about_code, '') || ' ' || coalesce(outcome, 'open') || ' '
                    || cast(count(*) as text) from tasks group by kind, about_code, outcome
                union all select 'delivery ' || organisation_code || ' ' || coalesce(receive_number, '-') || ' '
                    || coalesce(own_number, '-') || case when instance_id is null then ' not started' else ' started' end
                    from deliveries
                union all select 'unit ' || code || ' ' || state from sub_units
                union all select 'site ' || u.code || case when s.claimed_at is null then ' open' else ' claimed' end
                    from sites s join sub_units u on u.id = s.sub_unit_id
                union all select 'duty ' || duty || ' ' || person_id || ' ' || credential from duties
                union all select 'roster ' || given_name_th || case when registered_at is null then '' else ' registered' end
                    || case when right_from is null then '' else ' with a right' end from roster_lines
                union all select 'trial ' || cast(count(*) as text) from trial_entries
            ) as told order by line
            """));
}
