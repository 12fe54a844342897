using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Tests.Support.SmtpServers;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail;

/// <summary>The second real server: Postfix's smtp-sink, which can misbehave at every command there is.</summary>
public class SmtpMailAgainstSinkTests
{
    [Test]
    public async Task It_takes_five_hundred_mails()
    {
        using var sink = await SmtpSink.StartAsync();
        var start = TimeProvider.System.GetTimestamp();

        var outcomes = await SendAsync(sink, 500);

        var rate = 500 / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        await TestContext.Out.WriteLineAsync($"smtp-sink: {rate:0} mails/s");
        Assert.That(outcomes, Is.All.TypeOf<MailOutcome.Sent>());
    }

    [Test]
    public async Task Hanging_up_at_any_command_is_tried_later(
        [Values("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", ".")] string command)
    {
        using var sink = await SmtpSink.StartAsync("-q", command);

        var outcome = (await SendAsync(sink, 1)).Single();

        var reason = (outcome as MailOutcome.TryLater)?.Reason;
        Assert.That(reason, Does.Contain("hung up").Or.Contain("reset").Or.Contain("roken pipe"));
    }

    [Test]
    public async Task A_soft_error_at_any_command_is_tried_later(
        [Values("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", ".")] string command)
    {
        using var sink = await SmtpSink.StartAsync("-r", command);

        var outcome = (await SendAsync(sink, 1)).Single();

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain(": 4"));
    }

    [Test]
    public async Task A_hard_error_refuses_the_mail([Values("MAIL", "RCPT", "DATA", ".")] string command)
    {
        using var sink = await SmtpSink.StartAsync("-f", command);

        var outcome = (await SendAsync(sink, 1)).Single();

        Assert.That((outcome as MailOutcome.Refused)?.Reason, Does.Contain(": 5"));
    }

    [Test]
    public async Task A_hard_error_before_any_mail_is_about_us_and_tried_later([Values("CONNECT", "EHLO")] string command)
    {
        using var sink = await SmtpSink.StartAsync("-f", command);

        var outcome = (await SendAsync(sink, 1)).Single();

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain(": 5"));
    }

    static async Task<MailOutcome[]> SendAsync(SmtpSink sink, int count)
    {
        await using var mail = new SmtpMail(sink.Settings(), TimeProvider.System, NullLogger<SmtpMail>.Instance);
        return await Task.WhenAll(Enumerable.Range(1, count).Select(
            x => mail.SendAsync(SampleMail.To("officer@lao.example", $"{x}@flow.example"), CancellationToken.None)));
    }
}
