using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail;

public class MailSettingsTests
{
    [Test]
    public void Sound_settings_have_no_problems()
    {
        Assert.That(Smtp().Problems(), Is.Empty);
        Assert.That(new MailSettings { FolderPath = "mails", From = "flow@dla.example" }.Problems(), Is.Empty);
    }

    [Test]
    public void Everything_wrong_is_said_at_once()
    {
        var settings = new MailSettings
        {
            Mode = "Smtp",
            From = "Flow <flow@dla.example>",
            Port = 0,
            Security = "Ssl",
            TimeoutSeconds = 0,
            MaxConnections = 0,
            Password = "secret",
            PasswordFile = "nowhere",
            TrustedCaFile = "nowhere.pem",
            HelloName = "a b",
            PerDomainPerMinute = 0,
        };

        foreach (var key in new[]
        {
            "From", "Host", "Port", "Security", "TimeoutSeconds", "MaxConnections", "UserName", "Password", "PasswordFile",
            "TrustedCaFile", "HelloName", "PerDomainPerMinute",
        })
            Assert.That(settings.Problems(), Has.Some.StartsWith($"Mail:{key} "), key);
    }

    [TestCase("relay.example", false, 1)]
    [TestCase("relay.example", true, 0)]
    [TestCase("127.0.0.1", false, 0)]
    [TestCase("localhost", false, 0)]
    public void A_password_may_cross_a_network_in_the_clear_only_with_leave(string host, bool leave, int problems)
    {
        var settings = Smtp();
        (settings.Host, settings.Security, settings.UserName, settings.Password) = (host, "None", "flow", "secret");
        settings.AllowPlainAuth = leave;

        Assert.That(settings.Problems(), Has.Count.EqualTo(problems));
    }

    [Test]
    public void A_problem_never_repeats_the_password()
    {
        var settings = Smtp();
        (settings.Password, settings.PasswordFile) = ("hunter2\0", "nowhere");

        Assert.That(settings.Problems(), Is.Not.Empty);
        Assert.That(settings.Problems(), Has.None.Contain("hunter2"));
    }

    [TestCase("a@b.example", "a@b.example")]
    [TestCase("A.b+c@B.Example", "A.b+c@b.example")]
    [TestCase("a@localhost", "a@localhost")]
    [TestCase("a@เทศบาล.ไทย", "a@xn--o3cg7ak5c9d.xn--o3cw4h")]
    public void An_address_is_taken_in_the_form_that_SMTP_carries(string text, string address)
    {
        Assert.That(AddrSpec.TryParse(text, out var parsed), Is.True);
        Assert.That(parsed!.Text, Is.EqualTo(address));
    }

    [TestCase("")]
    [TestCase("@b.example")]
    [TestCase("a@")]
    [TestCase("a@b.example.")]
    [TestCase(".a@b.example")]
    [TestCase("a.@b.example")]
    [TestCase("a..b@b.example")]
    [TestCase("a b@b.example")]
    [TestCase("a@b example")]
    [TestCase("a@[127.0.0.1]")]
    [TestCase("<a@b.example>")]
    [TestCase("\"a b\"@b.example")]
    [TestCase("นายก@b.example")]
    [TestCase("a@b.example\n")]
    [TestCase("a@-b.example")]
    public void What_is_no_address_is_not_taken(string text) => Assert.That(AddrSpec.TryParse(text, out _), Is.False);

    static MailSettings Smtp() => new() { Mode = "Smtp", Host = "relay.example", From = "flow@dla.example" };
}
