using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Browser;

/// <summary>Circular C walked through in a real browser, in Thai, at a desk and with a phone in the hand.</summary>
public sealed partial class OnboardingWalkTests
{
    const string List = "/sub-units/of/3990102";

    [Test]
    public async Task C_from_the_spreadsheet_to_the_claim()
    {
        using var host = await RunningHost.StartAsync();
        await using var browser = await RealBrowser.OpenAsync();
        await ImportAsync(browser, host);
        await CheckAsync(browser, host);
        await AskLateAsync(browser, host);
        await ClaimOnAPhoneAsync(browser, host);
    }

    static async Task ImportAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "city-officer");
        await page.GotoAsync(List);
        await RealBrowser.KeepAsync(page, "C1-list");
        await page.GotoAsync(List + "/import/units");
        var file = Path.Combine(Directory.CreateTempSubdirectory("workflowhost-units").FullName, "รายชื่อ.xlsx");
        await File.WriteAllBytesAsync(file, SheetFile.Write(SubUnitSheet.Name, SubUnitSheet.Columns,
        [
            ["0103", "โรงเรียนเทศบาล ๒ (ใบชาแก้ว)", "โรงเรียน", "ใช่", "นายสุข ใจดี", ""],
            ["0104", "สถานธนานุบาลเทศบาลนครตัวอย่าง", "ร้านค้า", "ใช่", "", ""],
            ["0105", "โรงเรียนเทศบาล ๓ (เมฆขาว)", "โรงเรียน", "ใช่", "", ""],
            ["0106", "โรงเรียนสร้างใหม่", "โรงเรียน", "ใช่", "", ""],
        ]));
        await page.SetInputFilesAsync("[name=Attached]", file);
        await page.ClickAsync("form[enctype] button");
        await RealBrowser.KeepAsync(page, "C2-import-preview");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("แก้ไข 1").And.Contain("ไม่รับ 2").And.Contain("ประเภทต้องเป็น"));
        var phone = await browser.SignInAsync(host.Address, "city-officer", phone: true);
        await phone.GotoAsync(new Uri(page.Url).PathAndQuery);
        await RealBrowser.KeepAsync(phone, "C2-import-preview-phone");
        await page.ClickAsync("form[action*=Apply] button");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("ใบชาแก้ว"));
    }

    static async Task CheckAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "coordinator", phone: true);
        await page.GotoAsync(List);
        await RealBrowser.KeepAsync(page, "C3-province-checks-phone");
        var desk = await browser.SignInAsync(host.Address, "coordinator");
        await desk.GotoAsync("/sub-units");
        await RealBrowser.KeepAsync(desk, "C3-province-overview");
        await desk.GotoAsync(List);
        await desk.ClickAsync("#u-demo-unit-0103 form[action*=Confirm] button");
        await desk.ClickAsync("#u-demo-unit-0104 summary");
        await desk.ClickAsync("#u-demo-unit-0104 form[action*=Dispute] button");
        await RealBrowser.KeepAsync(desk, "C3-province-disputes-without-a-reason");
        Assert.That(await desk.InnerTextAsync("main"), Does.Contain("โปรดระบุเหตุผล"));
        await desk.FillAsync("#u-demo-unit-0104 textarea", "ชื่อไม่ตรงกับประกาศ");
        await desk.ClickAsync("#u-demo-unit-0104 form[action*=Dispute] button");
        await desk.GotoAsync(List + "/unit/demo-unit-0104");
        await RealBrowser.KeepAsync(desk, "C3-unit-with-history");
        Assert.That(await desk.InnerTextAsync("main"), Does.Contain("จังหวัดทักท้วง").And.Contain("ชื่อไม่ตรงกับประกาศ"));
    }

    static async Task AskLateAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "city-officer");
        await page.GotoAsync(List + "/unit");
        await page.FillAsync("[name='Input.Code']", "0106");
        await page.FillAsync("[name='Input.NameTh']", "โรงเรียนสร้างใหม่");
        await page.CheckAsync("[name='Input.Operates']");
        await page.FillAsync("[name=Reason]", "ได้รับอนุญาตจัดตั้งเดือนนี้");
        await RealBrowser.KeepAsync(page, "C4-late-request");
        await page.ClickAsync("main button.primary");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("รอกรมพิจารณา"));
        var dla = await browser.SignInAsync(host.Address, "dla-reviewer");
        await dla.GotoAsync("/late-changes");
        await RealBrowser.KeepAsync(dla, "C5-department-desk");
        await dla.ClickAsync("button[value=made]");
        await page.GotoAsync(List);
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("กรมดำเนินการแล้ว"));
    }

    static async Task ClaimOnAPhoneAsync(RealBrowser browser, RunningHost host)
    {
        var mayor = await browser.SignInAsync(host.Address, "city-mayor");
        await mayor.GotoAsync("/sites");
        await RealBrowser.KeepAsync(mayor, "C6-unclaimed");
        await mayor.ClickAsync("form[action*=Again] button");
        // The late unit got a link of its own before; this one holds all three.
        var mail = await MailAsync(host, "saraban@sample-city.example", "ลิงก์รับบัญชีระบบ New e-LAAS 3");
        var link = new Uri(Link().Match(mail.Text).Value).AbsolutePath;

        var page = await browser.NewPageAsync(host.Address, phone: true);
        await page.GotoAsync(link);
        await RealBrowser.KeepAsync(page, "C7-claim-identity-phone");
        await page.FillAsync("[name=CitizenId]", "0000000000027");
        await page.FillAsync("[name=NameTh]", "สมใจ รักเรียน");
        await page.ClickAsync("main form button.primary");
        await RealBrowser.KeepAsync(page, "C8-claim-email-phone");
        await page.FillAsync("[name=Email]", "somjai@school.example");
        await page.ClickAsync("main form button.primary");
        await page.FillAsync("[name=OneTimeCode]", "000000");
        await page.ClickAsync("main form button.primary");
        await RealBrowser.KeepAsync(page, "C9-claim-wrong-code-phone");
        await page.FillAsync("[name=OneTimeCode]", (await MailAsync(host, "somjai@school.example", "รหัสยืนยัน")).Subject.Split(' ')[1]);
        await page.ClickAsync("main form button.primary");
        await RealBrowser.KeepAsync(page, "C10-claim-password-phone");
        await page.FillAsync("[name=New]", "ฝนตกแดดออกนกกระจอก");
        await page.FillAsync("[name=Again]", "ฝนตกแดดออกนกกระจอก");
        await page.ClickAsync("main form button.primary");
        await RealBrowser.KeepAsync(page, "C11-claimed-phone");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("รับบัญชีแล้ว").And.Contain("laas.dla.go.th"));

        await mayor.GotoAsync("/sites?show=claimed");
        await mayor.ClickAsync("main tbody a");
        await RealBrowser.KeepAsync(mayor, "C12-hand-over");
        Assert.That(await mayor.InnerTextAsync("main"), Does.Contain("สมใจ รักเรียน").And.Contain("x-xxxx-xxxxx-02-7"));
    }

    static async Task<ReceivedMail> MailAsync(RunningHost host, string address, string subject)
    {
        var mailbox = new Mailbox(host.MailFolder);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; tries < 150; tries++)
        {
            if (Directory.Exists(host.MailFolder) && mailbox.List(50, address).Mails
                .FirstOrDefault(mail => mail.Subject.StartsWith(subject, StringComparison.Ordinal)) is { } mail)
                return mail;
            await tick.WaitForNextTickAsync();
        }
        throw new InvalidOperationException($"No such mail reached {address}.");
    }

    [GeneratedRegex(@"http://\S+/site/\S+")]
    private static partial Regex Link();
}
