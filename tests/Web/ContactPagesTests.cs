using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Tests.Mail.Incoming;

namespace WorkflowHost.Tests.Web;

/// <summary>Pages about reaching people: own address, an organisation's, the call list; and an outage's page.</summary>
public sealed class ContactPagesTests
{
    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task ASecondAddress_IsAskedFor_ConfirmedByItsLink_AndALinkOpenedByAnotherIsNotThere()
    {
        var clerk = await host.SignInAsync("city-clerk");
        Assert.That((await clerk.GetAsync("/account")).Html, Does.Contain("href=\"/account/contact\""));
        var typo = await clerk.PostAsync("/account/contact", new { Email = "me@dl.go.th" }, "/account/contact?handler=Second");
        Assert.That((typo.Status, typo.Text.Contains("me@dla.go.th")), Is.EqualTo((400, true)));
        Assert.That(typo.Html, Does.Contain("value=\"me@dl.go.th\"").And.Contain("id=\"Email-error\""));
        await clerk.PostAsync(
            "/account/contact", new { Email = "me@dl.go.th", IsRight = "true" }, "/account/contact?handler=Second");
        Assert.That((await clerk.GetAsync("/account/contact")).Text, Does.Contain("รอยืนยัน"));
        var mail = (await host.Database.FirstAsync<string>("select payload from outbox where recipient = 'me@dl.go.th'"))!;
        var link = System.Text.RegularExpressions.Regex.Match(mail, "/account/address/[0-9a-f]+").Value;
        Assert.That((await (await host.SignInAsync("mayor")).GetAsync(link)).Status, Is.EqualTo(404));
        Assert.That((await host.NewVisitor().GetAsync(link)).Location, Does.Contain("/sign-in"));
        Assert.That((await clerk.GetAsync(link)).Text, Does.Contain("me@dl.go.th"));
        Assert.That((await clerk.GetAsync("/account/contact")).Text, Does.Not.Contain("ใช้อยู่"), "opening decides nothing");
        await clerk.PostAsync(link, new { });
        Assert.That((await clerk.GetAsync("/account/contact")).Text, Does.Contain("ใช้อยู่"));
        Assert.That((await clerk.GetAsync(link)).Status, Is.EqualTo(404));
        var wrong = await clerk.PostAsync("/account/contact", new { Phone = "โทรมา" }, "/account/contact?handler=Phone");
        Assert.That((wrong.Status, wrong.Html.Contains("id=\"Phone-error\"")), Is.EqualTo((400, true)));
        await clerk.PostAsync("/account/contact", new { Phone = "๐๗๓ ๕๑๑ ๑๒๓" }, "/account/contact?handler=Phone");
        Assert.That((await clerk.GetAsync("/account/contact")).Html, Does.Contain("value=\"073 511 123\""));
    }

    [Test]
    public async Task AnOrganisation_ShowsHowToReachIt_ItsClerkChangesTheNumber_AnOperatorTheMailboxToo()
    {
        const string Page = "/organisations/" + DemoData.City;
        var clerk = await host.SignInAsync("city-clerk");
        Assert.That((await clerk.GetAsync(Page)).Html, Does.Contain("name=\"Phone\"").And.Not.Contain("name=\"Mailbox\""));
        await clerk.PostAsync(Page, new { Phone = "0 2123 4567 ต่อ 12", Mailbox = "mine@lao.example" });
        var office = (await host.Database.FirstAsync<string>(
            "select phone || ' ' || email from organisations where code = @City", new { DemoData.City }))!;
        Assert.That(office, Does.StartWith("0 2123 4567 ต่อ 12").And.Not.Contain("mine@"));
        Assert.That((await (await host.SignInAsync("city-officer")).GetAsync(Page)).Html, Does.Not.Contain("name=\"Phone\""));
        Assert.That((await (await host.SignInAsync("officer")).GetAsync(Page)).Status, Is.EqualTo(404));

        var keeper = await host.SignInAsync("operator");
        var typo = await keeper.PostAsync(Page, new { Phone = "", Mailbox = "city@dl.go.th" });
        Assert.That((typo.Status, typo.Text.Contains("city@dla.go.th")), Is.EqualTo((400, true)));
        Assert.That((await keeper.PostAsync(Page, new { Phone = "", Mailbox = "" })).Html, Does.Contain("id=\"Mailbox-error\""));
        await keeper.PostAsync(Page, new { Phone = "", Mailbox = "saraban@city.example" });
        Assert.That((await keeper.GetAsync(Page)).Text, Does.Contain("saraban@city.example").And.Contain("ยังไม่มี"));
    }

    [Test]
    public async Task T51_AfterTheCall_TheAddressIsRight_AndTheMailGoesOutAgain()
    {
        await TasksCase.DecideAsync(host, "officer2");
        var mail = (await TasksCase.MailsToAsync(host, "director"))
            .Last(mail => mail.Subject.StartsWith("โปรดพิจารณา", StringComparison.Ordinal));
        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update organisations set email = '' where code = @Bureau", new { DemoData.Bureau }));
        await host.Get<IncomingMails>().TakeAsync(Eml.Bounce(mail.MessageId, mail.To));
        var keeper = await host.SignInAsync("operator");
        var id = (await host.Database.FirstAsync<string>("select id from undelivered_mails"))!;
        const string Right = "/operations/calls?handler=Right";
        Assert.That((await keeper.PostAsync("/operations/calls", new { Id = id, person = "director", Note = "" }, Right)).Status,
            Is.EqualTo(400));
        await keeper.PostAsync("/operations/calls", new { Id = id, person = "director", Note = "กล่องเต็ม ลบแล้ว" }, Right);
        Assert.That((await keeper.GetAsync("/operations/calls")).Text, Does.Contain("ส่งที่อยู่เดิมอีกครั้งหลังโทร"));
        Assert.That(await TasksCase.CountAsync(host, "refusing_addresses"), Is.Zero);
        Assert.That((await TasksCase.MailsToAsync(host, "director"))[^1].Subject, Is.EqualTo(mail.Subject));
    }

    [Test]
    public async Task T101_AnOutage_IsLookedAtFirst_ThenDecided_AndNothingTypedIsLost()
    {
        var task = await TasksCase.ReviewAsync(host, "officer");
        var keeper = await host.SignInAsync("operator");
        var day = WorkflowHost.Activities.Calendar.ThaiDate.PageForm(
            WorkflowHost.Activities.Calendar.ThaiDate.BangkokDate(task.DueAt!.Value));
        const string Page = "/operations/outages";
        var form =
            new
            {
                Key = "k1",
                FromDay = day,
                FromTime = "0:00",
                ToDay = day,
                ToTime = "23:59",
                Days = "๒",
                Reason = "ThaiD ขัดข้อง"
            };
        var preview = await keeper.PostAsync(Page, form);
        Assert.That(preview.Text, Does.Contain("กำหนดเวลาเลื่อน").And.Contain("ยืนยันเลื่อนทั้งหมด"));
        Assert.That(await TasksCase.CountAsync(host, "outages"), Is.Zero);
        var wrong = await keeper.PostAsync(Page, new { form.Key, FromDay = "31/2/2569", form.ToDay, Days = "x", form.Reason });
        Assert.That(
            (wrong.Status, wrong.Html.Contains("31/2/2569"), wrong.Html.Contains("id=\"Days-error\"")),
            Is.EqualTo((400, true, true)));
        for (var press = 0; press < 2; press++)
            Assert.That((await keeper.PostAsync(Page, form, Page + "?handler=Move")).Location, Is.EqualTo(Page));
        Assert.That(await host.Get<OutageMoves>().RunAsync(), Is.GreaterThan(0));
        Assert.That(await TasksCase.CountAsync(host, "outages"), Is.EqualTo(1));
        Assert.That((await keeper.GetAsync(Page)).Text, Does.Contain("ThaiD ขัดข้อง").And.Contain("เลื่อน 1 เรื่อง"));
        var auditor = await host.SignInAsync("auditor");
        var token = (await auditor.GetAsync("/sign-out")).FormToken!;
        Assert.That((await auditor.GetAsync(Page)).Html, Does.Not.Contain("name=\"Reason\""));
        Assert.That((await auditor.PostRawAsync(Page, [new("__RequestVerificationToken", token)])).Status, Is.EqualTo(403));
    }
}
