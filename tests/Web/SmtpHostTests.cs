using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Support.SmtpServers;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Web;

/// <summary>The whole program with a real mail server: what is asked, decided and told travels by SMTP.</summary>
public sealed class SmtpHostTests
{
    AiosmtpdServer server = null!;
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        server = AiosmtpdServer.Start();
        host = await TestHost.StartAsync("Development", "--Mail:Mode=Smtp", "--Mail:Host=127.0.0.1", $"--Mail:Port={server.Port}",
            "--Mail:Security=None", "--Mail:TimeoutSeconds=20");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await host.DisposeAsync();
        server.Dispose();
    }

    [Test]
    public async Task ARequest_GoesTheWholeWayByTheLinksInItsMails()
    {
        var officer = await host.SignInAsync("officer");
        var request = await officer.FileAsync("new", "officer");
        await host.DispatchAsync();
        Assert.That(MailTo("officer").Text, Does.Contain("/a/"));
        await host.ProveAsync(request);
        await AttachAsync(request);
        await host.DispatchAsync();

        var reviewer = await host.SignInAsync("reviewer");
        var review = await reviewer.GetAsync(Link(MailTo("reviewer")));
        Assert.That(review.Location, Does.StartWith("/tasks/"));
        await reviewer.PostAsync(review.Location!, new { Answer = Approval.Approve, Reason = "ครบถ้วน" });
        await host.DispatchAsync();

        var director = await host.SignInAsync("director");
        var decision = await director.GetAsync(Link(MailTo("director")));
        var chosen = await director.PostAsync(decision.Location!, new { Answer = Approval.Approve, Via = "mail" });
        Assert.That(chosen.Location, Does.EndWith("/code"));
        await host.DispatchAsync();
        var code = MailTo("director").Subject.Split(' ')[1];
        Assert.That((await director.PostAsync(chosen.Location!, new { Code = code })).Status, Is.EqualTo(302));
        Assert.That(await host.StageAsync(request), Is.EqualTo("granted"));
        await host.DispatchAsync();
        Assert.That(MailTo("officer").Subject, Does.Contain("BBL"));
        Assert.That(await TasksCase.CountAsync(host, "outbox", "due_at is not null or failed_at is not null"), Is.Zero);
        Assert.That(server.Mails().Select(mail => mail.MessageId), Is.Unique);
    }

    [Test]
    public async Task WhileTheServerIsDown_MailsWaitWithGrowingPauses_AndLeaveUnderTheSameId()
    {
        var port = server.Port;
        server.Dispose();
        await (await host.SignInAsync("officer")).FileAsync("new", "officer");
        var first = await host.Database.FirstAsync<string>("select payload from outbox where recipient = 'officer@demo.example'");
        var pauses = new List<double>();
        for (var time = 0; time < 4; time++)
        {
            Assert.That(await host.DispatchAsync(), Is.Zero);
            var due = await host.Database.FirstAsync<DateTimeOffset>("select min(due_at) from outbox where due_at is not null");
            pauses.Add((due - host.Clock.GetUtcNow()).TotalSeconds);
            host.Clock.SetTo(due - TimeSpan.FromSeconds(1));
            Assert.That(await host.DispatchAsync(), Is.Zero, "not before the pause is over");
            host.Clock.SetTo(due);
        }
        Assert.That(pauses, Is.EqualTo(new double[] { 30, 60, 120, 240 }));
        var keeper = await host.SignInAsync("operator");
        Assert.That((await keeper.GetAsync("/operations")).Text, Does.Contain("รอส่งออก").And.Not.Contain("ส่งใหม่ทั้งหมด"));

        server = AiosmtpdServer.Start("--port", port.ToString(null, null));
        Assert.That(await host.DispatchAsync(), Is.GreaterThan(0));
        Assert.That(first, Does.Contain(MailTo("officer").MessageId));
        Assert.That(await TasksCase.CountAsync(host, "outbox", "attempts <> 5 or done_at is null"), Is.Zero);
    }

    [Test]
    public async Task AMailWhoseAnswerWasLost_ComesTwiceUnderOneId()
    {
        await MoveAsync("officer", "lostreply@lao.example");
        await (await host.SignInAsync("officer")).FileAsync("new", "officer");
        await host.DispatchAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await host.DispatchAsync();
        var copies = server.Mails().Where(mail => mail.To.Contains("lostreply@lao.example", StringComparison.Ordinal)).ToList();
        Assert.That(copies, Has.Count.EqualTo(2));
        Assert.That(copies.Select(mail => mail.MessageId).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task AMailThatIsRefusedForGood_IsShownToTheOperator_WhoMendsTheAddressAndSendsAgain()
    {
        await MoveAsync("officer", "unknown@lao.example");
        await (await host.SignInAsync("officer")).FileAsync("new", "officer");
        await host.DispatchAsync();
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.DispatchAsync();
        Assert.That(await TasksCase.CountAsync(
            host, "outbox", "recipient = 'unknown@lao.example' and failed_at is not null and attempts = 1"),
            Is.EqualTo(1), "tried once");
        var page = await (await host.SignInAsync("operator")).GetAsync("/operations");
        Assert.That(
            page.Text, Does.Contain("unknown@lao.example").And.Contain("550 5.1.1 no such user").And.Contain("ส่งใหม่ทั้งหมด"));
        Assert.That(server.Mails().Select(mail => mail.To), Has.None.Contains("unknown@"));
    }

    ReceivedMail MailTo(string account) =>
        server.Mails().Last(mail => mail.To.Contains(account + "@demo.example", StringComparison.Ordinal));

    static string Link(ReceivedMail mail) => System.Text.RegularExpressions.Regex.Match(mail.Text, "/a/[\\w-]+").Value;

    Task AttachAsync(string request) =>
        host.AnswerAsync(request, WorkTask.Letter, "clerk", RequireLetter.Attach, new LetterAnswer(
        null, new string('a', 64), "หนังสือ.pdf", "application/pdf", 12_345, 1, "ตย 52301/123",
        ThaiDate.BangkokDate(host.Clock.GetUtcNow()), "ผู้อำนวยการสำนักงบประมาณ", "นางสาวมาลี ใจงาม", "นายประเสริฐ ศรีสุข",
        Capacity.Own, null, "scan"));

    Task<int> MoveAsync(string person, string email) => host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
        "update people set email = @email where id = @person", new { email, person }));
}
