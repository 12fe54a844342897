using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Deadlines;

/// <summary>
/// Levels after a deadline, the stopped clock of the approver, and days of single offices (features 5, 14, 17).
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class EscalationTests(Func<TestDatabase> open)
{
    const string ReviewStep = "\"name\": \"review\",";

    [Test]
    public async Task Levels_AreClimbedInWorkingDays_TellARole_LetAnAlternateAnswer_AndEndOnTheCallList()
    {
        await using var world = await World.OnAsync(open);
        await world.PublishAsync("bbl-access", ReviewStep, ReviewStep + """
            "escalate": { "expression": { "type": "Object",
                "value": "[\"1 director\",\"2 director alternate\",\"4 call\"]" }, "typeName": "String[]" },
            """);
        var request = await world.ReadyForReviewAsync();
        var task = await world.OpenTaskAsync(request, WorkTask.Review);
        var ladder = new EscalationLadder(world.Database, world.Tools, world.Clock);
        Assert.That(Code(await world.ReviewsAsync(request, "Approve", by: "director")), Is.EqualTo("not-yours"));

        world.Clock.SetTo(Morning(task, 1));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => ladder.RunDueAsync())));
        Assert.That(
            (await EscalatedAsync(world)).Select(mail => mail.Text.Contains("/a/")), Is.EqualTo(new[] { false }),
            "told once, without a link");
        world.Clock.SetTo(Morning(task, 2));
        await ladder.RunDueAsync();
        Assert.That((await EscalatedAsync(world))[^1].Text, Does.Contain("/a/").And.Contain("ท่านพิจารณาแทนได้"));
        world.Clock.SetTo(Morning(task, 4));
        await ladder.RunDueAsync();
        Assert.That(
            await world.Database.FirstAsync<long>("select count(*) from task_escalations where done_at is not null"),
            Is.EqualTo(3));
        await new CallDesk(world.Database, world.Clock)
            .CalledAsync(task.Id, true, "จะตอบวันนี้", await world.ActorAsync("operator"));
        Assert.That(
            await world.ReviewsAsync(request, "Approve", by: "director"), Is.InstanceOf<StepResult.Moved>(),
            "the alternate answers");
    }

    [Test]
    public async Task ADeadlineThatMoved_MovesItsLevels_AndAnAnswerEndsThem()
    {
        await using var world = await World.OnAsync(open);
        await world.PublishAsync("bbl-access", ReviewStep, ReviewStep + """
            "escalate": { "expression": { "type": "Object", "value": "[\"1 director\"]" }, "typeName": "String[]" },
            """);
        var request = await world.ReadyForReviewAsync();
        var task = await world.OpenTaskAsync(request, WorkTask.Review);
        var ladder = new EscalationLadder(world.Database, world.Tools, world.Clock);
        var due = task.DueAt!.Value.AddDays(14);
        await world.Database.WriteAsync(
            transaction => transaction.ExecuteAsync("update tasks set due_at = @due where id = @Id", new { due, task.Id }));
        world.Clock.SetTo(Morning(task, 1));
        Assert.That(await ladder.RunDueAsync(), Is.Zero);
        Assert.That(await world.Database.FirstAsync<DateTimeOffset>("select at from task_escalations"), Is.GreaterThan(due));
        await world.ReviewsAsync(request, "Approve");
        world.Clock.SetTo(due.AddDays(20));
        Assert.That(await ladder.RunDueAsync(), Is.Zero);
        Assert.That(await EscalatedAsync(world), Is.Empty);
    }

    [Test]
    public async Task SentBack_TheApproversClockStops_AndTheDaysThatWereLeftGoOn_WithTheReason()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.ReadyForReviewAsync();
        var first = await world.OpenTaskAsync(request, WorkTask.Review);
        await world.PassesAsync(TimeSpan.FromDays(2));
        var left = world.Tools.Calendar.Current.WorkingDaysBetween(
            ThaiDate.BangkokDate(world.Clock.GetUtcNow()), ThaiDate.BangkokDate(first.DueAt!.Value));
        Assert.That(left, Is.InRange(1, 4));
        await world.ReviewsAsync(request, "SendBack", "ดูข้อแก้ไข", points: ["เลขที่หนังสือไม่ตรง"]);
        await world.PassesAsync(TimeSpan.FromDays(10));
        await world.AttachesLetterAsync(request, "clerk", letter => letter with { Reply = "แก้แล้ว" });
        var second = await world.OpenTaskAsync(request, WorkTask.Review);
        Assert.That(second.DueAt, Is.EqualTo(world.Tools.Calendar.Current.DueAfterWorkingDays(world.Clock.GetUtcNow(), left)));
        Assert.That(await world.Database.FirstAsync<string>(
            "select v.reason from deadline_moves v join deadlines d on d.id = v.deadline_id where d.task_id = @Id",
            new { second.Id }),
            Does.StartWith("ส่งกลับให้แก้ไข นาฬิกาของผู้พิจารณาหยุด").And.EndWith($"เหลือ {left} วันทำการ"));
    }

    [Test]
    public async Task T75_ADayOnWhichOneOfficeIsClosed_MovesItsOwnDeadlinesOnly_AndAnOpenSaturdayCounts()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.ReadyForReviewAsync();
        var task = await world.OpenTaskAsync(request, WorkTask.Review);
        var days = new OfficeDays(world.Database, world.Calendar, world.Clock);
        var keeper = await world.ActorAsync("operator");
        var day = ThaiDate.BangkokDate(task.DueAt!.Value);
        Assert.That((await days.PreviewAsync(DemoData.City, day, "งานประจำปี", false, keeper)).Count, Is.Zero);
        Assert.That((await days.PreviewAsync(DemoData.Bureau, day, "น้ำท่วม", false, keeper)).Count, Is.EqualTo(1));
        await days.AddAsync(DemoData.Bureau, day, "น้ำท่วม", "", false, keeper);
        Assert.That(world.Calendar.Current.For(DemoData.Bureau).IsWorkingDay(day), Is.False);
        Assert.That(world.Calendar.Current.IsWorkingDay(day), "the others work");
        await new HolidayMoves(world.Database, new DeadlineNotices(world.Database, world.Tools, world.Clock), world.Clock)
            .RunAsync();
        Assert.That((await world.OpenTaskAsync(request, WorkTask.Review)).DueAt,
            Is.EqualTo(ThaiDate.EndOfDay(world.Calendar.Current.NextWorkingDay(day))));

        var saturday = day;
        while (saturday.DayOfWeek != DayOfWeek.Saturday)
            saturday = saturday.AddDays(1);
        await days.AddAsync(DemoData.Tambon, saturday, "เปิดบริการ", "", true, keeper);
        Assert.That(world.Calendar.Current.For(DemoData.Tambon).IsWorkingDay(saturday));
        foreach (var (office, on, name, code) in (ReadOnlySpan<(string, DateOnly, string, string)>)[
            (DemoData.Tambon, saturday, "x", "day-known"), ("nowhere", saturday, "x", "no-office"),
            (DemoData.City, saturday, " ", "name-needed"), (DemoData.City, saturday.AddYears(-1), "x", "day-gone")])
        {
            var (where, when, what) = (office, on, name);
            Assert.That(Assert.ThrowsAsync<WorkflowHost.Engine.RefusedException>(
                () => days.AddAsync(where, when, what, "", true, keeper))!.Code, Is.EqualTo(code));
        }
    }

    [Test]
    public async Task OfficeDays_CountForGapAlarms_AndForMailTimes()
    {
        await using var world = await World.OnAsync(open);
        var (days, keeper) = (new OfficeDays(world.Database, world.Calendar, world.Clock), await world.ActorAsync("operator"));
        var today = ThaiDate.BangkokDate(world.Clock.GetUtcNow());
        foreach (var office in (string[])[DemoData.City, DemoData.Bureau])
            for (var day = today.AddDays(2); day < today.AddDays(4); day = day.AddDays(1))
                await days.AddAsync(office, day, "น้ำท่วม", "", false, keeper);
        await world.Revocation.RevokeAsync("city-1", "พ้นหน้าที่", await world.ActorAsync("city-mayor"));
        var alarm = await world.Database.FirstAsync<DateTimeOffset>("select alarm_at from access_gaps");
        Assert.That(alarm, Is.EqualTo(WorkflowHost.Activities.Rights.Gap.AlarmAt(
            world.Calendar.Current.For(DemoData.City), world.Clock.GetUtcNow(), 3)));
        Assert.That(alarm, Is.GreaterThan(WorkflowHost.Activities.Rights.Gap.AlarmAt(
            world.Calendar.Current, world.Clock.GetUtcNow(), 3)!.Value));

        // The city closes again, when the alarm is set already: its mails wait for it.
        world.Clock.SetTo(alarm.AddSeconds(1));
        var next = ThaiDate.BangkokDate(alarm).AddDays(1);
        for (var day = next; day < next.AddDays(4); day = day.AddDays(1))
            await days.AddAsync(DemoData.City, day, "น้ำท่วมอีก", "", false, keeper);
        await world.GapAlarms.RaiseAsync();
        var sendAt = await world.Database.FirstAsync<DateTimeOffset>(
            "select min(send_at) from case_mails where template = 'seat-empty'");
        Assert.That(sendAt, Is.EqualTo(world.Calendar.Current.For(DemoData.City).OfficeTimeFrom(world.Clock.GetUtcNow())));
        Assert.That(sendAt, Is.GreaterThan(world.Calendar.Current.OfficeTimeFrom(world.Clock.GetUtcNow())));
    }

    [Test]
    public async Task Levels_OnProofs_AreClimbedAsWell()
    {
        await using var world = await World.OnAsync(open);
        const string Proof = "\"name\": \"prove\",";
        await world.PublishAsync("bbl-access", Proof, Proof + """
            "escalate": { "expression": { "type": "Object", "value": "[\"1 executive\",\"2 call\"]" }, "typeName": "String[]" },
            """);
        var request = await world.FileAsync("officer", DemoData.Tambon, RequestKind.New, "officer");
        var task = await world.OpenTaskAsync(request, WorkTask.ProveIdentity);
        var ladder = new EscalationLadder(world.Database, world.Tools, world.Clock);
        world.Clock.SetTo(Morning(task, 2));
        while (await ladder.RunDueAsync() > 0)
        {
        }
        Assert.That(
            await world.Database.QueryAsync<string>("select kind from task_escalations where done_at is not null order by level"),
            Is.EqualTo(new[] { "told", "call" }));
    }

    [TestCase("2 director", true)]
    [TestCase("3 coordinator province", true)]
    [TestCase("5 director alternate", true)]
    [TestCase("8 call", true)]
    [TestCase("0 director", false)]
    [TestCase("director", false)]
    [TestCase("2 nobody", false)]
    [TestCase("2 coordinator province alternate", false, Description = "an alternate sits in the same office")]
    public void ALevel_IsReadAsADesignerWritesIt(string line, bool isOne) =>
        Assert.That(EscalationLevel.TryRead(line, out _), Is.EqualTo(isOne));

    static DateTimeOffset Morning(WorkTask task, int days) => ThaiDate.At(new WorkingCalendar(
        [.. Holidays]).AddWorkingDays(ThaiDate.BangkokDate(task.DueAt!.Value), days), new TimeOnly(8, 30));

    static readonly List<Holiday> Holidays = [.. WorkflowHost.Activities.Data.ShippedData.Holidays()];

    static async Task<IReadOnlyList<WorkflowHost.Activities.Mail.OutgoingMail>> EscalatedAsync(World world) =>
        [.. (await world.MailsToAsync("director"))
            .Where(mail => mail.Subject.StartsWith("เลยกำหนดแล้ว", StringComparison.Ordinal))];

    static string? Code(StepResult result) => (result as StepResult.Refused)?.Reason.Code;
}
