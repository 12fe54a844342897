using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>
/// Takes in a definition as Elsa writes it. First it is read and shown: what it changes, what is wrong with it. Only the
/// second step stores it, as a draft.
/// </summary>
[Authorize(Policy = Role.Designer)]
[RequestSizeLimit(LargestRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestRequest, ValueLengthLimit = LargestRequest)]
public sealed class ImportModel(
    DefinitionVersions versions, DefinitionDesk desk, DefinitionDifference comparing, CurrentActor current, Texts texts)
        : PageModel
{
    /// <summary>Bytes; Thai takes three of them a letter.</summary>
    const int LargestFile = 3 * DefinitionText.MaxLength;
    const int LargestRequest = 2 * LargestFile;

    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>The text that was read, for the second step.</summary>
    [BindProperty]
    public string? Text { get; set; }

    /// <summary>Of the version that was shown; empty for a new definition.</summary>
    [BindProperty]
    public string? Stamp { get; set; }

    public string DefinitionId { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>What it would change; null for a new definition.</summary>
    public DefinitionVersion? Existing { get; private set; }

    public IReadOnlyList<Difference> Differences { get; private set; } = [];

    public IReadOnlyList<DefinitionProblem> Problems { get; private set; } = [];

    public bool IsShown => DefinitionId.Length > 0;

    public void OnGet()
    {
    }

    /// <summary>Reads the file and shows what it would do; stores nothing.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (Upload is null || Upload.Length == 0)
            return Refuse(texts["เลือกไฟล์ก่อน", "Choose a file first"]);
        if (Upload.Length > LargestFile)
            return Refuse(
                texts[$"ไฟล์ใหญ่เกิน {LargestFile / 1024 / 1024} MB แบบกระบวนการจริงมีขนาดไม่ถึง 1 MB ตรวจว่าเลือกไฟล์ถูก",
                $"The file is larger than {LargestFile / 1024 / 1024} MB; a real definition is below 1 MB. " +
                "Check that it is the right file."]);
        try
        {
            using var reader = new StreamReader(Upload.OpenReadStream(), new UTF8Encoding(false, throwOnInvalidBytes: true));
            await ShowAsync(await reader.ReadToEndAsync());
            return Page();
        }
        catch (DecoderFallbackException)
        {
            return Refuse(texts["ไฟล์นี้ไม่ใช่ข้อความ UTF-8 เลือกไฟล์ .json ที่ส่งออกจากระบบนี้หรือจาก Elsa Studio",
                "The file isn't UTF-8 text. Choose a .json file that was exported here or by Elsa Studio."]);
        }
        catch (DefinitionException fault)
        {
            return Refuse(fault.Problems);
        }
        catch (RefusedException refusal)
        {
            return Refuse(texts[refusal.Thai, refusal.English]);
        }
    }

    /// <summary>Stores what was shown.</summary>
    public async Task<IActionResult> OnPostStoreAsync()
    {
        try
        {
            var json = DefinitionText.Parse(Text ?? "");
            var draft = await desk.SaveDraftAsync(IdOf(json), json, string.IsNullOrEmpty(Stamp) ? null : Stamp, current.Actor);
            TempData.Say("success", texts[$"นำเข้าเป็นฉบับที่ {draft.Version} แล้ว", $"Imported as version {draft.Version}"]);
            return Redirect($"/designer/{draft.DefinitionId}");
        }
        catch (DefinitionException fault)
        {
            return Refuse(fault.Problems);
        }
        catch (RefusedException refusal)
        {
            await ShowAsync(Text!);
            return Refuse(texts[refusal.Thai, refusal.English]);
        }
    }

    async Task ShowAsync(string text)
    {
        var json = DefinitionText.Parse(text);
        var id = IdOf(json);
        Existing = await versions.LatestAsync(id);
        Text = text;
        Stamp = Existing?.Stamp;
        Name = (json["name"] as JsonValue)?.ToString() ?? id;
        var canonical = DefinitionText.Canonical(json, id, Existing?.Version ?? 1);
        Problems = versions.ProblemsOf(canonical);
        Differences = Existing is null ? [] : comparing.Between(Existing.Json, canonical);
        DefinitionId = id;
        // What was bound from the request must not be shown in place of what was read.
        ModelState.Clear();
    }

    string IdOf(JsonObject json) =>
        (json["definitionId"] as JsonValue)?.ToString() is { Length: > 0 } id ? id
        : throw new RefusedException("no-definition-id",
        "ไฟล์นี้ไม่มี definitionId จึงไม่ใช่แบบกระบวนการของ Elsa เลือกไฟล์ที่ส่งออกจากระบบนี้หรือจาก Elsa Studio",
        "The file has no definitionId, so it is no definition of Elsa's. Choose one that was exported here or by Elsa Studio.");

    PageResult Refuse(IReadOnlyList<DefinitionProblem> problems)
    {
        foreach (var problem in problems)
            ModelState.AddModelError(nameof(Upload), $"{problem.Place}: {texts[problem.InThai, problem.InEnglish]}");
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    PageResult Refuse(string words)
    {
        ModelState.AddModelError(IsShown ? "" : nameof(Upload), words);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }
}
