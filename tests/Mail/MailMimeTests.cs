using System.Diagnostics;
using System.Text;
using System.Text.Json;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Tests.Support.SmtpServers;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail;

/// <summary>What we write is judged by somebody else's parser: Python's.</summary>
public class MailMimeTests
{
    static readonly OutgoingMail Sample = SampleMail.To("officer@lao.example");

    [Test]
    public async Task T55_A_stranger_reads_every_part_as_it_was_written()
    {
        var seen = await SeenByPythonAsync(Sample);

        Assert.That(Text(seen, "subject"), Is.EqualTo(Sample.Subject));
        Assert.That(Text(seen, "text").ReplaceLineEndings("\n"), Is.EqualTo(Sample.Text));
        Assert.That(Text(seen, "html").ReplaceLineEndings("\n"), Is.EqualTo(Sample.Html));
        Assert.That(Text(seen, "type"), Is.EqualTo("multipart/alternative"));
        Assert.That(Text(seen, "to"), Is.EqualTo("officer@lao.example"));
        Assert.That(Text(seen, "toName"), Is.EqualTo(Sample.ToName));
        Assert.That(Text(seen, "from"), Is.EqualTo("flow@dla.example"));
        Assert.That(Text(seen, "messageId"), Is.EqualTo("<outbox-1@flow.example>"));
        Assert.That(Text(seen, "date"), Is.EqualTo("2026-03-02T08:30:00+07:00"));
    }

    [Test]
    public async Task A_calendar_file_is_attached_beside_the_two_parts()
    {
        var file = CalendarFile.Write([new CalendarEntry("t1", 0, ThaiDate.EndOfDay(new DateOnly(2026, 3, 9)))], Sample.Subject,
            new Uri("https://flow.example"), Sample.CreatedAt);
        var seen = await SeenByPythonAsync(Sample with { Calendar = file });
        Assert.That(
            (Text(seen, "type"), Text(seen, "text").ReplaceLineEndings("\n"), Text(seen, "html").ReplaceLineEndings("\n")),
            Is.EqualTo(("multipart/mixed", Sample.Text, Sample.Html)));
        Assert.That(seen.GetProperty("defects").GetArrayLength(), Is.Zero, seen.GetProperty("defects").ToString());
        var attached = seen.GetProperty("attachments").EnumerateArray().Single();
        Assert.That((Text(attached, "name"), Text(attached, "type"), Text(attached, "method")),
            Is.EqualTo(("deadline.ics", "text/calendar", "PUBLISH")));
        Assert.That(Text(attached, "text").ReplaceLineEndings("\r\n"), Is.EqualTo(file));
        Assert.That(MimeReader.Read("x", MailMime.Write(Sample with { Calendar = file }, "flow@dla.example", "ระบบ")).Calendar,
            Is.EqualTo(file.ReplaceLineEndings("\n")));
    }

    [Test]
    public async Task It_keeps_the_rules_of_the_format()
    {
        var seen = await SeenByPythonAsync(Sample);

        Assert.That(seen.GetProperty("defects").GetArrayLength(), Is.Zero, seen.GetProperty("defects").ToString());
        Assert.That(seen.GetProperty("isSevenBit").GetBoolean(), Is.True);
        Assert.That(seen.GetProperty("longestLine").GetInt32(), Is.LessThanOrEqualTo(76));
        Assert.That(seen.GetProperty("bareLineFeeds").GetInt32(), Is.Zero);
        Assert.That(string.Join(' ', Names(seen)), Is.EqualTo(
            "date from to reply-to message-id subject auto-submitted x-flow-case mime-version content-type"));
    }

    [TestCase("Short and plain")]
    [TestCase("")]
    [TestCase("=?utf-8?B?not?= an encoded word")]
    [TestCase("A plain English subject that goes on for so long that it has to be folded into more lines than one, or two")]
    [TestCase("ก็็็็็็็็็็็็็็็็็็็็็็็็็็็็็็ไม้ไต่คู้ซ้อนกันเกินบรรทัด")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Any_subject_survives(string subject)
    {
        var mail = Sample with { Subject = subject };
        var seen = await SeenByPythonAsync(mail);

        Assert.That(Text(seen, "subject"), Is.EqualTo(subject));
        Assert.That(seen.GetProperty("longestLine").GetInt32(), Is.LessThanOrEqualTo(76));
        Assert.That(MimeReader.Read("x", Write(mail)).Subject, Is.EqualTo(subject));
    }

    [TestCase("Hello\r\nBcc: thief@elsewhere.example")]
    [TestCase("สวัสดี\r\n\r\nBcc: thief@elsewhere.example")]
    [TestCase("Hello\nBcc: thief@elsewhere.example")]
    [TestCase("Hello\u2028Bcc: thief@elsewhere.example\0")]
    public async Task A_line_break_in_a_text_is_a_space_and_begins_no_header(string text)
    {
        var seen = await SeenByPythonAsync(Sample with { Subject = text, ToName = text });

        Assert.That(Names(seen), Does.Not.Contain("bcc"));
        Assert.That(seen.GetProperty("recipients").GetInt32(), Is.EqualTo(1));
        Assert.That(Text(seen, "subject"), Does.EndWith(" Bcc: thief@elsewhere.example"));
        Assert.That(Text(seen, "to"), Is.EqualTo("officer@lao.example"));
    }

    [Test]
    public void A_line_break_where_no_text_belongs_is_refused()
    {
        Refuses(Sample with { To = "a@b.example\r\nBcc: c@d.example" }, "the recipient");
        Refuses(Sample with { ReplyTo = "a@b.example\r\nBcc: c@d.example" }, "the reply address");
        Refuses(Sample with { MessageId = "a@b.example>\r\nBcc: c@d.example" }, "Message-ID");
        Refuses(Sample with { Headers = With("X-Flow-Case", "a\r\nBcc: c@d.example") }, "X-Flow-Case");
        Refuses(Sample with { Headers = With("X-Flow-Case: a\r\nBcc", "c@d.example") }, "name of a header");
    }

    [TestCase("bcc")]
    [TestCase("Message-Id")]
    [TestCase("Content-Type")]
    public void A_header_of_ours_cannot_be_replaced(string name) => Refuses(Sample with { Headers = With(name, "x") }, name);

    [Test]
    public void The_same_mail_has_the_same_bytes_on_every_attempt() => Assert.That(Write(Sample), Is.EqualTo(Write(Sample)));

    [Test]
    public void No_encoded_word_divides_what_is_read_as_one_character()
    {
        var header = Encoding.ASCII.GetString(Write(Sample with { Subject = string.Concat(Enumerable.Repeat("ที่นี้", 20)) }));

        var words = header.Split("Subject: ")[1].Split("\r\nAuto-")[0].Split("\r\n ");
        Assert.That(words, Has.Length.GreaterThan(2));
        foreach (var word in words)
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(word["=?utf-8?B?".Length..^2]));
            Assert.That(text, Does.Not.Contain('\uFFFD'));
            Assert.That(char.GetUnicodeCategory(text[0]), Is.Not.EqualTo(System.Globalization.UnicodeCategory.NonSpacingMark));
        }
    }

    [Test]
    public void A_mail_survives_the_outbox()
    {
        var copy = JsonSerializer.Deserialize<OutgoingMail>(JsonSerializer.Serialize(Sample))!;

        Assert.That(copy with { Headers = null }, Is.EqualTo(Sample with { Headers = null }));
        Assert.That(copy.Headers, Is.EqualTo(Sample.Headers));
    }

    static byte[] Write(OutgoingMail mail) => MailMime.Write(mail, "flow@dla.example", "ระบบอนุมัติ");

    static Dictionary<string, string> With(string name, string value) => new() { [name] = value };

    static void Refuses(OutgoingMail mail, string named) =>
        Assert.That(() => Write(mail), Throws.TypeOf<FormatException>().With.Message.Contains(named));

    static async Task<JsonElement> SeenByPythonAsync(OutgoingMail mail)
    {
        using var process = Process.Start(new ProcessStartInfo(AiosmtpdServer.Python, [AiosmtpdServer.Script("read_mail.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.BaseStream.WriteAsync(Write(mail));
        process.StandardInput.Close();
        return JsonSerializer.Deserialize<JsonElement>(await process.StandardOutput.ReadToEndAsync());
    }

    static string Text(JsonElement seen, string name) => seen.GetProperty(name).GetString()!;

    static IEnumerable<string?> Names(JsonElement seen) =>
        seen.GetProperty("names").EnumerateArray().Select(x => x.GetString());
}
