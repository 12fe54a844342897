using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web.Commands;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Mail.Incoming;

/// <summary>The two doors for mail that comes in: a folder, and a mail server's pipe.</summary>
public sealed class MailInTests
{
    readonly string folder = Directory.CreateTempSubdirectory("workflowhost-mail-in").FullName;

    [OneTimeTearDown]
    public void Clear() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task AFolder_IsEmptiedOnce_AndWhatIsNoMail_IsLaidAside()
    {
        await using var world = await World.OnAsync(TestDatabases.Sqlite);
        var inFolder = Directory.CreateDirectory(Path.Combine(folder, "in")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(inFolder, "1.eml"), Eml.Reply("1@flow.example", "a@b.th"));
        await File.WriteAllBytesAsync(Path.Combine(inFolder, "2.eml"), "rubbish"u8.ToArray());
        await File.WriteAllBytesAsync(Path.Combine(inFolder, "3.txt"), "not looked at"u8.ToArray());
        var door = new MailInFolder(new MailSettings { InFolder = inFolder },
            new IncomingMails(world.Database, world.Tools, world.Clock), NullLogger<MailInFolder>.Instance);
        Assert.That(await door.RunAsync(), Is.EqualTo(1));
        Assert.That(await door.RunAsync(), Is.Zero);
        Assert.That(File.Exists(Path.Combine(inFolder, "taken", "1.eml")));
        Assert.That(File.Exists(Path.Combine(inFolder, "unreadable", "2.eml")));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from incoming_mails"), Is.EqualTo(1));
        Assert.That(await new MailInFolder(new MailSettings(), new IncomingMails(world.Database, world.Tools, world.Clock),
            NullLogger<MailInFolder>.Instance).RunAsync(), Is.Zero, "no folder, no mail");
    }

    [Test]
    public async Task APipe_AnswersAsAMailServerExpects()
    {
        string[] settings =
        [
            "--environment", "Development", $"--Store:Path={folder}/pipe.db", $"--Mail:FolderPath={folder}/mail",
            $"--Letters:Folder={folder}/letters", $"--CitizenIds:KeyFile={folder}/ids.key",
            "--Serilog:MinimumLevel:Default=Error",
            $"--Serilog:WriteTo:File:Args:path={folder}/log-.json",
        ];
        Task<int> Piped(byte[] mail, TextWriter output) => MailIn.RunAsync(settings, new MemoryStream(mail), output);
        var said = new StringWriter();
        Assert.That(await Piped(Eml.Bounce("1@flow.example", "a@b.th"), said), Is.Zero);
        Assert.That(await Piped(Eml.Bounce("1@flow.example", "a@b.th"), said), Is.Zero);
        Assert.That(said.ToString(), Does.Contain("as bounce").And.Contain("taken in before"));
        Assert.That(await Piped("rubbish"u8.ToArray(), said), Is.EqualTo(65));
        Assert.That(await MailIn.RunAsync([.. settings, "--Mail:Mode=Nonsense"], new MemoryStream(), said), Is.EqualTo(75));
    }
}
