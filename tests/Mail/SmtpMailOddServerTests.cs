using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Tests.Support.SmtpServers;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail;

public class SmtpMailOddServerTests
{
    static readonly string ManyLines = string.Join("\r\n", Enumerable.Repeat("220-more", 1000));

    [Test]
    public async Task An_answer_without_bounds_is_not_read_to_its_end()
    {
        await using var longLine = new ScriptedServer("220 " + new string('x', 100_000));
        await using var manyLines = new ScriptedServer(ManyLines);

        Assert.That(await ReasonAsync(longLine), Does.Contain("a line of more than 4096 octets"));
        Assert.That(await ReasonAsync(manyLines), Does.Contain("more than 100 lines"));
    }

    [TestCase("HTTP/1.1 400 Bad Request")]
    [TestCase("999 what")]
    [TestCase("22")]
    [TestCase("220hello")]
    [TestCase("")]
    public async Task An_answer_that_is_not_SMTP_is_tried_later(string greeting)
    {
        await using var server = new ScriptedServer(greeting);

        Assert.That(await ReasonAsync(server), Does.Contain("greeting: the server's answer is not SMTP"));
    }

    [Test]
    public async Task Two_answers_to_one_command_are_not_taken_for_the_next_ones()
    {
        await using var server = new ScriptedServer("220 hello", "250 me", "250 sender\r\n250 recipient", "354 go", "250 done");

        Assert.That(await ReasonAsync(server), Does.Contain("RCPT TO: the server spoke out of turn"));
    }

    [Test]
    public async Task Control_characters_of_the_server_do_not_reach_our_log()
    {
        await using var server = new ScriptedServer("220 hello", "250 me", "450 a\u001b[31mb\tc", "221 bye");

        Assert.That(await ReasonAsync(server), Does.EndWith("450 a [31mb c"));
    }

    [TestCase(RefusalCause.Ourselves, "550 5.1.8 bad sender")]
    [TestCase(RefusalCause.Recipient, "250 ok", "550 no such user")]
    [TestCase(RefusalCause.Recipient, "250 ok", "501 5.1.3 bad address")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "501 syntax")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "550 5.1.8 sender's domain not found")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "550 5.7.1 relaying denied")]
    [TestCase(RefusalCause.Message, "250 ok", "250 ok", "554 no")]
    [TestCase(RefusalCause.Recipient, "250 ok", "250 ok", "354 go", "550 5.2.1 mailbox closed")]
    [TestCase(RefusalCause.Message, "250 ok", "250 ok", "354 go", "552 5.2.3 too long for the mailbox")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "250 ok", "354 go", "554 5.7.1 spam")]
    public async Task T51_A_refusal_for_good_says_whom_it_is_about(RefusalCause about, params string[] answers)
    {
        await using var server = new ScriptedServer(["220 hello", "250 me", .. answers]);
        await using var mail = Mail(server);

        var outcome = await mail.SendAsync(SampleMail.To("officer@lao.example"), CancellationToken.None);

        Assert.That((outcome as MailOutcome.Refused)?.About, Is.EqualTo(about));
    }

    [TestCase(RefusalCause.Recipient, "250 ok", "450 mailbox busy")]
    [TestCase(RefusalCause.Recipient, "250 ok", "452 4.2.2 mailbox full")]
    [TestCase(RefusalCause.Recipient, "250 ok", "451 Greylisted, come back in 300 s")]
    [TestCase(RefusalCause.Recipient, "250 ok", "450 4.1.2 domain not found just now")]
    [TestCase(RefusalCause.Recipient, "250 ok", "250 ok", "354 go", "452 4.2.2 over quota")]
    [TestCase(RefusalCause.Ourselves, "451 4.3.0 no room for a queue file")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "450 4.1.8 sender's domain not found")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "450 4.7.25 your host has no name")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "451 local error")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "452 4.5.3 too many recipients")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "421 shutting down")]
    [TestCase(RefusalCause.Ourselves, "250 ok", "250 ok", "354 go", "452 4.3.1 disk full")]
    public async Task T52_AMailHeldBack_SaysWhetherItIsAboutTheRecipient(RefusalCause about, params string[] answers)
    {
        await using var server = new ScriptedServer(["220 hello", "250 me", .. answers]);
        await using var mail = Mail(server);

        var outcome = await mail.SendAsync(SampleMail.To("officer@lao.example"), CancellationToken.None);

        Assert.That((outcome as MailOutcome.TryLater)?.About, Is.EqualTo(about));
    }

    [Test]
    public async Task Cancelling_ends_the_wait_for_an_answer()
    {
        await using var server = new ScriptedServer("220 hello", "250 me", "250 sender");
        await using var mail = Mail(server);
        using var cancel = new CancellationTokenSource();

        var sending = mail.SendAsync(SampleMail.To("officer@lao.example"), cancel.Token);
        await server.Silent;
        await cancel.CancelAsync();

        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Cancelling_ends_the_wait_for_a_free_connection()
    {
        await using var server = new ScriptedServer("220 hello", "250 me", "250 sender");
        await using var mail = Mail(server);
        using var cancelFirst = new CancellationTokenSource();
        using var cancelSecond = new CancellationTokenSource();
        var first = mail.SendAsync(SampleMail.To("officer@lao.example"), cancelFirst.Token);
        await server.Silent;
        var second = mail.SendAsync(SampleMail.To("officer@lao.example"), cancelSecond.Token);

        await cancelSecond.CancelAsync();

        Assert.That(async () => await second, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(first.IsCompleted, Is.False);
        await cancelFirst.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("a\r\n.b\r\n", "a\r\n..b\r\n.\r\n")]
    [TestCase(".", "..\r\n.\r\n")]
    [TestCase("..\r\n.\r\n", "...\r\n..\r\n.\r\n")]
    [TestCase("a.b", "a.b\r\n.\r\n")]
    public void A_leading_dot_is_doubled_so_that_it_cannot_end_the_mail(string message, string body) =>
        Assert.That(Encoding.ASCII.GetString(SmtpBody.Of(Encoding.ASCII.GetBytes(message))), Is.EqualTo(body));

    static async Task<string?> ReasonAsync(ScriptedServer server)
    {
        await using var mail = Mail(server);
        var outcome = await mail.SendAsync(SampleMail.To("officer@lao.example"), CancellationToken.None);
        return (outcome as MailOutcome.TryLater)?.Reason;
    }

    static SmtpMail Mail(ScriptedServer server) =>
        new(server.Settings(x => x.MaxConnections = 1), TimeProvider.System, NullLogger<SmtpMail>.Instance);
}
