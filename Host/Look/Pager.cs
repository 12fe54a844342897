using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Look;

/// <summary>
/// <c>&lt;pager first="/requests" next="/requests?after=…" /&gt;</c>: by key, so that page 10,000 costs what page 1 does. A null
/// or empty address leaves its link out.
/// </summary>
public sealed class Pager(Texts texts) : TagHelper
{
    public string? First { get; set; }
    public string? Next { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (string.IsNullOrEmpty(First) && string.IsNullOrEmpty(Next))
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pager");
        output.Attributes.SetAttribute("aria-label", texts["หน้าถัดไป", "More pages"]);
        var html = new HtmlContentBuilder();
        Add(html, First, "back", texts["กลับไปหน้าแรก", "Back to the start"]);
        Add(html, Next, "next", texts["หน้าถัดไป", "Next page"]);
        output.Content.SetHtmlContent(html);
    }

    static void Add(HtmlContentBuilder html, string? address, string icon, string words)
    {
        if (!string.IsNullOrEmpty(address))
            html.AppendHtml("<a class=\"button secondary\" href=\"").Append(address).AppendHtml("\">").AppendHtml(Icons.Svg(icon))
                .AppendHtml("<span>").Append(words).AppendHtml("</span></a>");
    }
}
