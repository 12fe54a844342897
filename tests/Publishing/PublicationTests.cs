using System.Text.Json.Nodes;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Publishing.Refusals;

namespace WorkflowHost.Tests.Publishing;

/// <summary>Nobody publishes alone, unseen, or what doesn't carry out the circular.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class PublicationTests(Func<TestDatabase> open)
{
    DesignOffice office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await DesignOffice.OnAsync(open);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task T85_WhatTheAuthorAskedFor_IsPublishedByAnotherDesigner_AndNewCasesRunIt()
    {
        var publication = office.Publication();
        var draft = await office.SaveDaysAsync("5");
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ให้เวลาผู้อำนวยการมากขึ้น",
            await office.ActorAsync("designer"));
        Assert.That((await office.LatestAsync()).IsDraft, "asking publishes nothing");
        var asked = (await office.World.MailsToAsync("designer2")).Single();
        Assert.That(asked.Subject, Does.Contain($"ฉบับที่ {draft.Version}"));
        Assert.That(asked.Text, Does.Contain("ให้เวลาผู้อำนวยการมากขึ้น").And.Contain(
            $"/designer/bbl-access/versions/{draft.Version}"));
        Assert.That(await office.World.MailsToAsync("designer"), Is.Empty, "who asks isn't asked");

        await publication.ApproveAsync(request.Id, await office.ActorAsync("designer2"));
        var published = await office.LatestAsync();
        Assert.That((published.IsDraft, published.IsCurrent, published.SavedBy, published.PublishedBy),
            Is.EqualTo((false, true, "designer", "designer2")));
        Assert.That((await office.World.MailsToAsync("designer")).Single().Subject, Does.StartWith("ประกาศใช้แล้ว"));
        var filed = await office.World.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        Assert.That(await VersionOfAsync(filed), Is.EqualTo(draft.Version));

        await publication.ApproveAsync(request.Id, await office.ActorAsync("designer2"));
        Assert.That((await office.AuditAsync()).Select(row => row.Action).TakeLast(3),
            Is.EqualTo((string[])["definition-saved", "publication-asked", "definition-published"]), "a repeated click");
        Assert.That(await office.World.MailsToAsync("designer"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task T85_TheAuthorAlone_IsRefused_AlsoWithASecondRequestOrAsWhoSavedIt()
    {
        var publication = office.Publication();
        var (designer, designer2) = (await office.ActorAsync("designer"), await office.ActorAsync("designer2"));
        var draft = await office.SaveDaysAsync("5");
        Assert.That(await CodeAsync(() =>
            publication.PublishAloneAsync(DesignOffice.Access, draft.Version, draft.Hash, designer)),
            Is.EqualTo("second-person-needed"));
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "แก้กำหนด", designer);
        Assert.That(await CodeAsync(() => publication.ApproveAsync(request.Id, designer)), Is.EqualTo("second-person-needed"));
        Assert.That(await CodeAsync(() => publication.RefuseAsync(request.Id, "เปลี่ยนใจ", designer)),
            Is.EqualTo("second-person-needed"));

        // Who saved it can't have somebody else ask in their place either.
        var inTheirPlace = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ขอแทน", designer2);
        Assert.That(await CodeAsync(() => publication.ApproveAsync(inTheirPlace.Id, designer)),
            Is.EqualTo("second-person-needed"));
        Assert.That((await office.LatestAsync()).IsDraft);
    }

    [Test]
    public async Task T85_TwoAccountsOfOnePerson_AreOnePerson()
    {
        var publication = office.Publication();
        var draft = await office.SaveDaysAsync("5");
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "แก้กำหนด",
            await office.ActorAsync("designer"));
        await office.World.BecomesAsync("designer", DemoData.Province, Role.Designer);
        var elsewhere = await office.ActorAsync("designer");
        Assert.That(elsewhere.Memberships, Has.Count.EqualTo(2));
        Assert.That(await CodeAsync(() => publication.ApproveAsync(request.Id, elsewhere)), Is.EqualTo("second-person-needed"));
    }

    [Test]
    public async Task T85_AnUncoveredClause_IsRefused_UntilAStepOrADecisionStandsForIt()
    {
        var publication = office.Publication();
        var designer = await office.ActorAsync("designer");
        var draft = await office.SaveAsync(text => text["customProperties"]!["clauseDecisions"]!.AsObject().Remove("A-10"));
        var refusal = await RefusalAsync(() =>
            publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ลอง", designer));
        Assert.That((refusal.Code, refusal.Rule), Is.EqualTo(("clause-uncovered", "A-10")));
        Assert.That(refusal.Thai, Does.Contain("A-10").And.Not.Contain("A-04"));

        var covered = await office.SaveAsync(text => DesignOffice.Step(text, "decide")["customProperties"] =
            new JsonObject { ["clauses"] = new JsonArray("A-10") });
        await publication.AskAsync(DesignOffice.Access, covered.Version, covered.Hash, "ระบุข้อแล้ว", designer);
    }

    [Test]
    public async Task T85_TakingTheCircularsNameOut_DoesntHideItsClauses()
    {
        var draft = await office.SaveAsync(text => text["customProperties"]!.AsObject().Remove("circular"));
        var designer = await office.ActorAsync("designer");
        Assert.That(await CodeAsync(() =>
            office.Publication().AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ลอง", designer)),
            Is.EqualTo("clause-uncovered"));
        var invented = await office.SaveAsync(text => text["customProperties"]!["circular"] = "Z");
        Assert.That(await CodeAsync(() =>
            office.Publication().AskAsync(DesignOffice.Access, invented.Version, invented.Hash, "ลอง", designer)),
            Is.EqualTo("no-such-circular"));
    }

    [Test]
    public async Task T85_WithoutASimulationOfThisVeryContent_ItIsRefused()
    {
        var publication = office.Publication(new PublishingRules(TwoPeople: true, SimulationNeeded: true));
        var designer = await office.ActorAsync("designer");
        var draft = await office.SaveDaysAsync("5");
        Assert.That(await CodeAsync(() => publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ลอง", designer)),
            Is.EqualTo("simulation-needed"));
        await office.SimulatedAsync(draft.Hash, "failed");
        Assert.That(await CodeAsync(() => publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ลอง", designer)),
            Is.EqualTo("simulation-needed"), "one that didn't come to its end proves nothing");
        await office.SimulatedAsync(draft.Hash);
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "จำลองแล้ว", designer);
        await publication.ApproveAsync(request.Id, await office.ActorAsync("designer2"));

        var other = await office.SaveDaysAsync("6");
        Assert.That(await CodeAsync(() => publication.AskAsync(DesignOffice.Access, other.Version, other.Hash, "ลอง", designer)),
            Is.EqualTo("simulation-needed"), "the proof is for one content");
    }

    [Test]
    public async Task T84_RunningCases_KeepTheVersionTheyBeganWith()
    {
        var running = await office.World.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        var began = await VersionOfAsync(running);
        var draft = await office.SaveDaysAsync("5");
        Assert.That(await VersionOfAsync(await office.World.FileAsync("officer2", DemoData.Tambon, RequestKind.New, "officer2")),
            Is.EqualTo(began), "a draft changes nothing");
        var publication = office.Publication();
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ห้าวัน",
            await office.ActorAsync("designer"));
        await publication.ApproveAsync(request.Id, await office.ActorAsync("designer2"));
        Assert.That(await VersionOfAsync(running), Is.EqualTo(began));
        await office.World.ProvesIdentityAsync(running);
    }

    [Test]
    public async Task Where_one_person_is_enough_publishing_twice_changes_nothing()
    {
        var publication = office.Publication(new PublishingRules(TwoPeople: false, SimulationNeeded: false));
        var designer = await office.ActorAsync("designer");
        var draft = await office.SaveDaysAsync("5");
        await publication.PublishAloneAsync(DesignOffice.Access, draft.Version, draft.Hash, designer);
        await publication.PublishAloneAsync(DesignOffice.Access, draft.Version, draft.Hash, designer);
        Assert.That((await office.LatestAsync()).IsCurrent);
        Assert.That((await office.AuditAsync()).Count(row => row.Action == "definition-published"), Is.EqualTo(1));
        Assert.That(await CodeAsync(() =>
            publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "อีกครั้ง", designer)),
            Is.EqualTo("already-published"));
    }

    [Test]
    public async Task Others_than_designers_decide_nothing()
    {
        var publication = office.Publication(new PublishingRules(TwoPeople: false, SimulationNeeded: false));
        var draft = await office.SaveDaysAsync("5");
        var request = await publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ห้าวัน",
            await office.ActorAsync("designer"));
        foreach (var person in (string[])["operator", "director", "auditor"])
        {
            var actor = await office.ActorAsync(person);
            Assert.That(await CodeAsync(() =>
                publication.AskAsync(DesignOffice.Access, draft.Version, draft.Hash, "ลอง", actor)), Is.EqualTo("designer-only"));
            Assert.That(await CodeAsync(() => publication.ApproveAsync(request.Id, actor)), Is.EqualTo("designer-only"));
            Assert.That(await CodeAsync(() => publication.RefuseAsync(request.Id, "ไม่", actor)), Is.EqualTo("designer-only"));
            Assert.That(await CodeAsync(() =>
                publication.PublishAloneAsync(DesignOffice.Access, draft.Version, draft.Hash, actor)),
                Is.EqualTo("designer-only"));
        }
    }

    Task<int> VersionOfAsync(Request request) => office.World.Database.FirstAsync<int>(
        "select version from instances where id = @InstanceId", new { request.InstanceId });
}
