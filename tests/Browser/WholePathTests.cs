using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Browser;

/// <summary>
/// The whole path of circular A as people walk it, in a real browser, against the program as it is started: file, prove,
/// print, upload, check, decide by the mailed link on a phone, hold the right. The program is killed on the way, twice.
/// </summary>
public sealed partial class WholePathTests
{
    [Test]
    public async Task From_the_request_to_the_right_on_paper_phone_and_mail_with_two_deaths_on_the_way()
    {
        using var host = await RunningHost.StartAsync();
        await using var browser = await RealBrowser.OpenAsync();

        var request = await FileAsync(browser, host);
        await ProveAsync(browser, host, request);
        host.Kill();
        await host.BeginAsync();
        await UploadAsync(browser, host, request);
        await ReviewAsync(browser, host, request);
        host.Kill();
        await host.BeginAsync();
        await DecideOnAPhoneAsync(browser, host);
        await SeeTheRightAsync(browser, host, request);
    }

    [Test]
    public async Task A02_An_officer_of_a_tambon_administration_is_told_why_it_is_not_covered()
    {
        using var host = await RunningHost.StartAsync();
        await using var browser = await RealBrowser.OpenAsync();
        var page = await browser.SignInAsync(host.Address, "tao-officer");
        await page.GotoAsync("/requests/new");
        await RealBrowser.KeepAsync(page, "A02-not-covered");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("A-02").And.Contain("หน่วยรับงบประมาณ"));
    }

    [Test]
    public async Task T72_A_laptop_in_New_York_shows_the_times_of_Bangkok()
    {
        using var host = await RunningHost.StartAsync();
        await using var browser = await RealBrowser.OpenAsync();
        var request = await FileAsync(browser, host);
        var (here, away) = (await browser.SignInAsync(host.Address, "clerk"), await browser.SignInAsync(host.Address, "clerk", zone: "America/New_York"));
        await here.GotoAsync(request);
        await away.GotoAsync(request);
        Assert.That(await away.EvaluateAsync<string>("Intl.DateTimeFormat().resolvedOptions().timeZone"), Is.EqualTo("America/New_York"));
        Assert.That(await away.InnerTextAsync("main"), Is.EqualTo(await here.InnerTextAsync("main")).And.Contain("วันสุดท้าย"));
    }

    internal static async Task<string> FileAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "officer");
        await RealBrowser.KeepAsync(page, "01-home-officer");
        await page.GotoAsync("/requests/new");
        await page.CheckAsync("[name=Choice][value=new]");
        await page.SelectOptionAsync("[name=PersonId]", "officer");
        await RealBrowser.KeepAsync(page, "02-new-request");
        await page.ClickAsync("main button.primary:has-text('ยื่นคำขอ')");
        await page.WaitForURLAsync(RequestPage());
        await RealBrowser.KeepAsync(page, "03-case-waiting-for-identity");
        return new Uri(page.Url).AbsolutePath;
    }

    internal static async Task ProveAsync(RealBrowser browser, RunningHost host, string request)
    {
        var page = await browser.SignInAsync(host.Address, "officer", phone: true);
        await OpenTaskAsync(page, request);
        await page.ClickAsync("a:has-text('ThaID')");
        await RealBrowser.KeepAsync(page, "04-thaid-stand-in-phone");
        await page.ClickAsync("main button.primary");
        await page.GotoAsync(request);
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("รอหนังสือที่ลงนาม"));
    }

    internal static async Task UploadAsync(RealBrowser browser, RunningHost host, string request)
    {
        var page = await browser.SignInAsync(host.Address, "clerk");
        await page.GotoAsync(request + "/letter");
        await RealBrowser.KeepAsync(page, "05-letter-to-print");
        Assert.That(await page.InnerTextAsync("body"), Does.Contain("ผู้อำนวยการสำนักงบประมาณ").And.Contain("มาลี ใจงาม"));

        await page.GotoAsync(request + "/upload");
        await page.SetInputFilesAsync("[name='Input.File']", SignedLetter.Write(Directory.CreateTempSubdirectory("workflowhost-letter").FullName));
        await page.FillAsync("[name='Input.NamesInLetter']", "นางสาวมาลี ใจงาม");
        await page.FillAsync("[name='Input.LetterNumber']", "ตย ๕๒๓๐๑/๑๒๓");
        await page.FillAsync("[name='Input.LetterDate']", "6 พ.ย. 2566");
        await page.FillAsync("[name='Input.Addressee']", "ผู้ว่าราชการจังหวัด");
        await page.FillAsync("[name='Input.SignerName']", "นายประเสริฐ ศรีสุข");
        await page.ClickAsync("main button.primary");
        await RealBrowser.KeepAsync(page, "06-upload-wrong-addressee");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("ผู้ว่าราชการจังหวัด").And.Contain("A-07"));
        Assert.That(await page.InputValueAsync("[name='Input.LetterNumber']"), Is.EqualTo("ตย ๕๒๓๐๑/๑๒๓"), "nothing typed is lost");

        await page.FillAsync("[name='Input.Addressee']", "ผู้อำนวยการสำนักงบประมาณ");
        await page.ClickAsync("main button.primary");
        await page.GotoAsync(request);
        await RealBrowser.KeepAsync(page, "07-case-being-checked");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("เจ้าหน้าที่กำลังตรวจ"));
    }

    internal static async Task ReviewAsync(RealBrowser browser, RunningHost host, string request)
    {
        var page = await browser.SignInAsync(host.Address, "reviewer");
        await page.GotoAsync("/tasks");
        await RealBrowser.KeepAsync(page, "08-reviewer-queue");
        await page.ClickAsync("main a[href^='/tasks/']");
        await RealBrowser.KeepAsync(page, "09-review-with-letter");
        await page.FillAsync("[name=Reason]", "เอกสารครบถ้วน ถูกต้อง");
        await page.ClickAsync("button[name=Answer][value=Approve]");
        await page.WaitForLoadStateAsync();
        var officer = await browser.SignInAsync(host.Address, "officer");
        await officer.GotoAsync(request);
        Assert.That(await officer.InnerTextAsync("main"), Does.Contain("รอผู้อำนวยการพิจารณา"));
    }

    static async Task DecideOnAPhoneAsync(RealBrowser browser, RunningHost host)
    {
        var link = await LinkToAsync(host, "director");
        var stranger = await browser.NewPageAsync(host.Address, phone: true);
        await stranger.GotoAsync(link);
        await RealBrowser.KeepAsync(stranger, "10-link-without-sign-in-phone");
        Assert.That(await stranger.InnerTextAsync("body"), Does.Not.Contain("มาลี"), "a link alone shows no case");

        var page = await browser.SignInAsync(host.Address, "director", phone: true);
        await page.GotoAsync(link);
        await RealBrowser.KeepAsync(page, "11-director-decides-phone");
        await page.ClickAsync("button[name=Answer][value=Approve]");
        await page.FillAsync("[name=Code]", await CodeAsync(host, "director"));
        await RealBrowser.KeepAsync(page, "12-one-time-code-phone");
        await page.ClickAsync("main button.primary");
        await page.WaitForLoadStateAsync();
        await RealBrowser.KeepAsync(page, "13-decided-phone");
        await page.GotoAsync(link);
        await RealBrowser.KeepAsync(page, "14-link-after-the-decision-phone");
        Assert.That(await page.Locator("button[name=Answer]").CountAsync(), Is.Zero, "the second visit offers no answer");
    }

    static async Task SeeTheRightAsync(RealBrowser browser, RunningHost host, string request)
    {
        var page = await browser.SignInAsync(host.Address, "officer");
        await page.GotoAsync(request);
        await RealBrowser.KeepAsync(page, "15-case-granted");
        await page.GotoAsync("/rights");
        await RealBrowser.KeepAsync(page, "16-rights");
        await page.ClickAsync("main a[href^='/rights/']");
        await RealBrowser.KeepAsync(page, "17-provenance");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("สุรเดช วินิจฉัย").And.Contain("e-Learning"));
        Assert.That((await MailAsync(host, "officer", mail => mail.Subject.StartsWith("ได้รับสิทธิแล้ว", StringComparison.Ordinal))).Text,
            Does.Contain("e-Learning"));
    }

    static async Task OpenTaskAsync(IPage page, string request)
    {
        await page.GotoAsync(request);
        await page.ClickAsync("main a[href^='/tasks/']");
    }

    internal static async Task<string> LinkToAsync(RunningHost host, string account, string subject = "โปรดพิจารณา")
    {
        var mail = await MailAsync(host, account, mail => mail.Subject.StartsWith(subject, StringComparison.Ordinal));
        return Link().Match(mail.Text).Value;
    }

    static async Task<string> CodeAsync(RunningHost host, string account) =>
        (await MailAsync(host, account, mail => mail.Subject.StartsWith("รหัสยืนยัน", StringComparison.Ordinal))).Subject.Split(' ')[1];

    static async Task<ReceivedMail> MailAsync(RunningHost host, string account, Func<ReceivedMail, bool> which)
    {
        var mailbox = new Mailbox(host.MailFolder);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; tries < 150; tries++)
        {
            if (Directory.Exists(host.MailFolder)
                && mailbox.List(50, $"{account}@demo.example").Mails.FirstOrDefault(which) is { } mail)
                return mail;
            await tick.WaitForNextTickAsync();
        }
        throw new InvalidOperationException($"No such mail reached {account}.");
    }

    [GeneratedRegex(@"/requests/[0-9A-Za-z]{22}$")]
    private static partial Regex RequestPage();

    [GeneratedRegex(@"http://\S+/a/\S+")]
    private static partial Regex Link();
}
