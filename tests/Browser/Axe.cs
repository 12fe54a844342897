using System.Text.Json;
using Microsoft.Playwright;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Browser;

/// <summary>
/// axe-core (npm, MPL-2.0): finds what breaks WCAG 2.2 A and AA in an open page, as far as a program can. Evaluated from
/// outside, so the pages' content security policy stays as it is for people.
/// </summary>
static class Axe
{
    /// <summary>WCAG 2.0 to 2.2, A and AA, and what axe's makers advise beyond.</summary>
    public const string All = """
        { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }
        """;

    /// <summary>What hangs on where things lie.</summary>
    public const string Layout =
        "{ runOnly: { type: 'rule', values: ['target-size', 'scrollable-region-focusable', 'link-in-text-block', 'region'] } }";

    public const string Colours = "{ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }";

    const string Run =
        """
        async () => {
          const found = await axe.run(document, { ...RULES, resultTypes: ['violations'], iframes: false });
          return JSON.stringify(found.violations.flatMap(rule => rule.nodes.map(node => ({
            rule: rule.id, node: node.target.join(' '), html: node.html.slice(0, 200), what: node.failureSummary }))));
        }
        """;

    static readonly string File = Repository.Path("tests/Browser/node_modules/axe-core/axe.min.js");
    static readonly Lazy<string> Source = new(() => System.IO.File.ReadAllText(File));

    public static void OrSkip() => Required.OrSkip(System.IO.File.Exists(File), "axe-core (npm, in tests/Browser)");

    /// <summary>To be called once after a page was opened.</summary>
    public static Task LoadAsync(IPage page) => page.EvaluateAsync(Source.Value);

    /// <summary>What is wrong, a paragraph each; nothing when all is well.</summary>
    /// <param name="rules"><see cref="All"/>, <see cref="Layout"/> or <see cref="Colours"/>.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page, string rules)
    {
        var json = await page.EvaluateAsync<string>(Run.Replace("RULES", rules, StringComparison.Ordinal));
        return [.. JsonSerializer.Deserialize<Barrier[]>(json, JsonSerializerOptions.Web)!.Select(found => found.ToString())];
    }

    sealed record Barrier(string Rule, string Node, string Html, string What)
    {
        public override string ToString() =>
            $"{Rule} at {Node}\n    {Html}\n    {What.Replace("\n", "\n    ", StringComparison.Ordinal)}";
    }
}
