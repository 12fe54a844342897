using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Publishing.Refusals;

namespace WorkflowHost.Tests.Publishing;

/// <summary>A request for publication from its making to its end, whoever else is at work.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class PublicationRequestTests(Func<TestDatabase> open)
{
    DesignOffice office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await DesignOffice.OnAsync(open);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_draft_that_cant_run_isnt_asked_for()
    {
        var draft = await office.SaveDaysAsync("ห้า");
        var refusal = await RefusalAsync(async () =>
            await office.Publication().AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ลอง",
                await office.ActorAsync("designer")));
        Assert.That(refusal.Code, Is.EqualTo("definition-problems"));
        Assert.That(refusal.Thai, Does.Contain("ผู้อำนวยการ"), "the step is named");
    }

    [Test]
    public async Task Exactly_the_content_that_was_asked_for_is_published()
    {
        var publication = office.Publication();
        var (designer, designer2) = (await office.ActorAsync("designer"), await office.ActorAsync("designer2"));
        var draft = await office.SaveDaysAsync("5");
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ห้าวัน", designer);
        var changed = await office.SaveDaysAsync("50");
        Assert.That(await CodeAsync(() => publication.ApproveAsync(request.Id, designer2)), Is.EqualTo("changed-since-asked"));
        Assert.That(await CodeAsync(() =>
            publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ห้าวัน", designer)),
            Is.EqualTo("definition-stale"));

        var again = await publication.AskAsync(DesignOffice.Access, changed.Version, changed.Hash, "ห้าสิบวัน", designer);
        Assert.That(again.Id, Is.Not.EqualTo(request.Id));
        Assert.That(await CodeAsync(() => publication.ApproveAsync(request.Id, designer2)), Is.EqualTo("request-closed"),
            "the old one was replaced");
        await publication.ApproveAsync(again.Id, designer2);
        Assert.That((await office.LatestAsync()).Hash, Is.EqualTo(changed.Hash));
    }

    [Test]
    public async Task Asking_again_for_the_same_content_changes_nothing()
    {
        var designer = await office.ActorAsync("designer");
        var draft = await office.SaveDaysAsync("5");
        var first = await office.Publication().AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ห้าวัน", designer);
        var second = await office.Publication().AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ห้าวัน", designer);
        Assert.That(second.Id, Is.EqualTo(first.Id));
        Assert.That(await office.World.MailsToAsync("designer2"), Has.Count.EqualTo(1));
        Assert.That(await CodeAsync(() =>
            office.Publication().AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "  ", designer)),
            Is.EqualTo("note-needed"));
    }

    [Test]
    public async Task Refusing_needs_a_reason_and_tells_the_author()
    {
        var publication = office.Publication();
        var designer2 = await office.ActorAsync("designer2");
        var draft = await office.SaveDaysAsync("5");
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ห้าวัน",
            await office.ActorAsync("designer"));
        Assert.That(await CodeAsync(() => publication.RefuseAsync(request.Id, "", designer2)), Is.EqualTo("reason-needed"));
        await publication.RefuseAsync(request.Id, "หนังสือกำหนดสามวัน", designer2);
        await publication.RefuseAsync(request.Id, "หนังสือกำหนดสามวัน", designer2);
        var told = (await office.World.MailsToAsync("designer")).Single();
        Assert.That(told.Text, Does.Contain("หนังสือกำหนดสามวัน"));
        Assert.That(await CodeAsync(() => publication.ApproveAsync(request.Id, designer2)), Is.EqualTo("request-closed"));
        Assert.That((await office.LatestAsync()).IsDraft);
    }

    [Test]
    public async Task A_request_ends_with_its_draft_or_when_it_is_taken_back()
    {
        var publication = office.Publication();
        var (designer, designer2) = (await office.ActorAsync("designer"), await office.ActorAsync("designer2"));
        var draft = await office.SaveDaysAsync("5");
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ห้าวัน", designer);
        await office.Desk.DeleteDraftAsync(DesignOffice.Access, designer);
        Assert.That(await CodeAsync(() => publication.ApproveAsync(request.Id, designer2)), Is.EqualTo("request-closed"));

        draft = await office.SaveDaysAsync("6");
        request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "หกวัน", designer);
        Assert.That(await CodeAsync(() => publication.TakeBackAsync(request.Id, designer2)), Is.EqualTo("not-own-request"));
        Assert.That(await publication.TakeBackAsync(request.Id, designer));
        Assert.That(await publication.TakeBackAsync(request.Id, designer), Is.False);
        Assert.That(await CodeAsync(() => publication.ApproveAsync(request.Id, designer2)), Is.EqualTo("request-closed"));
    }

    [Test]
    public async Task Of_two_who_decide_at_the_same_time_one_is_told_so()
    {
        var publication = office.Publication();
        await office.World.BecomesAsync("operator", DemoData.Bureau, Role.Designer);
        var deciders = new[] { await office.ActorAsync("designer2"), await office.ActorAsync("operator") };
        var draft = await office.SaveDaysAsync("5");
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ห้าวัน",
            await office.ActorAsync("designer"));
        var codes = await Task.WhenAll(CodeAsync(() => publication.ApproveAsync(request.Id, deciders[0])),
            CodeAsync(() => publication.RefuseAsync(request.Id, "ไม่เห็นด้วย", deciders[1])));
        Assert.That(codes, Is.EquivalentTo((string?[])[null, "request-closed"]));
        Assert.That(await office.World.MailsToAsync("designer"), Has.Count.EqualTo(1));
    }
}
