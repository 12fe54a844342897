using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web.Mail;

namespace WorkflowHost.Tests.Browser;

/// <summary>Elsa Studio, unmodified, on this host: what a designer draws is what a request runs.</summary>
public sealed partial class StudioTests
{
    const string Package = "Host/Studio/node_modules/@elsa-workflows/elsa-studio-wasm/_framework";

    [SetUp]
    public void RequireStudio() => Required.OrSkip(
        Directory.Exists(Repository.Path(Package)), "the npm package @elsa-workflows/elsa-studio-wasm");

    [Test]
    public async Task What_one_designer_draws_and_another_publishes_is_what_the_next_request_runs()
    {
        using var host = await RunningHost.StartAsync(("Designer__TwoPeople", "true"));
        await using var browser = await RealBrowser.OpenAsync();
        var canvas = new Canvas(await browser.SignInAsync(host.Address, "designer", wide: true));
        await OpenFromTheListAsync(canvas);
        await SeeEveryStepAsync(canvas);

        await canvas.SelectAsync("คนใหม่ยืนยันตัวตน", "กำหนด (วันทำการ)");
        var changed = await canvas.TypeAsync("กำหนด (วันทำการ)", "7");
        Assert.That((string)Step(changed, "prove")["dueWorkingDays"]!["expression"]!["value"]!, Is.EqualTo("7"));
        await AddMailAsync(canvas);
        await RealBrowser.KeepAsync(canvas.Page, "studio-3-changed");
        Assert.That(canvas.Strange, Is.Empty, "nothing from outside, nothing against the policy");
        await PublishByTwoAsync(canvas, browser, host);

        await FileAndProveAsync(browser, host);
        Assert.That((await MailAsync(host, "officer", mail => mail.Subject.StartsWith("ได้รับสิทธิแล้ว", StringComparison.Ordinal))).Subject,
            Is.Not.Empty, "the new step ran");
        await SeeTheInstanceAsync(await browser.SignInAsync(host.Address, "designer", wide: true));
    }

    [Test]
    public async Task Work_outlives_the_session_and_a_stale_editor_overwrites_nobody_and_two_publish()
    {
        using var host = await RunningHost.StartAsync(("Designer__TwoPeople", "true"));
        await using var browser = await RealBrowser.OpenAsync();
        var canvas = new Canvas(await browser.SignInAsync(host.Address, "designer", wide: true));
        var page = canvas.Page;
        await canvas.OpenAsync("bbl-review");

        await page.Context.ClearCookiesAsync();
        await canvas.SavedAsync(() => DescribeAsync(canvas, "แก้ตอนเซสชันหมดอายุ"), status: 401);
        await Assertions.Expect(page.Locator("#expired")).ToBeVisibleAsync();
        await RealBrowser.KeepAsync(page, "studio-5-session-over");
        await SignInInAnotherTabAsync(page, host.Address);
        await canvas.SavedAsync(() => page.ClickAsync("#expired [data-do=again]"));
        await Assertions.Expect(page.Locator("#expired")).ToBeHiddenAsync();
        var after = await canvas.SavedAsync(() => DescribeAsync(canvas, "แก้ต่อหลังเข้าสู่ระบบ"));
        Assert.That((string)after["description"]!, Is.EqualTo("แก้ต่อหลังเข้าสู่ระบบ"), "the editor goes on without opening it again");
        await Assertions.Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();

        await canvas.SavedAsync(() => canvas.Publish.ClickAsync(), status: 400);
        await Assertions.Expect(page.Locator("#refused")).ToContainTextAsync("/designer/bbl-review/versions/2");
        await RealBrowser.KeepAsync(page, "studio-6-two-publish");
        await page.ClickAsync("#refused [data-do=close]");

        await SaveElsewhereAsync(page, "bbl-review", "แก้จากอีกหน้าต่าง");
        await canvas.SavedAsync(() => DescribeAsync(canvas, "แก้ทับ"), status: 400);
        await Assertions.Expect(page.Locator("#stale")).ToContainTextAsync("ไม่บันทึกทับ");
        await RealBrowser.KeepAsync(page, "studio-7-stale");
        await page.ClickAsync("#stale [data-do=reload]");
        await canvas.IsOpenAsync();
        await Assertions.Expect(canvas.Field("Description").Locator("textarea")).ToHaveValueAsync("แก้จากอีกหน้าต่าง");
    }

    static async Task OpenFromTheListAsync(Canvas canvas)
    {
        await canvas.Page.GotoAsync("/studio");
        await canvas.Page.WaitForSelectorAsync("td:has-text('bbl-access')");
        await RealBrowser.KeepAsync(canvas.Page, "studio-1-list");
        await canvas.Page.ClickAsync("td:has-text('bbl-access')");
        await canvas.Page.WaitForURLAsync("**/studio/definitions/bbl-access");
        await canvas.IsOpenAsync();
        await canvas.FitAsync();
    }

    static async Task SeeEveryStepAsync(Canvas canvas)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path("Workflows/bbl-access.json")))!;
        var steps = await canvas.StepsAsync();
        foreach (var step in file["root"]!["activities"]!.AsArray())
            Assert.That(steps, Has.Some.StartsWith((string)step!["metadata"]!["displayText"]!));
        Assert.That(steps, Has.Some.EndsWith("ขอความเห็นหรืออนุมัติ").And.Some.EndsWith("ส่งจดหมาย"), "kinds of step in Thai");
        await RealBrowser.KeepAsync(canvas.Page, "studio-2-canvas");
    }

    // A mail when the new officer has proved who they are, beside what goes on.
    static async Task AddMailAsync(Canvas canvas)
    {
        await canvas.DropAsync("จดหมาย", "ส่งจดหมาย", 430, 60);
        var connected = await canvas.ConnectAsync("คนใหม่ยืนยันตัวตน", "Proven", "SendMail");
        connected = await canvas.ConnectAsync("SendMail", "Done", "แนบหนังสือที่นายกลงนาม");
        Assert.That(connected["root"]!["connections"]!.AsArray().Count(arrow => (string)arrow!["target"]!["activity"]! == "letter"),
            Is.EqualTo(3), "from the proof, from what was sent back, and from the mail");
        Assert.That(connected["root"]!["connections"]!.AsArray().Count(arrow => (string)arrow!["source"]!["activity"]! == "prove"
            && (string)arrow["source"]!["port"]! == "Proven"), Is.EqualTo(2));
        await canvas.SelectAsync("SendMail", "แม่แบบจดหมาย");
        await canvas.ChooseAsync("แม่แบบจดหมาย", "granted – ได้รับสิทธิแล้ว");
        await canvas.TickAsync("เจ้าหน้าที่ตามคำขอ");
        await Assertions.Expect(canvas.Page.Locator("#problems")).ToBeHiddenAsync();
    }

    static async Task PublishByTwoAsync(Canvas canvas, RealBrowser browser, RunningHost host)
    {
        const string Version = "/designer/bbl-access/versions/2";
        await canvas.SavedAsync(() => canvas.Publish.ClickAsync(), status: 400);
        await Assertions.Expect(canvas.Page.Locator("#refused")).ToContainTextAsync(Version);
        await canvas.Page.GotoAsync(Version);
        Assert.That(await canvas.Page.InnerTextAsync("main"), Does.Contain("เพิ่มขั้นตอน").And.Contain("กำหนด (วันทำการ) 10 → 7"));
        await canvas.Page.FillAsync("[name=Note]", "แจ้งเจ้าหน้าที่เมื่อยืนยันตัวตนแล้ว");
        await canvas.Page.ClickAsync("button:has-text('ส่งขออนุมัติ')");
        var second = await browser.SignInAsync(host.Address, "designer2");
        await second.GotoAsync(Version);
        await second.ClickAsync("button:has-text('อนุมัติและประกาศใช้')");
        await RealBrowser.KeepAsync(second, "studio-4-published");
        Assert.That(await second.InnerTextAsync("main"), Does.Contain("ประกาศใช้แล้ว"));
    }

    // The way that was taken is in the journal: the proof, and the mail that was drawn.
    static async Task SeeTheInstanceAsync(IPage page)
    {
        await page.GotoAsync("/studio/instances");
        await page.WaitForSelectorAsync("td:has-text('การขอสิทธิเข้าใช้งานระบบ BBL')");
        await RealBrowser.KeepAsync(page, "studio-8-instances");
        await Assertions.Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        await page.ClickAsync("td:has-text('การขอสิทธิเข้าใช้งานระบบ BBL')");
        await page.WaitForURLAsync("**/studio/instances/*");
        await page.WaitForSelectorAsync(".x6-node .elsa-activity");
        var journal = page.Locator(".mud-timeline");
        await Assertions.Expect(journal).ToContainTextAsync("คนใหม่ยืนยันตัวตน");
        await Assertions.Expect(journal).ToContainTextAsync("ส่งจดหมาย");
        await Assertions.Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        await RealBrowser.KeepAsync(page, "studio-9-instance");
    }

    static async Task FileAndProveAsync(RealBrowser browser, RunningHost host)
    {
        var page = await browser.SignInAsync(host.Address, "officer");
        await page.GotoAsync("/requests/new");
        await page.CheckAsync("[name=Choice][value=new]");
        await page.SelectOptionAsync("[name=PersonId]", "officer");
        await page.ClickAsync("main button.primary:has-text('ยื่นคำขอ')");
        await page.WaitForURLAsync(RequestPage());
        await page.ClickAsync("main a[href^='/tasks/']");
        await page.ClickAsync("a:has-text('ThaID')");
        await page.ClickAsync("main button.primary");
    }

    static async Task DescribeAsync(Canvas canvas, string description)
    {
        await canvas.Field("Description").Locator("textarea").FillAsync(description);
        await canvas.Page.Keyboard.PressAsync("Tab");
    }

    static async Task SignInInAnotherTabAsync(IPage page, string address)
    {
        var tab = await page.Context.NewPageAsync();
        await tab.GotoAsync(address + "/sign-in");
        await tab.FillAsync("[name=UserName]", "designer");
        await tab.FillAsync("[name=Password]", "demo-1234");
        await tab.ClickAsync("main form.panel button.primary");
        await tab.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        await tab.CloseAsync();
    }

    // Another window of the same designer, without waiting for a second canvas.
    static async Task SaveElsewhereAsync(IPage page, string definition, string description)
    {
        var api = page.Context.APIRequest;
        var opened = await (await api.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{definition}?versionOptions=Latest")).TextAsync();
        var model = JsonNode.Parse(opened)!;
        model["description"] = description;
        var saved = await api.PostAsync("/elsa/api/workflow-definitions", new()
        {
            Data = new JsonObject { ["model"] = model, ["publish"] = false }.ToJsonString(),
            Headers = new Dictionary<string, string> { ["X-WorkflowHost"] = "test", ["Content-Type"] = "application/json" },
        });
        Assert.That(saved.Status, Is.EqualTo(200));
    }

    static async Task<ReceivedMail> MailAsync(RunningHost host, string account, Func<ReceivedMail, bool> which)
    {
        var mailbox = new Mailbox(host.MailFolder);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; tries < 300; tries++)
        {
            if (Directory.Exists(host.MailFolder) && mailbox.List(50, $"{account}@demo.example").Mails.FirstOrDefault(which) is { } mail)
                return mail;
            await tick.WaitForNextTickAsync();
        }
        throw new InvalidOperationException($"No such mail reached {account}.");
    }

    static JsonNode Step(JsonNode model, string id) =>
        model["root"]!["activities"]!.AsArray().Single(step => (string)step!["id"]! == id)!;

    [GeneratedRegex(@"/requests/[0-9A-Za-z]{22}$")]
    private static partial Regex RequestPage();
}
