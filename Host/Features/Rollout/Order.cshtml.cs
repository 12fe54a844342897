using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>One appointment order: its annex, and recording the signature.</summary>
[RequestSizeLimit(SecurityParts.LargestUpload)]
public sealed class OrderModel(
    Database database, OrderDesk desk, OrderScans scans, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty]
    public SignatureInput Input { get; set; } = new();

    public AppointmentOrder Order { get; private set; } = null!;

    [BindProperty]
    public IFormFile? Scan { get; set; }

    public IReadOnlyList<AppointmentRow> Rows { get; private set; } = [];

    /// <summary>Scans of the signed order.</summary>
    public IReadOnlyList<KeptFile> Scans { get; private set; } = [];

    public bool MaySign => current.Actor.Is(Role.Finance);

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        try
        {
            if (!ThaiDate.TryParse(Input.Date, out var date))
                throw new RefusedException("order-date", "โปรดกรอกวันที่ในคำสั่ง เช่น 14 มิ.ย. 2565", "Enter the order's date.");
            await desk.SignAsync(id, new OrderSignature(Input.Number?.Trim() ?? "", date, Input.SignerName?.Trim() ?? "",
                Input.SignerPosition?.Trim() ?? "", Input.Capacity ?? "", Input.ActingOrder?.Trim() ?? ""), current.Actor);
            TempData.Say("success", texts["บันทึกการลงนามแล้ว สิทธิของผู้ที่ลงทะเบียนไว้เริ่มทันที",
                "Signed; who registered before may use the system at once"]);
            return Redirect($"/rollout/orders/{id}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(FieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    public async Task<IActionResult> OnPostScanAsync(string id)
    {
        if (!await ReadAsync(id) || !MaySign)
            return NotFound();
        try
        {
            if (Scan is not { Length: > 0 } file)
                throw new RefusedException("file", "โปรดเลือกไฟล์สำเนาคำสั่ง", "Choose the file of the scan.");
            await scans.KeepAsync(id, file.OpenReadStream, file.FileName, current.Actor);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(nameof(Scan), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", texts["เก็บสำเนาคำสั่งแล้ว", "The scan is kept"]);
        return Redirect($"/rollout/orders/{id}");
    }

    public async Task<IActionResult> OnPostDropAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        await desk.DropAsync(id, current.Actor);
        TempData.Say("info", texts["ยกเลิกร่างแล้ว รายชื่อกลับไปรอคำสั่งฉบับถัดไป",
            "Dropped; the names wait for the next order"]);
        return Redirect("/rollout/orders");
    }

    async Task<bool> ReadAsync(string id)
    {
        if (!MaySign && !current.Actor.Is(Role.Auditor) || await AppointmentOrder.FindAsync(database, id) is not { } order)
            return false;
        Order = order;
        Rows = await AppointmentRow.OfAsync(database, id);
        Scans = await KeptFile.OfAsync(database, KeptFile.Order, id);
        return true;
    }

    static string FieldOf(string code) => code switch
    {
        "order-number" or "order-number-taken" => "Input.Number",
        "order-date" => "Input.Date",
        "signer-name" => "Input.SignerName",
        "signer-position" => "Input.SignerPosition",
        "signer-capacity" => "Input.Capacity",
        "signer-order" => "Input.ActingOrder",
        _ => "",
    };

    /// <summary>What is written on the signed order.</summary>
    public sealed class SignatureInput
    {
        public string? Number { get; set; }
        public string? Date { get; set; }
        public string? SignerName { get; set; }
        public string? SignerPosition { get; set; }
        public string? Capacity { get; set; }
        public string? ActingOrder { get; set; }
    }
}
