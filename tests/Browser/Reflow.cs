using Microsoft.Playwright;

namespace WorkflowHost.Tests.Browser;

/// <summary>What is lost when text is large: pages that scroll sideways (WCAG 1.4.10), text cut off (1.4.4, 1.4.12).</summary>
static class Reflow
{
    // What lies in two dimensions by nature may scroll: the drawing of a workflow, and a program's own words.
    const string Find =
        """
        () => {
          const faults = [];
          const name = part => part.tagName.toLowerCase() + (part.id ? '#' + part.id : '')
            + (part.className && part.className.baseVal === undefined
            ? '.' + part.className.trim().replace(/\s+/g, '.') : '') + ' "' + (part.innerText || '').trim().slice(0, 40) + '"';
          const root = document.documentElement;
          if (root.scrollWidth > root.clientWidth)
            for (const part of document.querySelectorAll('body *')) {
              const box = part.getBoundingClientRect();
              if (box.width && box.right > root.clientWidth + 1 && !part.closest('.diagram, .hidden, .skip')
                && ![...part.children].some(child => child.getBoundingClientRect().right > root.clientWidth + 1))
                faults.push('the page scrolls sideways because of ' + name(part));
            }
          if (root.scrollWidth > root.clientWidth && !faults.length) faults.push('the page scrolls sideways');
          for (const part of document.querySelectorAll('body *')) {
            if (part.closest('.diagram, .hidden, svg, iframe, pre, select, option') || !part.checkVisibility()) continue;
            const style = getComputedStyle(part);
            if (style.clipPath !== 'none' || /input|textarea|img/i.test(part.tagName)) continue;
            const wide = part.scrollWidth > part.clientWidth + 1, high = part.scrollHeight > part.clientHeight + 1;
            if (wide && style.overflowX !== 'visible') faults.push('cut or scrolled sideways: ' + name(part));
            if (high && (style.overflowY === 'hidden' || style.overflowY === 'clip')) faults.push('cut below: ' + name(part));
          }
          return [...new Set(faults)];
        }
        """;

    const string Spacing =
        """
        () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('* { line-height: 1.5 !important;'
            + ' letter-spacing: 0.12em !important; word-spacing: 0.16em !important }'
            + ' p { margin-bottom: 2em !important }');
          document.adoptedStyleSheets = [sheet];
        }
        """;

    public static async Task<IReadOnlyList<string>> FindAsync(IPage page) => await page.EvaluateAsync<string[]>(Find);

    /// <summary>The spacing that a reader may choose (1.4.12).</summary>
    public static Task SpaceTextAsync(IPage page) => page.EvaluateAsync(Spacing);
}
