using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Amendments;

/// <summary>
/// A circular is amended while cases run under it (T81): dates, clauses, the definition; staged, and taken back.
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class AmendmentTests(Func<TestDatabase> open)
{
    Survey survey = null!;
    AmendmentWorld Amendments => survey.Amendments;

    [SetUp]
    public async Task SendAsync() => survey = await Survey.SentAsync(open);

    [TearDown]
    public ValueTask CloseAsync() => survey.DisposeAsync();

    [Test]
    public async Task T81_ThePreview_CountsByState_ShowsOldAndNewDay_AndChangesNothing()
    {
        await survey.AnswersAsync(DemoData.City, "city-clerk");
        var preview = await Amendments.Desk.PreviewAsync(
            Amendments.Moves(survey.Circular, survey.Key, Survey.Later), await survey.World.ActorAsync("dla-reviewer"));
        Assert.That((preview.States.Single().Step, preview.States.Single().Number, preview.Cases, preview.Decided),
            Is.EqualTo(("ask", 13L, 13L, 1L)));
        Assert.That(preview.Deadlines.Single(), Is.EqualTo(
            new DeadlineDifference(survey.Key, 13, Survey.End(Survey.Due), Survey.End(Survey.Later))));
        var owers = await survey.World.Database.FirstAsync<long>(
            """
            select count(distinct m.person_id) from tasks t join memberships m on m.organisation_code = t.organisation_code
            where t.closed_at is null and m.role in ('clerk', 'executive') and (m.valid_to is null or m.valid_to > @now)
            and m.valid_from <= @now
            """, new { now = survey.World.Clock.GetUtcNow() });
        Assert.That(preview.Told, Is.EqualTo(owers));
        Assert.That(await Amendments.DuesAsync(survey.Key), Is.EqualTo(new[] { Survey.End(Survey.Due) }));
    }

    [Test]
    public async Task T81_OpenDeadlinesMoveOnce_WithReason_DecidedCasesStay_AndThoseWhoOweAreToldOnce()
    {
        await survey.AnswersAsync(DemoData.City, "city-clerk");
        var id = await Amendments.BeginsAsync(Amendments.Moves(survey.Circular, survey.Key, Survey.Later));
        await Amendments.Job.RunAsync();
        Assert.That((await Amendments.StateAsync(id)).Status, Is.EqualTo(Amendment.Done));
        Assert.That(await Amendments.CasesAsync(id), Has.Count.EqualTo(13).And.All.Property("State").EqualTo("applied"));
        Assert.That(await Amendments.DuesAsync(survey.Key), Is.EqualTo(new[] { Survey.End(Survey.Later) }));
        Assert.That((await survey.TaskAsync(DemoData.Tambon)).DueAt, Is.EqualTo(Survey.End(Survey.Later)));
        var reasons = await survey.World.Database.QueryAsync<string>("select distinct reason from deadline_moves");
        Assert.That(reasons, Is.EqualTo(new[] { "ขยายเวลาให้ครบทุกแห่ง" }));
        await Amendments.TellsAsync();
        await Amendments.TellsAsync();
        var mail = (await survey.World.MailsToAsync("clerk")).Where(mail => mail.Subject.StartsWith("แก้ไขหนังสือเวียน",
            StringComparison.Ordinal)).ToList();
        Assert.That(mail, Has.Count.EqualTo(1));
        Assert.That(mail[0].Text, Does.Contain("13 มี.ค. 2569").And.Contain("20 มี.ค. 2569").And.Contain(AmendmentWorld.Number));
        Assert.That(mail[0].Calendar, Does.Contain("DTSTART;VALUE=DATE:20260320").And.Contain("SEQUENCE:1"));
        Assert.That((await survey.World.MailsToAsync("city-clerk")).Count(mail => mail.Subject.Contains("แก้ไข",
            StringComparison.Ordinal)), Is.Zero, "who has answered is not bothered");
        var delivery = (await survey.Cascade.DeliveryAsync("s1", DemoData.Tambon))!;
        Assert.That((delivery.EnforcedAt, delivery.ShownAt), Is.EqualTo((Survey.End(Survey.Later), Survey.End(Survey.Later))));
        Assert.That((await new CaseAmendments(survey.World.Database).OfAsync(delivery.InstanceId)).Single() is
        { LetterNumber: AmendmentWorld.Number, Changes.Dates: [{ From: not null }] }, Is.True);
    }

    [Test]
    public async Task C13_AProvincesOwnEarlierDateStays_AndIsNeverLaterThanTheCentres()
    {
        var own = Survey.End(new(2026, 3, 10));
        await survey.DisposeAsync();
        survey = await Survey.SentAsync(open, Sending.Relay);
        await survey.Cascade.PassesOnAsync("s1", DemoData.Province, "coordinator", own);
        var task = await survey.TaskAsync(DemoData.City);
        Assert.That((task.DueAt, task.ShownDueAt), Is.EqualTo((Survey.End(Survey.Due), own)));

        await Amendments.BeginsAsync(Amendments.Moves(survey.Circular, survey.Key, Survey.Later));
        await Amendments.Job.RunAsync();
        task = await survey.TaskAsync(DemoData.City);
        Assert.That((task.DueAt, task.ShownDueAt), Is.EqualTo((Survey.End(Survey.Later), own)));
        await Amendments.TellsAsync();
        Assert.That((await survey.World.MailsToAsync("city-clerk")).Any(mail => mail.Subject.Contains("แก้ไข",
            StringComparison.Ordinal)), Is.False, "the day they see has not moved");
        Assert.That((await survey.World.MailsToAsync("coordinator")).Count(mail => mail.Subject.Contains("แก้ไข",
            StringComparison.Ordinal)), Is.EqualTo(1), "the office gave its units a day, and is told");

        var earlier = new DateOnly(2026, 3, 6);
        await Amendments.BeginsAsync(Amendments.Moves(survey.Circular, survey.Key, earlier) with
        {
            FormKey = "am2",
            Number = "มท ๐๘๑๐.๘/ว ๑๐๐",
        });
        task = await survey.TaskAsync(DemoData.City);
        Assert.That((task.DueAt, task.ShownDueAt), Is.EqualTo((Survey.End(earlier), (DateTimeOffset?)null)));
        var delivery = (await survey.Cascade.DeliveryAsync("s1", DemoData.City))!;
        Assert.That((delivery.ShownAt, delivery.ShownBy), Is.EqualTo((Survey.End(earlier), "DLA")));
    }

    [Test]
    public async Task APastDeadlineNeverMoves_NorDoesAnAmendmentNameThePast()
    {
        Assert.That(() => Amendments.BeginsAsync(Amendments.Moves(survey.Circular, survey.Key, new(2026, 3, 1))),
            Throws.InstanceOf<RefusedException>().With.Property("Code").EqualTo("dates"));
        await survey.World.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update deadlines set due_at = @past where task_id = @Id",
            new { past = survey.World.Clock.GetUtcNow().AddHours(-1), (survey.TaskAsync(DemoData.Tambon).Result).Id }));
        await Amendments.BeginsAsync(Amendments.Moves(survey.Circular, survey.Key, Survey.Later));
        Assert.That(await Amendments.DuesAsync(survey.Key), Has.Count.EqualTo(2).And.Contains(Survey.End(Survey.Later)));
        await survey.World.LeapsToAsync(Survey.End(Survey.Later).AddDays(1));
        Assert.That(() => Amendments.BeginsAsync(Amendments.Moves(survey.Circular, survey.Key, new(2026, 4, 1)) with
        {
            FormKey = "am2",
            Number = "มท ๐๘๑๐.๘/ว ๑๐๐",
        }), Throws.InstanceOf<RefusedException>().With.Property("Thai").Contains("ผ่านไปแล้ว"));
    }

    [Test]
    public async Task T81_TakingItBack_ReturnsThoseNobodyActedOn_AndTheCircular()
    {
        var before = await StoredCircular.FindAsync(survey.World.Database, survey.Circular);
        var form = Amendments.Moves(survey.Circular, survey.Key, Survey.Later) with
        {
            Clauses = [new NewWords(survey.Key, "ให้สำรวจถังขยะทุกใบ", "สำรวจทุกใบ", "Count every bin")],
        };
        var id = await Amendments.BeginsAsync(form);
        await Amendments.Job.RunAsync();
        Assert.That((await StoredCircular.FindAsync(survey.World.Database, survey.Circular))!.Clauses[0].Phrase,
            Is.EqualTo("ให้สำรวจถังขยะทุกใบ"));
        await survey.World.Runtime.RunDueAsync();
        await survey.AnswersAsync(DemoData.City, "city-clerk");
        await Amendments.TakesBackAsync(id);
        await Amendments.Job.RunAsync();
        var cases = await Amendments.CasesAsync(id);
        Assert.That(cases.GroupBy(one => one.State).ToDictionary(group => group.Key, group => group.Count()),
            Is.EquivalentTo(new Dictionary<string, int> { ["returned"] = 13, ["kept"] = 1 }));
        Assert.That((await Amendments.StateAsync(id)).Status, Is.EqualTo(Amendment.Returned));
        Assert.That(await Amendments.DuesAsync(survey.Key), Is.EqualTo(new[] { Survey.End(Survey.Due) }));
        Assert.That((await survey.TaskAsync(DemoData.Tambon)).DueAt, Is.EqualTo(Survey.End(Survey.Due)));
        var after = await StoredCircular.FindAsync(survey.World.Database, survey.Circular);
        Assert.That((after!.Clauses[0], after.Dates[0]), Is.EqualTo((before!.Clauses[0], before.Dates[0])));
        await Amendments.TellsAsync();
        Assert.That((await survey.World.MailsToAsync("clerk")).Any(mail => mail.Subject.StartsWith("ย้อนกลับการแก้ไข",
            StringComparison.Ordinal)), Is.True);
    }

    [Test]
    public async Task T81_ANewStep_ByAKeptPlan_MovesCasesWithTheirDeadlines_AndBack()
    {
        await survey.AnswersAsync(DemoData.City, "city-clerk");
        await survey.PublishAsync(2);
        var plan = await Amendments.Migration.PlanAsync(new MigrationPlan(Survey.Definition, 1, 2), "designer");
        var form = Amendments.Moves(survey.Circular, survey.Key, Survey.Later) with { MigrationPlanId = plan };
        var forecast = (await Amendments.Desk.PreviewAsync(form, await survey.World.ActorAsync("dla-reviewer"))).Migration!;
        Assert.That((forecast.Live, forecast.Movable), Is.EqualTo((13L, 13L)));
        var id = await Amendments.BeginsAsync(form);
        await Amendments.Job.RunAsync();
        Assert.That(await VersionsAsync(), Is.EqualTo(new[] { 2L }));
        await survey.AnswersAsync(DemoData.Tambon, "clerk");
        Assert.That((await survey.TaskAsync(DemoData.Tambon)).TitleTh, Is.EqualTo("สำรวจ train"));
        await Amendments.TakesBackAsync(id);
        await Amendments.Job.RunAsync();
        Assert.That(await VersionsAsync(), Is.EqualTo(new[] { 1L, 2L }), "who went on stays");
        Assert.That((await Amendments.CasesAsync(id)).Count(one => one.State == AmendmentCase.Returned), Is.EqualTo(12));
    }

    [Test]
    public async Task T81_T83_AStepThatIsGone_KeepsThePlanFromBeingTaken()
    {
        await survey.PublishAsync(3);
        Assert.That(() => Amendments.Migration.PlanAsync(new MigrationPlan(Survey.Definition, 1, 3), "designer"),
            Throws.InstanceOf<RefusedException>().With.Property("Code").EqualTo("migration-unmapped"));
        var plan = await Amendments.Migration.PlanAsync(new MigrationPlan(Survey.Definition, 1, 3)
        {
            Steps = new Dictionary<string, string> { ["root:ask"] = "root:count" },
        }, "dla-reviewer");
        var form = Amendments.Form(survey.Circular) with { MigrationPlanId = plan };
        Assert.That(() => Amendments.BeginsAsync(form),
            Throws.InstanceOf<RefusedException>().With.Property("Code").EqualTo("plan"), "two people");
    }

    [Test]
    public async Task T81_MoreThanOneInAHundredFailing_StopsTheStage_AndItGoesOnWhenMended()
    {
        var broken = await survey.TaskAsync(DemoData.Tambon);
        await SetAboutAsync(broken.Id, "nowhere");
        var id = await Amendments.BeginsAsync(Amendments.Moves(survey.Circular, survey.Key, Survey.Later));
        await Amendments.Job.RunAsync();
        var stopped = await Amendments.StateAsync(id);
        Assert.That((stopped.Status, stopped.Failures), Is.EqualTo((Amendment.Stopped, 1L)), "14 cases: none may fail");
        var refused = (await Amendments.CasesAsync(id)).Single(one => one.State == AmendmentCase.Refused);
        Assert.That(refused.ReasonEn, Does.Contain("nowhere"));
        Assert.That((await survey.World.Database.FirstAsync<DateTimeOffset>("select due_at from deadlines where task_id = @Id",
            new { broken.Id })), Is.EqualTo(Survey.End(Survey.Due)), "a case that fails stays wholly as it was");
        await SetAboutAsync(broken.Id, DemoData.Tambon);
        await Amendments.GoesOnAsync(id);
        await Amendments.Job.RunAsync();
        Assert.That((await Amendments.StateAsync(id)).Status, Is.EqualTo(Amendment.Done));
        Assert.That(await Amendments.DuesAsync(survey.Key), Is.EqualTo(new[] { Survey.End(Survey.Later) }));
    }

    [Test]
    public async Task OnlyTheIssuersPeopleAmend_OneAtATime_WithALetterOfItsOwn()
    {
        var form = Amendments.Moves(survey.Circular, survey.Key, Survey.Later);
        string Code(AmendmentForm form, string by) =>
            Assert.ThrowsAsync<RefusedException>(() => Amendments.BeginsAsync(form, by))!.Code;
        Assert.Multiple(() =>
        {
            Assert.That(Code(form, "coordinator"), Is.EqualTo("not-the-agencys"));
            Assert.That(Code(form, "director"), Is.EqualTo("not-the-agencys"));
            Assert.That(Code(form with { Reason = " " }, "dla-reviewer"), Is.EqualTo("reason"));
            Assert.That(Code(form with { Number = "ว ๙๙" }, "dla-reviewer"), Is.EqualTo("number"));
            Assert.That(Code(form with { Number = "มท ๐๘๑๐.๘/ว ๑๒" }, "dla-reviewer"), Is.EqualTo("number"));
            Assert.That(Code(Amendments.Form(survey.Circular), "dla-reviewer"), Is.EqualTo("nothing"));
            Assert.That(Code(form with { Dates = [new("X-1", Survey.Later, null)] }, "dla-reviewer"), Is.EqualTo("deadline"));
        });
        await Amendments.Desk.KeepAsync(form, await survey.World.ActorAsync("dla-reviewer"));
        await Amendments.Desk.StartAsync("am1", await survey.World.ActorAsync("dla-reviewer"));
        var second = form with { FormKey = "am2", Number = "มท ๐๘๑๐.๘/ว ๑๐๐", Dates = [new(survey.Key, new(2026, 3, 25), null)] };
        Assert.That(Code(second, "dla-reviewer"), Is.EqualTo("under-way"));
        Assert.That(await survey.World.Database.FirstAsync<string>(
            "select reason from circular_dates where key = @Key", new { survey.Key }), Is.EqualTo(form.Reason));
    }

    [Test]
    public async Task ShippedWords_NeverWriteOverAnAmendment()
    {
        var director = await survey.World.ActorAsync("director");
        var clause = (await StoredCircular.FindAsync(survey.World.Database, "A"))!.Clause("A-11");
        await Amendments.Desk.KeepAsync(Amendments.Form("A", "นร ๐๗๒๑/ว ๙๙") with
        {
            Clauses = [new NewWords("A-11", "ถ้อยคำใหม่", clause.SummaryTh, clause.SummaryEn)],
        }, director);
        await Amendments.Desk.StartAsync("am1", director);
        await ShippedFacts.LoadAsync(survey.World.Database, survey.World.Clock);
        var stored = (await StoredCircular.FindAsync(survey.World.Database, "A"))!;
        Assert.That((stored.Clause("A-11").Phrase, stored.Documents[^1].Number), Is.EqualTo(("ถ้อยคำใหม่", "นร ๐๗๒๑/ว ๙๙")));
        Assert.That(ThaiDate.BangkokDate(survey.World.Clock.GetUtcNow()), Is.EqualTo(stored.Documents[^1].Date));
    }

    Task<int> SetAboutAsync(string task, string about) => survey.World.Database.WriteAsync(transaction =>
        transaction.ExecuteAsync("update tasks set about_code = @about where id = @task", new { about, task }));

    Task<IReadOnlyList<long>> VersionsAsync() => survey.World.Database.QueryAsync<long>(
        "select distinct version from instances where status = 'Suspended' order by version");
}
