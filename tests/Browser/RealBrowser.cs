using Microsoft.Playwright;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Browser;

/// <summary>Debian's Chromium, in Thai and in Bangkok. Each person has a context of their own: nothing is shared.</summary>
public sealed class RealBrowser : IAsyncDisposable
{
    const string Bangkok = "Asia/Bangkok";

    static readonly string Screenshots = Repository.Path("tests/Browser/screenshots");

    readonly IPlaywright playwright;
    readonly IBrowser browser;

    RealBrowser(IPlaywright playwright, IBrowser browser)
    {
        this.playwright = playwright;
        this.browser = browser;
    }

    public static async Task<RealBrowser> OpenAsync()
    {
        // The shell is the same engine without the windows around it, which took more time than the pages.
        var chromium = Required.Program("chromium-headless-shell",
            "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
        var playwright = await Playwright.CreateAsync();
        return new RealBrowser(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        }));
    }

    /// <summary>A signed-in person at a desk (a designer has a wide screen), or with a phone in the hand.</summary>
    public async Task<IPage> SignInAsync(
        string address, string account, bool phone = false, string zone = Bangkok, bool wide = false)
    {
        var page = await NewPageAsync(address, phone, zone, wide);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=UserName]", account);
        await page.FillAsync("[name=Password]", "demo-1234");
        await page.ClickAsync("main form.panel button.primary");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    public async Task<IPage> NewPageAsync(string address, bool phone = false, string zone = Bangkok, bool wide = false)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address,
            Locale = "th-TH",
            TimezoneId = zone,
            ViewportSize = phone ? new() { Width = 390, Height = 844 }
                : wide ? new() { Width = 1920, Height = 1080 } : new() { Width = 1280, Height = 900 },
        });
        return await context.NewPageAsync();
    }

    /// <summary>Keeps what a person sees, for people to look at.</summary>
    public static async Task KeepAsync(IPage page, string name)
    {
        Directory.CreateDirectory(Screenshots);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png"), FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
