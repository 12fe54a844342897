using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Publishing;

/// <summary>What designers do to drafts leaves one audit row a deed, and none for a repeated call.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class DefinitionDeskTests(Func<TestDatabase> open)
{
    DesignOffice office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await DesignOffice.OnAsync(open);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task Saving_makes_a_draft_and_one_audit_row_however_often_it_is_repeated()
    {
        var draft = await office.SaveDaysAsync("5");
        Assert.That((draft.Version, draft.IsDraft, draft.SavedBy), Is.EqualTo((2, true, "designer")));
        var again = await office.SaveDaysAsync("5", by: "designer2");
        Assert.That((again.Stamp, again.SavedBy), Is.EqualTo((draft.Stamp, "designer")));
        var rows = await office.AuditAsync();
        Assert.That(rows.Select(row => (row.Action, row.ByPerson)),
            Is.EqualTo(((string, string?)[])[("definition-saved", "designer")]));
        Assert.That(rows[0].Detail, Does.Contain("version 2").And.Contain(draft.Hash));
    }

    [Test]
    public async Task Who_saves_from_an_older_state_is_refused_and_leaves_no_row()
    {
        var before = await office.LatestAsync();
        await office.SaveDaysAsync("5");
        var text = DefinitionText.Parse(before.Json);
        text["name"] = "อีกชื่อหนึ่ง";
        var other = await office.ActorAsync("designer2");
        Assert.That(Code(() => office.Desk.SaveDraftAsync(DesignOffice.Access, text, before.Stamp, other)),
            Is.EqualTo("definition-stale"));
        Assert.That(await office.AuditAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Only_designers_change_definitions()
    {
        var latest = await office.LatestAsync();
        var text = await office.OpenAsync();
        foreach (var person in (string[])["operator", "auditor", "director", "officer"])
        {
            var actor = await office.ActorAsync(person);
            Assert.That(Code(() => office.Desk.SaveDraftAsync(DesignOffice.Access, text, latest.Stamp, actor)),
                Is.EqualTo("designer-only"));
            Assert.That(Code(() => office.Desk.RevertAsync(DesignOffice.Access, 1, actor)), Is.EqualTo("designer-only"));
            Assert.That(Code(() => office.Desk.DeleteDraftAsync(DesignOffice.Access, actor)), Is.EqualTo("designer-only"));
            Assert.That(Code(() => office.Desk.RetractAsync(DesignOffice.Access, actor)), Is.EqualTo("designer-only"));
        }
        Assert.That(await office.AuditAsync(), Is.Empty);
    }

    [TestCase("")]
    [TestCase("../etc")]
    [TestCase("a b")]
    [TestCase("-a")]
    [TestCase("ก")]
    [TestCase("a\n")]
    public async Task An_id_that_cant_be_a_file_is_refused(string id)
    {
        var text = await office.OpenAsync();
        var actor = await office.ActorAsync("designer");
        Assert.That(Code(() => office.Desk.SaveDraftAsync(id, text, null, actor)), Is.EqualTo("definition-id"));
    }

    [Test]
    public async Task Going_back_and_deleting_the_draft_are_each_written_down_once()
    {
        var designer = await office.ActorAsync("designer");
        await office.SaveDaysAsync("5");
        Assert.That(Code(() => office.Desk.RevertAsync(DesignOffice.Access, 1, designer)), Is.EqualTo("draft-in-the-way"));
        Assert.That(await office.Desk.DeleteDraftAsync(DesignOffice.Access, designer));
        Assert.That(await office.Desk.DeleteDraftAsync(DesignOffice.Access, designer), Is.False);
        Assert.That((await office.Desk.RevertAsync(DesignOffice.Access, 1, designer)).Version, Is.EqualTo(1),
            "it is the newest already");
        Assert.That((await office.AuditAsync()).Select(row => row.Action),
            Is.EqualTo((string[])["definition-saved", "draft-deleted"]));
    }

    [Test]
    public async Task Retracting_takes_no_new_requests_at_once()
    {
        var designer = await office.ActorAsync("designer");
        Assert.That(await office.Desk.RetractAsync(DesignOffice.Access, designer));
        Assert.That(await office.Desk.RetractAsync(DesignOffice.Access, designer), Is.False);
        Assert.That(Code(() => office.World.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer")),
            Is.EqualTo("not-published"));
        Assert.That((await office.AuditAsync()).Select(row => row.Action), Is.EqualTo((string[])["definition-retracted"]));
    }

    static string Code(Func<Task> deed) => Assert.ThrowsAsync<RefusedException>(deed)!.Code;
}
