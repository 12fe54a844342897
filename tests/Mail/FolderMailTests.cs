using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail;

public class FolderMailTests
{
    string folder = "";
    FolderMail mail = null!;
    Mailbox mailbox = null!;

    [SetUp]
    public void Create()
    {
        folder = Directory.CreateTempSubdirectory("mails-").FullName;
        mail = new FolderMail(new MailSettings { FolderPath = Path.Combine(folder, "new"), From = "flow@dla.example" });
        mailbox = new Mailbox(Path.Combine(folder, "new"));
    }

    [TearDown]
    public void Delete() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task What_was_written_is_read_back_word_for_word()
    {
        var sent = SampleMail.To("officer@lao.example");

        var outcome = await mail.SendAsync(sent, CancellationToken.None);

        var read = mailbox.List(10).Mails.Single();
        Assert.That(outcome, Is.EqualTo(new MailOutcome.Sent("20260302T013000000Z-outbox-1%40flow.example.eml")));
        Assert.That(read, Is.EqualTo(new ReceivedMail(
            "20260302T013000000Z-outbox-1%40flow.example.eml", sent.MessageId, "flow@dla.example", sent.To, sent.ToName,
            sent.ReplyTo, sent.Subject, sent.CreatedAt, sent.Text, sent.Html)));
        Assert.That(mailbox.Find(read.Id), Is.EqualTo(read));
    }

    [Test]
    public async Task The_same_mail_sent_again_is_still_one_file()
    {
        await mail.SendAsync(SampleMail.To("officer@lao.example"), CancellationToken.None);
        var first = await File.ReadAllBytesAsync(Directory.GetFiles(Path.Combine(folder, "new")).Single());
        await mail.SendAsync(SampleMail.To("officer@lao.example"), CancellationToken.None);

        var files = Directory.GetFiles(Path.Combine(folder, "new"));
        Assert.That(files, Has.Length.EqualTo(1));
        Assert.That(await File.ReadAllBytesAsync(files[0]), Is.EqualTo(first));
    }

    [Test]
    public async Task Pages_go_from_new_to_old_and_miss_none()
    {
        await SendAsync(5, "officer@lao.example");

        var first = mailbox.List(2);
        var second = mailbox.List(2, before: first.Next);
        var third = mailbox.List(2, before: second.Next);

        var ids = first.Mails.Concat(second.Mails).Concat(third.Mails).Select(x => x.MessageId);
        Assert.That(string.Join(' ', ids), Is.EqualTo(
            "5@flow.example 4@flow.example 3@flow.example 2@flow.example 1@flow.example"));
        Assert.That(third.Next, Is.Null);
    }

    [Test]
    public async Task A_recipient_is_found_by_a_part_of_the_address()
    {
        await SendAsync(3, "officer@lao.example");
        await SendAsync(1, "Head@province.example");

        var page = mailbox.List(10, recipient: " head@PROV ");

        Assert.That(page.Mails.Single().To, Is.EqualTo("Head@province.example"));
    }

    [TestCase("../secret.eml")]
    [TestCase("/etc/passwd")]
    [TestCase("none.eml")]
    public async Task Nothing_outside_the_folder_can_be_opened(string id)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "secret.eml"), "x");
        await SendAsync(1, "officer@lao.example");

        Assert.That(mailbox.Find(id), Is.Null);
    }

    [Test]
    public void A_mailbox_without_mails_is_empty() => Assert.That(mailbox.List(10).Mails, Is.Empty);

    [Test]
    public async Task A_foreign_file_is_named_so_that_it_can_be_removed()
    {
        await SendAsync(1, "officer@lao.example");
        await File.WriteAllTextAsync(Path.Combine(folder, "new", "foreign.eml"), "not a mail");

        Assert.That(() => mailbox.List(10), Throws.TypeOf<FormatException>().With.Message.Contains("foreign.eml"));
    }

    [Test]
    public async Task What_cannot_be_a_mail_is_refused_and_leaves_no_file()
    {
        var outcome = await mail.SendAsync(SampleMail.To("officer@lao.example") with { Text = " " }, CancellationToken.None);

        Assert.That((outcome as MailOutcome.Refused)?.Reason, Does.Contain("no text part"));
        Assert.That(mailbox.List(10).Mails, Is.Empty);
    }

    [Test]
    public async Task A_folder_that_cannot_be_written_to_is_tried_later()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "in the way");
        var blocked = new FolderMail(new MailSettings { FolderPath = Path.Combine(folder, "file"), From = "flow@dla.example" });

        var outcome = await blocked.SendAsync(SampleMail.To("officer@lao.example"), CancellationToken.None);

        Assert.That((outcome as MailOutcome.TryLater)?.Reason, Does.Contain("Mail:FolderPath"));
    }

    async Task SendAsync(int count, string recipient)
    {
        for (var i = 1; i <= count; i++)
        {
            var sample = SampleMail.To(recipient, $"{i}@flow.example");
            await mail.SendAsync(sample with { CreatedAt = sample.CreatedAt.AddMinutes(i) }, CancellationToken.None);
        }
    }
}
