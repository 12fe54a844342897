using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes;

/// <summary>
/// Lives a story with hosts that die at commits, and holds what happened against the story without death. In two lives every
/// host dies as soon as it can: after its first commit, or instead of its second, so that each commit of the story is died at.
/// In others one host dies, once.
/// </summary>
/// <param name="open">A store whose next opening is mortal when there is a death.</param>
sealed class DyingLives(Func<Func<Death?>, TestDatabase> open, Func<LifeStory> tell)
{
    // Of each deed of the story without death.
    readonly List<int> commits = [];
    Death? death;

    /// <summary>Every commit in the two lives of many deaths, and each so-manieth alone in a life.</summary>
    /// <returns>How many commits the story has.</returns>
    public async Task<int> SurviveAsync(int alone)
    {
        var undisturbed = await LiveAsync((_, _) => null, commits.Add);
        Assert.That(await LiveAsync((deed, attempt) => attempt > commits[deed] ? Never : (1, true)),
            Is.EqualTo(undisturbed), "every host dies after its first commit");
        Assert.That(await LiveAsync((deed, attempt) => attempt > commits[deed] ? Never : (attempt == 1 ? 1 : 2, false)),
            Is.EqualTo(undisturbed), "every host dies before its second commit");
        for (var at = alone; at <= commits.Sum(); at += alone)
            Assert.That(await LiveAsync((deed, attempt) => (deed, attempt) == (0, 1) ? (at, at / alone % 2 == 0) : null),
                Is.EqualTo(undisturbed), $"one host died at commit {at}");
        return commits.Sum();
    }

    static (int At, bool AfterIt)? Never => (int.MaxValue, false);

    // A deed may commit anew what nobody was answered for: it is died in as often as it commits without death, and then done.
    async Task<string> LiveAsync(Func<int, int, (int At, bool AfterIt)?> plan, Action<int>? count = null)
    {
        death = null;
        var story = tell();
        await using var store = open(() => death);
        await story.StartAsync(store);
        World? world = null;
        for (var deed = 0; deed < story.Deeds.Count; deed++)
            for (var attempt = 1; ; attempt++)
            {
                if (world is null || death!.HasCome)
                {
                    death = new Death(int.MaxValue, false);
                    await store.ReopenAsync();
                    world = await World.AgainAsync(store, story.Clock);
                }
                if (plan(deed, attempt) is var (at, afterIt))
                    death.Plan(at, afterIt);
                var before = death.Commits;
                if (await IsDoneAsync(story.Deeds[deed], world))
                {
                    count?.Invoke(death.Commits - before);
                    break;
                }
            }
        await story.MustBalanceAsync(world!);
        return await LifeStory.TellAsync(world!);
    }

    async Task<bool> IsDoneAsync(Func<World, Task> deed, World world)
    {
        try
        {
            await deed(world);
        }
        catch (DeadException) when (death!.HasCome)
        {
            return false;
        }
        // Whoever is told "done" by the dead was told nothing.
        return !death!.HasCome;
    }
}
