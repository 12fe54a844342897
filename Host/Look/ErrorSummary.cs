using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Look;

/// <summary>
/// <c>&lt;error-summary /&gt;</c> above a form: everything wrong with it, each a link to its field. Nothing when all is well.
/// </summary>
public sealed class ErrorSummary(Texts texts) : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var state = View.ViewData.ModelState;
        if (state.ErrorCount == 0)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "notice error");
        output.Attributes.SetAttribute("role", "alert");
        var html = new HtmlContentBuilder().AppendHtml(Icons.Svg("error")).AppendHtml("<div><p class=\"notice-title\">")
            .Append(texts["โปรดแก้ไขก่อนส่ง", "Please correct this first"]).AppendHtml("</p><ul>");
        foreach (var (name, entry) in state)
            foreach (var error in entry.Errors)
                AddLine(html, name, error.ErrorMessage);
        output.Content.SetHtmlContent(html.AppendHtml("</ul></div>"));
    }

    static void AddLine(IHtmlContentBuilder html, string name, string words)
    {
        html.AppendHtml("<li>");
        if (name.Length > 0)
            html.AppendHtml($"<a href=\"#{TagBuilder.CreateSanitizedId(name, "_")}\">").Append(words).AppendHtml("</a>");
        else
            html.Append(words);
        html.AppendHtml("</li>");
    }
}
