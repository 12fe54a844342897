using Microsoft.Playwright;

namespace WorkflowHost.Tests.Browser;

/// <summary>
/// Circular B as people walk it in a real browser: no account, ThaID, the Admin approves by the mailed link on a phone during an
/// outage, the system opens, the officer says that it works (T10, T13).
/// </summary>
public sealed class SignOnWalkTests
{
    [Test]
    public async Task B02_T10_T13_From_no_account_to_a_right_that_works_across_an_outage()
    {
        using var host = await RunningHost.StartAsync();
        await using var browser = await RealBrowser.OpenAsync();
        var operators = await browser.SignInAsync(host.Address, "operator");
        await ClosesAsync(operators);
        var officer = await browser.SignInAsync(host.Address, "town-officer");
        var request = await FilesAsync(officer);
        await ProvesAsync(officer, request);
        await ApprovesOnAPhoneAsync(browser, host);
        await officer.GotoAsync(request);
        await RealBrowser.KeepAsync(officer, "b5-waits-for-the-opening");
        Assert.That(await officer.InnerTextAsync("main"), Does.Contain("อนุมัติแล้ว รอระบบเปิด"));

        await OpensAsync(operators);
        await EventuallyAsync(officer, request, "รอเจ้าหน้าที่ยืนยัน");
        await ConfirmsOnAPhoneAsync(browser, host, request);
        await officer.GotoAsync(request);
        await RealBrowser.KeepAsync(officer, "b8-works");
        Assert.That(await officer.InnerTextAsync("main"), Does.Contain("ใช้งานได้แล้ว").And.Contain("e-plan.dla.go.th"));
    }

    // The outage of 2566 is moved to now, without a day for the opening.
    static async Task ClosesAsync(IPage page)
    {
        await page.GotoAsync("/circulars/B/windows?edit=B:B-06");
        await page.FillAsync("[name='Input.FromDay']", "1 มกราคม 2569");
        await page.FillAsync("[name='Input.UntilDay']", "");
        await page.ClickAsync("#form button.primary");
        await page.WaitForLoadStateAsync();
        await RealBrowser.KeepAsync(page, "b0-the-outage");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("ปิดอยู่"));
    }

    static async Task<string> FilesAsync(IPage page)
    {
        await page.GotoAsync("/requests/new");
        await page.ClickAsync("a:has-text('e-Plan ผ่าน SSO')");
        await page.CheckAsync("[name=Choice][value=account]");
        await RealBrowser.KeepAsync(page, "b1-asks-for-an-account");
        await page.ClickAsync("main button.primary:has-text('ยื่นคำขอ')");
        await page.WaitForURLAsync(address => address.Contains("/requests/", StringComparison.Ordinal)
            && !address.EndsWith("/new", StringComparison.Ordinal));
        await RealBrowser.KeepAsync(page, "b2-to-prove-identity");
        return new Uri(page.Url).AbsolutePath;
    }

    static async Task ProvesAsync(IPage page, string request)
    {
        await page.GotoAsync(request);
        await page.ClickAsync("main a[href^='/tasks/']");
        await page.ClickAsync("a:has-text('ThaID')");
        await page.ClickAsync("main button.primary");
        await page.GotoAsync(request);
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("รอ Admin SSO"));
    }

    static async Task ApprovesOnAPhoneAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "town-admin", phone: true);
        await page.GotoAsync(await WholePathTests.LinkToAsync(host, "town-admin", "โปรดอนุมัติ"));
        await RealBrowser.KeepAsync(page, "b3-two-grants-one-screen-phone");
        await page.ClickAsync("button[name=Answer][value=Approve]");
        await page.WaitForLoadStateAsync();
        await RealBrowser.KeepAsync(page, "b4-approved-in-the-outage-phone");
    }

    static async Task OpensAsync(IPage page)
    {
        await page.GotoAsync("/circulars/B/windows");
        await RealBrowser.KeepAsync(page, "b6-one-waits");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("1 เรื่อง"));
        await page.ClickAsync("button:has-text('ยกเลิกช่วงปิดนี้')");
        await page.WaitForLoadStateAsync();
    }

    static async Task ConfirmsOnAPhoneAsync(RealBrowser browser, RunningHost host, string request)
    {
        var page = await browser.SignInAsync(host.Address, "town-officer", phone: true);
        await page.GotoAsync(request);
        await page.ClickAsync("main a[href^='/tasks/']");
        await RealBrowser.KeepAsync(page, "b7-does-it-work-phone");
        await page.ClickAsync("button[name=Answer][value=Works]");
        await page.WaitForLoadStateAsync();
    }

    // The timetable wakes every second.
    static async Task EventuallyAsync(IPage page, string address, string words)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        for (var tries = 0; tries < 60; tries++)
        {
            await page.GotoAsync(address);
            if ((await page.InnerTextAsync("main")).Contains(words, StringComparison.Ordinal))
                return;
            await tick.WaitForNextTickAsync();
        }
        Assert.Fail($"'{words}' never came.");
    }
}
