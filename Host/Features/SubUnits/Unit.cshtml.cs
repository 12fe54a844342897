using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.SubUnits;

/// <summary>
/// One unit: its own people add or mend it, the province corrects it, and after the cut-off additions and removals are asked of
/// the department (C-05). Its history stands below.
/// </summary>
public sealed class UnitModel(Database database, UnitReading reading, SubUnitDesk desk, ProvinceCheck check, LateChanges late,
    IDataProtectionProvider protection, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    readonly IDataProtector seal = protection.CreateProtector("sub-unit form begun at");

    [BindProperty]
    public UnitInput Input { get; set; } = new();

    /// <summary>When the form was opened, sealed: what was begun before the cut-off may be finished for a while (T61).</summary>
    [BindProperty]
    public string? Begun { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? RemoveReason { get; set; }

    public UnitPlace Place { get; private set; } = null!;

    public SubUnit? Unit { get; private set; }

    public IReadOnlyList<AuditRow> History { get; private set; } = [];

    public bool RemoveIsOpen { get; private set; }

    public bool MayWrite => Unit is null ? Place.IsOwn
        : Unit.RemovedAt is null && (Place.IsProvince || (Place.IsOwn && Unit.State != SubUnitState.Confirmed));

    public bool MayRemove => Unit is { RemovedAt: null } && Place.IsOwn;

    public bool IsLateAddition => Unit is null && Place.Closed is not null && !IsInGrace;

    bool IsInGrace => Place.Closed is { } window && BegunAt() is { } begun && window.AllowsToFinish(begun, clock.GetUtcNow());

    public async Task<IActionResult> OnGetAsync(string code, string? id)
    {
        if (!await ReadAsync(code, id) || (Unit is null && !Place.IsOwn))
            return NotFound();
        Begun = seal.Protect(clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        if (Unit is { } unit)
            Input = new UnitInput { Code = unit.Code, NameTh = unit.NameTh, Kind = unit.Kind, PersonName = unit.PersonName };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string code, string? id)
    {
        if (!await ReadAsync(code, id))
            return NotFound();
        var form = Input.Form(Unit is not null);
        if (IsLateAddition)
            return await DoAsync(code, () => late.AskToAddAsync(code, form, Reason ?? "", current.Actor),
                texts["ส่งคำขอถึงกรมแล้ว", "The department has your request"]);
        return await DoAsync(code, () => Unit is null ? desk.AddAsync(code, form, current.Actor, BegunAt())
            : Place.IsProvince ? check.CorrectAsync(Unit.Id, form, current.Actor) : desk.ChangeAsync(Unit.Id, form,
                current.Actor),
            texts["บันทึกแล้ว", "Stored"]);
    }

    public async Task<IActionResult> OnPostRemoveAsync(string code, string id)
    {
        if (!await ReadAsync(code, id) || Unit is null)
            return NotFound();
        ModelState.Clear();
        RemoveIsOpen = true;
        Input = new UnitInput { Code = Unit.Code, NameTh = Unit.NameTh, Kind = Unit.Kind, PersonName = Unit.PersonName };
        return Place.Closed is null
            ? await DoAsync(code, () => desk.RemoveAsync(id, RemoveReason ?? "", current.Actor),
                texts["นำออกจากรายชื่อแล้ว ประวัติยังอยู่", "Taken off the list; its history is kept"])
            : await DoAsync(code, () => late.AskToRemoveAsync(id, RemoveReason ?? "", current.Actor),
                texts["ส่งคำขอถึงกรมแล้ว", "The department has your request"]);
    }

    public string Words(string action) => action switch
    {
        "sub-unit-added" => texts["เพิ่มในรายชื่อ", "added"],
        "sub-unit-added-late" => texts["กรมเพิ่มหลังพ้นกำหนด", "added by the department"],
        "sub-unit-changed" => texts["แก้ไข", "changed"],
        "sub-unit-removed" => texts["นำออกจากรายชื่อ", "taken off"],
        "sub-unit-removed-late" => texts["กรมนำออกหลังพ้นกำหนด", "taken off by the department"],
        "sub-unit-confirmed" => texts["จังหวัดยืนยัน", "confirmed by the province"],
        "sub-unit-disputed" => texts["จังหวัดทักท้วง", "disputed by the province"],
        "late-remove-asked" => texts["ขอนำออกหลังพ้นกำหนด", "removal asked for"],
        "late-remove-declined" => texts["กรมไม่รับคำขอ", "declined"],
        "late-remove-made" => texts["กรมรับคำขอ", "accepted"],
        _ => action,
    };

    async Task<IActionResult> DoAsync(string code, Func<Task> deed, string said)
    {
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(FieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", said);
        return Redirect($"/sub-units/of/{code}");
    }

    string FieldOf(string code) => code switch
    {
        "code" or "code-taken" => "Input.Code",
        "name" => "Input.NameTh",
        "kind" => "Input.Kind",
        "person" => "Input.PersonName",
        "citizen-id" => "Input.CitizenId",
        "operates" => "Input.Operates",
        "reason" => RemoveIsOpen ? nameof(RemoveReason) : nameof(Reason),
        _ => "",
    };

    DateTimeOffset? BegunAt()
    {
        try
        {
            return Begun is null ? null : DateTimeOffset.Parse(seal.Unprotect(Begun), CultureInfo.InvariantCulture);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Not sealed here: it began when it arrived.
            return null;
        }
    }

    async Task<bool> ReadAsync(string code, string? id)
    {
        if (await reading.FindAsync(code) is not { } place)
            return false;
        Place = place;
        if (id is null)
            return true;
        Unit = await reading.UnitAsync(code, id);
        History = await database.QueryAsync<AuditRow>(
            """
            select a.*, p.title_th || p.given_name_th || ' ' || p.family_name_th as by_name
            from audit a left join people p on p.id = a.by_person where a.subject_id = @id order by a.id desc limit 100
            """, new { id });
        return Unit is not null;
    }
}

/// <summary>The fields of a unit.</summary>
public sealed class UnitInput
{
    public string? Code { get; set; }
    public string? NameTh { get; set; }
    public string? Kind { get; set; }
    public string? PersonName { get; set; }
    public string? CitizenId { get; set; }
    public bool Operates { get; set; }

    /// <param name="isThere">What is on the list operates.</param>
    public SubUnitForm Form(bool isThere) => new(Code ?? "", NameTh ?? "", Kind ?? "", PersonName ?? "", isThere || Operates,
        CitizenId);
}
