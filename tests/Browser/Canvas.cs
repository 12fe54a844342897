using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace WorkflowHost.Tests.Browser;

/// <summary>
/// Elsa Studio's canvas under a designer's hand: real mouse and keyboard, and no word with the API but listening. Whatever
/// leaves the host, and whatever the content security policy refuses, is noted.
/// </summary>
sealed class Canvas
{
    /// <summary>WebAssembly on a busy machine.</summary>
    const float Patience = 180_000;

    readonly IPage page;
    readonly string host;
    readonly List<string> strange = [];

    public Canvas(IPage page)
    {
        this.page = page;
        host = new Uri(page.Url).Authority;
        page.SetDefaultTimeout(Patience);
        page.Request += (_, request) => Note(request.Url);
        page.Console += (_, said) =>
        {
            if (said.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                strange.Add(said.Text);
        };
    }

    public IPage Page => page;

    /// <summary>Requests to other hosts, and what the policy of the page refused.</summary>
    public IReadOnlyList<string> Strange => strange;

    public async Task OpenAsync(string definition)
    {
        await page.GotoAsync("/studio/definitions/" + definition);
        await IsOpenAsync();
    }

    public async Task IsOpenAsync()
    {
        await page.WaitForSelectorAsync(".x6-node .elsa-activity");
        // What is typed before Studio has asked for everything is drawn over.
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>The first button of the toolbar: everything in sight, as far as it may shrink.</summary>
    public async Task FitAsync()
    {
        await page.Locator("button.mud-icon-button:not(.d-none):visible").First.ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.x6-graph-svg-viewport').getAttribute('transform') !== null");
    }

    /// <summary>What stands on the boxes: the words of the definition, and the kind of step below.</summary>
    public async Task<IReadOnlyList<string>> StepsAsync() => await page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('.x6-node .elsa-activity')].map(box => box.textContent.trim().replace(/\\s+/g, ' '))");

    public async Task SelectAsync(string step, string input)
    {
        var (x, y) = await PlaceAsync(step, port: null);
        await page.Mouse.ClickAsync(x, y);
        await Field(input).WaitForAsync();
    }

    /// <summary>A field of the property panel, by its label.</summary>
    public ILocator Field(string label) => page.Locator(".mud-input-control", new() { HasText = label }).First;

    public Task<JsonNode> TypeAsync(string label, string text) => SavedAsync(async () =>
    {
        await Field(label).Locator("input, textarea").First.FillAsync(text);
        await page.Keyboard.PressAsync("Tab");
    });

    public Task<JsonNode> ChooseAsync(string label, string choice) => SavedAsync(async () =>
    {
        await Field(label).Locator("[tabindex]").First.ClickAsync();
        await page.Locator("[role=option]:visible", new() { HasText = choice }).First.ClickAsync();
    });

    public Task<JsonNode> TickAsync(string choice) =>
        SavedAsync(() => page.Locator("label:visible", new() { HasText = choice }).First.ClickAsync());

    /// <summary>From the toolbox onto the canvas.</summary>
    public async Task<JsonNode> DropAsync(string category, string step, float x, float y)
    {
        await page.Locator(".mud-expand-panel:visible", new() { HasText = category }).First.ClickAsync();
        return await SavedAsync(() => page.Locator("[draggable=true]:visible", new() { HasText = step }).First
            .DragToAsync(page.Locator(".x6-graph").First, new() { TargetPosition = new() { X = x, Y = y } }));
    }

    /// <summary>Draws an arrow with the mouse.</summary>
    public async Task<JsonNode> ConnectAsync(string from, string port, string to) => await SavedAsync(async () =>
    {
        // A selected box has handles for its size where its arrows begin.
        await page.Locator(".x6-graph").First.ClickAsync(new() { Position = new() { X = 12, Y = 12 } });
        await Assertions.Expect(page.Locator(".x6-widget-transform")).ToHaveCountAsync(0);
        var start = await PlaceAsync(from, port);
        var end = await PlaceAsync(to, "In");
        await page.Mouse.MoveAsync(start.X, start.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((start.X + end.X) / 2, (start.Y + end.Y) / 2, new() { Steps = 8 });
        await page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    });

    /// <summary>The cloud of the toolbar.</summary>
    public ILocator Publish => page.Locator("button.mud-icon-button.mud-primary-text:visible").First;

    /// <summary>Does something that saves, and gives what was sent.</summary>
    public async Task<JsonNode> SavedAsync(Func<Task> doing, int status = 200)
    {
        var answer = await page.RunAndWaitForResponseAsync(doing,
            answer => answer.Request.Method == "POST" && new Uri(answer.Url).AbsolutePath == "/elsa/api/workflow-definitions");
        Assert.That(answer.Status, Is.EqualTo(status));
        return JsonNode.Parse(answer.Request.PostData!)!["model"]!;
    }

    async Task<(float X, float Y)> PlaceAsync(string step, string? port)
    {
        var place = await page.EvaluateAsync<float[]?>(
            """
            ([step, port]) => {
              for (const node of document.querySelectorAll('.x6-node')) {
                const box = node.querySelector('.elsa-activity');
                if (!box || !box.textContent.includes(step)) continue;
                const place = (port ? node.querySelector(`[port="${port}"] circle`) : box).getBoundingClientRect();
                return [place.x + place.width / 2, place.y + place.height / 2];
              }
              return null;
            }
            """, new[] { step, port });
        Assert.That(place, Is.Not.Null, $"'{step}' is not on the canvas");
        return (place![0], place[1]);
    }

    void Note(string address)
    {
        if (address.StartsWith("data:", StringComparison.Ordinal) || address.StartsWith("blob:", StringComparison.Ordinal))
            return;
        if (new Uri(address).Authority != host)
            strange.Add(address);
    }
}
