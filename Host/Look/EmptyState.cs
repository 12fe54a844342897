using Microsoft.AspNetCore.Razor.TagHelpers;

namespace WorkflowHost.Web.Look;

/// <summary><c>&lt;empty-state title="…"&gt;what to do next&lt;/empty-state&gt;</c>: in place of an empty table.</summary>
public sealed class EmptyState : TagHelper
{
    public string Title { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "empty");
        output.PreContent.AppendHtml(Icons.Svg("success") + "<p class=\"empty-title\">").Append(Title).AppendHtml("</p>");
    }
}
