using System.Text.Json;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Web;
using WorkflowHost.Web.Commands;

namespace WorkflowHost.Tests.Backup;

/// <summary>Last night's backup comes back (T104), on both stores.</summary>
[TestFixture("sqlite")]
[TestFixture("postgres")]
public sealed class BackupTests(string kind)
{
    string connection = "";

    [Test]
    public async Task T104_AfterARestore_NothingIsMailedAgain_NoOldLinkWorks_AndTheDifferencesAreListed()
    {
        await using var host = await StartAsync();
        var review = await TasksCase.ReviewAsync(host);
        var backup = Path.Combine(host.Folder, "backup");
        Assert.That(await RunAsync(["backup", backup, .. host.Arguments]), Does.Contain("0 letters"));
        // After the backup: what waited leaves, and the case goes on.
        var before = await host.DispatchAsync();
        var oldLink = await TasksCase.LinkAsync(host, "reviewer");
        await TasksCase.AnswerAsync(host, review, "reviewer", "Approve", new { reason = "เอกสารครบถ้วน" });
        var later = await host.DispatchAsync();
        Assert.That(before, Is.Positive);
        Assert.That(later, Is.Positive);
        using var visitor = await host.SignInAsync("officer");
        var mails = Directory.GetFiles(host.MailFolder).Length;

        var said = "";
        await host.RestartAsync(async () =>
        {
            LoseTheStore(host);
            said = await RunAsync(["restore", backup, "--sent", Path.Combine(host.Folder, "sent"), .. host.Arguments]);
        });

        var differences = JsonDocument.Parse(said).RootElement;
        Assert.That(differences.GetProperty("mailsSentSinceAndNotSentAgain").GetInt32(), Is.EqualTo(before));
        Assert.That(differences.GetProperty("mailsOfWhichTheBackupKnowsNothing").GetArrayLength(), Is.EqualTo(later));
        Assert.That(differences.GetProperty("linksEnded").GetInt64(), Is.Positive);
        await host.RunDueAsync();
        await host.DispatchAsync();
        Assert.That(Directory.GetFiles(host.MailFolder), Has.Length.EqualTo(mails), "nothing was mailed again");
        visitor.MoveTo(host.Address);
        Assert.That((await visitor.GetAsync("/requests")).Status, Is.EqualTo(302), "who was signed in signs in again");
        using var reviewer = await host.SignInAsync("reviewer");
        Assert.That((await reviewer.GetAsync(oldLink)).Text, Does.Not.Contain("อนุมัติและส่งต่อ"));
        Assert.That((await TasksCase.TaskAsync(host, review.Id)).ClosedAt, Is.Null, "the answer after the backup is lost");
        await TasksCase.AnswerAsync(host, review, "reviewer", "Approve", new { reason = "เอกสารครบถ้วน" });
        Assert.That(await TasksCase.CountAsync(host, "tasks", "kind = 'decide' and closed_at is null"), Is.EqualTo(1), "work goes on");
    }

    [Test]
    public async Task WithoutTheJournal_WhatWaitedIsHeld_UntilAnOperatorSendsIt()
    {
        await using var host = await StartAsync();
        await TasksCase.ProofAsync(host);
        var waiting = await TasksCase.CountAsync(host, "outbox", "due_at is not null");
        var backup = Path.Combine(host.Folder, "backup");
        await RunAsync(["backup", backup, .. host.Arguments]);
        var said = "";
        await host.RestartAsync(async () =>
        {
            LoseTheStore(host);
            said = await RunAsync(["restore", backup, "--without-journal", .. host.Arguments]);
        });
        Assert.That(JsonDocument.Parse(said).RootElement.GetProperty("mailsHeldForAnOperator").GetInt64(), Is.EqualTo(waiting).And.Positive);
        Assert.That(await host.DispatchAsync(), Is.Zero);
        using var visitor = await host.SignInAsync("operator");
        Assert.That((await visitor.GetAsync("/operations")).Text, Does.Contain("held: the store was restored"));
    }

    [Test]
    public async Task ABackupIsNeverWrittenOverAnything_AndNeverRestoredOverAnything()
    {
        await using var host = await StartAsync();
        var backup = Path.Combine(host.Folder, "backup");
        await RunAsync(["backup", backup, .. host.Arguments]);
        using var said = new StringWriter();
        Assert.That(await CommandLine.RunAsync(["backup", backup, .. host.Arguments], said), Is.EqualTo(1));
        Assert.That(await CommandLine.RunAsync(["restore", backup, "--without-journal", .. host.Arguments], said), Is.EqualTo(1));
        Assert.That(said.ToString(), Does.Contain("isn't empty").And.Contain("nothing is overwritten"));
        Assert.That(await CommandLine.RunAsync(["restore", backup, .. host.Arguments], said), Is.EqualTo(2), "whether there is a journal must be said");
    }

    Task<TestHost> StartAsync()
    {
        if (kind == "sqlite")
            return TestHost.StartAsync();
        connection = PostgresServer.Shared.NewDatabase();
        return TestHost.StartAsync("Development", "--Store:Kind=postgres", $"--Store:ConnectionString={connection}");
    }

    void LoseTheStore(TestHost host)
    {
        if (kind == "sqlite")
            foreach (var file in Directory.GetFiles(host.Folder, "store.db*"))
                File.Delete(file);
        else
            PostgresServer.Empty(connection);
    }

    static async Task<string> RunAsync(string[] args)
    {
        using var output = new StringWriter();
        Assert.That(await CommandLine.RunAsync(args, output), Is.Zero, output.ToString());
        return output.ToString();
    }
}
