using System.Text;
using WorkflowHost.Activities.Mail.Incoming;

namespace WorkflowHost.Tests.Mail.Incoming;

/// <summary>Reading what anybody may send: bounces, automatic answers, replies, and rubbish.</summary>
public sealed class IncomingMailTests
{
    [Test]
    public void T51_ADeliveryReport_NamesTheRecipientTheStatusAndOurMail()
    {
        var mail = IncomingMail.Read(Eml.Bounce("4711@flow.example", "Saraban@DL.go.th"), "");
        Assert.That(mail.Kind, Is.EqualTo(IncomingMail.Bounce));
        Assert.That(mail.Answers, Is.EqualTo(new[] { "4711@flow.example" }));
        var status = mail.Statuses.Single();
        Assert.That((status.Address, status.Action, status.Status), Is.EqualTo(("saraban@dl.go.th", "failed", "5.1.1")));
        Assert.That((status.IsHard, status.IsSoft), Is.EqualTo((true, false)));
    }

    [TestCase("4.2.2", "failed", true)]
    [TestCase("5.2.2", "failed", true, Description = "a full mailbox, which many servers call final")]
    [TestCase("4.4.1", "delayed", false, Description = "the server still tries")]
    [TestCase("5.7.1", "failed", false)]
    public void T52_SoftIsWhatMayWorkAnotherDay(string code, string action, bool isSoft) =>
        Assert.That(
            IncomingMail.Read(Eml.Bounce("1@x", "a@b.th", code, action), "").Statuses.Single().IsSoft, Is.EqualTo(isSoft));

    [Test]
    public void T49_AReply_IsReadInThai_AndSaysWhatItAnswers()
    {
        var mail = IncomingMail.Read(Eml.Reply("4711@flow.example", "director@demo.example", "อนุมัติ\nครับ"), "");
        Assert.That((mail.Kind, mail.From, mail.Subject, mail.Text),
            Is.EqualTo((IncomingMail.Reply, "director@demo.example", "ตอบ: โปรดพิจารณา", "อนุมัติ\nครับ")));
    }

    [TestCase("Auto-Submitted: auto-replied")]
    [TestCase("X-Autoreply: yes")]
    [TestCase("Precedence: bulk")]
    [TestCase("Return-Path: <>")]
    public void T53_AnAutomaticAnswer_IsKnownAsOne(string header) => Assert.That(
        IncomingMail.Read(Eml.Reply("1@x", "a@b.th", more: header), "").Kind, Is.EqualTo(IncomingMail.AutoReply));

    [Test]
    public void T50_OnlyOurOwnServersDmarcResult_IsBelieved()
    {
        const string Headers = "Authentication-Results: mx.dla.go.th; dmarc=fail (p=reject) header.from=demo.example\r\n"
            + "Authentication-Results: evil.example; dmarc=pass";
        var mail = Eml.Reply("1@x", "director@demo.example", more: Headers);
        Assert.That(IncomingMail.Read(mail, "mx.dla.go.th").Dmarc, Is.EqualTo("fail"));
        Assert.That(IncomingMail.Read(mail, "other.example").Dmarc, Is.EqualTo("unknown"));
        Assert.That(IncomingMail.Read(mail, "").Dmarc, Is.EqualTo("unknown"));
    }

    [TestCase("tis-620")]
    [TestCase("windows-874")]
    public void ThaiOfOldMailPrograms_IsRead(string charset)
    {
        var thai = "อนุมัติ".Select(sign => (byte)(sign - 0x0E01 + 0xA1)).ToArray();
        var head = Encoding.ASCII.GetBytes($"From: a@b.th\nIn-Reply-To: <1@x>\nContent-Type: text/plain; charset={charset}\n\n");
        Assert.That(IncomingMail.Read([.. head, .. thai], "").Text, Is.EqualTo("อนุมัติ"));
    }

    [Test]
    public void WhatIsNoMail_OrTooLarge_IsRefused()
    {
        Assert.That(() => IncomingMail.Read([], ""), Throws.TypeOf<UnreadableMailException>());
        Assert.That(() => IncomingMail.Read("no header here"u8.ToArray(), ""), Throws.TypeOf<UnreadableMailException>());
        Assert.That(() => IncomingMail.Read(new byte[MimePart.MostBytes + 1], ""), Throws.TypeOf<UnreadableMailException>());
    }

    [Test]
    public void AMailWithinAMailWithinAMail_IsReadSoFarOnly()
    {
        var nested = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 5_000)) + "Subject: inside\n\n";
        Assert.That(MimePart.Read(Encoding.ASCII.GetBytes(nested)).Everything().Count(), Is.LessThan(20));
        var wide = "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n", 50_000))
            + "--b--";
        Assert.That(MimePart.Read(Encoding.ASCII.GetBytes(wide)).Everything().Count(), Is.LessThanOrEqualTo(101));
    }

    [Test]
    public void WhateverComes_IsReadOrRefused_AndNeverAFault()
    {
        var random = new Random(4711);
        byte[][] seeds = [Eml.Bounce("1@x", "a@b.th"), Eml.Reply("1@x", "a@b.th", more: "References: <2@x> <3@x>")];
        for (var round = 0; round < 4_000; round++)
        {
            var mail = seeds[round % 2].ToArray();
            for (var changes = random.Next(1, 40); changes > 0; changes--)
                mail[random.Next(mail.Length)] = (byte)random.Next(256);
            if (round % 5 == 0)
                mail = [.. mail[..random.Next(mail.Length)], .. mail[random.Next(mail.Length)..]];
            try
            {
                var read = IncomingMail.Read(mail, "mx.example");
                Assert.That(read.Text, Has.Length.LessThanOrEqualTo(10_000));
                Assert.That((read.Text + read.Subject).Contains('\0', StringComparison.Ordinal), Is.False);
            }
            catch (UnreadableMailException)
            {
                // That is an answer too.
            }
        }
    }

    [TestCase("saraban@dl.go.th", "saraban@dla.go.th")]
    [TestCase("saraban@dla.go.ht", "saraban@dla.go.th")]
    [TestCase("saraban@dla.go.th", null)]
    [TestCase("clerk@unknown.example", null)]
    [TestCase("no address", null)]
    public void T51_ALikelyTypingMistake_IsSuggested(string address, string? meant) =>
        Assert.That(AddressTypos.Suggest(address, ["dla.go.th", "bb.go.th", "thaimail.go.th"]), Is.EqualTo(meant));
}
