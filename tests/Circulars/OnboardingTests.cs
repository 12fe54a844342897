using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Circular C as a workflow: what is asked of whom and when, and how sites come to be.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class OnboardingTests(Func<TestDatabase> open) : OnboardingFixture(open)
{
    [Test]
    public async Task C03_TheListIsAskedFor_AndAtTheCutOffItGoesOnByItself()
    {
        await c.StartAsync();
        Assert.That(await c.OpenStepsAsync(), Is.EqualTo(new[] { "record" }));
        await world.LeapsToAsync(Onboarding.At(2024, 7, 1, 0));
        Assert.That(await c.OpenStepsAsync(), Is.EqualTo(new[] { "assets", "bank-proofs", "check", "commitments", "divisions", "salary" }));
    }

    [Test]
    public async Task C06_C07_C08_C09_C10_EachPreparationIsATaskOfItsOwn_WithWhatMustBeConfirmed()
    {
        await c.StartAsync();
        await c.AnswerAsync("record", "officer", "Done");
        foreach (var (step, rule, words) in new[]
        {
            ("salary", "C-06", "ฐานข้อมูลเงินเดือน"), ("divisions", "C-07", "กองคลัง"), ("commitments", "C-08", "เงินยืม"),
            ("bank-proofs", "C-09", "Statement"), ("assets", "C-10", "Excel"),
        })
        {
            var task = await c.TaskAsync(step);
            Assert.That((task.RuleId, task.TextTh!.Contains(words, StringComparison.Ordinal) || task.TitleTh!.Contains(words, StringComparison.Ordinal)),
                Is.EqualTo((rule, true)), step);
        }
        Assert.That(await c.AnswerAsync("commitments", "officer", "Done"), Is.InstanceOf<StepResult.Refused>(), "the result of each kind is needed");
        Assert.That(await c.AnswerAsync("commitments", "officer", "Done", "ทั้งสี่ประเภทไม่มีรายการค้าง"), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await c.AnswerAsync("salary", "city-officer", "Done"), Is.InstanceOf<StepResult.Refused>());
    }

    [Test]
    public async Task C12_C14_OnlyConfirmedUnitsGetASite()
    {
        await c.StartAsync();
        await c.AddAsync("01", "โรงเรียนบ้านดอน");
        var disputed = await c.AddAsync("02", "โรงเรียนบ้านนา");
        await world.LeapsToAsync(Onboarding.At(2024, 7, 1, 9));
        await c.Check.DisputeAsync(disputed, "ยุบไปแล้วเมื่อปี 2565", await world.ActorAsync("coordinator"));
        await c.AnswerAsync("check", "coordinator", "Confirm");
        Assert.That(await c.OpenStepsAsync(), Has.Member("mend").And.No.Member("check"));
        Assert.That(await c.SitesAsync(), Is.Empty, "nothing is created while something is disputed");

        await c.Desk.ChangeAsync(disputed, Onboarding.Form("02", "โรงเรียนบ้านนา (รวมบ้านทุ่ง)"), await world.ActorAsync("officer"));
        await c.AnswerAsync("mend", "officer", "Done");
        await c.AnswerAsync("check", "coordinator", "Confirm");
        Assert.That((await c.UnitsAsync()).Select(unit => unit.State), Is.All.EqualTo(SubUnitState.Confirmed));
        Assert.That((await c.SitesAsync()).Select(site => site.Released), Is.EqualTo(new[] { false, false }));
    }

    [Test]
    public async Task C12_T19_SilentProvince_ConfirmsNothing_IsEscalated_AndSitesAreHeldUntilReleased()
    {
        await c.StartAsync();
        await c.AddAsync("01", "โรงเรียนบ้านดอน");
        await world.LeapsToAsync(Onboarding.At(2024, 7, 31, 23, 59, 58));
        Assert.That(await c.OpenStepsAsync(), Has.No.Member("release"));
        await world.LeapsToAsync(Onboarding.At(2024, 8, 1, 0));
        Assert.That(await c.OpenStepsAsync(), Has.Member("check").And.Member("release"), "the province may still answer");
        await world.LeapsToAsync(Onboarding.At(2024, 9, 26, 9));
        Assert.That(await c.SitesAsync(), Is.Empty, "held, whatever day it is");
        Assert.That((await c.UnitsAsync()).Single().State, Is.EqualTo(SubUnitState.Unchecked));
        Assert.That((await world.MailsToAsync(Onboarding.Department)).Select(mail => mail.Subject), Has.Some.Contains("ระงับการสร้างไซต์"));

        Assert.That(await c.AnswerAsync("release", Onboarding.Department, "Release"), Is.InstanceOf<StepResult.Refused>(), "a reason is needed");
        await c.AnswerAsync("release", Onboarding.Department, "Release", "จังหวัดประสบอุทกภัย");
        Assert.That((await c.SitesAsync()).Single().Released, Is.True);
        Assert.That((await c.UnitsAsync()).Single().State, Is.EqualTo(SubUnitState.Unchecked), "released is not confirmed");
        Assert.That(await c.OpenStepsAsync(), Has.No.Member("check").And.No.Member("release"));
    }

    [Test]
    public async Task C12_T19_LateAnswerOfTheProvince_EndsTheHold()
    {
        await c.StartAsync();
        await c.AddAsync("01", "โรงเรียนบ้านดอน");
        await world.LeapsToAsync(Onboarding.At(2024, 8, 5, 9));
        await c.AnswerAsync("check", "coordinator", "Confirm");
        Assert.That((await c.SitesAsync()).Single().Released, Is.False);
        Assert.That(await c.OpenStepsAsync(), Has.No.Member("release"));
    }

    [Test]
    public async Task C02_C09_C10_C11_WhenTheFiscalYearBegins_TheNewSystemsTasksOpen()
    {
        await c.UntilLinksAsync(("01", "โรงเรียนบ้านดอน"));
        Assert.That(await c.OpenStepsAsync(), Has.No.Member("transfer"));
        await world.LeapsToAsync(Onboarding.At(2024, 10, 1, 0));
        Assert.That(await c.OpenStepsAsync(), Is.SupersetOf(new[] { "import-assets", "transfer", "upload-proofs" }));
        Assert.That((await c.TaskAsync("transfer")).RuleId, Is.EqualTo("C-11"));
    }

    [Test]
    public async Task C14_C16_T20_OnItsDay_TheCentralMailboxGetsLinks_AndNoPassword()
    {
        await c.StartAsync();
        await c.AddAsync("01", "โรงเรียนบ้านดอน");
        await world.LeapsToAsync(Onboarding.At(2024, 7, 1, 9));
        await c.AnswerAsync("check", "coordinator", "Confirm");
        await world.LeapsToAsync(Onboarding.At(2024, 9, 24, 23, 59));
        Assert.That(await c.MailboxAsync(), Is.Empty);
        await world.LeapsToAsync(Onboarding.At(2024, 9, 25, 0));
        var mail = (await c.MailboxAsync()).Single();
        Assert.That(mail.Text, Does.Contain("https://flow.example/site/").And.Contain("https://laas.dla.go.th").And.Contain("https://kmlaas.dla.go.th"));
        Assert.That(mail.Text, Does.Contain("จดหมายนี้ไม่มีรหัสผ่าน"));
        Assert.That(await world.Database.QueryAsync<string>("select token_hash from site_links"), Has.Count.EqualTo(1));
        Assert.That(mail.Text, Does.Not.Contain((await world.Database.FirstAsync<string>("select token_hash from site_links"))!));
    }

    [Test]
    public async Task C17_EveryTypeOfLocalGovernmentIsCovered_AndAProvinceIsNot()
    {
        foreach (var organisation in new[] { DemoData.Pao, DemoData.City, DemoData.Town, DemoData.Tambon, DemoData.Tao })
        {
            await c.StartAsync(organisation);
            Assert.That(await c.OpenStepsAsync(organisation), Is.EqualTo(new[] { "record" }), organisation);
        }
        var province = await c.StartAsync(DemoData.Province);
        Assert.That(await world.Database.FirstAsync<string>("select status from instances where id = @province", new { province }), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task C12_OrganisationWithoutSubUnits_GetsThroughWithoutSites()
    {
        await c.UntilLinksAsync();
        Assert.That(await c.MailboxAsync(), Is.Empty);
        Assert.That(await c.SitesAsync(), Is.Empty);
    }

    [Test]
    public async Task C13_TheProvincesOwnEarlierDay_IsShown_AndTheDepartmentsIsEnforced()
    {
        await world.Database.WriteAsync(transaction =>
        {
            transaction.Write(
                """
                insert into circular_dates (id, circular_id, key, rule_id, kind, stated_by, at, whole_day, what_th, what_en, stated_at)
                values ('own-day', 'C', 'C-12', 'C-12', 'deadline', @Province, @at, 1, 'กำหนดของจังหวัด', 'the province''s day', @at)
                """, new { DemoData.Province, at = Onboarding.At(2024, 7, 26, 23, 59, 59) });
            return Task.CompletedTask;
        });
        await c.StartAsync();
        await world.LeapsToAsync(Onboarding.At(2024, 7, 1, 9));
        var task = await c.TaskAsync("check");
        Assert.That((task.DueAt, task.Shown), Is.EqualTo(
            ((DateTimeOffset?)Onboarding.At(2024, 7, 31, 23, 59, 59), (DateTimeOffset?)Onboarding.At(2024, 7, 26, 23, 59, 59))));
    }

    [Test]
    public async Task TheWholeOfIt_EndsWhenEverythingIsDone()
    {
        await c.UntilLinksAsync(("01", "โรงเรียนบ้านดอน"));
        await c.ClaimAsync((await c.LinksAsync())["01"], Onboarding.Proof(1), "somjai@school.example");
        await world.LeapsToAsync(Onboarding.At(2024, 10, 1, 9));
        foreach (var step in await c.OpenStepsAsync())
            Assert.That(await c.AnswerAsync(step, "officer", "Done", "เรียบร้อย"), Is.InstanceOf<StepResult.Moved>(), step);
        Assert.That(await world.Database.QueryAsync<string>("select status from instances where definition_id = @Definition", new { Onboarding.Definition }),
            Is.EqualTo(new[] { "Finished" }));
    }

    [Test]
    public async Task C05_TheStoryOfALocalGovernment_FromTheListToTheClaim()
    {
        await c.StartAsync();
        await c.ImportAsync(Onboarding.Sheet(["01", "โรงเรียนบ้านดอน", "โรงเรียน", "ใช่", "นางสมใจ รักเรียน", ""],
            ["02", "รพ.สต.บ้านนา", "รพ.สต.", "ใช่", "นายสุข ใจดี", ""]));
        await c.AnswerAsync("record", "officer", "Done");
        foreach (var step in new[] { "salary", "divisions", "commitments", "bank-proofs", "assets" })
            await c.AnswerAsync(step, "officer", "Done", "เรียบร้อย");
        await world.LeapsToAsync(Onboarding.At(2024, 7, 10, 9));
        await c.Check.DisputeAsync((await c.UnitsAsync())[1].Id, "ถ่ายโอนไป อบจ. แล้ว", await world.ActorAsync("coordinator"));
        await c.AnswerAsync("check", "coordinator", "Return", "ตรวจ รพ.สต.");
        await c.Late.MakeAsync(await c.Late.AskToRemoveAsync((await c.UnitsAsync())[1].Id, "ถ่ายโอนไป อบจ. เมื่อ 1 ต.ค. 2566",
            await world.ActorAsync("clerk")), "ตรวจแล้ว", await world.ActorAsync(Onboarding.Department));
        await c.AnswerAsync("mend", "clerk", "Done");
        await world.LeapsToAsync(Onboarding.At(2024, 7, 12, 14));
        await c.AnswerAsync("check", "coordinator", "Confirm");
        await world.LeapsToAsync(Onboarding.At(2024, 9, 26, 10));
        await c.ClaimAsync((await c.LinksAsync())["01"], Onboarding.Proof(1), "somjai@school.example");
        await world.LeapsToAsync(Onboarding.At(2024, 10, 2, 9));
        foreach (var step in await c.OpenStepsAsync())
            await c.AnswerAsync(step, "officer", "Done", "เรียบร้อย");
        await Story.ShouldBeApprovedAsync(world, "onboarding", Onboarding.Tambon);
    }
}
