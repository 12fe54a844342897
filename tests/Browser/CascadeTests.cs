using Microsoft.Playwright;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Tests.Browser;

/// <summary>
/// A circular as people send and follow it: registered and sent by the department, passed on by the province with an earlier
/// deadline and by a district, followed and chased in the cockpit, on a desk and on a phone.
/// </summary>
public sealed class CascadeTests
{
    [Test]
    public async Task B10_C13_From_the_register_through_province_and_district_to_the_cockpit_and_a_reminder()
    {
        using var host = await RunningHost.StartAsync();
        await using var browser = await RealBrowser.OpenAsync();

        await RegisterAsync(browser, host);
        var sending = await SendAsync(browser, host);
        await PassOnAsync(browser, host, sending, "coordinator", "9900", "ตย ๐๐๒๓/ว ๗", Day(+7), "cascade-05");
        await PassOnAsync(browser, host, sending, "district", "D9901", "ตย ๐๑๑๘/ว ๓", null, "cascade-06");
        await FollowAsync(browser, host, sending);
        await LookOnAPhoneAsync(browser, host, sending);
    }

    static async Task RegisterAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "dla-reviewer");
        await page.GotoAsync("/circulars/new");
        await page.FillAsync("[name='Input.Number']", "มท ๐๘๑๐.๘/ว ๔๑");
        await page.FillAsync("[name='Input.Date']", Day(0));
        await page.FillAsync("[name='Input.TitleTh']", "การสำรวจจุดทิ้งขยะในพื้นที่");
        await page.FillAsync("[name='Input.TitleEn']", "Survey of waste points");
        await page.SelectOptionAsync("[name='Input.Speed']", "urgent");
        await page.FillAsync("[name='Input.References']", "หนังสือกรมส่งเสริมการปกครองท้องถิ่น ที่ มท ๐๘๑๐.๘/ว ๑๐");
        await page.FillAsync("[name='Input.Enclosures']", "แบบสำรวจ จำนวน ๑ ชุด");
        await page.FillAsync("[name='Input.Clauses[0].Phrase']", "ให้สำรวจจุดทิ้งขยะทุกแห่งและรายงานผล");
        await page.FillAsync("[name='Input.Clauses[0].SummaryTh']", "สำรวจแล้วรายงานผลภายในกำหนด");
        await page.FillAsync("[name='Input.Dates[0].Date']", Day(+21));
        await page.FillAsync("[name='Input.Dates[0].WhatTh']", "วันสุดท้ายที่รายงานผล");
        await page.FillAsync("[name='Input.ContactUnit']", "กองสาธารณสุขท้องถิ่น");
        await RealBrowser.KeepAsync(page, "cascade-01-register");
        await page.ClickAsync("main button.primary");
        await page.WaitForURLAsync(url => url.Contains("/circulars/DLA-", StringComparison.Ordinal));
        await RealBrowser.KeepAsync(page, "cascade-02-registered");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("การสำรวจจุดทิ้งขยะในพื้นที่").And.Contain("ยืนยันแล้ว"));
    }

    static async Task<string> SendAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "dla-reviewer");
        await page.GotoAsync("/circulars");
        await page.ClickAsync("main a.tile:has-text('จุดทิ้งขยะ')");
        await page.ClickAsync("main a.button.primary");
        foreach (var type in (string[])["province", "district", "sub_unit"])
            await page.UncheckAsync($"[name=Types][value={type}]");
        await page.ClickAsync("main button[formaction*=Look]");
        await RealBrowser.KeepAsync(page, "cascade-03-before-sending");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("14 หน่วยงาน"));
        await page.ClickAsync("main form.panel button.primary");
        await page.WaitForURLAsync(url => url.Contains("/cascade/", StringComparison.Ordinal));
        await UntilAsync(page, "จัดทำรายชื่อ 14 จาก 14");
        await RealBrowser.KeepAsync(page, "cascade-04-sent");
        return new Uri(page.Url).AbsolutePath;
    }

    static async Task PassOnAsync(
        RealBrowser browser, RunningHost host, string sending, string account, string office, string number, string? deadline, string shot)
    {
        var page = await browser.SignInAsync(host.Address, account);
        await page.GotoAsync("/cascade");
        await page.ClickAsync($"main a[href='{sending}/letter/{office}']");
        await page.FillAsync("[name=ReceiveNumber]", "๔๔๒๕");
        await page.ClickAsync("main form.panel button.primary");
        await page.FillAsync("[name=OwnNumber]", number);
        if (deadline is not null)
        {
            await page.FillAsync("[name=OwnDeadline]", Day(+30));
            await page.ClickAsync("main form.panel button.primary");
            await RealBrowser.KeepAsync(page, shot + "-later-deadline-refused");
            Assert.That(await page.InnerTextAsync("main"), Does.Contain("แต่ขยายไม่ได้"));
            await page.FillAsync("[name=OwnDeadline]", deadline);
        }
        await page.ClickAsync("main form.panel button.primary");
        await RealBrowser.KeepAsync(page, shot + "-passed-on");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain(number));
    }

    static async Task FollowAsync(RealBrowser browser, RunningHost host, string sending)
    {
        var clerk = await browser.SignInAsync(host.Address, "clerk");
        await UntilAsync(clerk, "ดำเนินการตามหนังสือเวียน", "/tasks");
        await clerk.ClickAsync("main a[href^='/tasks/']");
        await clerk.FillAsync("[name=Reason]", "สำรวจครบ ๑๒ จุด");
        await RealBrowser.KeepAsync(clerk, "cascade-07-task");
        await clerk.ClickAsync("button[name=Answer][value=Done]");
        await clerk.WaitForLoadStateAsync();

        var page = await browser.SignInAsync(host.Address, "coordinator");
        await page.GotoAsync($"{sending}/at/9900");
        await RealBrowser.KeepAsync(page, "cascade-08-cockpit");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("เสร็จแล้ว").And.Contain("ยังไปไม่ถึง"));
        await page.FillAsync("[name=Words]", "โปรดรายงานภายในสัปดาห์นี้ หากติดขัดให้โทรแจ้งจังหวัด");
        await page.ClickAsync("main form.panel button.primary");
        await page.WaitForLoadStateAsync();
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("คนละหนึ่งฉบับ"));
        await page.GotoAsync($"{sending}/at/9900/calls");
        await RealBrowser.KeepAsync(page, "cascade-09-calls");
        await page.GotoAsync($"{sending}/at/9900/report");
        await RealBrowser.KeepAsync(page, "cascade-10-report");
        await page.GotoAsync($"{sending}/unit/3990102");
        await RealBrowser.KeepAsync(page, "cascade-11-unit");
    }

    static async Task LookOnAPhoneAsync(RealBrowser browser, RunningHost host, string sending)
    {
        var page = await browser.SignInAsync(host.Address, "coordinator", phone: true);
        await page.GotoAsync($"{sending}/at/9900");
        await RealBrowser.KeepAsync(page, "cascade-12-cockpit-phone");
        var centre = await browser.SignInAsync(host.Address, "dla-reviewer", phone: true);
        await centre.GotoAsync(sending);
        await RealBrowser.KeepAsync(centre, "cascade-13-country-phone");
    }

    static async Task UntilAsync(IPage page, string words, string? address = null)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var tries = 0; tries < 150; tries++)
        {
            if (address is null)
                await page.ReloadAsync();
            else
                await page.GotoAsync(address);
            if ((await page.InnerTextAsync("main")).Contains(words, StringComparison.Ordinal))
                return;
            await tick.WaitForNextTickAsync();
        }
        Assert.Fail($"“{words}” never came.");
    }

    // The running program goes by the real clock; so do the letters.
    static string Day(int fromToday) => ThaiDate.PageForm(
        ThaiDate.BangkokDate(TimeProvider.System.GetUtcNow()).AddDays(fromToday));
}
