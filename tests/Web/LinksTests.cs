namespace WorkflowHost.Tests.Web;

/// <summary>Mailed links: they show, and never decide (T43, T47, T48).</summary>
public sealed class LinksTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task T43_AMailScanner_ChangesNothingButOneAuditLine_AndTheLinkStillWorks()
    {
        var task = await TasksCase.DecideAsync(host);
        var link = await TasksCase.LinkAsync(host, "director");
        var before = await TasksCase.ContentAsync(host);
        var scanner = host.NewVisitor();
        for (var time = 0; time < 3; time++)
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, link);
            Assert.That((await scanner.SendAsync(head)).Status, Is.EqualTo(200));
            var page = await scanner.GetAsync(link);
            Assert.That(
                page.Text, Does.Contain("เข้าสู่ระบบ").And.Not.Contain("มาลี").And.Not.Contain("เทศบาล").And.Not.Contain("BBL"));
            foreach (System.Text.RegularExpressions.Match next in System.Text.RegularExpressions.Regex.Matches(
                page.Html, "href=\"(/[^\"]*)\""))
                await scanner.GetAsync(System.Net.WebUtility.HtmlDecode(next.Groups[1].Value));
        }
        Assert.That(await TasksCase.ContentAsync(host), Is.EqualTo(before));
        Assert.That(await TasksCase.CountAsync(host, "audit", "action = 'link-opened-by-machine'"), Is.EqualTo(1));

        var director = await host.SignInAsync("director");
        Assert.That((await director.GetAsync(link)).Location, Is.EqualTo($"/tasks/{task.Id}?via=mail"));
        Assert.That(await TasksCase.ContentAsync(host), Is.EqualTo(before));
    }

    [Test]
    public async Task SigningInFromALink_LeadsBackToIt()
    {
        await TasksCase.DecideAsync(host);
        var link = await TasksCase.LinkAsync(host, "director");
        var visitor = host.NewVisitor();
        Assert.That((await visitor.GetAsync(link)).Html, Does.Contain("/sign-in?back=" + Uri.EscapeDataString(link)));
        var signedIn = await visitor.PostAsync(
            "/sign-in?back=" + Uri.EscapeDataString(link), new { UserName = "director", Password = "demo-1234" });
        Assert.That(signedIn.Location, Is.EqualTo(link));
    }

    [Test]
    public async Task T47_AColleagueWithAForwardedMail_IsRefused_LearnsNothing_AndItIsOnRecord()
    {
        await TasksCase.DecideAsync(host);
        var link = await TasksCase.LinkAsync(host, "director");
        var colleague = await host.SignInAsync("operator");
        var page = await colleague.GetAsync(link);
        Assert.That(page.Status, Is.EqualTo(403));
        Assert.That(
            page.Text, Does.Contain("ส่งถึงผู้อื่น").And.Not.Contain("มาลี").And.Not.Contain("สุรเดช").And.Not.Contain("BBL-"));
        Assert.That(
            await TasksCase.CountAsync(host, "audit", "action = 'link-refused' and by_person = 'operator'"), Is.EqualTo(1));
        Assert.That((await colleague.PostAsync(link, new { })).Status, Is.Not.EqualTo(200), "nor can they have it sent again");
    }

    [Test]
    public async Task T48_AnExpiredLink_IsRenewedOnce_ToTheSameAddressOnly()
    {
        var task = await TasksCase.DecideAsync(host);
        var link = await TasksCase.LinkAsync(host, "director");
        var mails = (await TasksCase.MailsToAsync(host, "director")).Count;
        host.Clock.Advance(TimeSpan.FromHours(73));
        var director = await host.SignInAsync("director");
        Assert.That((await director.GetAsync(link)).Text, Does.Contain("ลิงก์หมดอายุแล้ว"));
        Assert.That((await director.PostAsync(link, new { })).Text, Does.Contain("ส่งลิงก์ใหม่แล้ว"));
        Assert.That(await TasksCase.MailsToAsync(host, "director"), Has.Count.EqualTo(mails + 1));
        var second = await TasksCase.LinkAsync(host, "director");
        Assert.That(second, Is.Not.EqualTo(link));
        Assert.That((await director.GetAsync(second)).Location, Is.EqualTo($"/tasks/{task.Id}?via=mail"));
        Assert.That((await director.GetAsync(link)).Text, Does.Contain("มีลิงก์ใหม่กว่านี้แล้ว"));
        var again = await director.PostRawAsync(
            link, [new("__RequestVerificationToken", (await director.GetAsync("/sign-out")).FormToken!)]);
        Assert.That(again.Status, Is.EqualTo(409));
        Assert.That(await TasksCase.MailsToAsync(host, "director"), Has.Count.EqualTo(mails + 1));
    }

    [Test]
    public async Task T48_AnAliveLink_CannotBeRenewed()
    {
        await TasksCase.DecideAsync(host);
        var link = await TasksCase.LinkAsync(host, "director");
        var director = await host.SignInAsync("director");
        var token = (await director.GetAsync("/sign-out")).FormToken!;
        Assert.That((await director.PostRawAsync(link, [new("__RequestVerificationToken", token)])).Status, Is.EqualTo(409));
    }

    [Test]
    public async Task T48_AfterTheDecision_TheLinkShowsWhoDecidedWhat()
    {
        var task = await TasksCase.ReviewAsync(host);
        var link = await TasksCase.LinkAsync(host, "reviewer2");
        await TasksCase.AnswerAsync(host, task, "reviewer", "Approve", new { reason = "ครบ" });
        var page = await (await host.SignInAsync("reviewer2")).GetAsync(link);
        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Text, Does.Contain("เรื่องนี้จบไปแล้ว").And.Contain("อรทัย").And.Contain("ตรวจผ่านและส่งต่อแล้ว"));
        Assert.That((await host.NewVisitor().GetAsync(link)).Text, Does.Not.Contain("อรทัย"));
    }

    [Test]
    public async Task AnUnknownToken_IsNotFound_WithAWayOut()
    {
        var page = await host.NewVisitor().GetAsync("/a/nonsense");
        Assert.That(page.Status, Is.EqualTo(404));
        Assert.That(page.Text, Does.Contain("คัดลอกมาไม่ครบ"));
    }
}
