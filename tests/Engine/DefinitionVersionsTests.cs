using System.Text.Json.Nodes;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Engine;

/// <summary>Designers can change definitions, and nothing that runs notices before they publish.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class DefinitionVersionsTests(Func<TestDatabase> open)
{
    Bench bench = null!;
    DefinitionVersions versions = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        bench = await Bench.OnAsync(open);
        versions = new DefinitionVersions(bench.Database, bench.Catalog, bench.Clock);
    }

    [TearDown]
    public async Task CloseAsync() => await bench.DisposeAsync();

    [Test]
    public async Task A_new_definition_is_a_draft_until_it_is_published()
    {
        var draft = await SaveAsync(Waiting("one"), stamp: null);
        Assert.That((draft.Version, draft.IsDraft, draft.IsLatest, draft.IsCurrent), Is.EqualTo((1, true, true, false)));
        Assert.ThrowsAsync<RefusedException>(() => bench.StartAsync("d"));
        await PublishAsync(draft);
        var published = (await versions.LatestAsync("d"))!;
        Assert.That((published.IsDraft, published.IsCurrent, published.PublishedBy), Is.EqualTo((false, true, "publisher")));
        await bench.StartAsync("d");
    }

    [Test]
    public async Task T84_InstancesOfAPublishedVersion_AreUnchangedByADraft()
    {
        await PublishAsync(await SaveAsync(Waiting("one"), stamp: null));
        var instance = await bench.StartAsync("d");
        var draft = await SaveAsync(Waiting("two"), (await versions.LatestAsync("d"))!.Stamp);
        Assert.That(draft.Version, Is.EqualTo(2));
        Assert.That((await versions.FindAsync("d", 1))!.IsCurrent);
        await PublishAsync(draft);
        bench.Definitions.Forget("d");
        var later = await bench.StartAsync("d");
        Assert.That(await bench.Database.QueryAsync<int>("select version from instances order by version"), Is.EqualTo((int[])[1, 2]));
        Assert.That(instance.InstanceId, Is.Not.EqualTo(later.InstanceId));
    }

    [Test]
    public async Task A_draft_saved_again_stays_one_draft()
    {
        var first = await SaveAsync(Waiting("one"), stamp: null);
        var second = await SaveAsync(Waiting("two"), first.Stamp);
        Assert.That((second.Version, second.Id), Is.EqualTo((1, first.Id)));
        Assert.That(second.Stamp, Is.Not.EqualTo(first.Stamp));
        Assert.That(await versions.HistoryAsync("d"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Saving_the_same_content_changes_nothing_whatever_the_stamp()
    {
        var first = await SaveAsync(Waiting("one"), stamp: null);
        Assert.That((await SaveAsync(Waiting("one"), stamp: null)).Stamp, Is.EqualTo(first.Stamp), "a repeated first call");
        await PublishAsync(first);
        var again = await SaveAsync(Waiting("one"), first.Stamp);
        Assert.That((again.Version, again.IsDraft), Is.EqualTo((1, false)), "saving what is published makes no draft");
    }

    [Test]
    public async Task A_stale_editor_cant_overwrite_a_newer_version()
    {
        var first = await SaveAsync(Waiting("one"), stamp: null);
        var second = await SaveAsync(Waiting("two"), first.Stamp);
        var refusal = Assert.ThrowsAsync<RefusedException>(() => SaveAsync(Waiting("three"), first.Stamp))!;
        Assert.That(refusal.Code, Is.EqualTo("definition-stale"));
        Assert.That((await versions.LatestAsync("d"))!.Json, Is.EqualTo(second.Json));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => SaveAsync(Waiting("three"), stamp: null))!.Code, Is.EqualTo("definition-exists"));
        await WriteAsync(t => versions.DeleteDraftAsync(t, "d"));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => SaveAsync(Waiting("three"), second.Stamp))!.Code,
            Is.EqualTo("definition-deleted"));
    }

    [Test]
    public async Task Of_two_who_save_at_the_same_time_one_is_told_so()
    {
        var first = await SaveAsync(Waiting("one"), stamp: null);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                return (await SaveAsync(Waiting($"by {number}"), first.Stamp)).Json;
            }
            catch (RefusedException refusal)
            {
                return refusal.Code;
            }
        }));
        Assert.That(results.Count(result => result == "definition-stale"), Is.EqualTo(7));
        Assert.That(results, Does.Contain((await versions.LatestAsync("d"))!.Json));
    }

    [Test]
    public async Task Going_back_makes_a_draft_of_the_older_content()
    {
        await PublishAsync(await SaveAsync(Waiting("one"), stamp: null));
        await PublishAsync(await SaveAsync(Waiting("two"), (await versions.LatestAsync("d"))!.Stamp));
        var draft = await WriteAsync(t => versions.RevertAsync(t, "d", 1, "designer"));
        Assert.That((draft.Version, draft.IsDraft, draft.Hash), Is.EqualTo((3, true, (await versions.FindAsync("d", 1))!.Hash)));
        Assert.That((await WriteAsync(t => versions.RevertAsync(t, "d", 1, "designer"))).Id, Is.EqualTo(draft.Id), "a repeated call");
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => WriteAsync(t => versions.RevertAsync(t, "d", 2, "designer")))!.Code,
            Is.EqualTo("draft-in-the-way"));
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => WriteAsync(t => versions.RevertAsync(t, "d", 9, "designer")))!.Code,
            Is.EqualTo("no-such-version"));
    }

    [Test]
    public async Task A_draft_that_cant_run_is_kept_but_not_published()
    {
        var draft = await SaveAsync(Of("d", [Step("odd", "Test.Unknown")], []), stamp: null);
        Assert.That(versions.ProblemsOf(draft.Json), Is.Not.Empty);
        Assert.ThrowsAsync<DefinitionException>(() => PublishAsync(draft));
        Assert.That((await versions.LatestAsync("d"))!.IsDraft);
    }

    [Test]
    public async Task Only_what_was_seen_is_published()
    {
        var seen = await SaveAsync(Waiting("one"), stamp: null);
        await SaveAsync(Waiting("two"), seen.Stamp);
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => PublishAsync(seen))!.Code, Is.EqualTo("definition-stale"));
        Assert.That((await versions.LatestAsync("d"))!.IsDraft);
    }

    [Test]
    public async Task Retracting_takes_no_new_instances_and_the_next_save_keeps_the_version_that_runs()
    {
        await PublishAsync(await SaveAsync(Waiting("one"), stamp: null));
        var running = (await bench.StartAsync("d")).InstanceId;
        Assert.That(await WriteAsync(t => DefinitionVersions.RetractAsync(t, "d")));
        Assert.That(await WriteAsync(t => DefinitionVersions.RetractAsync(t, "d")), Is.False);
        bench.Clock.Advance(TimeSpan.FromSeconds(3)); // another host looks again after two
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => bench.StartAsync("d"))!.Code, Is.EqualTo("not-published"));
        var draft = await SaveAsync(Waiting("two"), (await versions.LatestAsync("d"))!.Stamp);
        Assert.That(draft.Version, Is.EqualTo(2));
        Assert.That(await bench.Database.FirstAsync<int>("select version from instances where id = @running", new { running }), Is.EqualTo(1));
        Assert.That(await WriteAsync(t => versions.DeleteDraftAsync(t, "d")));
        Assert.That((await versions.LatestAsync("d"))!.Version, Is.EqualTo(1), "only the draft is deleted");
    }

    [Test]
    public async Task The_programs_definitions_are_the_first_version_and_no_more()
    {
        Assert.That(await bench.Definitions.SeedAsync([Waiting("one")]), Is.Empty);
        var seeded = (await versions.LatestAsync("d"))!;
        Assert.That((seeded.IsCurrent, seeded.SavedBy), Is.EqualTo((true, (string?)null)));
        Assert.That(await bench.Definitions.SeedAsync([Waiting("one")]), Is.Empty);
        Assert.That(await bench.Definitions.SeedAsync([Waiting("two")]), Is.EqualTo(Names("d")));
        Assert.That(await versions.HistoryAsync("d"), Has.Count.EqualTo(1));
    }

    Task<DefinitionVersion> SaveAsync(string json, string? stamp) =>
        WriteAsync(t => versions.SaveAsync(t, "d", DefinitionText.Parse(json), stamp, "designer"));

    Task<int> PublishAsync(DefinitionVersion version) => WriteAsync(async t =>
    {
        await versions.PublishAsync(t, "d", version.Version, version.Stamp, "publisher");
        return 0;
    });

    Task<T> WriteAsync<T>(Func<WorkflowHost.Engine.Persistence.Transaction, Task<T>> work) => bench.Database.WriteAsync(work);

    static string Waiting(string title)
    {
        var ask = Step("ask", "Test.Ask");
        ask["metadata"] = new JsonObject { ["displayText"] = title };
        return Of("d", [ask, Step("end", "Elsa.End")], ["start -> ask", "ask.Yes -> end", "ask.No -> end"]);
    }
}
