using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Circulars.ReviewYear;

namespace WorkflowHost.Tests.Circulars;

/// <summary>What a yearly review must not do by itself: take a province's rights, an organisation's last, or an excluded one.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class ReviewBrakeTests(Func<TestDatabase> open)
{
    const string First = "5881001";

    [Test]
    public async Task T89_NobodyAnswersInAProvince_FivePerCentAreSuspended_TheRestWaitsForTheOperator_WithAList()
    {
        await using var year = await PlannedAsync(open, 30, 0, days: 10);
        await year.DaysPassAsync(10 + 31 + 16);
        var items = (await year.ItemsAsync()).Where(item => item.ProvinceCode == North).ToList();
        Assert.That(items.Count(item => item.SilencedAt is not null), Is.EqualTo(3), "5 % of 60");
        Assert.That(items.Count(item => item.State == CampaignItem.Braked), Is.EqualTo(57));
        Assert.That(await SuspendedAsync(year), Is.EqualTo(3));
        await year.DaysPassAsync(60);
        Assert.That(await SuspendedAsync(year) + await EndedAsync(year), Is.EqualTo(3), "without a decision nothing more happens");
        var province = (await year.BrakesAsync()).Single(brake => brake.Code == North);
        Assert.That(items.Count(item => item.BrakeId == province.Id), Is.GreaterThan(20));
    }

    [Test]
    public async Task T89_TheOperatorsAreToldOfAllListsOfANight_InOneMail_InOfficeHours_Once()
    {
        await using var year = await PlannedAsync(open, 6, 6, days: 10);
        var notices = new BrakeNotices(year.World.Database, year.World.Tools, year.World.Clock);
        await year.DaysPassAsync(10 + 31 + 16);
        var lists = (await year.BrakesAsync()).Count(brake => brake.Decision is null);
        Assert.That(lists, Is.GreaterThan(1));
        year.World.Clock.Advance(TimeSpan.FromHours(12));
        Assert.That(await notices.MailAsync(), Is.Zero, "not at night");
        await year.DaysPassAsync(3, () => notices.MailAsync());
        var mails = (await year.World.MailsToAsync("operator")).Where(
            mail => mail.Subject.StartsWith("การทบทวนสิทธิประจำปีหยุดรอท่าน", StringComparison.Ordinal)).ToList();
        Assert.That(mails, Has.Count.EqualTo(1), "one mail, not one a right or a list");
        Assert.That(mails[0].Text, Does.Contain("จังหวัด " + North).And.Contain($"/reviews/{year.Id}/brakes"));
        Assert.That(await year.World.Database.FirstAsync<long>(
            "select count(*) from review_brakes where told_at is null and decision is null"), Is.Zero);
    }

    [Test]
    public async Task T89_TheOperatorAppliesOrSpares_AndTheLastHolderIsNeverAmongThem()
    {
        await using var year = await PlannedAsync(open, 6, 6, days: 10);
        await year.DaysPassAsync(10 + 31 + 16);
        foreach (var (scope, decision) in ((string, string)[])[(North, BrakeList.Apply), (South, BrakeList.Spare)])
            await year.Brakes.DecideAsync((await year.BrakesAsync()).Single(brake => brake.Code == scope).Id, decision,
                "ตรวจรายชื่อแล้ว", await year.OperatorAsync());
        await year.DaysPassAsync(1);
        foreach (var organisation in (string[])[.. OrganisationsOf(North, 6), .. OrganisationsOf(South, 6)])
            Assert.That((await year.World.RightsAsync(organisation)).Count(right => right is { SuspendedAt: null, ValidTo: null }),
                Is.GreaterThanOrEqualTo(1), organisation);
        var items = await year.ItemsAsync();
        Assert.That(items.Where(item => item.ProvinceCode == South).Count(item => item.Outcome == "spared"), Is.GreaterThanOrEqualTo(6));
        Assert.That(items.Where(item => item.ProvinceCode == North).Count(item => item.SilencedAt is not null), Is.EqualTo(6),
            "one of two seats each; the other has become the last and its executive is asked");
        await year.DaysPassAsync(20);
        Assert.That((await year.BrakesAsync()).Count(brake => brake is { Scope: BrakeList.Organisation, Decision: null }),
            Is.GreaterThanOrEqualTo(6), "the last of an organisation waits for a decision of its own");
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => DecideAgainAsync(year))!.Code, Is.EqualTo("no-such-brake"));
    }

    [Test]
    public async Task T89_AnOrganisationThatWouldFallToNobody_WaitsForADecision_ThenLosesIt()
    {
        await using var year = await PlannedAsync(open, 20, 0, days: 10, percent: 100);
        await year.DaysPassAsync(10 + 31 + 20);
        var brake = (await year.BrakesAsync()).Single(brake => brake.Code == DemoData.City);
        Assert.That(brake.Scope, Is.EqualTo(BrakeList.Organisation));
        Assert.That((await year.RightAsync("city-1")).SuspendedAt, Is.Null);
        await year.Brakes.DecideAsync(brake.Id, BrakeList.Apply, "ยุบกอง", await year.OperatorAsync());
        await year.TicksAsync();
        Assert.That((await year.RightAsync("city-1")).SuspendedAt, Is.Not.Null);
    }

    [Test]
    public async Task T90_WhoResignedBeforeTheReviewOpened_IsClosedAsEnded_AndGetsNoMail()
    {
        await using var year = await PlannedAsync(open, 3, 0, days: 20);
        var before = (await year.World.MailsToAsync(Officer(First, 1))).Count;
        await year.World.Departure.LeaveAsync(Officer(First, 1), First, year.World.Clock.GetUtcNow(),
            await year.World.ActorAsync(Mayor(First)), "ลาออก 1/2569");
        await year.DaysPassAsync(22);
        var item = (await year.ItemAsync(RightOf(First, 1)))!;
        Assert.That((item.State, item.Outcome, item.InstanceId), Is.EqualTo((CampaignItem.Ended, "ended", (string?)null)));
        Assert.That(await year.World.MailsToAsync(Officer(First, 1)), Has.Count.EqualTo(before));
    }

    [Test]
    public async Task T90_WhoLeavesBeforeAQuestionOutOfTurnIsAsked_IsClosedAsEnded()
    {
        await using var year = await PlannedAsync(open, 3, 0, days: 20);
        await year.Single.AskAsync(RightOf(First, 1), "ย้าย", await year.OperatorAsync());
        await year.World.Departure.LeaveAsync(Officer(First, 1), First, year.World.Clock.GetUtcNow(),
            await year.World.ActorAsync(Mayor(First)), "ลาออก 1/2569");
        await year.DaysPassAsync(4);
        Assert.That((await year.ItemAsync(RightOf(First, 1)))!.State, Is.EqualTo(CampaignItem.Ended));
    }

    [Test]
    public async Task T93_InACampaign_NobodyToAsk_DiffersFromNoAnswer_AndIsAskedAgainAfterAMonth()
    {
        await using var year = await PlannedAsync(open, 2, 0, days: 8, percent: 100);
        foreach (var person in (string[])[Mayor(First), Clerk(First)])
            await year.World.EndsAsync(person);
        await year.DaysPassAsync(8 + 31);
        Assert.That((await year.ItemsAsync()).Count(item => item.OrganisationCode == First && item.Outcome == "nobody-to-ask"), Is.EqualTo(1),
            "the last of the two: nobody holds an office there");
        await year.DaysPassAsync(31);
        Assert.That((await year.ItemsAsync()).Count(item => item.OrganisationCode == First && item.State == CampaignItem.Open), Is.GreaterThanOrEqualTo(1));
    }

    [Test]
    public async Task T94_AnExcludedPerson_IsShownWithTheReason_NotAsked_AndNotChangeable()
    {
        await using var year = await PlannedAsync(open, 4, 0, days: 20);
        await year.World.CampaignDesk.ExcludeAsync(year.Id, Officer(First, 1), "อยู่ระหว่างสอบสวน", await year.OperatorAsync());
        await year.DaysPassAsync(24);
        Assert.That((await year.ItemAsync(RightOf(First, 1)))!.State, Is.EqualTo(CampaignItem.Planned));
        Assert.That(await year.TaskAsync(RightOf(First, 1)), Is.Null);
        Assert.That(await year.TaskAsync(RightOf(First, 2)), Is.Not.Null, "the colleague is asked");
        Assert.That(await year.World.Database.FirstAsync<string>("select reason from review_exclusions"), Is.EqualTo("อยู่ระหว่างสอบสวน"));
        foreach (var person in (string[])[Officer(First, 1), Clerk(First)])
            Assert.That((await year.World.MailsToAsync(person)).Count(mail => mail.Text.Contains("อยู่ระหว่างสอบสวน", StringComparison.Ordinal)
                && mail.Subject.StartsWith("เว้นจากการทบทวน", StringComparison.Ordinal)), Is.EqualTo(1), person);
        Assert.That((await year.World.MailsToAsync(Officer(First, 2))).Select(mail => mail.Subject), Has.None.StartsWith("เว้นจาก"));
    }

    [Test]
    public async Task T94_ExcludedWhileTheQuestionIsOpen_AnswersAreRefused_SilenceHasNoEffect_AndAfterwardsItIsAskedAnew()
    {
        await using var year = await PlannedAsync(open, 4, 0, days: 8, percent: 100);
        await year.DaysPassAsync(12);
        await year.World.CampaignDesk.ExcludeAsync(year.Id, Officer(First, 1), "อยู่ระหว่างสอบสวน", await year.OperatorAsync());
        var refused = await year.AnswerAsync(RightOf(First, 1), Clerk(First), ReviewAnswers.GiveUp) as StepResult.Refused;
        Assert.That(refused?.Reason.Code, Is.EqualTo("review-held"));
        Assert.That(refused!.Reason.Thai, Does.Contain("อยู่ระหว่างสอบสวน"));
        await year.DaysPassAsync(60);
        var right = await year.RightAsync(RightOf(First, 1));
        Assert.That((right.SuspendedAt, right.ValidTo), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        await year.World.CampaignDesk.IncludeAsync(year.Id, Officer(First, 1), "สอบสวนแล้ว", await year.OperatorAsync());
        await year.DaysPassAsync(1);
        Assert.That(await year.TaskAsync(RightOf(First, 1)), Is.Not.Null);
    }

    static Task<long> SuspendedAsync(ReviewYear year) => year.World.Database.FirstAsync<long>(
        "select count(*) from rights where suspended_at is not null and valid_to is null and organisation_code like '5881%'");

    static Task<long> EndedAsync(ReviewYear year) => year.World.Database.FirstAsync<long>(
        "select count(*) from rights where valid_to is not null and organisation_code like '5881%'");

    static async Task DecideAgainAsync(ReviewYear year)
    {
        var decided = (await year.BrakesAsync()).First(brake => brake.Decision is not null);
        await year.Brakes.DecideAsync(decided.Id, BrakeList.Apply, "อีกครั้ง", await year.OperatorAsync());
    }
}
