using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.SubUnits;

/// <summary>A spreadsheet of sub-units or assets: attach, see what it would do, import. The template and the export are here
/// too.</summary>
[RequestSizeLimit(LargestRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestRequest)]
public sealed class ImportModel(
    Database database, UnitReading reading, SubUnitImport units, AssetImport assets, CurrentActor current, Texts texts)
        : PageModel
{
    const long LargestRequest = 6 * 1024 * 1024;
    const int PageSize = 100;

    [BindProperty]
    public IFormFile? Attached { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ImportId { get; set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; }

    public string Kind { get; private set; } = "";

    public bool IsAssets => Kind == "assets";

    public UnitPlace Place { get; private set; } = null!;

    /// <summary>The file that was read; null before one is attached.</summary>
    public SheetImport? Import { get; private set; }

    public IReadOnlyList<PreviewRow> Rows { get; private set; } = [];

    public IEnumerable<PreviewRow> Shown => Rows.Where(row => row.Line > From).Take(PageSize);

    public string? Next => Rows.Count(row => row.Line > From) > PageSize ? Address(Shown.Last().Line) : null;

    public string? First => From > 0 ? Address(0) : null;

    public int Count(string change) => Rows.Count(row => row.Change == change);

    public async Task<IActionResult> OnGetAsync(string code, string kind)
    {
        if (!await ReadAsync(code, kind) || !Place.IsOwn)
            return NotFound();
        return ImportId is null || await ShowAsync() ? Page() : NotFound();
    }

    public async Task<IActionResult> OnGetTemplateAsync(string code, string kind) => await ReadAsync(code, kind)
        ? Sheet(IsAssets ? AssetSheet.Template() : SubUnitSheet.Template(), IsAssets ? "ทรัพย์สิน.xlsx"
            : "หน่วยงานภายใต้สังกัด.xlsx")
        : NotFound();

    public async Task<IActionResult> OnGetExportAsync(string code, string kind)
    {
        if (!await ReadAsync(code, kind) || IsAssets)
            return NotFound();
        var list = await SubUnit.OfAsync(database, code);
        return Sheet(SubUnitSheet.Write(list), $"หน่วยงานภายใต้สังกัด-{code}.xlsx");
    }

    public async Task<IActionResult> OnPostAsync(string code, string kind)
    {
        if (!await ReadAsync(code, kind))
            return NotFound();
        if (Attached is null)
            return Again(texts["โปรดเลือกไฟล์ .xlsx", "Choose an .xlsx file"]);
        try
        {
            await using var content = Attached.OpenReadStream();
            var id = IsAssets
                ? await assets.BeginAsync(code, content, Attached.FileName, current.Actor)
                : await units.BeginAsync(code, content, Attached.FileName, current.Actor);
            return Redirect($"/sub-units/of/{code}/import/{kind}?importId={id}");
        }
        catch (RefusedException refusal)
        {
            return Again(texts[refusal.Thai, refusal.English]);
        }
    }

    public async Task<IActionResult> OnPostApplyAsync(string code, string kind)
    {
        if (!await ReadAsync(code, kind))
            return NotFound();
        try
        {
            var result = IsAssets ? await assets.ApplyAsync(ImportId ?? "", current.Actor)
                : await units.ApplyAsync(ImportId ?? "", current.Actor);
            TempData.Say("success", texts[
                $"นำเข้าแล้ว ใหม่ {result.Added} แก้ไข {result.Changed} เหมือนเดิม {result.Same} ไม่รับ {result.Refused}",
                $"Imported: {result.Added} new, {result.Changed} changed, {result.Same} the same, {result.Refused} refused"]);
            return Redirect(IsAssets ? $"/sub-units/of/{code}/import/{kind}?importId={ImportId}" : $"/sub-units/of/{code}");
        }
        catch (RefusedException refusal)
        {
            return Again(texts[refusal.Thai, refusal.English]);
        }
    }

    FileContentResult Sheet(byte[] bytes, string name) => File(bytes, SheetFile.MediaType, name);

    PageResult Again(string words)
    {
        ModelState.AddModelError(nameof(Attached), words);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    string Address(int from) => $"/sub-units/of/{Place.Organisation.Code}/import/{Kind}?importId={ImportId}&from={from}";

    async Task<bool> ShowAsync()
    {
        Import = await SheetImport.FindAsync(database, ImportId!, current.Actor);
        if (Import?.Kind != (IsAssets ? SheetImport.Assets : SheetImport.SubUnits))
            return false;
        Rows = IsAssets ? await assets.PreviewAsync(Import) : await units.PreviewAsync(Import);
        return true;
    }

    async Task<bool> ReadAsync(string code, string kind)
    {
        Kind = kind;
        if (kind is not ("units" or "assets") || await reading.FindAsync(code) is not { } place)
            return false;
        Place = place;
        return true;
    }
}
