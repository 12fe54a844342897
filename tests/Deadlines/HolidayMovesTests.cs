using System.Text.Json;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Deadlines;

/// <summary>The cabinet adds a holiday while deadlines run (T75), and an operator moves one by decision.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class HolidayMovesTests(Func<TestDatabase> open)
{
    static readonly DateOnly Special = new(2026, 3, 6);

    World world = null!;
    HolidayList holidays = null!;
    HolidayMoves moves = null!;
    DeadlineDesk desk = null!;

    [SetUp]
    public async Task StartAsync()
    {
        world = await World.OnAsync(open);
        var notices = new DeadlineNotices(
            world.Database, new Tools(world.Calendar, Repository.MailTemplates, "https://flow.example"), world.Clock);
        holidays = new HolidayList(world.Database, world.Calendar, world.Clock);
        moves = new HolidayMoves(world.Database, notices, world.Clock);
        desk = new DeadlineDesk(world.Database, notices, world.Clock);
    }

    [TearDown]
    public async Task EndAsync() => await world.DisposeAsync();

    [Test]
    public async Task T75_AHoliday_ShowsWhatItWouldMove_AndMovesItOnce_WithOneMailAPerson()
    {
        var (first, second) = (
            await InReviewAsync("officer", DemoData.Tambon), await InReviewAsync("city-officer2", DemoData.City));
        var before = await DueAsync(first);

        var effect = await holidays.PreviewAsync(
            Special, "วันหยุดพิเศษ", officesClosed: true, await world.ActorAsync("operator"));
        Assert.That((effect.WasWorkingDay, effect.Count, effect.ByKind[WorkTask.Review]), Is.EqualTo((true, 2, 2)));
        Assert.That(await DueAsync(first), Is.EqualTo(before), "looking moves nothing");

        await AddAsync();
        foreach (var task in (WorkTask[])[first, second])
            Assert.That(
                await DueAsync(task),
                Is.EqualTo(ThaiDate.EndOfDay(world.Calendar.Current.NextWorkingDay(ThaiDate.BangkokDate(before)))));
        var mails = await MailsAsync();
        Assert.That(mails.Select(mail => mail.To).Distinct().Count(), Is.EqualTo(mails.Count), "one digest a person");
        Assert.That(mails[0].Text, Does.Contain("วันหยุดพิเศษ 6 มีนาคม 2569").And.Contain(ThaiDate.WithTime(before)));
        Assert.That(mails[0].Subject, Does.Contain("2 เรื่อง"));

        await moves.RunAsync();
        Assert.That((await MailsAsync()).Count, Is.EqualTo(mails.Count), "a repeat sends nothing twice");
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from deadline_moves"), Is.EqualTo(2));
    }

    [Test]
    public async Task T75_RemindersFollowTheDeadline_AndComeOnce()
    {
        var task = await InReviewAsync("officer", DemoData.Tambon);
        await AddAsync();
        await world.Runtime.RunDueAsync();
        Assert.That(await AsksAsync(task), Is.EqualTo(0), "being moved is no reminder");
        // Two working days before, as the definition says.
        var day = world.Calendar.Current.AddWorkingDays(ThaiDate.BangkokDate(await DueAsync(task)), -2);
        await world.LeapsToAsync(ThaiDate.At(day, new TimeOnly(8, 29)));
        Assert.That(await AsksAsync(task), Is.EqualTo(0), "not two days before the old deadline");
        await world.LeapsToAsync(ThaiDate.At(day, new TimeOnly(8, 31)));
        Assert.That(await AsksAsync(task), Is.EqualTo(1));
    }

    [Test]
    public async Task TheCalendarEntry_ComesWithTheMailThatAsks_AndMovesWithItsDeadline()
    {
        var task = await InReviewAsync("officer", DemoData.Tambon);
        var asked = (await world.MailsToAsync("reviewer"))[^1].Calendar;
        Assert.That(
            asked, Does.Contain($"UID:{task.Id}@flow.example").And.Contain("SEQUENCE:0").And.Contain(Day(await DueAsync(task))));
        await AddAsync();
        var moved = (await MailsAsync())[0].Calendar;
        Assert.That(
            moved, Does.Contain($"UID:{task.Id}@flow.example").And.Contain("SEQUENCE:1").And.Contain(Day(await DueAsync(task))));

        static string Day(DateTimeOffset due) =>
            "DTSTART;VALUE=DATE:"
                + ThaiDate.BangkokDate(due).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Test]
    public async Task T75_WhatHasPassed_WasAnswered_OrIsCountedInCalendarDays_StaysAsItIs()
    {
        var answered = await InReviewAsync("officer", DemoData.Tambon);
        await world.AnswerAsync(answered, "reviewer", "SendBack", new { reason = "", points = new[] { "แก้ชื่อ" } });
        var late = await InReviewAsync("city-officer2", DemoData.City);
        var due = await DueAsync(late);
        await world.LeapsToAsync(due.AddMinutes(1));

        var day = world.Calendar.Current.NextWorkingDay(ThaiDate.BangkokDate(world.Clock.GetUtcNow()));
        var effect = await holidays.PreviewAsync(day, "ก", officesClosed: true, await world.ActorAsync("operator"));
        Assert.That(effect.First.Select(moved => moved.Deadline.TaskId), Does.Not.Contain(late.Id).And.Not.Contain(answered.Id));
        await AddAsync(day);
        Assert.That(await DueAsync(late), Is.EqualTo(due));
        Assert.That(
            await world.Database.FirstAsync<string>("select state from deadlines where task_id = @Id", late),
            Is.EqualTo(Deadline.Missed));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from deadline_moves"), Is.EqualTo(effect.Count));
    }

    [Test]
    public async Task T75_ADayThatIsOffAnyway_OrOnWhichOfficesStayOpen_MovesNothing()
    {
        await InReviewAsync("officer", DemoData.Tambon);
        var keeper = await world.ActorAsync("operator");
        var saturday = await holidays.PreviewAsync(new DateOnly(2026, 3, 7), "ก", officesClosed: true, keeper);
        Assert.That((saturday.WasWorkingDay, saturday.Count), Is.EqualTo((false, 0)));
        Assert.That((await holidays.PreviewAsync(Special, "ก", officesClosed: false, keeper)).Count, Is.Zero);
        await holidays.AddAsync(Special, "ก", "", officesClosed: false, keeper);
        await moves.RunAsync();
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from deadline_moves"), Is.Zero);
    }

    [Test]
    public async Task T75_ADeadlineSetByAHostThatDidNotKnowYet_IsMovedToo()
    {
        await holidays.AddAsync(Special, "วันหยุดพิเศษ", "", officesClosed: true, await world.ActorAsync("operator"));
        var known = world.Calendar.Current;
        await moves.RunAsync();
        // Another host counts with the calendar of a minute ago.
        await world.Database.WriteAsync(
            async transaction => await transaction.ExecuteAsync("delete from holidays where day = @Special", new { Special }));
        await world.Calendar.ReloadAsync(world.Database);
        var task = await InReviewAsync("officer", DemoData.Tambon);
        await world.Database.WriteAsync(async transaction => await transaction.ExecuteAsync(
            "insert into holidays (day, name_th, name_en, offices_closed) values (@Special, 'ก', '', 1)", new { Special }));
        await world.Calendar.ReloadAsync(world.Database);
        world.Clock.Advance(TimeSpan.FromMinutes(3));
        await moves.RunAsync();
        Assert.That(await DueAsync(task), Is.EqualTo(known.DueAfterWorkingDays(task.OpenedAt, 5)));
    }

    [Test]
    public async Task T52_T101_AnOperatorMovesADeadline_WithAReason_AndNeverBack()
    {
        var task = await InReviewAsync("officer", DemoData.Tambon);
        var (id, due) = (await DeadlineAsync(task), await DueAsync(task));
        var keeper = await world.ActorAsync("operator");
        var day = ThaiDate.BangkokDate(due).AddDays(7);
        Assert.ThrowsAsync<RefusedException>(
            async () => await desk.MoveAsync(id, day, "ระบบล่ม", await world.ActorAsync("reviewer")));
        Assert.ThrowsAsync<RefusedException>(() => desk.MoveAsync(id, day, " ", keeper));
        Assert.ThrowsAsync<RefusedException>(() => desk.MoveAsync(id, ThaiDate.BangkokDate(due), "ระบบล่ม", keeper));
        await desk.MoveAsync(id, day, "ระบบล่ม", keeper);
        Assert.That(await DueAsync(task), Is.EqualTo(ThaiDate.EndOfDay(day)));
        Assert.That((await MailsAsync()).Select(mail => mail.Text), Has.All.Contain("ระบบล่ม"));
        await world.LeapsToAsync(due.AddHours(1));
        Assert.That(
            await world.Database.FirstAsync<string>("select state from deadlines where id = @id", new { id }),
            Is.EqualTo(Deadline.Open));
        await world.AnswerAsync(task, "reviewer", "Approve", new { reason = "" });
        Assert.That(
            await world.Database.FirstAsync<string>("select state from deadlines where id = @id", new { id }),
            Is.EqualTo(Deadline.Met));
        Assert.ThrowsAsync<RefusedException>(() => desk.MoveAsync(id, day.AddDays(9), "ระบบล่ม", keeper), "it is over");
    }

    async Task AddAsync(DateOnly? day = null)
    {
        await holidays.AddAsync(day ?? Special, "วันหยุดพิเศษ", "", officesClosed: true, await world.ActorAsync("operator"));
        await moves.RunAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(3));
        await moves.RunAsync();
    }

    async Task<WorkTask> InReviewAsync(string officer, string organisation)
    {
        var city = organisation == DemoData.City;
        var request = city
            ? await world.FileAsync("city-clerk", organisation, RequestKind.New, officer)
            : await world.FileAsync(officer, organisation, RequestKind.New, officer);
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, city ? "city-clerk" : "clerk");
        return await world.OpenTaskAsync(request, WorkTask.Review);
    }

    async Task<DateTimeOffset> DueAsync(WorkTask task) => (await WorkTask.FindAsync(world.Database, task.Id))!.DueAt!.Value;

    async Task<int> AsksAsync(WorkTask task) => (await WorkTask.FindAsync(world.Database, task.Id))!.Reminders;

    async Task<string> DeadlineAsync(WorkTask task) =>
        (await world.Database.FirstAsync<string>("select id from deadlines where task_id = @Id", task))!;

    async Task<IReadOnlyList<OutgoingMail>> MailsAsync() => [.. (await world.Database.QueryAsync<string>(
        """
        select o.payload from outbox o join case_mails m on m.outbox_key = o.key
        where m.template = 'deadlines-moved' order by o.id
        """))
        .Select(payload => JsonSerializer.Deserialize<OutgoingMail>(payload, JsonSerializerOptions.Web)!)];
}
