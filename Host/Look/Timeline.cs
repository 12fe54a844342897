using Microsoft.AspNetCore.Razor.TagHelpers;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Look;

/// <summary><c>&lt;timeline&gt;</c> around <c>&lt;timeline-entry&gt;</c>: what happened, oldest first.</summary>
public sealed class Timeline : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.Attributes.SetAttribute("class", "timeline");
    }
}

/// <summary>
/// <c>&lt;timeline-entry title="…" at="@row.At" by="…" tone="good"&gt;more&lt;/timeline-entry&gt;</c>. Without a time it
/// is still to come; tones as of <see cref="StatusChip"/>.
/// </summary>
public sealed class TimelineEntry(Texts texts) : TagHelper
{
    public string Title { get; set; } = "";
    public DateTimeOffset? At { get; set; }
    public string? By { get; set; }
    public string Tone { get; set; } = "info";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Tone);
        output.PreContent.AppendHtml(Icons.Svg(Tone) + "<div><p class=\"timeline-title\">").Append(Title).AppendHtml("</p>");
        if (At is { } at)
            output.PreContent.AppendHtml("<p class=\"quiet\"><time datetime=\"")
                .Append(at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture))
                .AppendHtml("\">").Append(texts.Time(at)).AppendHtml("</time>")
                .Append(By is null ? "" : " · " + By).AppendHtml("</p>");
        else if (By is not null)
            output.PreContent.AppendHtml("<p class=\"quiet\">").Append(By).AppendHtml("</p>");
        output.PostContent.AppendHtml("</div>");
    }
}
