using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Pauses;

namespace WorkflowHost.Tests.Web;

/// <summary>The operator's pages about time: a circular that is paused, and a day that is rehearsed.</summary>
public sealed class DeadlineDayPagesTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task ACircular_IsPausedWithItsReason_ShownWhereItMatters_AndGoesOnAfterALook()
    {
        var task = await TasksCase.ProofAsync(host);
        var keeper = await host.SignInAsync("operator");
        var wrong = await keeper.PostAsync("/operations/pauses", new { Circular = "A", Place = "9999999", Reason = "น้ำท่วม" });
        Assert.That(wrong.Status, Is.EqualTo(400));
        Assert.That(wrong.Text, Does.Contain("ไม่พบหน่วยงานรหัสนี้").And.Contain("น้ำท่วม"), "nothing typed is lost");
        var silent = await keeper.PostAsync("/operations/pauses", new { Circular = "A", Reason = "" });
        Assert.That(silent.Text, Does.Contain("โปรดระบุเหตุผล"));
        var paused = await keeper.PostAsync("/operations/pauses", new { Circular = "A", Place = "", Reason = "น้ำท่วมสำนักงาน" });
        Assert.That((await keeper.FollowAsync(paused)).Text, Does.Contain("พักหนังสือเวียน A แล้ว").And.Contain("พักอยู่"));
        Assert.That((await keeper.PostAsync("/operations/pauses", new { Circular = "A", Reason = "อีกครั้ง" })).Text,
            Does.Contain("พักอยู่แล้ว"));

        var officer = await host.SignInAsync("officer");
        foreach (var path in (string[])["/circulars/A", $"/tasks/{task.Id}"])
            Assert.That((await officer.GetAsync(path)).Text,
                Does.Contain("หนังสือเวียน A พักการใช้").And.Contain("น้ำท่วมสำนักงาน"), path);
        Assert.That((await keeper.GetAsync("/operations/deadlines")).Text, Does.Contain("น้ำท่วมสำนักงาน"));
        Assert.That((await officer.GetAsync("/circulars/B")).Text, Does.Not.Contain("น้ำท่วมสำนักงาน"));

        var (calendar, today) = (host.Get<OfficeCalendar>().Current, ThaiDate.BangkokDate(host.Clock.GetUtcNow()));
        host.Clock.SetTo(ThaiDate.At(calendar.AddWorkingDays(today, 4), new TimeOnly(9, 0)));
        keeper = await host.SignInAsync("operator");
        var id = (await host.Database.FirstAsync<string>("select id from circular_pauses"))!;
        var looked = await keeper.PostAsync("/operations/pauses", new { Id = id }, "/operations/pauses?handler=Look");
        Assert.That(looked.Text, Does.Contain("กำหนดเวลาเลื่อน 1 เรื่อง").And.Contain("ยืนยันให้เดินต่อ"));
        await keeper.PostAsync("/operations/pauses", new { Id = id }, "/operations/pauses?handler=Resume");
        Assert.That(await host.Get<PauseMoves>().RunAsync(), Is.EqualTo(1));
        Assert.That((await keeper.GetAsync("/operations/pauses")).Text, Does.Contain("เดินต่อเมื่อ"));
        var again = await keeper.PostAsync("/operations/pauses", new { Id = id }, "/operations/pauses?handler=Resume");
        Assert.That((again.Status, again.Text.Contains("เดินต่อแล้ว")), Is.EqualTo((400, true)));
        officer = await host.SignInAsync("officer");
        Assert.That((await officer.GetAsync($"/tasks/{task.Id}")).Text,
            Does.Contain("พักการใช้หนังสือเวียน A: น้ำท่วมสำนักงาน").And.Not.Contain("พักการใช้ตั้งแต่"));
    }

    [Test]
    public async Task WhoFilesUnderAPausedCircular_IsToldWhy_BesideTheForm_AndLosesNothing()
    {
        var keeper = await host.SignInAsync("operator");
        await keeper.PostAsync("/operations/pauses", new { Circular = "A", Place = "", Reason = "น้ำท่วมสำนักงาน" });
        var officer = await host.SignInAsync("officer");
        var page = await officer.GetAsync("/requests/new");
        Assert.That(page.Status, Is.EqualTo(200));
        var filed = await officer.PostAsync("/requests/new", new
        {
            FormKey = Guid.NewGuid(),
            System = "BBL",
            Choice = "new",
            PersonId = "officer",
            Note = "ขอสิทธิก่อนสิ้นเดือน",
        });
        Assert.That(filed.Text, Does.Contain("หนังสือเวียน A พักการใช้").And.Contain("น้ำท่วมสำนักงาน"));
        Assert.That(filed.Text, Does.Contain("ขอสิทธิก่อนสิ้นเดือน"), "nothing typed is lost");
        Assert.That(await TasksCase.CountAsync(host, "requests", "1 = 1"), Is.Zero);
    }

    [Test]
    public async Task ADay_IsRehearsed_AndNothingHappens()
    {
        var task = await TasksCase.ProofAsync(host);
        var keeper = await host.SignInAsync("operator");
        Assert.That((await keeper.GetAsync("/operations/deadlines")).Text, Does.Contain("ซ้อมวันครบกำหนด"));
        var due = (await TasksCase.TaskAsync(host, task.Id)).DueAt!.Value;
        var before = await TasksCase.CountAsync(host, "case_mails", "1 = 1");
        var page = await keeper.PostAsync(
            "/operations/rehearsal", new { Day = ThaiDate.PageForm(ThaiDate.BangkokDate(due).AddDays(1)), Circular = "A" });
        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Text, Does.Contain("ถ้าถึง").And.Contain("เรื่องที่นาฬิกาจะปลุก"));
        Assert.That(await TasksCase.CountAsync(host, "case_mails", "1 = 1"), Is.EqualTo(before));
        Assert.That(await TasksCase.CountAsync(host, "deadlines", "state = 'missed'"), Is.Zero);
        foreach (var day in (string[])["เร็ว ๆ นี้", "1/1/2560"])
            Assert.That((await keeper.PostAsync("/operations/rehearsal", new { Day = day })).Status, Is.EqualTo(400), day);
    }

    [Test]
    public async Task AuditorsLook_OthersAreTurnedAway()
    {
        var auditor = await host.SignInAsync("auditor");
        var officer = await host.SignInAsync("officer");
        foreach (var path in (string[])["/operations/pauses", "/operations/rehearsal"])
        {
            var seen = await auditor.GetAsync(path);
            Assert.That((seen.Status, seen.Html.Contains("class=\"panel\"")), Is.EqualTo((200, false)), path);
            Assert.That((await officer.GetAsync(path)).Status, Is.EqualTo(403), path);
            var token = (await auditor.GetAsync("/sign-out")).FormToken!;
            Assert.That((await auditor.PostRawAsync(path, [new("__RequestVerificationToken", token), new("Circular", "A"),
                new("Reason", "ก"), new("Day", "1/1/2599")])).Status, Is.EqualTo(403), path);
        }
    }
}
