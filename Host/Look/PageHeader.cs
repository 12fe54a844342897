using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace WorkflowHost.Web.Look;

/// <summary>
/// <c>&lt;page-header title="…" lead="…" back="/requests" back-text="…"&gt;buttons&lt;/page-header&gt;</c>: the one h1 of a
/// page, and the title of its tab.
/// </summary>
public sealed class PageHeader : TagHelper
{
    public string Title { get; set; } = "";

    /// <summary>One sentence under the title.</summary>
    public string? Lead { get; set; }

    /// <summary>Where the page above this one is; with <see cref="BackText"/>.</summary>
    public string? Back { get; set; }

    public string? BackText { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        View.ViewData["Title"] = Title;
        var actions = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "page-header");
        var html = new HtmlContentBuilder();
        if (Back is not null)
            html.AppendHtml("<a class=\"back\" href=\"").Append(Back).AppendHtml("\">").AppendHtml(Icons.Svg("back"))
                .AppendHtml("<span>").Append(BackText ?? Back).AppendHtml("</span></a>");
        html.AppendHtml("<div class=\"page-header-row\"><div><h1>").Append(Title).AppendHtml("</h1>");
        if (Lead is not null)
            html.AppendHtml("<p class=\"lead\">").Append(Lead).AppendHtml("</p>");
        html.AppendHtml("</div>");
        if (!actions.IsEmptyOrWhiteSpace)
            html.AppendHtml("<div class=\"actions\">").AppendHtml(actions).AppendHtml("</div>");
        output.Content.SetHtmlContent(html.AppendHtml("</div>"));
    }
}
