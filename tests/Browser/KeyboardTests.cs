using Microsoft.Playwright;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Browser;

/// <summary>
/// The way from the request to the right with the keyboard alone: Tab, Enter, Space, arrows and typing (WCAG 2.1.1, 2.4.1,
/// 2.4.3, 2.4.7, 2.4.11). Every stop on the way must be visible and come in the order of the page.
/// </summary>
public sealed class KeyboardTests
{
    [Test]
    public async Task A_request_is_filed_proved_and_sent_checked_and_decided_with_the_keyboard_alone()
    {
        await using var host = await TestHost.StartAsync();
        await using var browser = await RealBrowser.OpenAsync();

        var officer = await KeyboardAsync(browser, host);
        await SignInAsync(officer, "officer");
        await SkipToContentAsync(officer);
        await officer.GoToAsync("a[href^='/requests/new']");
        await officer.FollowAsync();
        await officer.GoToAsync("[name=Choice]");
        await officer.TypeAsync(" ");
        await officer.GoToAsync("[name=PersonId]");
        await officer.Page.Keyboard.PressAsync("ArrowDown");
        await officer.GoToAsync("main form.panel button.primary");
        await officer.FollowAsync();
        var request = new Uri(officer.Page.Url).AbsolutePath;

        await officer.GoToAsync("main a[href^='/tasks/']");
        await officer.FollowAsync();
        await officer.GoToAsync("a[href$='/thaid']");
        await officer.FollowAsync();
        await officer.GoToAsync("main button.primary");
        await officer.FollowAsync();
        Assert.That(await host.StageAsync(request.Split('/')[^1]), Is.EqualTo("waiting-letter"));

        await UploadAsync(officer, request);
        Assert.That(await host.StageAsync(request.Split('/')[^1]), Is.EqualTo("in-review"));
        await host.AnswerAsync(request.Split('/')[^1], "review", "reviewer", "Approve", new { Reason = "เอกสารครบถ้วน" });

        await DecideAsync(host, await KeyboardAsync(browser, host));
        Assert.That(await host.StageAsync(request.Split('/')[^1]), Is.EqualTo("granted"));
    }

    [Test]
    public async Task A_focus_that_cannot_be_seen_is_found()
    {
        await using var browser = await RealBrowser.OpenAsync();
        var keys = new Keyboard(await browser.NewPageAsync("http://localhost"));
        await keys.Page.SetContentAsync("<style>* { outline: none !important }</style><button>unseen</button>");
        Assert.That(async () => await keys.GoToAsync("button"),
            Throws.InstanceOf<AssertionException>().With.Message.Contains("shows no focus"));
    }

    static async Task<Keyboard> KeyboardAsync(RealBrowser browser, TestHost host) =>
        new(await browser.NewPageAsync(host.Address));

    static async Task SignInAsync(Keyboard keys, string account)
    {
        await keys.Page.GotoAsync("/sign-in");
        await keys.GoToAsync("[name=UserName]");
        await keys.TypeAsync(account);
        await keys.GoToAsync("[name=Password]");
        await keys.TypeAsync("demo-1234");
        await keys.FollowAsync();
    }

    static async Task SkipToContentAsync(Keyboard keys)
    {
        await keys.Page.Keyboard.PressAsync("Tab");
        Assert.That(await keys.FocusedAsync("a.skip"), Is.True, "the first stop of a page skips to its content");
        await keys.Page.Keyboard.PressAsync("Enter");
        await keys.Page.Keyboard.PressAsync("Tab");
        Assert.That(await keys.FocusedAsync("main *"), Is.True, "what comes next lies in the content");
    }

    // Chromium opens a chooser only while it holds the key for fresh; a busy machine can be too slow for that once.
    static async Task<IFileChooser> OpenChooserAsync(IPage page)
    {
        try
        {
            return await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Enter"), new() { Timeout = 10_000 });
        }
        catch (TimeoutException)
        {
            return await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Space"));
        }
    }

    static async Task UploadAsync(Keyboard keys, string request)
    {
        await keys.Page.GotoAsync(request);
        await keys.GoToAsync($"a[href='{request}/upload']");
        await keys.FollowAsync();
        await keys.GoToAsync("[name='Input.File']");
        var chooser = await OpenChooserAsync(keys.Page);
        await chooser.SetFilesAsync(SignedLetter.Write(Directory.CreateTempSubdirectory("workflowhost-letter").FullName));
        var letter = Cases.RightLetter("นางสาวมาลี ใจงาม");
        foreach (var name in (string[])["NamesInLetter", "LetterNumber", "LetterDate", "Addressee", "SignerName"])
        {
            await keys.GoToAsync($"[name='Input.{name}']");
            await keys.Page.Keyboard.PressAsync("Control+A");
            await keys.TypeAsync(letter["Input." + name]);
        }
        await keys.GoToAsync("main form.panel button.primary");
        await keys.FollowAsync();
    }

    static async Task DecideAsync(TestHost host, Keyboard keys)
    {
        await SignInAsync(keys, "director");
        await keys.GoToAsync("main a[href^='/tasks/']");
        await keys.FollowAsync();
        await keys.GoToAsync("button[name=Answer][value=Approve]");
        await keys.FollowAsync("Space");
        await keys.GoToAsync("[name=Code]");
        await keys.TypeAsync(await TasksCase.CodeAsync(host, "director"));
        await keys.GoToAsync("main form.panel button.primary");
        await keys.FollowAsync();
    }
}
