using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>The roster from an .xlsx: first what it would do, then it counts (T69, T70).</summary>
[RequestSizeLimit(Largest)]
public sealed class ImportModel(Database database, RosterDesk desk, CurrentActor current, Texts texts) : PageModel
{
    const long Largest = 6 * 1024 * 1024;

    [BindProperty]
    public IFormFile? Upload { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Import { get; set; }

    public RolloutPlace Place { get; private set; } = null!;

    public RosterPreview? Preview { get; private set; }

    public int Count(RosterChange change) => Preview!.Rows.Count(row => row.Change == change);

    public async Task<IActionResult> OnGetAsync(string code)
    {
        if (!await ReadAsync(code))
            return NotFound();
        Preview = Import is null ? null : await desk.FindAsync(Import, current.Actor);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string code)
    {
        if (!await ReadAsync(code))
            return NotFound();
        try
        {
            if (Upload is null)
                throw new RefusedException("file-needed", "โปรดเลือกไฟล์ .xlsx", "Choose an .xlsx file.");
            await using var file = Upload.OpenReadStream();
            var preview = await desk.LookAsync(Place.Province, file, current.Actor);
            return Redirect($"/rollout/{code}/import?import={preview.ImportId}");
        }
        catch (RefusedException refusal)
        {
            return Again(refusal);
        }
    }

    public async Task<IActionResult> OnPostApplyAsync(string code)
    {
        if (!await ReadAsync(code))
            return NotFound();
        try
        {
            var counts = await desk.ApplyAsync(Import ?? "", current.Actor);
            TempData.Say("success", texts[
                $"บันทึกแล้ว: เพิ่ม {counts.Added} แก้ {counts.Changed} เหมือนเดิม {counts.Same} ไม่รับ {counts.Wrong}",
                $"Taken over: {counts.Added} added, {counts.Changed} changed, {counts.Same} the same, {counts.Wrong} not taken"]);
            return Redirect($"/rollout/{code}");
        }
        catch (RefusedException refusal)
        {
            return Again(refusal);
        }
    }

    async Task<bool> ReadAsync(string code)
    {
        Place = (await RolloutPlace.FindAsync(database, code, current.Actor))!;
        return Place is { IsCoordinator: true, IsProvince: true };
    }

    PageResult Again(RefusedException refusal)
    {
        ModelState.AddModelError(nameof(Upload), texts[refusal.Thai, refusal.English]);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }
}
