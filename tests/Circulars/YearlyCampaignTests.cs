using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Circulars.ReviewYear;

namespace WorkflowHost.Tests.Circulars;

/// <summary>The review of a year as an operator runs it: planned, spread, steered, braked, and told at the end.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class YearlyCampaignTests(Func<TestDatabase> open)
{
    const string First = "5881001";

    [Test]
    public async Task A05_AYearOf40Organisations_IsSpread_AskedOnce_AndEndsWithEvidenceOfEveryRight()
    {
        await using var year = await WithAsync(open, 20, 20, new DateTimeOffset(2026, 9, 21, 2, 0, 0, TimeSpan.Zero));
        await year.PlanAsync(new DateOnly(2026, 10, 1), new DateOnly(2027, 9, 30), percent: 100);
        Assert.That(year.Id, Is.EqualTo("BBL-2570"), "the fiscal year of 1 October 2569");
        var answered = 0;
        await year.DaysPassAsync(365 + 90, async () =>
        {
            // Every second who is asked answers on the day.
            foreach (var item in (await year.ItemsAsync()).Where(item => item.State == CampaignItem.Open && item.OpenedOn == year.Today))
                if (item.RightId.EndsWith("-1", StringComparison.Ordinal) && await year.TaskAsync(item.RightId) is not null)
                {
                    await year.AnswerAsync(item.RightId, item.PersonId, ReviewAnswers.Confirm);
                    answered++;
                }
            foreach (var brake in (await year.BrakesAsync()).Where(brake => brake.Decision is null))
                await year.Brakes.DecideAsync(brake.Id, BrakeList.Apply, "สิ้นปี", await year.OperatorAsync());
        });
        var items = await year.ItemsAsync();
        Assert.That(items, Has.Count.EqualTo(83));
        Assert.That(items.Select(item => item.State).Distinct(), Is.EqualTo(new[] { CampaignItem.Closed }));
        Assert.That(items.Count(item => item.Outcome == "confirmed"), Is.EqualTo(answered));
        Assert.That(answered, Is.GreaterThanOrEqualTo(40));
        Assert.That(items.Count(item => item.Outcome == "revoked"), Is.EqualTo(83 - answered));
        Assert.That(items.All(item => year.World.Calendar.Current.IsWorkingDay(item.OpenedOn!.Value)), Is.True);
        Assert.That(items.All(item => item.OpenedOn == item.PlannedOn), Is.True, "dates from the plan, not from the run");
        Assert.That((await Campaign.FindAsync(year.World.Database, year.Id))!.Phase, Is.EqualTo(Campaign.Closed));
        await NoMailWhenNobodyWorksAsync(year);
    }

    [Test]
    public async Task A05_RepeatedLateAndByTwoHosts_TheJobMakesOneCampaignAYear_WithTheDatesOfThePlan()
    {
        await using var year = await WithAsync(open, 2, 2);
        await year.PlanAsync(new DateOnly(2026, 3, 9), new DateOnly(2026, 4, 10), percent: 100, repeats: true);
        year.World.BooksMustBalance = false;
        await year.World.LeapsToAsync(new DateTimeOffset(2028, 6, 1, 3, 0, 0, TimeSpan.Zero));
        for (var round = 0; round < 3; round++)
            await Task.WhenAll(year.World.CampaignJob.RunAsync(), year.World.CampaignJob.RunAsync());
        var campaigns = await year.World.Database.QueryAsync<Campaign>("select * from review_campaigns order by year");
        Assert.That(campaigns.Select(campaign => (campaign.Id, campaign.FirstOn, campaign.LastOn)), Is.EqualTo(new[]
        {
            ("BBL-2569", new DateOnly(2026, 3, 9), new DateOnly(2026, 4, 10)),
            ("BBL-2570", new DateOnly(2027, 3, 9), new DateOnly(2027, 4, 10)),
            ("BBL-2571", new DateOnly(2028, 3, 9), new DateOnly(2028, 4, 10)),
        }));
        Assert.That(await year.World.Database.FirstAsync<long>(
            "select count(*) from (select right_id from reviews where closed_at is null group by right_id having count(*) > 1) twice"),
            Is.Zero, "nobody is asked twice at a time, whatever was missed");
    }

    [Test]
    public async Task A05_T39_ASingleReviewWhileTheNextYearIsPlanned_CountsForThisYear_AndTheNextKeepsItsPlace()
    {
        await using var year = await WithAsync(open, 2, 0);
        await year.PlanAsync(year.Today.AddDays(1), year.Today.AddDays(364), percent: 100, repeats: true);
        await year.World.LeapsToAsync(year.World.Clock.GetUtcNow().AddDays(320));
        var right = (await year.ItemsAsync()).First(item => item.State == CampaignItem.Planned).RightId;
        Assert.That(await StatesAsync(), Is.EqualTo(new[] { "planned", "planned" }), "this year's and the next");
        await year.Single.AskAsync(right, "ย้าย", await year.OperatorAsync());
        Assert.That(await year.World.YearlyReview.OpenDueAsync(), Is.EqualTo(1));
        Assert.That(await StatesAsync(), Is.EqualTo(new[] { "open", "planned" }));

        Task<IReadOnlyList<string>> StatesAsync() => year.World.Database.QueryAsync<string>(
            "select state from review_items where right_id = @right order by campaign_id", new { right });
    }

    [Test]
    public async Task A05_AfterAnOutage_WhatWasMissedComesOnTheNextDays_NeverMoreThanTwiceTheMean()
    {
        await using var year = await PlannedAsync(open, 12, 12, days: 21);
        var limit = (await Campaign.FindAsync(year.World.Database, year.Id))!.DayLimit;
        await year.World.LeapsToAsync(ThaiDate.At(year.Today.AddDays(19), new TimeOnly(23, 0)));
        await year.DaysPassAsync(14);
        var items = await year.ItemsAsync();
        Assert.That(items.Select(item => item.State), Has.None.EqualTo(CampaignItem.Planned));
        Assert.That(items.GroupBy(item => item.OpenedOn).Max(day => day.Count()), Is.LessThanOrEqualTo(limit));
        Assert.That(await year.World.Database.FirstAsync<long>("select count(*) from instances where definition_id = 'bbl-review'"),
            Is.EqualTo(items.Count));
    }

    [Test]
    public async Task A05_TheLastOwnAnswerCounts_UntilTheWindowCloses()
    {
        await using var year = await PlannedAsync(open, 2, 0, percent: 100);
        await year.DaysPassAsync(16);
        var right = RightOf(First, 1);
        await year.AnswerAsync(right, Clerk(First), ReviewAnswers.GiveUp);
        Assert.That((await year.RightAsync(right)).ValidTo, Is.Null, "it has effect at closing");
        Assert.That(await Refused(year, right, Officer(First, 1)), Is.EqualTo("not-your-answer"), "it is the clerk's answer");
        await year.Answers.ChangeAsync(right, ReviewAnswers.Confirm, await year.World.ActorAsync(Clerk(First)));
        await year.DaysPassAsync(35);
        Assert.That((await year.ItemAsync(right))!.Outcome, Is.EqualTo("confirmed"));
        Assert.That((await year.RightAsync(right)).ValidTo, Is.Null);
        Assert.That(await Refused(year, right, Clerk(First)), Is.EqualTo("not-your-answer"), "closed");
        Assert.That((await year.World.MailsToAsync(Officer(First, 1))).Count(mail => mail.Subject.Contains("เตือนครั้งที่")), Is.Zero,
            "who has answered is not reminded");
    }

    [Test]
    public async Task A05_TheClerkOfTwoSeats_GetsOneMail_WithBoth()
    {
        await using var year = await PlannedAsync(open, 3, 0);
        await year.DaysPassAsync(16);
        year.World.Clock.Advance(TimeSpan.FromMinutes(10));
        await year.TicksAsync();
        var sent = (await year.World.Database.QueryAsync<string>(
            "select key from outbox where recipient = @to and done_at is null", new { to = Clerk(First) + "@demo.example" })).ToList();
        Assert.That(sent, Has.Count.EqualTo(1));
        Assert.That((await year.World.MailsToAsync(Clerk(First)))[^1].Subject, Is.EqualTo("การทบทวนสิทธิประจำปี: 2 เรื่องถึงท่าน"));
    }

    [Test]
    public async Task A05_Silence_Suspends_IsRestorableForThirtyDays_AndThenRevokes()
    {
        await using var year = await PlannedAsync(open, 4, 0, percent: 100);
        await year.DaysPassAsync(16 + 31 + 2);
        // Of two who are silent on one day, one loses the right; whose turn it is second is the last, and the executive is asked.
        var (kept, lost) = (await SuspendedOfAsync(First), await SuspendedOfAsync("5881002"));
        await year.World.AnswerAsync((await year.TaskAsync(kept, WorkTask.Restore))!, Mayor(First), "Restore", new { reason = "ลาป่วย" });
        await year.DaysPassAsync(32);
        Assert.That((await year.RightAsync(kept)) is { SuspendedAt: null, ValidTo: null }, Is.True);
        Assert.That((await year.RightAsync(lost)).ValidTo, Is.Not.Null);
        Assert.That(((await year.ItemAsync(kept))!.Outcome, (await year.ItemAsync(lost))!.Outcome), Is.EqualTo(("confirmed", "revoked")));

        async Task<string> SuspendedOfAsync(string organisation) => (await year.World.Database.QueryAsync<string>(
            "select id from rights where organisation_code = @organisation and suspended_at is not null", new { organisation })).Single();
    }

    [Test]
    public async Task A05_ItFollowsTheRightsAsTheyAre_NewcomersBeforeTheFirstDayAreAsked_LaterOnesNextYear()
    {
        await using var year = await WithAsync(open, 3, 0);
        await year.PlanAsync(year.Today.AddDays(7), year.Today.AddDays(21));
        await SettleAsync(year.World.Database, year.World.Clock.GetUtcNow(), ["5882001"]);
        await year.DaysPassAsync(8);
        Assert.That((await year.ItemAsync(RightOf("5882001", 1))), Is.Not.Null);
        await SettleAsync(year.World.Database, year.World.Clock.GetUtcNow().AddYears(1), ["5882002"]);
        await year.DaysPassAsync(2);
        Assert.That((await year.ItemAsync(RightOf("5882002", 1))), Is.Null);
        await year.DaysPassAsync(10);
        Assert.That((await year.ItemsAsync()).GroupBy(item => item.OpenedOn).Max(day => day.Count()),
            Is.LessThanOrEqualTo((await Campaign.FindAsync(year.World.Database, year.Id))!.DayLimit));
    }

    [Test]
    public async Task A05_WhoAskedForAReplacement_IsAskedAgainAfterAMonth_AndNobodyElse()
    {
        await using var year = await PlannedAsync(open, 2, 0, percent: 100);
        await year.DaysPassAsync(16);
        await year.AnswerAsync(RightOf(First, 1), Clerk(First), ReviewAnswers.Replace);
        await year.AnswerAsync(RightOf(First, 2), Clerk(First), ReviewAnswers.Confirm);
        await year.DaysPassAsync(31 + 31);
        Assert.That(await year.TaskAsync(RightOf(First, 1)), Is.Not.Null);
        Assert.That((await year.ItemAsync(RightOf(First, 1)))!.State, Is.EqualTo(CampaignItem.Open));
        Assert.That(await year.TaskAsync(RightOf(First, 2)), Is.Null);
    }

    [Test]
    public async Task A05_Paused_NobodyIsAskedOrReminded_AndSilenceHasNoEffect_ThenTheUnansweredAreAskedAnew()
    {
        await using var year = await PlannedAsync(open, 4, 4, days: 21, percent: 100);
        await year.DaysPassAsync(8);
        var asked = (await year.ItemsAsync()).Where(item => item.State == CampaignItem.Open).Select(item => item.RightId).ToList();
        await year.World.CampaignDesk.PauseAsync(year.Id, "น้ำท่วม", await year.OperatorAsync());
        var mails = await MailsAsync(year);
        await year.DaysPassAsync(60);
        Assert.That((await year.ItemsAsync()).Count(item => item.State is CampaignItem.Open or CampaignItem.Held), Is.EqualTo(asked.Count));
        Assert.That(await MailsAsync(year), Is.EqualTo(mails));
        Assert.That(await year.World.Database.FirstAsync<long>("select count(*) from suspensions"), Is.Zero);
        await year.World.CampaignDesk.GoOnAsync(year.Id, "น้ำลดแล้ว", await year.OperatorAsync());
        await year.DaysPassAsync(12);
        Assert.That(await year.TaskAsync(asked[0]), Is.Not.Null, "asked anew");
        Assert.That((await year.ItemsAsync()).Select(item => item.State), Has.None.EqualTo(CampaignItem.Planned).And.None.EqualTo(CampaignItem.Held));
    }

    [Test]
    public async Task A05_AnOrganisationIsPutOff_WithAReason_AndAskedOnThatDay()
    {
        await using var year = await PlannedAsync(open, 6, 0, days: 28);
        var to = year.Today.AddDays(25);
        var day = await year.World.CampaignDesk.PostponeAsync(year.Id, First, to, "เลือกตั้งนายก", await year.OperatorAsync());
        Assert.That(day, Is.GreaterThanOrEqualTo(to));
        await year.DaysPassAsync(34);
        Assert.That((await year.ItemAsync(RightOf(First, 1)))!.OpenedOn, Is.EqualTo(day));
        var refusal = Assert.ThrowsAsync<RefusedException>(async () => await year.World.CampaignDesk.PostponeAsync(
            year.Id, First, year.Today.AddDays(3), "อีกครั้ง", await year.OperatorAsync()));
        Assert.That(refusal!.Code, Is.EqualTo("organisation"), "what was asked can't be put off");
    }

    [Test]
    public async Task A05_SteeringIsTheOperators_NeedsAReason_AndIsInTheAudit()
    {
        await using var year = await PlannedAsync(open, 1, 0);
        var (desk, clerk) = (year.World.CampaignDesk, await year.World.ActorAsync("clerk"));
        foreach (var deed in (Func<Task>[])
        [
            () => desk.PauseAsync(year.Id, "x", clerk), () => desk.ExcludeAsync(year.Id, Officer(First, 1), "x", clerk),
            () => desk.PostponeAsync(year.Id, First, year.Today.AddDays(5), "x", clerk),
            () => year.World.CampaignPlan.PlanAsync(new CampaignForm("BBL", year.Today.AddDays(3), year.Today.AddDays(9), 5, false), clerk),
            () => year.Single.AskAsync("city-1", "x", clerk), () => year.Brakes.DecideAsync("x", BrakeList.Apply, "x", clerk),
        ])
            Assert.That(Assert.ThrowsAsync<RefusedException>(() => deed())!.Code, Is.EqualTo("not-the-operators"));
        var by = await year.OperatorAsync();
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => desk.PauseAsync(year.Id, " ", by))!.Code, Is.EqualTo("reason-needed"));
        await desk.PauseAsync(year.Id, "น้ำท่วม", by);
        await desk.GoOnAsync(year.Id, "น้ำลด", by);
        Assert.That(await year.World.Database.QueryAsync<string>(
            "select action from audit where subject = 'review-campaign' and subject_id = @Id order by id", new { year.Id }),
            Is.EqualTo(new[] { "review-planned", "review-paused", "review-goes-on" }));
    }

    [Test]
    public async Task T39_T40_WhoMovesAwayAndKeepsARightElsewhere_IsReviewedThere_OutOfTurn_Once()
    {
        await using var year = await WithAsync(open, 2, 0);
        await year.PlanAsync(year.Today.AddDays(30), year.Today.AddDays(60));
        await year.World.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update memberships set person_id = @to where person_id = @was", new { to = Officer(First, 1), was = Officer("5881002", 1) }));
        await year.World.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update rights set person_id = @to where person_id = @was", new { to = Officer(First, 1), was = Officer("5881002", 1) }));
        await year.World.Departure.LeaveAsync(Officer(First, 1), First, year.World.Clock.GetUtcNow(),
            await year.World.ActorAsync(Mayor(First)), "ย้าย 12/2569");
        await year.TicksAsync();
        Assert.That((await year.RightAsync(RightOf(First, 1))).ValidTo, Is.Not.Null, "there it ends at that instant");
        Assert.That(await year.TaskAsync(RightOf("5881002", 1)), Is.Not.Null, "here the question comes at once");
        Assert.That((await year.ItemAsync(RightOf("5881002", 1)))!.State, Is.EqualTo(CampaignItem.Open));
        await year.DaysPassAsync(80);
        Assert.That(await year.World.Database.FirstAsync<long>(
            "select count(*) from instances where definition_id = 'bbl-review' and correlation_id = @right", new { right = RightOf("5881002", 1) }),
            Is.EqualTo(1), "not again when its day comes");
    }

    static Task<long> MailsAsync(ReviewYear year) => year.World.Database.FirstAsync<long>(
        "select count(*) from case_mails where template in ('review-request', 'review-escalated', 'suspended')");

    static async Task<string> Refused(ReviewYear year, string right, string by)
    {
        var actor = await year.World.ActorAsync(by);
        return Assert.ThrowsAsync<RefusedException>(() => year.Answers.ChangeAsync(right, ReviewAnswers.Replace, actor))!.Code;
    }

    static async Task NoMailWhenNobodyWorksAsync(ReviewYear year)
    {
        foreach (var sent in await year.World.Database.QueryAsync<Sent>(
            "select distinct send_at as at from case_mails where template in ('review-request', 'review-escalated', 'review-digest')"))
            Assert.That(year.World.Calendar.Current.OfficeTimeFrom(sent.At), Is.EqualTo(sent.At));
    }

    sealed class Sent
    {
        public DateTimeOffset At { get; init; }
    }
}
