using Microsoft.AspNetCore.Razor.TagHelpers;

namespace WorkflowHost.Web.Look;

/// <summary>
/// <c>&lt;status-chip tone="wait"&gt;รอตรวจ&lt;/status-chip&gt;</c>: a state by word, shape and colour. Tones: good, wait, late,
/// bad, off, info.
/// </summary>
public sealed class StatusChip : TagHelper
{
    public string Tone { get; set; } = "info";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"chip {Tone}");
        output.PreContent.SetHtmlContent(Icons.Svg(Tone) + "<span>");
        output.PostContent.SetHtmlContent("</span>");
    }
}
