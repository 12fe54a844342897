using Microsoft.AspNetCore.Razor.TagHelpers;

namespace WorkflowHost.Web.Look;

/// <summary><c>&lt;icon name="clock" /&gt;</c>: a line drawing beside a word, never in place of one.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class Icons : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Svg(Name));
    }

    internal static string Svg(string name) =>
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">" + Shape(name) + "</svg>";

    static string Shape(string name) => name switch
    {
        "tasks" => "<path d=\"M9 6h11M9 12h11M9 18h11M3.5 6l1 1 2-2M3.5 12l1 1 2-2M3.5 18l1 1 2-2\"/>",
        "requests" => "<path d=\"M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6\"/>",
        "rights" => "<circle cx=\"8\" cy=\"14\" r=\"4.5\"/><path d=\"M11.5 11L20 3M16 7l3 3\"/>",
        "circulars" => "<path d=\"M4 10v4h3l7 4V6L7 10zM17.5 9a4 4 0 0 1 0 6\"/>",
        "cascade" => "<path d=\"M12 3v5M5 16v-4h14v4M12 8v8M3 16h4v4H3zM10 16h4v4h-4zM17 16h4v4h-4z\"/>",
        "operations" => "<path d=\"M3 12h4l3-7 4 14 3-7h4\"/>",
        "designer" => "<path d=\"M4 4h6v5H4zM14 15h6v5h-6zM7 9v8.5h7M10 6.5h7V15\"/>",
        "mailbox" => "<path d=\"M3 6h18v12H3zM3 7l9 7 9-7\"/>",
        "person" => "<circle cx=\"12\" cy=\"8\" r=\"4\"/><path d=\"M4 21c1-4.5 4-6.5 8-6.5s7 2 8 6.5\"/>",
        "organisation" => "<path d=\"M4 21V9l8-6 8 6v12zM9 21v-6h6v6M9 11h.3M14.7 11h.3\"/>",
        "good" or "success" => "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M8 12.5l2.8 2.8L16 9.5\"/>",
        "wait" or "clock" => "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 7v5l3.5 2\"/>",
        "late" or "warning" => "<path d=\"M12 3.5L22 20.5H2zM12 10v4.5M12 17.2v.3\"/>",
        "bad" or "error" => "<path d=\"M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9l6 6M15 9l-6 6\"/>",
        "off" => "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M7 12h10\"/>",
        "next" => "<path d=\"M5 12h14M13 6l6 6-6 6\"/>",
        "back" => "<path d=\"M19 12H5M11 6l-6 6 6 6\"/>",
        "file" => "<path d=\"M6 3h8l4 4v14H6zM14 3v4h4\"/>",
        "print" => "<path d=\"M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z\"/>",
        _ => "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 11v5.5M12 7.5v.3\"/>",
    };
}
