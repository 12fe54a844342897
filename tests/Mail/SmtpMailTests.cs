using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Tests.Support.SmtpServers;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail;

public class SmtpMailTests
{
    AiosmtpdServer server = null!;
    SmtpMail mail = null!;

    [SetUp]
    public void Start()
    {
        server = AiosmtpdServer.Start();
        mail = Mail();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (mail is not null)
            await mail.DisposeAsync();
        server?.Dispose();
    }

    [Test]
    public async Task Thai_subject_and_both_parts_arrive_intact_leading_dots_included()
    {
        var outcome = await SendAsync("officer@lao.example");

        var received = server.Mails().Single();
        Assert.That(outcome, Is.TypeOf<MailOutcome.Sent>());
        Assert.That(received.Subject, Is.EqualTo(SampleMail.Subject));
        Assert.That(received.Text, Is.EqualTo(SampleMail.Text));
        Assert.That(received.Html, Is.EqualTo(SampleMail.Html));
        Assert.That(server.Logged("mail from flow@dla.example to officer@lao.example"), Is.EqualTo(1));
    }

    [TestCase("busy", "450 4.2.0 mailbox busy")]
    [TestCase("full", "452 4.3.1 disk full")]
    [TestCase("signin", "530 5.7.0 sign in first", Description = "Our set-up is at fault, not the mail")]
    public async Task What_may_pass_later_is_tried_later(string recipient, string answer)
    {
        var outcome = await SendAsync($"{recipient}@lao.example");

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain(answer));
        Assert.That(server.Mails(), Is.Empty);
    }

    [TestCase("unknown", "550 5.1.1 no such user")]
    [TestCase("spam", "554 5.7.1 looks like spam")]
    public async Task What_the_server_will_never_take_is_refused(string recipient, string answer)
    {
        var outcome = await SendAsync($"{recipient}@lao.example");

        Assert.That((outcome as MailOutcome.Refused)?.Reason, Does.Contain(answer));
        Assert.That(server.Mails(), Is.Empty);
    }

    [TestCase("dropdata", "message: ")]
    [TestCase("droprcpt", "RCPT TO: ")]
    public async Task A_server_that_hangs_up_is_tried_later(string recipient, string step)
    {
        var outcome = await SendAsync($"{recipient}@lao.example");

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain(step));
        Assert.That(server.Mails(), Is.Empty);
    }

    [Test]
    public async Task A_mail_whose_reply_was_lost_is_sent_again_under_the_same_id()
    {
        var first = await SendAsync("lostreply@lao.example");
        var second = await SendAsync("lostreply@lao.example");

        Assert.That(first, Is.TypeOf<MailOutcome.TryLater>());
        Assert.That(second, Is.TypeOf<MailOutcome.Sent>());
        Assert.That(server.Mails(), Has.Count.EqualTo(2));
        Assert.That(server.Mails().Select(x => x.MessageId), Is.All.EqualTo("outbox-1@flow.example"));
    }

    [Test]
    public async Task A_greylisted_mail_passes_on_the_second_attempt_over_the_same_connection()
    {
        var first = await SendAsync("grey@lao.example");
        var second = await SendAsync("grey@lao.example");

        Assert.That(first, Is.TypeOf<MailOutcome.TryLater>());
        Assert.That(second, Is.TypeOf<MailOutcome.Sent>());
        Assert.That(server.Logged("connect"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_refused_mail_leaves_the_connection_good_for_the_next()
    {
        await SendAsync("unknown@lao.example");
        await SendAsync("spam@lao.example");
        var next = await SendAsync("officer@lao.example");

        Assert.That(next, Is.TypeOf<MailOutcome.Sent>());
        Assert.That(server.Logged("connect"), Is.EqualTo(1));
    }

    [TestCase("hangup", Description = "It hangs up without a word")]
    [TestCase("tired", Description = "It says 421 first")]
    public async Task A_kept_connection_that_died_is_replaced_and_nothing_is_sent_twice(string recipient)
    {
        await SendAsync($"{recipient}@lao.example");
        var second = await SendAsync("officer@lao.example");

        Assert.That(second, Is.TypeOf<MailOutcome.Sent>());
        Assert.That(
            string.Join(' ', server.Mails().Select(x => x.To)), Is.EqualTo($"{recipient}@lao.example officer@lao.example"));
        Assert.That(server.Logged("connect"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_kept_connection_that_dies_after_the_message_left_is_not_replaced_at_once()
    {
        await SendAsync("officer@lao.example");
        var second = await SendAsync("lostreply@lao.example");

        Assert.That(second, Is.TypeOf<MailOutcome.TryLater>());
        Assert.That(string.Join(' ', server.Mails().Select(x => x.To)), Is.EqualTo("officer@lao.example lostreply@lao.example"));
    }

    [Test]
    public async Task Aserver_that_stalls_is_left_after_the_timeout()
    {
        await using var hasty = Mail(x => x.TimeoutSeconds = 0.3);

        var outcome = await hasty.SendAsync(SampleMail.To("stall@lao.example"), CancellationToken.None);

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain("RCPT TO: no answer within 0.3 s"));
    }

    [Test]
    public async Task Five_hundred_mails_at_once_share_the_allowed_connections()
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 500).Select(
            x => mail.SendAsync(SampleMail.To("officer@lao.example", $"{x}@flow.example"), CancellationToken.None)));
        await TestContext.Out.WriteLineAsync($"aiosmtpd: {500 / clock.GetElapsedTime(start).TotalSeconds:0} mails/s");

        Assert.That(outcomes, Is.All.TypeOf<MailOutcome.Sent>());
        Assert.That(server.Mails().Select(x => x.MessageId).Distinct().Count(), Is.EqualTo(500));
        Assert.That(server.Logged("connect"), Is.InRange(1, 4));
    }

    [TestCase("officer@lao.example\r\nRCPT TO:<thief@elsewhere.example>")]
    [TestCase("officer@lao.example>\r\nDATA")]
    [TestCase("officer@lao.example, other@lao.example")]
    [TestCase("officer")]
    public async Task An_address_that_is_none_is_refused_before_the_server_hears_of_it(string address)
    {
        var outcome = await SendAsync(address);

        Assert.That((outcome as MailOutcome.Refused)?.Reason, Does.Contain("the recipient is not a mail address"));
        Assert.That(server.Logged("connect"), Is.Zero);
    }

    [Test]
    public async Task A_server_that_is_not_there_is_tried_later()
    {
        await using var gone = Mail(x => x.Host = "mail.invalid");

        var outcome = await gone.SendAsync(SampleMail.To("officer@lao.example"), CancellationToken.None);

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.StartWith("mail.invalid:").And.Contain("connect:"));
    }

    SmtpMail Mail(Action<MailSettings>? change = null) =>
        new(server.Settings(change), TimeProvider.System, NullLogger<SmtpMail>.Instance);

    Task<MailOutcome> SendAsync(string recipient) =>
        mail.SendAsync(SampleMail.To(recipient), CancellationToken.None);
}
