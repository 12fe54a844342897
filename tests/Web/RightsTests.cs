using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Activities.Letters.Files;

namespace WorkflowHost.Tests.Web;

/// <summary>The pages of rights: seats, provenance, and the organisation's own way to revoke .</summary>
public sealed class RightsTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A06_GrantedRight_NamesLetterProofDecisionsManualReviewAndTheGap()
    {
        var officer = await host.SignInAsync("city-officer2");
        var id = await officer.FileAsync("replace:city-1", "city-officer2");
        await host.AnswerAsync(id, WorkTask.RevokeFirst, "city-clerk", "Revoke", new DecisionAnswer(""));
        await host.ProveAsync(id);
        var letter = Cases.RightLetter("นางสาวกนกพร วารี");
        var sent = await officer.UploadAsync(
            $"/requests/{id}/upload", letter, "Input.File", Cases.AnyPdf, TinyPdf.Letter().Table().ToBytes(), "application/pdf");
        Assert.That(sent.Status, Is.EqualTo(302), sent.Text);
        await host.GrantAsync(id);
        var right = await host.Database.FirstAsync<string>("select id from rights where request_id = @id", new { id });
        Assert.That((await officer.GetAsync($"/rights/{right}")).Text,
            Does.Contain("ตย 53001/123").And.Contain("ThaID").And.Contain("นางสาวอรทัย ตรวจการ")
            .And.Contain("นายสุรเดช วินิจฉัย").And.Contain("ยืนยันด้วยรหัสครั้งเดียว").And.Contain("e-Learning")
                .And.Contain("ทบทวนครั้งต่อไป").And.Contain("ที่นั่งว่างก่อนหน้านี้"));
        Assert.That((await officer.GetAsync("/rights/of/3990102")).Text, Does.Contain("กนกพร").And.Contain("อนุชา"));
        Assert.That((await officer.GetAsync($"/requests/{id}")).Text, Does.Contain("ใช้งานได้แล้ว").And.Contain("e-Learning"));
    }

    [Test]
    public async Task A11_Clerk_RevokesWithAReason_AndAnOfficerCannot()
    {
        var clerk = await host.SignInAsync("full-clerk");
        Assert.That((await clerk.PostAsync("/rights/full-1", new { Reason = "" }, "/rights/full-1?handler=Revoke")).Text,
            Does.Contain("โปรดระบุเหตุผล"));
        var officer = await host.SignInAsync("full-officer2");
        Assert.That((await officer.GetAsync("/rights/full-1")).Html, Does.Not.Contain("handler=Revoke"));
        Assert.That((await officer.PostAsync("/rights/full-1", new { Reason = "x" }, "/rights/full-1?handler=Revoke")).Text,
            Does.Contain("A-11"));
        var done = await clerk.PostAsync("/rights/full-1", new { Reason = "ลาออก" }, "/rights/full-1?handler=Revoke");
        Assert.That((await clerk.FollowAsync(done)).Text, Does.Contain("สิ้นสุดแล้ว").And.Contain("ลาออก"));
        Assert.That((await clerk.GetAsync("/rights")).Text, Does.Contain("มีสิทธิแล้ว 1 จาก 2"));
    }

    [Test]
    public async Task A05_AnOperator_AsksAboutOneRightOutOfTurn_WithAReason_AndNobodyElse()
    {
        const string Ask = "/rights/full-1?handler=Ask";
        Assert.That(
            (await (await host.SignInAsync("full-clerk")).GetAsync("/rights/full-1")).Html, Does.Not.Contain("handler=Ask"));
        var keeper = await host.SignInAsync("operator");
        Assert.That(
            (await keeper.PostAsync("/rights/full-1", new { AskReason = "" }, Ask)).Html, Does.Contain("id=\"AskReason-error\""));
        var done = await keeper.PostAsync("/rights/full-1", new { AskReason = "มีผู้แจ้งว่าพ้นหน้าที่" }, Ask);
        Assert.That(done.Location, Is.EqualTo("/rights/full-1"));
        Assert.That(
            await TasksCase.CountAsync(host, "audit", "action = 'review-single' and subject_id = 'full-1'"), Is.EqualTo(1));
        await host.Get<WorkflowHost.Activities.Reviews.YearlyReview>().OpenDueAsync();
        Assert.That((await keeper.GetAsync("/rights/full-1")).Html, Does.Not.Contain("handler=Ask"), "it is asked now");
        Assert.That(await TasksCase.CountAsync(host, "tasks", "kind = 'yearly-review' and right_id = 'full-1'"), Is.EqualTo(1));
    }

    [Test]
    public async Task T100_AnotherOrganisation_FindsNoRight()
    {
        var officer = await host.SignInAsync("officer");
        foreach (var path in (string[])["/rights/full-1", "/rights/of/5990102", "/rights/nothing"])
            Assert.That((await officer.GetAsync(path)).Status, Is.EqualTo(404), path);
        Assert.That(
            (await officer.PostAsync("/rights", new { Reason = "x" }, "/rights/full-1?handler=Revoke")).Status, Is.EqualTo(404));
        Assert.That((await officer.GetAsync("/rights")).Text, Does.Not.Contain("เกรียงไกร"));
        Assert.That(await host.Database.FirstAsync<long>("select count(*) from rights where id = 'full-1' and valid_to is null"),
            Is.EqualTo(1));
    }

    [Test]
    public async Task B01_TheRightsOfEveryCircular_AreListed_ByTheirSystem()
    {
        await host.Database.WriteAsync(transaction =>
        {
            foreach (var system in (string[])["SSO", "e-Plan"])
                new Right
                {
                    Id = "town-" + system,
                    System = system,
                    OrganisationCode = DemoData.Town,
                    Seat = 1,
                    PersonId = "town-officer",
                    ValidFrom = host.Clock.GetUtcNow(),
                    ConfirmedAt = host.Clock.GetUtcNow(),
                }.Insert(transaction);
            return Task.CompletedTask;
        });
        var officer = await (await host.SignInAsync("town-officer")).GetAsync("/rights");
        Assert.That(officer.Text, Does.Contain("· BBL").And.Contain("· SSO").And.Contain("· e-Plan"));
        Assert.That(officer.Html, Does.Contain("/rights/town-e-Plan"));
        var coordinator = await host.SignInAsync("coordinator");
        var held = (await coordinator.GetAsync("/rights?system=e-Plan&held=all")).Html;
        Assert.That(held, Does.Contain($"/rights/of/{DemoData.Town}").And.Not.Contain($"/rights/of/{DemoData.City}"));
        Assert.That((await coordinator.GetAsync("/rights?held=all")).Html, Does.Not.Contain($"/rights/of/{DemoData.Town}"));
        Assert.That((await coordinator.GetAsync($"/rights/of/{DemoData.Town}")).Html, Does.Contain("/rights/town-SSO"));
    }
}
