using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Outbox;

namespace WorkflowHost.Tests.Web;

/// <summary>The operator's pages: health, incidents, mail given up, holidays, and an instance from inside.</summary>
public sealed class OperationsPageTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task OperatorsMend_AuditorsLook_OthersAreTurnedAway()
    {
        await FailAMailAsync();
        Assert.That((await (await host.SignInAsync("operator")).GetAsync("/operations")).Text,
            Does.Contain("mailbox full").And.Contain("ส่งใหม่ทั้งหมด"));
        var auditor = await host.SignInAsync("auditor");
        Assert.That((await auditor.GetAsync("/operations")).Text, Does.Contain("mailbox full").And.Not.Contain("ส่งใหม่ทั้งหมด"));
        Assert.That((await auditor.GetAsync("/operations/holidays")).Text, Does.Not.Contain("เพิ่มวันหยุด"));
        var officer = await host.SignInAsync("officer");
        foreach (var path in (string[])["/operations", "/operations/holidays", "/instances/nothing"])
            Assert.That((await officer.GetAsync(path)).Status, Is.EqualTo(403), path);
        foreach (var visitor in (Visitor[])[officer, auditor])
        {
            var token = (await visitor.GetAsync("/sign-out")).FormToken!;
            foreach (var path in (string[])[
                "/operations?handler=Send", "/operations?handler=Retry", "/operations/holidays", "/instances/x?handler=Retry"])
                Assert.That((await visitor.PostRawAsync(path, [new("__RequestVerificationToken", token), new("id", "x"),
                    new("incident", "x")])).Status, Is.EqualTo(403), path);
        }
    }

    [Test]
    public async Task AMailThatWasGivenUp_GoesOutAgain()
    {
        var id = await FailAMailAsync();
        var keeper = await host.SignInAsync("operator");
        await keeper.PostAsync("/operations", new { id }, to: "/operations?handler=Send");
        Assert.That(
            await host.Database.FirstAsync<long>(
            "select count(*) from outbox where failed_at is null and due_at is not null and id = @id", new { id }),
            Is.EqualTo(1));
        Assert.That(
            (await keeper.GetAsync("/operations")).Text, Does.Contain("จะส่งใหม่ 1 รายการ").And.Not.Contain("mailbox full"));
    }

    [Test]
    public async Task Incidents_AreGrouped_NameWhoIsConcerned_AndARetryGoesOn()
    {
        var task = await TasksCase.DecideAsync(host);
        // The decision itself is stored; what follows it meets a store that takes no rights.
        await ChangeAsync("create trigger no_rights before insert on rights begin select raise(abort, 'no room'); end");
        var director = await host.SignInAsync("director");
        await director.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve" });
        var done = await director.PostAsync($"/tasks/{task.Id}/code", new { Code = await TasksCase.CodeAsync(host, "director") });
        Assert.That((await director.FollowAsync(done)).Text, Does.Contain("เก็บคำตอบของคุณไว้แล้ว"));

        var keeper = await host.SignInAsync("operator");
        var page = await keeper.GetAsync("/operations");
        Assert.That(page.Text, Does.Contain("ลองใหม่ทั้งกลุ่ม").And.Contain("เทศบาลตำบล"));
        Assert.That((await keeper.GetAsync($"/instances/{task.InstanceId}")).Html, Does.Contain("class=\"fault\""));
        var incident = await host.Database.FirstAsync<string>("select id from incidents where resolved_at is null");
        await keeper.PostAsync("/operations", new { id = incident }, to: "/operations?handler=Retry");
        Assert.That((await keeper.GetAsync("/operations")).Text, Does.Contain("ยังขัดข้อง 1"));

        await ChangeAsync("drop trigger no_rights");
        await keeper.PostAsync("/operations", new { id = incident, all = "true" }, to: "/operations?handler=Retry");
        Assert.That((await keeper.GetAsync("/operations")).Text, Does.Contain("สำเร็จ 1 ยังขัดข้อง 0"));
        Assert.That(
            await TasksCase.CountAsync(host, "rights", "organisation_code = '5990101' and person_id = 'officer'"), Is.EqualTo(1));
    }

    [Test]
    public async Task T75_T101_DeadlinesAreListed_AndOneIsMovedWithItsReason()
    {
        await TasksCase.ProofAsync(host);
        host.Clock.SetTo((await host.Database.FirstAsync<DateTimeOffset>("select due_at from deadlines")).AddHours(-1));
        var keeper = await host.SignInAsync("operator");
        Assert.That((await keeper.GetAsync("/operations/deadlines?when=today")).Text, Does.Contain("ยืนยันตัวตน"));
        var page = "/operations/deadlines/" + await host.Database.FirstAsync<string>("select id from deadlines");
        Assert.That((await keeper.GetAsync(page)).Text, Does.Contain("10 วันทำการ").And.Contain("ยังไม่เคยเลื่อน"));
        var wrong = await keeper.PostAsync(page, new { Day = "1/1/2569", Reason = "ระบบล่ม" });
        Assert.That(
            (wrong.Status, wrong.Text.Contains("เลื่อนได้เฉพาะไปวันที่ช้ากว่านั้น"), wrong.Text.Contains("ระบบล่ม")),
            Is.EqualTo((400, true, true)));
        var moved = await keeper.PostAsync(page, new { Day = "1/12/2569", Reason = "ระบบล่มทั้งวัน" });
        Assert.That((await keeper.FollowAsync(moved)).Text, Does.Contain("ระบบล่มทั้งวัน").And.Contain("1 ธ.ค. 2569"));
        Assert.That((await keeper.GetAsync("/operations/deadlines?when=later")).Text, Does.Contain("เลื่อนแล้ว 1 ครั้ง"));
        var auditor = await host.SignInAsync("auditor");
        Assert.That((await auditor.GetAsync(page)).Html, Does.Not.Contain("name=\"Reason\""));
        foreach (var path in (string[])["/operations/deadlines", page])
            Assert.That((await (await host.SignInAsync("officer")).GetAsync(path)).Status, Is.EqualTo(403), path);
    }

    [Test]
    public async Task AHoliday_IsAddedOnce_AndDeadlinesKnowItAtOnce()
    {
        var keeper = await host.SignInAsync("operator");
        var before = host.Get<OfficeCalendar>().Current.IsWorkingDay(new DateOnly(2026, 3, 10));
        var form = new { Day = "10 มีนาคม 2569", NameTh = "วันหยุดพิเศษ", Closed = "true" };
        var looked = await keeper.PostAsync("/operations/holidays", form);
        Assert.That(looked.Text, Does.Contain("ถ้าเพิ่มวันหยุดนี้").And.Contain("ไม่มีกำหนดเวลาที่เดินอยู่เรื่องใดเลื่อน"));
        Assert.That(
            await host.Database.FirstAsync<long>("select count(*) from holidays where day = '2026-03-10'"), Is.Zero,
            "looking adds nothing");
        var added = await keeper.PostAsync("/operations/holidays", form, "/operations/holidays?handler=Add");
        Assert.That(
            (await keeper.FollowAsync(added)).Text, Does.Contain("วันหยุดพิเศษ").And.Contain("วันอังคารที่ 10 มีนาคม 2569"));
        Assert.That(
            (before, host.Get<OfficeCalendar>().Current.IsWorkingDay(new DateOnly(2026, 3, 10))), Is.EqualTo((true, false)));
        var again = await keeper.PostAsync("/operations/holidays", new { Day = "10/3/2569", NameTh = "ซ้ำ", Closed = "true" });
        Assert.That((again.Status, again.Text.Contains("เป็นวันหยุดในระบบแล้ว"), again.Html.Contains("value=\"ซ้ำ\"")),
            Is.EqualTo((400, true, true)));
        foreach (var day in (string[])["1 มีนาคม 2569", "เร็ว ๆ นี้", ""])
            Assert.That((await keeper.PostAsync("/operations/holidays", new { Day = day, NameTh = "ก", Closed = "true" })).Status,
                Is.EqualTo(400), day);
        Assert.That(
            (await keeper.PostAsync("/operations/holidays", new { Day = "11/3/2569", NameTh = " " })).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task AnInstance_IsDrawnWithTheWayTaken_AndThePresentPlace()
    {
        var task = await TasksCase.ReviewAsync(host);
        var page = await (await host.SignInAsync("designer")).GetAsync($"/instances/{task.InstanceId}");
        Assert.That(page.Html, Does.Match("<g class=\"here\">\\s*<title>สำนักงบประมาณตรวจคำขอ")
            .And.Match("<g class=\"done\">\\s*<title>แนบหนังสือที่นายกลงนาม"));
        Assert.That(System.Text.RegularExpressions.Regex.Count(page.Html, "class=\"arrow taken\""), Is.EqualTo(4),
            "start, rules, proof, letter");
        Assert.That(page.Text, Does.Contain("bbl-access").And.Contain("นางสาวมาลี ใจงาม"));
        Assert.That((await (await host.SignInAsync("operator")).GetAsync("/instances/nothing")).Status, Is.EqualTo(404));
    }

    Task<int> ChangeAsync(string sql) => host.Database.WriteAsync(transaction => transaction.ExecuteAsync(sql, new { }));

    async Task<string> FailAMailAsync()
    {
        var now = host.Clock.GetUtcNow();
        await host.Database.WriteAsync(transaction =>
        {
            Outbox.Queue(transaction, now, "mail", "test:1", "somebody@demo.example", "{}");
            transaction.Write(
                "update outbox set failed_at = @now, due_at = null, attempts = 30, last_error = 'mailbox full' "
                + "where key = 'test:1'", new { now });
            return Task.CompletedTask;
        });
        return (await host.Database.FirstAsync<string>("select id from outbox where key = 'test:1'"))!;
    }
}
