using WorkflowHost.Activities.Demo;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Tests.Web;

public sealed class SignInTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task NameAndPassword_OpenTheFirstPageWithAGreeting()
    {
        var officer = await host.SignInAsync("officer");
        Assert.That((await officer.GetAsync("/")).Text, Does.Contain("สวัสดี นางสาวมาลี ใจงาม"));
    }

    [Test]
    public async Task ProtectedPage_AsksToSignInAndThenGoesBackThere()
    {
        using var visitor = host.NewVisitor();
        var asked = await visitor.GetAsync("/?from=mail");
        Assert.That(asked.Location, Does.EndWith("/sign-in?back=%2F%3Ffrom%3Dmail"));
        var signedIn = await visitor.PostAsync("/sign-in", new { UserName = "officer", DemoData.Password, back = "/?from=mail" });
        Assert.That(signedIn.Location, Is.EqualTo("/?from=mail"));
    }

    [Test]
    public async Task WrongPassword_UnknownName_AndLockedAccount_SoundTheSame()
    {
        using var visitor = host.NewVisitor();
        var unknown = await TryAsync(visitor, "nobody", "wrong");
        var wrong = await TryAsync(visitor, "officer", "wrong");
        await LockAsync(visitor, "clerk");
        var locked = await TryAsync(visitor, "clerk", DemoData.Password);
        Assert.That(wrong.Status, Is.EqualTo(400));
        Assert.That(wrong.Text, Does.Contain("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"));
        Assert.That((unknown.Status, unknown.Text), Is.EqualTo((wrong.Status, wrong.Text)));
        Assert.That((locked.Status, locked.Text), Is.EqualTo((wrong.Status, wrong.Text)));
    }

    [Test]
    public async Task FiveWrongPasswords_LockTheAccountForFifteenMinutes()
    {
        using var visitor = host.NewVisitor();
        await LockAsync(visitor, "officer");
        host.Clock.Advance(Accounts.LockTime - TimeSpan.FromSeconds(1));
        Assert.That((await TryAsync(visitor, "officer", DemoData.Password)).Status, Is.EqualTo(400));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await TryAsync(visitor, "officer", DemoData.Password)).Status, Is.EqualTo(302));
    }

    [Test]
    public async Task FourWrongPasswords_ThenTheRightOne_StartTheCountAnew()
    {
        using var visitor = host.NewVisitor();
        for (var i = 0; i < 4; i++)
            await TryAsync(visitor, "officer", "wrong");
        Assert.That((await TryAsync(visitor, "officer", DemoData.Password)).Status, Is.EqualTo(302));
        Assert.That(await host.Database.FirstAsync<long>("select failed_count from accounts where id = 'officer'"), Is.Zero);
    }

    [Test]
    public async Task ChangedPassword_EndsEverySession()
    {
        var officer = await host.SignInAsync("officer");
        await host.Database.WriteAsync(transaction =>
        {
            Accounts.SetPassword(
                transaction, "officer", Accounts.HashPassword("another-password"), host.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
        Assert.That((await officer.GetAsync("/")).Location, Does.Contain("/sign-in"));
        Assert.That((await TryAsync(host.NewVisitor(), "officer", "another-password")).Status, Is.EqualTo(302));
    }

    [Test]
    public async Task Session_EndsAfterEightIdleHours()
    {
        var officer = await host.SignInAsync("officer");
        host.Clock.Advance(Session.Idle + TimeSpan.FromMinutes(1));
        Assert.That((await officer.GetAsync("/")).Location, Does.Contain("/sign-in"));
    }

    [Test]
    public async Task Session_EndsAfterTwelveHoursOfWorkToo()
    {
        var officer = await host.SignInAsync("officer");
        host.Clock.Advance(TimeSpan.FromHours(6));
        Assert.That((await officer.GetAsync("/")).Status, Is.EqualTo(200));
        host.Clock.Advance(TimeSpan.FromHours(5));
        Assert.That((await officer.GetAsync("/")).Status, Is.EqualTo(200));
        host.Clock.Advance(TimeSpan.FromHours(1.1));
        Assert.That((await officer.GetAsync("/")).Location, Does.Contain("/sign-in"));
    }

    [Test]
    public async Task SignOut_EndsTheSession()
    {
        var officer = await host.SignInAsync("officer");
        var left = await officer.PostAsync("/", new { }, to: "/sign-out");
        Assert.That((await officer.FollowAsync(left)).Text, Does.Contain("ออกจากระบบแล้ว"));
        Assert.That((await officer.GetAsync("/")).Location, Does.Contain("/sign-in"));
    }

    [Test]
    public async Task EmptyForm_NamesBothFieldsAndLinksToThem()
    {
        using var visitor = host.NewVisitor();
        var answer = await visitor.PostAsync("/sign-in", new { UserName = "", Password = "" });
        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Html, Does.Contain("<a href=\"#UserName\">ใส่ชื่อผู้ใช้</a>"));
        Assert.That(answer.Html, Does.Contain("<a href=\"#Password\">ใส่รหัสผ่าน</a>"));
    }

    [TestCase("https://evil.example/")]
    [TestCase("//evil.example/")]
    [TestCase("/\\evil.example/")]
    [TestCase("/\t/evil.example/")]
    [TestCase("javascript:alert(1)")]
    public async Task WayBackToAnotherSite_LeadsHome(string back)
    {
        using var visitor = host.NewVisitor();
        var signedIn = await visitor.PostAsync("/sign-in", new { UserName = "officer", DemoData.Password, back });
        Assert.That(signedIn.Location, Is.EqualTo("/"));
        var language = await visitor.PostAsync("/", new { to = "en", back }, to: "/language");
        Assert.That(language.Location, Is.EqualTo("/"));
    }

    [Test]
    public async Task DemoAccount_IsRefusedInProduction_AndItsSessionWithIt()
    {
        await using var production = await TestHost.StartAsync("Production");
        await DemoData.LoadAsync(production.Database, production.Clock, Accounts.HashPassword);
        Assert.That(await production.Get<Accounts>().SignInAsync("officer", DemoData.Password), Is.Null);
        Assert.That((await production.NewVisitor().GetAsync("/sign-in")).Text, Does.Not.Contain("บัญชีทดลอง"));
        var stamp = await production.Database.FirstAsync<string>("select security_stamp from accounts where id = 'officer'");
        Assert.That(await production.Get<Accounts>().OfSessionAsync(production.Database, "officer", stamp!), Is.Null);
    }

    [Test]
    public async Task Role_IsAskedAnewOnEachRequest()
    {
        var officer = await host.SignInAsync("operator");
        Assert.That((await officer.GetAsync("/")).Text, Does.Contain("ดูแลระบบ"));
        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update memberships set valid_to = @now where person_id = 'operator'", new { now = host.Clock.GetUtcNow() }));
        Assert.That((await officer.GetAsync("/")).Text, Does.Contain("ยังไม่มีบทบาทในระบบ"));
    }

    [Test]
    public async Task TooManyTries_OfOneName_AreToldToWait()
    {
        using var visitor = host.NewVisitor();
        for (var i = 0; i < 10; i++)
            await TryAsync(visitor, "nobody", "wrong");
        var answer = await TryAsync(visitor, "nobody", "wrong");
        Assert.That(answer.Status, Is.EqualTo(429));
        Assert.That(answer.Text, Does.Contain("รอหนึ่งนาที"));
    }

    [Test]
    public async Task TooManyTries_FromOneAddress_AreToldToWait()
    {
        await using var strict = await TestHost.StartAsync(settings: "--Limits:SignInsPerMinute=2");
        using var visitor = strict.NewVisitor();
        await TryAsync(visitor, "one", "wrong");
        await TryAsync(visitor, "two", "wrong");
        var answer = await TryAsync(visitor, "three", "wrong");
        Assert.That(answer.Status, Is.EqualTo(429));
        Assert.That(answer.Headers["Retry-After"], Is.EqualTo("60"));
    }

    static async Task LockAsync(Visitor visitor, string userName)
    {
        for (var i = 0; i < Accounts.MostTries; i++)
            await TryAsync(visitor, userName, "wrong");
    }

    // Back is the same in each, so that whole answers can be compared.
    static Task<Visitor.Answer> TryAsync(Visitor visitor, string userName, string password) =>
        visitor.PostAsync("/sign-in", new { UserName = userName, Password = password });
}
