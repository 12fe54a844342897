using Microsoft.Playwright;

namespace WorkflowHost.Tests.Browser;

/// <summary>Somebody who has no mouse. At every stop of Tab it looks whether the focus can be seen and comes in order.</summary>
sealed class Keyboard(IPage page)
{
    const int MostStops = 60;

    // In a second column the order begins at the top again; anything else that goes up is a jump.
    const string Look =
        """
        before => {
          const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here);
          const name = here.tagName + ' ' + (here.name || here.id) + ' "' + here.innerText?.slice(0, 30) + '"';
          const faults = [];
          if (here === document.body) return { name, top: 0, left: 0, faults };
          if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push('shows no focus');
          if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
            faults.push('lies outside of the screen');
          const middle = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
          const seen = document.elementFromPoint(box.left + box.width / 2, middle);
          if (seen && !here.contains(seen) && !seen.contains(here))
            faults.push('is covered by ' + seen.tagName + '.' + seen.className);
          const top = box.top + scrollY, left = box.left;
          if (before && top < before.top - 40 && left <= before.left)
            faults.push('comes after ' + before.name + ', which lies below');
          return { name, top, left, faults };
        }
        """;

    public IPage Page => page;

    /// <summary>Tab until the focus is there.</summary>
    public async Task GoToAsync(string selector)
    {
        Stop? before = null;
        for (var stops = 0; stops < MostStops; stops++)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await page.EvaluateAsync<Stop>(Look, before);
            Assert.That(stop.Faults, Is.Empty, $"{page.Url}: {stop.Name}");
            before = stop;
            if (await FocusedAsync(selector))
                return;
        }
        Assert.Fail($"{page.Url}: Tab never comes to {selector}.");
    }

    public Task<bool> FocusedAsync(string selector) =>
        page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector);

    public Task TypeAsync(string text) => page.Keyboard.TypeAsync(text);

    /// <summary>Presses a key that leads to another page.</summary>
    public Task FollowAsync(string key = "Enter") => page.FollowAsync(() => page.Keyboard.PressAsync(key));

    sealed record Stop
    {
        public string Name { get; set; } = "";
        public double Top { get; set; }
        public double Left { get; set; }
        public string[] Faults { get; set; } = [];
    }
}
