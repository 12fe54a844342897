using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace WorkflowHost.Web.Look;

/// <summary><c>&lt;notice tone="warning" title="…"&gt;…&lt;/notice&gt;</c>: tones info, success, warning, error.</summary>
public sealed class Notice : TagHelper
{
    public string Tone { get; set; } = "info";
    public string? Title { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"notice {Tone}");
        if (Tone == "error")
            output.Attributes.SetAttribute("role", "alert");
        output.PreContent.AppendHtml(Icons.Svg(Tone)).AppendHtml("<div>");
        if (Title is not null)
            output.PreContent.AppendHtml("<p class=\"notice-title\">").Append(Title).AppendHtml("</p>");
        output.PostContent.AppendHtml("</div>");
    }
}

/// <summary>
/// What the last form did, shown once on the next page: the layout has one, and a page says
/// <c>TempData.Say("success", T["บันทึกแล้ว", "Saved"])</c> before it redirects.
/// </summary>
public sealed class FlashNotice : TagHelper
{
    internal const string Tone = "flash-tone";
    internal const string Words = "flash-words";

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        if (!View.HttpContext.Request.Cookies.ContainsKey(Flash.Cookie) || View.TempData[Words] is not string words)
            return;
        var tone = View.TempData[Tone] as string ?? "success";
        output.Content.SetHtmlContent(new HtmlContentBuilder()
            .AppendHtml($"<div class=\"notice {tone}\" role=\"status\">{Icons.Svg(tone)}<div>").Append(words)
            .AppendHtml("</div></div>"));
    }
}

/// <summary>Says something on the next page.</summary>
public static class Flash
{
    internal const string Cookie = "said";

    /// <param name="tone">info, success, warning or error.</param>
    public static void Say(this ITempDataDictionary pages, string tone, string words) =>
        (pages[FlashNotice.Tone], pages[FlashNotice.Words]) = (tone, words);
}
