using Microsoft.Playwright;

namespace WorkflowHost.Tests.Browser;

/// <summary>
/// What designers do most: change a number of days on the rule sheet, ask, have another designer approve, and see that the next
/// request has the new due date.
/// </summary>
public sealed class RuleSheetTests
{
    [Test]
    public async Task The_directors_days_are_changed_by_two_designers_and_the_next_request_has_the_new_due_date()
    {
        using var host = await RunningHost.StartAsync(("Designer__TwoPeople", "true"));
        await using var browser = await RealBrowser.OpenAsync();
        await ChangeAndAskAsync(browser, host);
        await ApproveAsync(browser, host);
        await FileAndSeeTheDueDateAsync(browser, host);
    }

    static async Task ChangeAndAskAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "designer");
        await page.ClickAsync(".nav a[href='/designer']");
        await RealBrowser.KeepAsync(page, "30-designer");
        await page.ClickAsync("main a[href='/designer/bbl-access']");
        await RealBrowser.KeepAsync(page, "31-rule-sheet");
        await page.ClickAsync("#step-decide summary");
        await Days(page).FillAsync("ห้า");
        await page.ClickAsync("#step-decide button");
        await RealBrowser.KeepAsync(page, "32-rule-sheet-not-a-number");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("ไม่ใช่จำนวนเต็ม"));
        Assert.That(await Days(page).InputValueAsync(), Is.EqualTo("ห้า"), "nothing typed is lost");
        await Days(page).FillAsync("๕");
        await page.ClickAsync("#step-decide button");
        await page.WaitForURLAsync(url => url.EndsWith("#step-decide", StringComparison.Ordinal));
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("บันทึกร่างฉบับที่ 2 แล้ว"));
        await RealBrowser.KeepAsync(page, "33-draft-saved");

        await page.ClickAsync("text=ตรวจและประกาศใช้");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("กำหนด (วันทำการ) 3 → 5"));
        await page.FillAsync("[name=Note]", "ผู้อำนวยการขอเวลาพิจารณาเพิ่ม");
        await page.ClickAsync("button:has-text('ส่งขออนุมัติ')");
        await RealBrowser.KeepAsync(page, "34-publication-asked");
        Assert.That(await page.Locator("text=อนุมัติและประกาศใช้").CountAsync(), Is.Zero, "the author can't approve");
        await OnAPhoneAsync(browser, host, "designer", "/designer", "35-designer-phone");
        await OnAPhoneAsync(browser, host, "designer", "/designer/bbl-access", "36-rule-sheet-phone");
    }

    static ILocator Days(IPage page) => page.Locator("#step-decide").GetByLabel("กำหนด (วันทำการ)", new() { Exact = true });

    static async Task ApproveAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "designer2");
        await page.GotoAsync("/designer");
        await page.ClickAsync("main .work-list a");
        await RealBrowser.KeepAsync(page, "37-publication-to-approve");
        await page.ClickAsync("button:has-text('อนุมัติและประกาศใช้')");
        await RealBrowser.KeepAsync(page, "38-published");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("ประกาศใช้แล้ว"));
        await page.GotoAsync("/designer/bbl-access/versions");
        await RealBrowser.KeepAsync(page, "39-history");
        await OnAPhoneAsync(browser, host, "designer2", "/designer/bbl-access/versions/2", "40-version-phone");
        await OnAPhoneAsync(browser, host, "designer2", "/designer/bbl-access/versions", "41-history-phone");
    }

    static async Task FileAndSeeTheDueDateAsync(RealBrowser browser, RunningHost host)
    {
        var request = await WholePathTests.FileAsync(browser, host);
        await WholePathTests.ProveAsync(browser, host, request);
        await WholePathTests.UploadAsync(browser, host, request);
        await WholePathTests.ReviewAsync(browser, host, request);
        var page = await browser.SignInAsync(host.Address, "director");
        await page.GotoAsync("/tasks");
        await RealBrowser.KeepAsync(page, "42-director-has-five-days");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("อีก 5 วันทำการ"));
    }

    static async Task OnAPhoneAsync(RealBrowser browser, RunningHost host, string account, string address, string name)
    {
        var phone = await browser.SignInAsync(host.Address, account, phone: true);
        await phone.GotoAsync(address);
        await RealBrowser.KeepAsync(phone, name);
        Assert.That(await phone.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390),
            $"{address} is wider than a phone");
    }
}
