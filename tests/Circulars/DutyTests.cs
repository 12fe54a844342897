using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Duties;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Circular D: duties, credentials after training, every day's work, and the analysts' districts.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class DutyTests(Func<TestDatabase> open)
{
    [Test]
    public async Task D01_D02_D03_D04_TheExecutiveAssignsEveryDuty_AndCanNotReportWithOneEmpty()
    {
        await using var world = await AskedAsync(DemoData.City);
        await AssignAsync(world, "planning", "city-officer");
        await AssignAsync(world, "finance", "city-officer2");
        var refused = (StepResult.Refused)await ReportAsync(world);
        Assert.That((refused.Reason.Code, refused.Reason.Rule), Is.EqualTo(("duty-empty", "D-04")));
        await AssignAsync(world, "engineering", "city-clerk");
        Assert.That(await ReportAsync(world), Is.InstanceOf<StepResult.Moved>());
        Assert.That(await RolloutScenes.CodeOfRefusalAsync(() => AssignAsync(world, "planning", "city-officer", by: "city-officer")),
            Is.EqualTo("executive-only"));
        Assert.That(await RolloutScenes.CodeOfRefusalAsync(() => AssignAsync(world, "planning", "officer")), Is.EqualTo("not-own-staff"));
    }

    [Test]
    public async Task D01_D05_T23_OnePersonWithThreeDutiesIsTakenAndShown_AndEducationIsNotInTheGuidelineOf2018()
    {
        await using var world = await AskedAsync(DemoData.City);
        Assert.That(await AssignAsync(world, "planning", "city-officer"), Is.Empty);
        Assert.That(await AssignAsync(world, "finance", "city-officer"), Has.Count.EqualTo(2));
        Assert.That(await AssignAsync(world, "engineering", "city-officer"), Has.Count.EqualTo(3), "said, and not refused");
        Assert.That(await ReportAsync(world), Is.InstanceOf<StepResult.Moved>(), "education is optional");
        Assert.That((Guideline.Of2012.Has(Guideline.Education), Guideline.Of2018.Has(Guideline.Education)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task D05_UnderTheGuidelineOf2012_EducationIsAskedForToo()
    {
        await using var world = await World.OnAsync(open);
        await world.PublishAsync("eplan-roles", "\"value\": \"2018\"", "\"value\": \"2012\"");
        await StartAsync(world, DemoData.City);
        foreach (var duty in Guideline.Of2018.Duties)
            await AssignAsync(world, duty.Key, "city-officer");
        Assert.That(((StepResult.Refused)await ReportAsync(world)).Reason.Rule, Is.EqualTo("D-05"));
    }

    [Test]
    public async Task D06_PlanningAndFinanceHoldCredentials_AndTheExecutiveStressesTheDivisionOfWork()
    {
        await using var world = await AskedAsync(DemoData.City);
        await AssignAllAsync(world);
        await ReportAsync(world);
        Assert.That(await CredentialsAsync(world, DemoData.City), Is.EqualTo(new[] { "engineering none", "finance confirmed", "planning confirmed" }));
        var task = await TaskAsync(world, "กำชับการแบ่งงาน");
        Assert.That(task.Roles, Does.Contain(Role.Executive));
        Assert.That(task.TextTh, Does.Contain("Username และ Password"));
    }

    [Test]
    public async Task D07_AProvincialAdministrationHasItsEngineeringCredentials()
    {
        await using var world = await AskedAsync(DemoData.Pao);
        await AssignAllAsync(world, DemoData.Pao, "pao-officer", "pao-clerk");
        await ReportAsync(world, "pao-clerk");
        Assert.That(await CredentialsAsync(world, DemoData.Pao), Does.Contain("engineering issued"));
    }

    [Test]
    public async Task D08_D09_T24_WithoutATrainingOnRecord_EngineeringCredentialsAreNotIssued()
    {
        await using var world = await AskedAsync(DemoData.City);
        await AssignAllAsync(world);
        await ReportAsync(world);
        Assert.That(await CredentialsAsync(world, DemoData.City), Does.Contain("engineering none"));
        var desk = new DutyDesk(world.Database, world.Clock);
        var day = new DateOnly(2026, 3, 2);
        Assert.That(await RolloutScenes.CodeOfRefusalAsync(async () =>
            await desk.RecordTrainingAsync(DemoData.City, day, "นายอนุชา", await world.ActorAsync("city-clerk"))), Is.EqualTo("training-not-yours"));
        await desk.RecordTrainingAsync(DemoData.City, day, "นายอนุชา พงษ์ไพร", await world.ActorAsync("coordinator"));
        await world.Runtime.RunDueAsync();
        Assert.That(await CredentialsAsync(world, DemoData.City), Does.Contain("engineering issued"));
        Assert.That((Guideline.NeedsTraining(OrganisationType.Tao), Guideline.NeedsTraining(OrganisationType.Pao)), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task D10_EveryMailOfTheDutiesNamesTheCallCentre()
    {
        await using var world = await AskedAsync(DemoData.City);
        var call = WorkflowHost.Activities.Data.ShippedData.Circulars().Single(circular => circular.Id == "D").Contacts[0];
        Assert.That((await world.MailsToAsync("city-mayor")).Single().Text, Does.Contain(call.UnitTh).And.Contain(call.Phone!));
    }

    [Test]
    public async Task D12_SilenceRemindsPlanningThenTheExecutive_WorkStopsIt_AndNothingElseFollows()
    {
        await using var world = await AskedAsync(DemoData.City);
        await AssignAllAsync(world);
        await ReportAsync(world);
        await world.AnswerAsync(await TaskAsync(world, "กำชับการแบ่งงาน"), "city-mayor", "Done", new { reason = "" });
        await world.AnswerAsync(await TaskAsync(world, "รับรายงานการมอบหมาย"), "coordinator", "Noted", new { reason = "" });
        // Five working days from Monday 2 March 2026, Makha Bucha on Tuesday the 3rd left out: Tuesday the 10th.
        await world.PassesAsync(TimeSpan.FromDays(7));
        Assert.That(await QuietAsync(world, "city-officer"), Is.Zero);
        await world.PassesAsync(TimeSpan.FromDays(1));
        Assert.That((await QuietAsync(world, "city-officer"), await QuietAsync(world, "city-mayor")), Is.EqualTo((1, 0)));
        await world.PassesAsync(TimeSpan.FromDays(7));
        Assert.That((await QuietAsync(world, "city-officer"), await QuietAsync(world, "city-mayor")), Is.EqualTo((1, 1)));
        await new DutyDesk(world.Database, world.Clock).NoteWorkAsync(DemoData.City, await world.ActorAsync("city-officer"));
        await world.PassesAsync(TimeSpan.FromDays(6));
        Assert.That(await QuietAsync(world, "city-officer"), Is.EqualTo(1));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from duties where ended_at is null"), Is.EqualTo(3), "no sanction");
    }

    [Test]
    public async Task D12_SilenceWhileTheCircularIsPaused_IsNone()
    {
        await using var world = await AskedAsync(DemoData.City);
        await AssignAllAsync(world);
        await ReportAsync(world);
        await world.AnswerAsync(await TaskAsync(world, "กำชับการแบ่งงาน"), "city-mayor", "Done", new { reason = "" });
        await world.AnswerAsync(await TaskAsync(world, "รับรายงานการมอบหมาย"), "coordinator", "Noted", new { reason = "" });
        var (desk, keeper) = (new PauseDesk(world.Database, world.Clock), await world.ActorAsync("operator"));
        var pause = await desk.PauseAsync("D", "", "น้ำท่วม", keeper);
        await world.PassesAsync(TimeSpan.FromDays(14));
        await desk.ResumeAsync(pause, keeper);
        await new PauseMoves(
            world.Database, new DeadlineNotices(world.Database, world.Tools, world.Clock), world.Clock).RunAsync();
        await world.PassesAsync(TimeSpan.FromDays(6));
        Assert.That(await QuietAsync(world, "city-officer"), Is.Zero, "five working days from Monday the 16th");
        await world.PassesAsync(TimeSpan.FromDays(1));
        Assert.That(await QuietAsync(world, "city-officer"), Is.EqualTo(1));
    }

    [Test]
    public async Task D01_AReplacementNeedsAHandOver_AndEndsTheDutyOfWhoHeldIt()
    {
        await using var world = await AskedAsync(DemoData.City);
        await AssignAsync(world, "planning", "city-officer");
        Assert.That(await RolloutScenes.CodeOfRefusalAsync(() => AssignAsync(world, "planning", "city-officer2")), Is.EqualTo("hand-over-needed"));
        await AssignAsync(world, "planning", "city-officer2", handOver: "แฟ้มแผนพัฒนาอยู่ตู้ ๓");
        Assert.That((await HeldDuty.OfAsync(world.Database, DemoData.City)).Single().PersonId, Is.EqualTo("city-officer2"));
        Assert.That(await world.Database.FirstAsync<string>("select hand_over from duties where ended_at is not null"), Does.Contain("ตู้ ๓"));
    }

    [Test]
    public async Task D11_T25_ADistrictInTwoSetsOrInNone_IsRefused_AndTheyAreNamed()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("reviewer2", DemoData.Province, Role.Officer);
        var coordinator = await world.ActorAsync("coordinator");
        var map = new AnalystMap(world.Database, world.Clock);
        Task SaveAsync(params AnalystSet[] sets) => map.SaveAsync(DemoData.Province, sets, coordinator);
        var none = Assert.ThrowsAsync<WorkflowHost.Engine.RefusedException>(() => SaveAsync(
            new AnalystSet("coordinator", ["D9901", AnalystMap.Direct]), new AnalystSet("reviewer2", ["D9902"])))!;
        Assert.That(none.Thai, Does.Contain("3 จาก 4").And.Contain("อำเภอเขาจำลอง"));
        var twice = Assert.ThrowsAsync<WorkflowHost.Engine.RefusedException>(() => SaveAsync(
            new AnalystSet("coordinator", ["D9901", "D9902", AnalystMap.Direct]), new AnalystSet("reviewer2", ["D9902", "D9903"])))!;
        Assert.That(twice.Thai, Does.Contain("ซ้ำ: อำเภอทุ่งสมมติ"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from analyst_areas"), Is.Zero);
        await SaveAsync(new AnalystSet("coordinator", ["D9901", AnalystMap.Direct]), new AnalystSet("reviewer2", ["D9902", "D9903"]));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from analyst_areas"), Is.EqualTo(4));
    }

    [Test]
    public async Task D13_D14_EveryLocalGovernmentIsCovered_ByWhicheverRouteItsLetterCame()
    {
        await using var world = await World.OnAsync(open);
        foreach (var code in (string[])[DemoData.Pao, DemoData.City, DemoData.Tambon, DemoData.Tao, "D9901"])
            await StartAsync(world, code);
        Assert.That(await world.Database.QueryAsync<string>("select about_code from tasks where kind = 'assign-duties' order by about_code"),
            Is.EqualTo(new[] { DemoData.Pao, DemoData.City, DemoData.Tambon, DemoData.Tao }));
    }

    [Test]
    public async Task The_duties_of_a_municipality_read_as_the_circular_says()
    {
        await using var world = await AskedAsync(DemoData.City);
        await AssignAllAsync(world);
        await ReportAsync(world);
        await world.PassesAsync(TimeSpan.FromDays(2));
        await world.AnswerAsync(await TaskAsync(world, "กำชับการแบ่งงาน"), "city-mayor", "Done", new { reason = "แจ้งในที่ประชุมแล้ว" });
        await world.AnswerAsync(await TaskAsync(world, "รับรายงานการมอบหมาย"), "coordinator", "Noted", new { reason = "" });
        await new DutyDesk(world.Database, world.Clock).RecordTrainingAsync(
            DemoData.City, new DateOnly(2026, 3, 4), "นางดวงใจ มั่นคง", await world.ActorAsync("coordinator"));
        await world.PassesAsync(TimeSpan.FromDays(8));
        await AssignAsync(world, "planning", "city-officer2", handOver: "แฟ้มแผนพัฒนา");
        await world.PassesAsync(TimeSpan.FromDays(8));
        await Story.ShouldBeApprovedAsync(world, "eplan-roles", DemoData.City);
    }

    async Task<World> AskedAsync(string organisation)
    {
        var world = await World.OnAsync(open);
        await StartAsync(world, organisation);
        return world;
    }

    static Task<StartResult> StartAsync(World world, string organisation) => world.Runtime.StartAsync(new StartRequest("eplan-roles",
        Inputs: new Dictionary<string, object?> { ["circularId"] = "D", ["organisationCode"] = organisation }));

    static async Task<IReadOnlyList<string>> AssignAsync(World world, string duty, string person, string by = "city-mayor", string handOver = "",
        string organisation = DemoData.City) =>
        await new DutyDesk(world.Database, world.Clock).AssignAsync(organisation, duty, person, handOver, await world.ActorAsync(by));

    static async Task AssignAllAsync(World world, string organisation = DemoData.City, string person = "city-officer", string by = "city-mayor")
    {
        foreach (var duty in Guideline.Of2018.Duties)
            await AssignAsync(world, duty.Key, person, by, organisation: organisation);
    }

    static async Task<StepResult> ReportAsync(World world, string by = "city-mayor") => await world.AnswerAsync(
        (await world.Database.FirstAsync<WorkTask>("select * from tasks where kind = 'assign-duties' and closed_at is null"))!, by,
        AssignDuties.Report, new { reason = "" });

    static async Task<WorkTask> TaskAsync(World world, string title) => (await world.Database.FirstAsync<WorkTask>(
        "select * from tasks where title_th like @title and closed_at is null", new { title = title + "%" }))!;

    static Task<IReadOnlyList<string>> CredentialsAsync(World world, string organisation) => world.Database.QueryAsync<string>(
        "select duty || ' ' || credential from duties where organisation_code = @organisation and ended_at is null order by duty", new { organisation });

    static async Task<int> QuietAsync(World world, string person) =>
        (await world.MailsToAsync(person)).Count(mail => mail.Subject.StartsWith("ยังไม่มีผู้ตรวจข้อมูล", StringComparison.Ordinal));
}
