using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Support.SmtpServers;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail;

public class SmtpMailSecurityTests
{
    const string Password = "รหัส ผ่าน-1!";

    [TestCase("starttls", "StartTls")]
    [TestCase("implicit", "Tls")]
    public async Task A_server_of_our_own_authority_is_trusted_when_the_authority_is_named(string kind, string security)
    {
        using var authority = new TestAuthority();
        using var server = AiosmtpdServer.Start(authority.Tls(kind));

        var outcome = await SendAsync(server.Settings(x =>
        {
            x.Security = security;
            x.TrustedCaFile = authority.AuthorityFile;
        }));

        Assert.That(outcome, Is.TypeOf<MailOutcome.Sent>());
        Assert.That(server.Mails().Single().Subject, Is.EqualTo(SampleMail.Subject));
    }

    [TestCase("starttls", "StartTls")]
    [TestCase("implicit", "Tls")]
    public async Task A_server_of_an_unknown_authority_gets_nothing(string kind, string security)
    {
        using var authority = new TestAuthority();
        using var server = AiosmtpdServer.Start(authority.Tls(kind));

        var outcome = await SendAsync(server.Settings(x => x.Security = security));

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain("TLS: ").And.Contain("certificate"));
        Assert.That(server.Mails(), Is.Empty);
    }

    [Test]
    public async Task Another_authority_than_the_one_named_is_not_trusted()
    {
        using var authority = new TestAuthority();
        using var another = new TestAuthority();
        using var server = AiosmtpdServer.Start(authority.Tls("starttls"));

        var outcome = await SendAsync(server.Settings(x =>
        {
            x.Security = "StartTls";
            x.TrustedCaFile = another.AuthorityFile;
        }));

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain("TLS: "));
        Assert.That(server.Mails(), Is.Empty);
    }

    [TestCase("starttls", "StartTls")]
    [TestCase("implicit", "Tls")]
    public async Task A_certificate_for_another_name_is_not_trusted(string kind, string security)
    {
        using var authority = new TestAuthority("mail.other.example");
        using var server = AiosmtpdServer.Start(authority.Tls(kind));

        var outcome = await SendAsync(server.Settings(x =>
        {
            x.Security = security;
            x.TrustedCaFile = authority.AuthorityFile;
        }));

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain("NameMismatch"));
        Assert.That(server.Mails(), Is.Empty);
    }

    [Test]
    public async Task A_server_without_encryption_gets_nothing_when_encryption_is_demanded()
    {
        using var server = AiosmtpdServer.Start();

        var outcome = await SendAsync(server.Settings(x => x.Security = "StartTls"));

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain("STARTTLS: the server does not offer it"));
        Assert.That(server.Mails(), Is.Empty);
    }

    [Test]
    public async Task Words_slipped_in_before_the_encryption_end_the_conversation()
    {
        await using var server = new ScriptedServer("220 hello", "250-me\r\n250 STARTTLS", "220 go\r\n250 AUTH PLAIN");

        var outcome = await SendAsync(server.Settings(x => x.Security = "StartTls"));

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain("before the encryption began"));
    }

    [TestCase("PLAIN")]
    [TestCase("LOGIN")]
    public async Task Either_way_of_signing_in_serves_and_is_done_once_for_many_mails(string mechanism)
    {
        using var authority = new TestAuthority();
        var without = mechanism == "PLAIN" ? "LOGIN" : "PLAIN";
        using var server = AiosmtpdServer.Start([.. authority.Tls("starttls"), .. Users(), "--without", without]);
        await using var mail = Mail(server.Settings(x => SignInOverTls(x, authority)));

        await mail.SendAsync(SampleMail.To("a@lao.example"), CancellationToken.None);
        await mail.SendAsync(SampleMail.To("b@lao.example"), CancellationToken.None);

        Assert.That(server.Mails(), Has.Count.EqualTo(2));
        Assert.That(server.Logged($"auth {mechanism} accepted"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_password_sends_nothing_and_does_not_knock_again_at_once()
    {
        using var server = AiosmtpdServer.Start(Users());
        await using var mail = Mail(server.Settings(x => (x.UserName, x.Password) = ("flow", "wrong-secret")));

        var first = await mail.SendAsync(SampleMail.To("a@lao.example"), CancellationToken.None);
        var second = await mail.SendAsync(SampleMail.To("b@lao.example"), CancellationToken.None);

        Assert.That((first as MailOutcome.TryLater)?.Reason, Does.Contain("refused the sign-in with 535"));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(server.Logged("auth PLAIN refused"), Is.EqualTo(1));
        Assert.That(server.Mails(), Is.Empty);
    }

    [Test]
    public async Task After_the_pause_an_exchanged_password_is_read_anew()
    {
        using var server = AiosmtpdServer.Start(Users());
        var file = Path.Combine(server.Folder, "password");
        await File.WriteAllTextAsync(file, "old\n");
        var clock = new TestClock();
        await using var mail = new SmtpMail(
            server.Settings(x => (x.UserName, x.PasswordFile) = ("flow", file)), clock, NullLogger<SmtpMail>.Instance);
        var first = await mail.SendAsync(SampleMail.To("a@lao.example"), CancellationToken.None);

        await File.WriteAllTextAsync(file, Password + "\n");
        clock.Advance(TimeSpan.FromMinutes(1));
        var second = await mail.SendAsync(SampleMail.To("a@lao.example"), CancellationToken.None);

        Assert.That(first, Is.TypeOf<MailOutcome.TryLater>());
        Assert.That(second, Is.TypeOf<MailOutcome.Sent>());
    }

    [Test]
    public async Task A_server_that_offers_no_sign_in_gets_nothing_when_a_user_is_configured()
    {
        using var server = AiosmtpdServer.Start();

        var outcome = await SendAsync(server.Settings(x => (x.UserName, x.Password) = ("flow", Password)));

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain("offers neither PLAIN nor LOGIN"));
        Assert.That(server.Mails(), Is.Empty);
    }

    [Test]
    public async Task A_server_that_echoes_the_sign_in_does_not_get_the_password_into_our_log()
    {
        await using var server = new ScriptedServer("220 hello", "250-me\r\n250 AUTH PLAIN", "500 unknown: {heard}");

        var outcome = await SendAsync(server.Settings(x => (x.UserName, x.Password) = ("flow", "secret")));

        Assert.That(server.Heard[1], Does.StartWith("AUTH PLAIN "));
        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.EndWith("with 500: check Mail:UserName and Mail:Password"));
    }

    static string[] Users() => ["--user", "flow", "--password", Password];

    static void SignInOverTls(MailSettings settings, TestAuthority authority)
    {
        settings.Security = "StartTls";
        settings.TrustedCaFile = authority.AuthorityFile;
        (settings.UserName, settings.Password) = ("flow", Password);
    }

    static SmtpMail Mail(MailSettings settings) => new(settings, TimeProvider.System, NullLogger<SmtpMail>.Instance);

    static async Task<MailOutcome> SendAsync(MailSettings settings)
    {
        await using var mail = Mail(settings);
        return await mail.SendAsync(SampleMail.To("officer@lao.example"), CancellationToken.None);
    }
}
