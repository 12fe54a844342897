using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Activities.People;
using WorkflowHost.Tests.Mail.Incoming;

namespace WorkflowHost.Tests.Web;

/// <summary>Pages about deciding: several cases at once, who acts for whom, the call list, days of single offices.</summary>
public sealed class DecisionPagesTests
{
    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task TheDirector_OpensTheLetter_ChoosesIt_TypesTheCode_AndTakesItBack()
    {
        var task = await TasksCase.DecideAsync(host);
        var director = await host.SignInAsync("director");
        var page = await director.GetAsync("/tasks/batch");
        Assert.That(page.Text, Does.Contain("ยังไม่ได้เปิดหนังสือ"));
        Assert.That(page.Html, Does.Contain("disabled"));
        var early = await director.PostAsync("/tasks/batch", new { Chosen = task.Id, Reason = "เห็นชอบตามเสนอ" });
        Assert.That(early.Status, Is.EqualTo(400));
        Assert.That(
            early.Text, Does.Contain("ยังไม่ได้เปิดหนังสือของคำขอ").And.Contain("เห็นชอบตามเสนอ"), "nothing typed is lost");
        var opened = await director.PostAsync("/tasks/batch", new { task = task.Id }, to: "/tasks/batch?handler=Open");
        Assert.That(opened.Location, Does.StartWith("/letters/").And.EndWith("/file"));
        Assert.That(await TasksCase.CountAsync(host, "letter_readings", "person_id = 'director'"), Is.EqualTo(1));

        var chosen = await director.PostAsync("/tasks/batch", new { Chosen = task.Id, Reason = "" });
        var wrong = await director.PostAsync(chosen.Location!, new { Code = "12" });
        Assert.That(wrong.Text, Does.Contain("รหัสไม่ถูกต้อง"));
        var code = (await TasksCase.MailsToAsync(host, "director"))[^1].Subject.Split(' ')[1];
        await director.PostAsync(chosen.Location!, new { Code = code });
        Assert.That((await director.GetAsync("/tasks/batch")).Text, Does.Contain("รอมีผล").And.Contain("ถอนคืน"));
        Assert.That((await director.GetAsync($"/tasks/{task.Id}")).Text, Does.Contain("มีผลการพิจารณาที่รอมีผล"));

        var held = (await host.Database.FirstAsync<string>("select id from held_decisions where effective_at is not null"))!;
        await director.PostAsync("/tasks/batch", new { id = held }, to: "/tasks/batch?handler=Back");
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        await host.Get<HeldDecisions>().RunDueAsync();
        Assert.That((await TasksCase.TaskAsync(host, task.Id)).ClosedAt, Is.Null, "the task is as it was");
        Assert.That((await director.GetAsync("/tasks/batch")).Text, Does.Contain("ถอนคืนแล้ว"));
    }

    [Test]
    public async Task WhoHoldsAnOffice_EntersAnOrder_WithItsDates_AndEndsIt()
    {
        Assert.That((await (await host.SignInAsync("officer")).GetAsync("/people/deputies")).Status, Is.EqualTo(403));
        var reviewer = await host.SignInAsync("reviewer");
        var office = (await Actor.FindAsync(host.Database, "reviewer", host.Clock.GetUtcNow()))!.Memberships.Single();
        var today = ThaiDate.PageForm(ThaiDate.BangkokDate(host.Clock.GetUtcNow()));
        var form =
            new
            {
                Office = office.Id,
                PersonId = "director",
                Capacity = Capacity.OnBehalf,
                Order = "",
                From = today,
                Until = today
            };
        var refused = await reviewer.PostAsync("/people/deputies", form);
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Text, Does.Contain("โปรดกรอกเลขที่คำสั่ง"));
        Assert.That(
            (await reviewer.PostAsync("/people/deputies", form with { Order = "๗/๒๕๖๙", From = "เมื่อวาน" })).Text,
            Does.Contain("อ่านวันที่ไม่ได้"));
        Assert.That((await reviewer.PostAsync("/people/deputies", form with { Order = "๗/๒๕๖๙" })).Status, Is.EqualTo(302));
        var page = await reviewer.GetAsync("/people/deputies");
        Assert.That(page.Text, Does.Contain("มีผลอยู่").And.Contain("คำสั่งที่ ๗/๒๕๖๙"));
        var order = (await host.Database.FirstAsync<string>("select id from memberships where for_person = 'reviewer'"))!;
        await reviewer.PostAsync("/people/deputies", new { id = order }, to: "/people/deputies?handler=End");
        Assert.That((await reviewer.GetAsync("/people/deputies")).Text, Does.Contain("สิ้นสุดแล้ว"));
    }

    [Test]
    public async Task ADayOfOneOffice_IsShownBeforeItIsAdded()
    {
        Assert.That((await (await host.SignInAsync("officer")).GetAsync("/operations/offices")).Status, Is.EqualTo(403));
        var keeper = await host.SignInAsync("operator");
        var form = new { Office = DemoData.City, Day = "2026-06-15", NameTh = "น้ำท่วม", NameEn = "", Open = "false" };
        Assert.That(
            (await keeper.PostAsync("/operations/offices", form with { Office = "x" })).Text,
            Does.Contain("ไม่พบหน่วยงานรหัสนี้"));
        Assert.That((await keeper.PostAsync("/operations/offices", form)).Text, Does.Contain("ถ้าเพิ่มวันนี้"));
        Assert.That(await TasksCase.CountAsync(host, "office_days"), Is.Zero);
        await keeper.PostAsync("/operations/offices", form, to: "/operations/offices?handler=Add");
        Assert.That((await keeper.GetAsync("/operations/offices")).Text, Does.Contain("น้ำท่วม"));
        Assert.That(host.Get<OfficeCalendar>().Current.For(DemoData.City).IsWorkingDay(new DateOnly(2026, 6, 15)), Is.False);
    }

    [Test]
    public async Task T51_TheCallList_ShowsAMailThatReachedNobody_AndTheCaseShowsWhatCameIn()
    {
        var task = await TasksCase.DecideAsync(host, "officer2");
        var mail = (await TasksCase.MailsToAsync(host, "director"))
            .Last(mail => mail.Subject.StartsWith("โปรดพิจารณา", StringComparison.Ordinal));
        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update organisations set email = '' where code = @Bureau", new { DemoData.Bureau }));
        await host.Get<IncomingMails>().TakeAsync(Eml.Bounce(mail.MessageId, mail.To));
        await host.Get<IncomingMails>().TakeAsync(Eml.Reply(mail.MessageId, "director@demo.example", "<b>อนุมัติ</b>"));
        var keeper = await host.SignInAsync("operator");
        var page = await keeper.GetAsync("/operations/calls");
        Assert.That(page.Text, Does.Contain("ต้องโทรแจ้ง").And.Contain("เลื่อนกำหนดเพราะจดหมายไปไม่ถึง"));
        var id = (await host.Database.FirstAsync<string>("select id from undelivered_mails"))!;
        Assert.That(
            (await keeper.PostAsync(
                "/operations/calls", new { Id = id, Note = "" }, to: "/operations/calls?handler=Mail")).Status, Is.EqualTo(400));
        await keeper.PostAsync(
            "/operations/calls", new { Id = id, Note = "แจ้งเลขานุการ" }, to: "/operations/calls?handler=Mail");
        Assert.That((await keeper.GetAsync("/operations/calls")).Text, Does.Not.Contain("โทรแจ้งแล้ว</"));
        var auditor = await host.SignInAsync("auditor");
        var token = (await auditor.GetAsync("/sign-out")).FormToken!;
        Assert.That((await auditor.PostRawAsync("/operations/calls?handler=Mail",
            [new("__RequestVerificationToken", token), new("Id", id), new("Note", "x")])).Status, Is.EqualTo(403));
        var reviewer = await host.SignInAsync("reviewer");
        var about = await reviewer.GetAsync($"/requests/{task.RequestId}");
        Assert.That(about.Text, Does.Contain("จดหมายที่เข้ามา (2) ไม่ถือเป็นการตอบ").And.Contain("โทรแจ้งแล้ว"));
        Assert.That(about.Html, Does.Contain("&lt;b&gt;").And.Not.Contain("<b>อนุมัติ"));
    }
}
