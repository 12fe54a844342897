using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace WorkflowHost.Web.Look;

/// <summary>
/// <c>&lt;form-field for="Input.Note" label="…" hint="…" type="text" /&gt;</c>: label, hint, error and control, tied together
/// for screen readers. Types: any of input's, textarea, select (with options inside), or custom (the control inside, with
/// the id <c>Field.Id(name)</c>).
/// </summary>
public sealed class FormField : TagHelper
{
    public ModelExpression For { get; set; } = null!;
    public string Label { get; set; } = "";
    public string? Hint { get; set; }
    public string Type { get; set; } = "text";
    public string? Autocomplete { get; set; }
    public bool Required { get; set; }

    /// <summary>For files: what may be chosen, such as <c>application/pdf,image/jpeg</c>.</summary>
    public string? Accept { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    string Name => For.Name;

    string Id => TagBuilder.CreateSanitizedId(Name, "_");

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inner = await output.GetChildContentAsync();
        View.ViewData.ModelState.TryGetValue(Name, out var state);
        var error = state?.Errors.FirstOrDefault()?.ErrorMessage;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", error is null ? "field" : "field invalid");
        var html = new HtmlContentBuilder();
        html.AppendHtml($"<label for=\"{Id}\">").Append(Label).AppendHtml("</label>");
        if (Hint is not null)
            html.AppendHtml($"<p class=\"hint\" id=\"{Id}-hint\">").Append(Hint).AppendHtml("</p>");
        if (error is not null)
            html.AppendHtml($"<p class=\"error\" id=\"{Id}-error\">{Icons.Svg("error")}<span>").Append(error)
                .AppendHtml("</span></p>");
        html.AppendHtml(Type == "custom" ? inner : Control(inner, error is not null, state?.AttemptedValue));
        output.Content.SetHtmlContent(html);
    }

    TagBuilder Control(TagHelperContent inner, bool invalid, string? attempted)
    {
        var control = new TagBuilder(Type is "textarea" or "select" ? Type : "input");
        control.Attributes["id"] = Id;
        control.Attributes["name"] = Name;
        Describe(control, invalid);
        var value = attempted ?? For.Model?.ToString();
        if (Type == "select")
            control.InnerHtml.AppendHtml(inner);
        else if (Type == "textarea")
            control.InnerHtml.Append(value ?? "");
        else
            AsInput(control, value);
        return control;
    }

    void Describe(TagBuilder control, bool invalid)
    {
        string?[] about = [Hint is null ? null : Id + "-hint", invalid ? Id + "-error" : null];
        if (about.Any(id => id is not null))
            control.Attributes["aria-describedby"] = string.Join(' ', about.Where(id => id is not null));
        if (invalid)
            control.Attributes["aria-invalid"] = "true";
        if (Required)
            control.Attributes["required"] = "required";
        if (Autocomplete is not null)
            control.Attributes["autocomplete"] = Autocomplete;
        if (Accept is not null)
            control.Attributes["accept"] = Accept;
    }

    void AsInput(TagBuilder control, string? value)
    {
        control.TagRenderMode = TagRenderMode.SelfClosing;
        control.Attributes["type"] = Type;
        // A password or a file that was sent once is never sent back.
        if (Type is not ("password" or "file") && value is not null)
            control.Attributes["value"] = value;
    }
}
