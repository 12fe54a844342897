using Microsoft.AspNetCore.Razor.TagHelpers;

namespace WorkflowHost.Web.Look;

/// <summary>
/// <c>&lt;td label="…"&gt;</c> in <c>&lt;table class="cards"&gt;</c>: on a phone each row becomes a card, and each cell
/// carries its column's name.
/// </summary>
[HtmlTargetElement("td", Attributes = "label")]
public sealed class Cell : TagHelper
{
    public string Label { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Attributes.SetAttribute("data-label", Label);
        // One box for whatever the cell holds, beside the label.
        output.PreContent.SetHtmlContent("<div>");
        output.PostContent.SetHtmlContent("</div>");
    }
}
