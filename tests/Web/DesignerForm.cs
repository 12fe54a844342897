using System.Net;
using System.Text.RegularExpressions;

namespace WorkflowHost.Tests.Web;

/// <summary>What a browser would send back of the rule sheet when nobody touched it.</summary>
sealed partial class DesignerForm
{
    readonly List<KeyValuePair<string, string>> pairs = [];

    DesignerForm()
    {
    }

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => pairs;

    public string this[string name]
    {
        get => pairs.Find(pair => pair.Key == name).Value;
        set
        {
            Assert.That(pairs.RemoveAll(pair => pair.Key == name), Is.Not.Zero, $"the form has no field '{name}'");
            pairs.Add(new(name, value));
        }
    }

    public static async Task<DesignerForm> OpenAsync(Visitor visitor, string path)
    {
        var page = await visitor.GetAsync(path);
        Assert.That(page.Status, Is.EqualTo(200), page.Text);
        return Read(page);
    }

    public static DesignerForm Read(Visitor.Answer page)
    {
        var form = new DesignerForm();
        var html = Sheet().Match(page.Html).Groups[1].Value;
        foreach (Match control in Control().Matches(html))
            form.Add(control.Groups["kind"].Value, control.Groups["attributes"].Value, control.Groups["inner"].Value);
        return form;
    }

    /// <summary>A tick or a list of ticks.</summary>
    public void Tick(string name, params string[] values)
    {
        pairs.RemoveAll(pair => pair.Key == name);
        pairs.AddRange(values.Select(value => KeyValuePair.Create(name, value)));
    }

    public Task<Visitor.Answer> SendAsync(Visitor visitor, string path) => visitor.PostRawAsync(path, pairs);

    void Add(string kind, string attributes, string inner)
    {
        var name = Attribute(attributes, "name");
        if (name is null || kind == "button"
            || (Attribute(attributes, "type") == "checkbox" && !attributes.Contains(" checked", StringComparison.Ordinal)))
            return;
        pairs.Add(new(name, kind switch
        {
            // Browsers drop the first line break of a textarea, and send both signs for the others.
            "textarea" => WebUtility.HtmlDecode(FirstBreak().Replace(inner, "")).ReplaceLineEndings("\r\n"),
            "select" =>
                Attribute((Chosen().Match(inner) is { Success: true } chosen ? chosen : Option().Match(inner)).Value, "value")
                ?? "",
            _ => Attribute(attributes, "value") ?? "",
        }));
    }

    static string? Attribute(string attributes, string name) =>
        Regex.Match(attributes, $"\\s{name}=\"([^\"]*)\"") is { Success: true } match
            ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    [GeneratedRegex("<form method=\"post\" class=\"sheet\"(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Sheet();

    [GeneratedRegex(
        "<(?<kind>input)(?<attributes>[^>]*)>|<(?<kind>textarea|select|button)(?<attributes>[^>]*)>(?<inner>.*?)</\\k<kind>>",
        RegexOptions.Singleline)]
    private static partial Regex Control();

    [GeneratedRegex("^\r?\n")]
    private static partial Regex FirstBreak();

    [GeneratedRegex("<option[^>]* selected[^>]*>")]
    private static partial Regex Chosen();

    [GeneratedRegex("<option[^>]*>")]
    private static partial Regex Option();
}
