namespace WorkflowHost.Tests.Web;

/// <summary>The trial mailbox: readable in Development, not there anywhere else.</summary>
public sealed class MailboxPageTests
{
    [Test]
    public async Task Mailbox_ShowsMailsWithTheirLinks_AndLocksTheHtmlIn()
    {
        await using var host = await TestHost.StartAsync();
        await TasksCase.ProofAsync(host);
        await host.DispatchAsync();
        var visitor = await host.SignInAsync("officer");
        var list = await visitor.GetAsync("/mailbox?to=officer@");
        var address = System.Text.RegularExpressions.Regex.Match(list.Html, "/mailbox/message\\?id=[^\"]+").Value;
        var mail = await visitor.GetAsync(System.Net.WebUtility.HtmlDecode(address));
        Assert.That(mail.Html, Does.Contain("href=\"/a/").And.Contain("sandbox"));
        var frame = await visitor.GetAsync(System.Net.WebUtility.HtmlDecode(address.Replace("/message", "/frame")));
        Assert.That(frame.Headers["Content-Security-Policy"], Does.StartWith("sandbox;"));
        Assert.That((await visitor.GetAsync("/mailbox?to=nobody@")).Text, Does.Contain("ยังไม่มีจดหมาย"));
        Assert.That((await visitor.GetAsync("/mailbox/message?id=../../store.db")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Mailbox_IsNotThere_WhenMailsReallyLeave()
    {
        await using var host = await TestHost.StartAsync(
            "Development", "--Mail:Mode=Smtp", "--Mail:Host=127.0.0.1", "--Mail:Port=9", "--Mail:Security=None");
        var visitor = await host.SignInAsync("officer");
        foreach (var path in (string[])["/mailbox", "/mailbox/message?id=x", "/mailbox/frame?id=x"])
            Assert.That((await visitor.GetAsync(path)).Status, Is.EqualTo(404), path);
    }
}
