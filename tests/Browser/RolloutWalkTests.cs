using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Sheets;

namespace WorkflowHost.Tests.Browser;

/// <summary>Circulars E and D walked through in a real browser, in Thai, at a desk and with a phone in the hand.</summary>
public sealed class RolloutWalkTests
{
    const string OwnId = "0000000000027";

    [Test]
    public async Task E_and_D_from_the_roster_to_the_trial_and_the_duties()
    {
        using var host = await RunningHost.StartAsync();
        await using var browser = await RealBrowser.OpenAsync();
        await BeginAsync(browser, host);
        await ImportAsync(browser, host);
        await AppointAsync(browser, host);
        await RegisterOnAPhoneAsync(browser, host);
        await AssignDutiesAsync(browser, host);
    }

    static async Task BeginAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "finance");
        await page.GotoAsync("/rollout");
        await page.ClickAsync("form[action*=Demo] button");
        Assert.That(await page.InnerTextAsync("body"), Does.Contain("22 มิถุนายน"));
    }

    static async Task ImportAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "coordinator");
        await page.GotoAsync("/rollout/9900/import");
        var file = Path.Combine(Directory.CreateTempSubdirectory("workflowhost-roster").FullName, "roster.xlsx");
        await File.WriteAllBytesAsync(file, SheetFile.Write("รายชื่อ", RosterForm.Columns,
        [
            ["จังหวัดตัวอย่าง", "นาง", "พิมพา", "ประสาน", "0000000000019", "จ่าจังหวัด", ""],
            ["อำเภอเมืองตัวอย่าง", "นาย", "อำนวย", "เมืองงาม", OwnId, "ปลัดอำเภอ", ""],
            ["อำเภอทุ่งสมมติ", "นาย", "ทดลอง", "ใจดี", "1234567890123", "ปลัดอำเภอ", ""],
        ]));
        await page.SetInputFilesAsync("[name=Upload]", file);
        await page.ClickAsync("form[enctype] button");
        await RealBrowser.KeepAsync(page, "E1-import-preview");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("เพิ่ม 2").And.Contain("หลักตรวจสอบ"));
        await page.ClickAsync("form[action*=Apply] button");
        await RealBrowser.KeepAsync(page, "E2-roster");
        var phone = await browser.SignInAsync(host.Address, "coordinator", phone: true);
        await phone.GotoAsync("/rollout/9900");
        await RealBrowser.KeepAsync(phone, "E2-roster-phone");
        await page.ClickAsync("form[action*=Send] button");
        Assert.That(await page.InnerTextAsync("body"), Does.Contain("ยังขาด"));
    }

    static async Task AppointAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "finance");
        await page.GotoAsync("/tasks");
        await page.ClickAsync("a.row-link");
        await RealBrowser.KeepAsync(page, "E3-check-task");
        await page.ClickAsync("button[value=Accept]");
        await page.GotoAsync("/rollout/orders");
        await page.ClickAsync("main form button.primary");
        var order = page.Url;
        await page.GotoAsync(order + "/print");
        await RealBrowser.KeepAsync(page, "E4-order-on-paper");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("คำสั่งกรมการปกครอง").And.Contain("จำนวน ๒ ราย"));
        await page.GotoAsync(order);
        await page.FillAsync("[name='Input.Number']", "๑๒๓/๒๕๖๙");
        await page.FillAsync("[name='Input.Date']", "1 พ.ย. 2569");
        await page.FillAsync("[name='Input.SignerName']", "นายสมมุติ อธิบดี");
        await page.FillAsync("[name='Input.SignerPosition']", "อธิบดีกรมการปกครอง");
        await page.ClickAsync("main form button.primary");
        await RealBrowser.KeepAsync(page, "E5-order-signed");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("๑๒๓/๒๕๖๙"));
    }

    static async Task RegisterOnAPhoneAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "district", phone: true);
        await page.GotoAsync("/rollout/register");
        await page.SelectOptionAsync("[name=Office]", "D9901");
        await page.FillAsync("[name=Citizen]", OwnId);
        await page.FillAsync("[name=NameTh]", "อำนวย เมืองงาม");
        await page.ClickAsync("main form button.primary");
        await RealBrowser.KeepAsync(page, "E6-registered-phone");
        await page.GotoAsync("/rollout/D9901/trial");
        await page.FillAsync("[name=Amount]", "120.50");
        await page.ClickAsync("button[value=trial]");
        await RealBrowser.KeepAsync(page, "E7-trial-phone");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("ขาด 7 ประเภท"));
        var desk = await browser.SignInAsync(host.Address, "coordinator");
        await desk.GotoAsync("/rollout/9900/trial");
        await RealBrowser.KeepAsync(desk, "E8-trial-matrix");
    }

    static async Task AssignDutiesAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "city-clerk");
        await page.GotoAsync("/duties/3990102");
        foreach (var duty in (string[])["planning", "finance", "engineering"])
        {
            await page.SelectOptionAsync("[name=Duty]", duty);
            await page.SelectOptionAsync("[name=PersonId]", "city-officer");
            await page.ClickAsync("form:has([name=Duty]) button.primary");
        }
        await RealBrowser.KeepAsync(page, "D1-duties");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("รับ 3 ด้าน").And.Contain("ไม่มีในแนวทางปี 2561").And.Contain("ยังไม่มีบันทึกการอบรม"));
        var phone = await browser.SignInAsync(host.Address, "city-clerk", phone: true);
        await phone.GotoAsync("/duties/3990102");
        await RealBrowser.KeepAsync(phone, "D1-duties-phone");
        var coordinator = await browser.SignInAsync(host.Address, "coordinator");
        await coordinator.GotoAsync("/duties/9900/analysts");
        await coordinator.ClickAsync("main form button.primary");
        await RealBrowser.KeepAsync(coordinator, "D2-analysts-refused");
        Assert.That(await coordinator.InnerTextAsync("main"), Does.Contain("0 จาก 4"));
    }
}
