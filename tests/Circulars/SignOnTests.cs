using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.SignOn;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Circulars.SignOnScenes;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Circular B: the account and e-Plan, approved in one's own house, in effect when the system is open, and checked.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class SignOnTests(Func<TestDatabase> open)
{
    /// <summary>Tuesday, 3 October 2023, 09:00: e-Plan is open again.</summary>
    static readonly DateTimeOffset Tuesday = ThaiDate.At(new DateOnly(2023, 10, 3), new TimeOnly(9, 0));

    [Test]
    public async Task B02_T10_WithoutAnAccount_TheOfficerProvesIdentity_TheOwnAdminIsToldByMail_AndApprovesBothOnOnePage()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.AsksForAccountAsync();
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WaitingProof));
        await world.ProvesIdentityAsync(request);
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WithAdmin));
        var mail = (await world.MailsToAsync(Admin)).Single();
        Assert.That(mail.Subject, Is.EqualTo("โปรดอนุมัติบัญชีและสิทธิ: e-Plan เทศบาลเมืองทุ่งสมมติ"));
        Assert.That(mail.Text, Does.Contain("SSO + e-Plan").And.Contain("/a/"));

        await world.ApprovesAccountAsync(request);
        Assert.That(await world.HoldsAsync(Officer), Is.EqualTo(new[] { Sso, EPlan }));
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WaitingCheck));
        await world.ConfirmsAsync(request);
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.Granted));
    }

    [Test]
    public async Task B03_WithAnAccount_OnlyTheSystemIsAdded_AndNoProofIsAsked()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.AddsSystemAsync();
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WithAdmin));
        await world.ApprovesAccountAsync(request);
        Assert.That(await world.HoldsAsync(Officer), Is.EqualTo(new[] { EPlan }));
    }

    [Test]
    public async Task B02_TheAccountAlone_MayBeApproved_TheSystemAloneMayNot()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.WithAdminAsync();
        Assert.That(Code(await world.ApprovesAccountAsync(request, grants: [EPlan])), Is.EqualTo("account-first"));
        Assert.That(Code(await world.ApprovesAccountAsync(request, grants: [])), Is.EqualTo("grants-needed"));
        await world.ApprovesAccountAsync(request, grants: [Sso]);
        Assert.That(await world.HoldsAsync(Officer), Is.EqualTo(new[] { Sso }));

        Assert.That((await world.ConfirmsAsync(request)), Is.InstanceOf<StepResult.Moved>());
        Assert.That(Refusal(() => world.AsksForAccountAsync()).Code, Is.EqualTo("has-account"));
        await world.ApprovesAccountAsync(await world.AddsSystemAsync());
        Assert.That(await world.HoldsAsync(Officer), Is.EqualTo(new[] { Sso, EPlan }));
    }

    [Test]
    public async Task B02_Rejected_NeedsAReason_AndTheOfficerReadsIt()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.WithAdminAsync();
        Assert.That(Code(await world.ApprovesAccountAsync(request, answer: Approval.Reject)), Is.EqualTo("reason-needed"));
        await world.ApprovesAccountAsync(request, answer: Approval.Reject, reason: "ไม่ได้รับมอบหมายงานแผน");
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.Rejected));
        Assert.That(await world.HoldsAsync(Officer), Is.Empty);
        Assert.That((await world.MailsToAsync(Officer))[^1].Text, Does.Contain("ไม่ได้รับมอบหมายงานแผน"));
    }

    [Test]
    public async Task B04_OnlyTheOwnAdmin_Approves()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        await world.BecomesAsync("city-clerk", DemoData.City, Role.AdminSso);
        var request = await world.WithAdminAsync();
        foreach (var other in DemoData.People.Where(person => person.Account != Admin))
            Assert.That(await world.ApprovesAccountAsync(request, other.Account), Is.InstanceOf<StepResult.Refused>(), other.Account);
        Assert.That(await world.ApprovesAccountAsync(request), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task B04_T12_TheOnlyAdminsOwnRequest_GoesToTheProvince_AndSelfApprovalIsRefused()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.AddsSystemAsync(Admin);
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WithProvince));
        Assert.That(Code(await world.ApprovesAccountAsync(request, Admin)), Is.EqualTo("not-yours"));
        await world.ApprovesAccountAsync(request, "coordinator");
        Assert.That(await world.HoldsAsync(Admin), Is.EqualTo(new[] { EPlan }));
    }

    [Test]
    public async Task B04_T12_AnAdminWithAColleague_StillDoesNotApproveTheirOwn()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        await world.BecomesAsync(Officer, DemoData.Town, Role.AdminSso);
        var request = await world.AddsSystemAsync(Admin);
        Assert.That(Code(await world.ApprovesAccountAsync(request, Admin)), Is.EqualTo("self-approval"));
        Assert.That(await world.MailsToAsync(Admin), Is.Empty, "only who may approve is asked");
        await world.ApprovesAccountAsync(request, Officer);
        Assert.That(await world.HoldsAsync(Admin), Is.EqualTo(new[] { EPlan }));
    }

    [Test]
    public async Task B04_T12_WhoFiledIt_DoesNotApproveIt()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.FileAsync(Admin, DemoData.Town, RequestKind.AddSystem, Officer, system: EPlan);
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WithProvince));
    }

    [Test]
    public async Task B04_ASecondRecordOfTheSamePerson_IsTheSamePerson()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        await world.Database.WriteAsync(transaction =>
        {
            foreach (var person in (string[])[Officer, Admin])
                CitizenIds.Store(transaction, person, new SealedCitizenId("the same", "…", "x"), ProveIdentity.ThaId, world.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
        var request = await world.AddsSystemAsync();
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WithProvince), "their only Admin is the officer themself");
        await world.BecomesAsync(Officer, DemoData.Province, Role.Coordinator);
        await world.BecomesAsync(Admin, DemoData.Province, Role.Coordinator);
        Assert.That(Code(await world.ApprovesAccountAsync(request, Admin)), Is.EqualTo("self-approval"));
    }

    [Test]
    public async Task B04_WhereThereIsNoAdmin_TheProvinceApproves()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.AsksForAccountAsync("tao-officer", DemoData.Tao);
        await world.ProvesIdentityAsync(request);
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WithProvince));
        Assert.That((await world.MailsToAsync("coordinator")).Single().Subject, Does.StartWith("โปรดอนุมัติ"));
        await world.ApprovesAccountAsync(request, "coordinator");
        Assert.That(await world.HoldsAsync("tao-officer", DemoData.Tao), Is.EqualTo(new[] { Sso, EPlan }));
    }

    [Test]
    public async Task B04_AfterThreeWorkingDays_TheAdminIsReminded_AndTheProvinceTold_AgainAndAgain_AndTheAdminStillDecides()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.WithAdminAsync();
        await world.PassesAsync(TimeSpan.FromDays(3));
        Assert.That(await world.MailsToAsync("coordinator"), Is.Empty);
        // Friday ends the third working day; the province hears of it on Monday morning.
        await world.PassesAsync(TimeSpan.FromDays(3));
        Assert.That((await world.MailsToAsync("coordinator")).Single().Subject,
            Is.EqualTo("Admin SSO ยังไม่อนุมัติ (ครั้งที่ 1): e-Plan เทศบาลเมืองทุ่งสมมติ"));
        await world.PassesAsync(TimeSpan.FromDays(5));
        Assert.That(await world.MailsToAsync("coordinator"), Has.Count.EqualTo(2));
        Assert.That((await world.MailsToAsync(Admin)).Count(mail => mail.Subject.StartsWith("เตือนครั้งที่", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(3));
        Assert.That(await world.ApprovesAccountAsync(request, "coordinator"), Is.InstanceOf<StepResult.Refused>());
        await world.ApprovesAccountAsync(request);
        Assert.That(await world.HoldsAsync(Officer), Is.EqualTo(new[] { Sso, EPlan }));
    }

    [Test]
    public async Task B04_AnAdminWhoNeverAnswers_IsRemindedFiveTimes_ThenSomebodyHasToCall_AndTheAdminStillDecides()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.WithAdminAsync();
        await world.PassesAsync(TimeSpan.FromDays(60));
        Assert.That(await world.MailsToAsync("coordinator"), Has.Count.EqualTo(5), "a silence of two months is no reason for more");
        Assert.That(await world.Database.FirstAsync<long>(
            "select count(*) from task_escalations where kind = 'call' and done_at is not null"), Is.EqualTo(1));
        await world.ApprovesAccountAsync(request);
        Assert.That(await world.HoldsAsync(Officer), Is.EqualTo(new[] { Sso, EPlan }));
    }

    [Test]
    public async Task B04_WhenTheOnlyAdminLeaves_TheProvinceTakesOver()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.WithAdminAsync();
        await world.EndsAsync(Admin);
        await world.PassesAsync(TimeSpan.FromDays(4));
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.WithProvince));
    }

    [Test]
    public async Task B05_TheOfficersWord_IsTheEvidence_AndWhatDoesNotWorkIsTold()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.AddsSystemAsync();
        await world.ApprovesAccountAsync(request);
        Assert.That(Code(await world.ConfirmsAsync(request, ConfirmWorks.NotWorking)), Is.EqualTo("reason-needed"));
        Assert.That(await world.ConfirmsAsync(request, by: Admin), Is.InstanceOf<StepResult.Refused>(), "nobody says it for them");
        await world.ConfirmsAsync(request, ConfirmWorks.NotWorking, "ขึ้นว่าไม่พบสิทธิ");
        Assert.That((await world.MailsToAsync("coordinator"))[^1].Text, Does.Contain("ขึ้นว่าไม่พบสิทธิ").And.Contain("02 243 2902"));
        await world.ConfirmsAsync(request);
        Assert.That(await world.Database.QueryAsync<string>("select action from audit where action like 'right-%works%' or action = 'right-not-working' order by id"),
            Is.EqualTo(new[] { "right-not-working", "right-works" }));
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.Granted));
    }

    [Test]
    public async Task B05_SilenceReminds_TellsTheProvinceThreeTimes_AndEndsTheRequestButNotTheRight()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.AddsSystemAsync();
        await world.ApprovesAccountAsync(request);
        await world.PassesAsync(TimeSpan.FromDays(40));
        Assert.That((await world.MailsToAsync("coordinator")).Count(mail => mail.Subject.StartsWith("เจ้าหน้าที่ยังไม่ยืนยัน", StringComparison.Ordinal)), Is.EqualTo(3));
        Assert.That(await world.StageAsync(request), Is.EqualTo(RequestStage.Granted));
        Assert.That(await world.HoldsAsync(Officer), Is.EqualTo(new[] { EPlan }));
    }

    [Test]
    public async Task B08_B09_B11_TheMailSaysWhatCanBeDone_UnderWhichRegulation_AndWhomToAskWhen()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        await world.ApprovesAccountAsync(await world.AddsSystemAsync());
        var mail = (await world.MailsToAsync(Officer)).First(mail => mail.Subject.StartsWith("ใช้งานได้แล้ว", StringComparison.Ordinal));
        Assert.That(mail.Text, Does.Contain("๒๕๖๗–๒๕๗๐").And.Contain("ระเบียบกระทรวงมหาดไทย").And.Contain("02 243 2902 ต่อ 101–110")
            .And.Contain("ในวันและเวลาราชการ").And.Contain("https://e-plan.dla.go.th"));
    }

    [Test]
    public async Task B01_B10_EveryTypeOfLocalGovernment_IsCovered_AndOthersAreRefusedWithTheClause()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        foreach (var (officer, place) in ((string, string)[])[("officer", DemoData.Tambon), ("pao-officer", DemoData.Pao), ("tao-officer", DemoData.Tao), ("city-officer", DemoData.City)])
            Assert.That((await world.AsksForAccountAsync(officer, place)).Reference, Does.StartWith("EPLAN-2567-"));
        await world.BecomesAsync("coordinator", DemoData.Province, Role.Officer);
        Assert.That(Refusal(() => world.AsksForAccountAsync("coordinator", DemoData.Province)).Rule, Is.EqualTo("B-10"));
    }

    [Test]
    public async Task B01_Twice_IsOneRequest_AndOnlyOwnOfficersHoldIt()
    {
        await using var world = await World.OnAsync(open, Tuesday);
        var request = await world.AsksForAccountAsync();
        Assert.That(Refusal(() => world.AddsSystemAsync()).Code, Is.EqualTo("person-has-request"));
        Assert.That(Refusal(() => world.FileAsync(Admin, DemoData.Town, RequestKind.Account, "officer", system: EPlan)).Rule, Is.EqualTo("B-01"));
        Assert.That(Refusal(() => world.FileAsync(Officer, DemoData.Town, RequestKind.New, Officer, system: EPlan)).Code, Is.EqualTo("unknown-kind"));
        world.Clock.SetTo(Tuesday.AddYears(1));
        Assert.That(Refusal(() => world.FileAsync("officer", DemoData.Tambon, RequestKind.Account, "officer")).Code, Is.EqualTo("unknown-kind"),
            "circular A knows no accounts");
        Assert.That(request.System, Is.EqualTo(EPlan));
    }

    static string Code(StepResult result) => result is StepResult.Refused refused ? refused.Reason.Code : result.GetType().Name;

    static RefusedException Refusal(Func<Task> deed) => Assert.ThrowsAsync<RefusedException>(() => deed())!;
}
