using WorkflowHost.Activities.Demo;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Tests.Web;

/// <summary>One's own password, and the link for who forgot it.</summary>
public sealed class AccountsTests
{
    const string Fresh = "ข้าวเหนียวมะม่วงสามจาน";

    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task OwnPassword_IsChanged_OtherSessionsEnd_ItIsOnRecord_AndTheOwnerIsTold()
    {
        var here = await host.SignInAsync("clerk");
        var elsewhere = await host.SignInAsync("clerk");
        Assert.That((await here.GetAsync("/account")).Text, Does.Contain("12 ถึง 128 ตัวอักษร"), "the rules are told first");
        Assert.That((await here.GetAsync("/")).Html, Does.Contain("href=\"/account\""));
        var changed = await ChangeAsync(here, DemoData.Password, Fresh);
        Assert.That((await here.FollowAsync(changed)).Text, Does.Contain("เปลี่ยนรหัสผ่านแล้ว"));
        Assert.That((await elsewhere.GetAsync("/")).Location, Does.Contain("/sign-in"));
        Assert.That((await SignInAsync("clerk", DemoData.Password)).Status, Is.EqualTo(400));
        Assert.That((await SignInAsync("clerk", Fresh)).Status, Is.EqualTo(302));
        Assert.That(await AuditAsync("password-changed", "clerk"), Is.EqualTo(1));
        var mail = (await TasksCase.MailsToAsync(host, "clerk")).Single();
        Assert.That(mail.Subject, Is.EqualTo("รหัสผ่านของท่านถูกเปลี่ยนแล้ว"));
        Assert.That(mail.Text, Does.Not.Contain(Fresh));
    }

    [TestCase("wrong", Fresh, Fresh, "รหัสผ่านเดิมไม่ถูกต้อง", "Old")]
    [TestCase(DemoData.Password, "short", "short", "ต้องมีอย่างน้อย 12", "New")]
    [TestCase(DemoData.Password, "aaaabbbbaaaabbbb", "aaaabbbbaaaabbbb", "ต่างกันอย่างน้อย 5", "New")]
    [TestCase(DemoData.Password, "the Clerk of 2569", "the Clerk of 2569", "ต้องไม่มีชื่อผู้ใช้", "New")]
    [TestCase(DemoData.Password, Fresh, "something else", "ไม่ตรงกัน", "Again")]
    [TestCase(DemoData.Password, "", "", "ใส่รหัสผ่านใหม่", "New")]
    public async Task OwnPassword_ThatIsNotRight_IsRefusedBesideItsField(
        string old, string password, string again, string words, string field)
    {
        var clerk = await host.SignInAsync("clerk");
        var answer = await clerk.PostAsync("/account", new { Old = old, New = password, Again = again });
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Text, Does.Contain(words));
        Assert.That(answer.Html, Does.Contain($"id=\"{field}-error\""));
        Assert.That(await AuditAsync("password-changed", "clerk"), Is.Zero);
        Assert.That((await SignInAsync("clerk", DemoData.Password)).Status, Is.EqualTo(302));
    }

    [Test]
    public async Task GuessingTheOldPassword_LocksTheAccountLikeGuessingAtTheDoor()
    {
        var clerk = await host.SignInAsync("clerk");
        for (var i = 0; i < Accounts.MostTries; i++)
            await ChangeAsync(clerk, "wrong", Fresh);
        Assert.That((await ChangeAsync(clerk, DemoData.Password, Fresh)).Status, Is.EqualTo(400));
        Assert.That((await SignInAsync("clerk", DemoData.Password)).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task Forgotten_SaysTheSameForKnownAndUnknown_AndMailsTheOwnerAlone()
    {
        Assert.That((await host.NewVisitor().GetAsync("/sign-in")).Html, Does.Contain("href=\"/forgotten\""));
        var known = await ForgetAsync("clerk");
        var unknown = await ForgetAsync("nobody");
        Assert.That((known.Status, known.Text), Is.EqualTo((unknown.Status, unknown.Text)));
        Assert.That(known.Status, Is.EqualTo(200));
        Assert.That((await TasksCase.MailsToAsync(host, "clerk")).Single().Text, Does.Contain("/claim/"));
        Assert.That(await TasksCase.CountAsync(host, "outbox"), Is.EqualTo(1));
        Assert.That(await AuditAsync("password-forgotten", "clerk"), Is.EqualTo(1));
        Assert.That(await AuditAsync("password-forgotten", "unknown"), Is.EqualTo(1));
        Assert.That((await SignInAsync("clerk", DemoData.Password)).Status, Is.EqualTo(302), "the old one works until then");
    }

    [Test]
    public async Task ForgottenLink_SetsThePasswordOnce_AndReadingItUsesNothingUp()
    {
        var session = await host.SignInAsync("clerk");
        await ForgetAsync("clerk");
        var link = await LinkAsync("clerk");
        var visitor = host.NewVisitor();
        for (var time = 0; time < 2; time++)
            Assert.That((await visitor.GetAsync(link)).Text, Does.Contain("บัญชี clerk"));
        Assert.That((await SetAsync(link, "short")).Text, Does.Contain("ต้องมีอย่างน้อย 12"));
        Assert.That((await SetAsync(link, Fresh)).Location, Is.EqualTo("/sign-in"));
        Assert.That((await session.GetAsync("/")).Location, Does.Contain("/sign-in"), "every session ends");
        Assert.That((await SignInAsync("clerk", Fresh)).Status, Is.EqualTo(302));
        Assert.That((await visitor.GetAsync(link)).Status, Is.EqualTo(404));
        Assert.That(await AuditAsync("password-set-by-link", "clerk"), Is.EqualTo(1));
        Assert.That((await TasksCase.MailsToAsync(host, "clerk"))[^1].Subject, Does.Contain("ถูกเปลี่ยนแล้ว"));
    }

    [Test]
    public async Task ForgottenLink_SentFromTwoBrowsersAtOnce_CountsOnce()
    {
        await ForgetAsync("clerk");
        var link = await LinkAsync("clerk");
        string[] passwords = [Fresh + " ๑", Fresh + " ๒"];
        var answers = await Task.WhenAll(passwords.Select(password => SetAsync(link, password)));
        Assert.That(answers.Count(answer => answer.Status == 302), Is.EqualTo(1));
        Assert.That(await AuditAsync("password-set-by-link", "clerk"), Is.EqualTo(1));
    }

    [Test]
    public async Task ForgottenLink_DiesAfterAnHour_AndWithANewerOne_AndWithAChange()
    {
        await ForgetAsync("clerk");
        var first = await LinkAsync("clerk");
        await ForgetAsync("clerk");
        var second = await LinkAsync("clerk");
        Assert.That((await host.NewVisitor().GetAsync(first)).Status, Is.EqualTo(404));
        host.Clock.Advance(AccountClaim.ForgottenLife - TimeSpan.FromSeconds(1));
        Assert.That((await host.NewVisitor().GetAsync(second)).Status, Is.EqualTo(200));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await host.NewVisitor().GetAsync(second)).Text, Does.Contain("ขอลิงก์ใหม่"));
        Assert.That((await SetAsync(second, Fresh)).Status, Is.Not.EqualTo(302));

        await ForgetAsync("clerk");
        var third = await LinkAsync("clerk");
        await ChangeAsync(await host.SignInAsync("clerk"), DemoData.Password, Fresh);
        Assert.That((await host.NewVisitor().GetAsync(third)).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Forgotten_AgainAndAgain_FillsNobodysMailbox()
    {
        for (var time = 0; time < 5; time++)
            Assert.That((await ForgetAsync("clerk")).Status, Is.EqualTo(200));
        Assert.That(await TasksCase.MailsToAsync(host, "clerk"), Has.Count.EqualTo(Passwords.MostClaimsAnHour));
        for (var time = 0; time < 5; time++)
            await ForgetAsync("clerk");
        Assert.That((await ForgetAsync("clerk")).Status, Is.EqualTo(429), "as often as one may try to sign in");
    }

    [Test]
    public async Task DemoAccount_OutsideDevelopment_IsMailedNothing()
    {
        await using var production = await TestHost.StartAsync("Production");
        await DemoData.LoadAsync(production.Database, production.Clock, Accounts.HashPassword);
        await production.Get<Passwords>().ForgottenAsync("clerk");
        Assert.That(await TasksCase.CountAsync(production, "outbox"), Is.Zero);
        Assert.That(await TasksCase.CountAsync(production, "audit", "action = 'password-forgotten'"), Is.EqualTo(1));
    }

    Task<Visitor.Answer> ForgetAsync(string userName) => host.NewVisitor().PostAsync("/forgotten", new { UserName = userName });

    Task<Visitor.Answer> SetAsync(string link, string password) =>
        host.NewVisitor().PostAsync(link, new { New = password, Again = password });

    Task<Visitor.Answer> SignInAsync(string userName, string password) =>
        host.NewVisitor().PostAsync("/sign-in", new { UserName = userName, Password = password });

    static Task<Visitor.Answer> ChangeAsync(Visitor visitor, string old, string password) =>
        visitor.PostAsync("/account", new { Old = old, New = password, Again = password });

    Task<string> LinkAsync(string person) => AccountLinks.LatestAsync(host, person);

    Task<long> AuditAsync(string action, string subject) =>
        TasksCase.CountAsync(host, "audit", $"action = '{action}' and subject_id = '{subject}'");
}

/// <summary>Finds the link to set a password in the mails.</summary>
static class AccountLinks
{
    public static async Task<string> LatestAsync(TestHost host, string person) =>
        In((await TasksCase.MailsToAsync(host, person)).Last(mail => mail.Text.Contains("/claim/")).Text);

    public static string In(string text) => System.Text.RegularExpressions.Regex.Match(text, "/claim/[0-9a-f]+").Value;
}
