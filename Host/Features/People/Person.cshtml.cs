using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.People;

/// <summary>One person: account, roles, record; with what an operator may do about them.</summary>
public sealed class PersonModel(
    Database database, AccountDesk desk, RoleDesk roles, ContactDesk contacts, LikelyAddress likely, CurrentActor current,
    TimeProvider clock, Texts texts) : PageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Basis { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Second { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public bool IsRight { get; set; }

    /// <summary>What was said when the operator called.</summary>
    [BindProperty]
    public string? Note { get; set; }

    /// <summary>The address that was probably meant, and the field it was typed in.</summary>
    public string? Likely { get; private set; }

    public string? LikelyField { get; private set; }

    /// <summary>Since when the first address refuses mail; null when it takes it.</summary>
    public DateTimeOffset? RefusesSince { get; private set; }

    [BindProperty]
    public RoleInput Given { get; set; } = new();

    public DateTimeOffset Now { get; private set; }

    public PersonRow Person { get; private set; } = null!;

    public IReadOnlyList<RoleRow> Roles { get; private set; } = [];

    public IReadOnlyList<RecordRow> Record { get; private set; } = [];

    /// <summary>Not oneself: that is for another operator.</summary>
    public bool MayChange => Person.Id != current.Actor.PersonId;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        (Email, Second, Phone) = (Person.Email, Person.SecondEmail, Person.Phone);
        return Page();
    }

    public Task<IActionResult> OnPostOpenAsync(string id) => DoAsync(id, () => desk.OpenAsync(id, UserName ?? "", current.Actor),
        "เปิดบัญชีแล้ว ลิงก์ตั้งรหัสผ่านกำลังไปที่อีเมลของเจ้าของ",
        "The account is open; the start link is on its way to its owner");

    public Task<IActionResult> OnPostLinkAsync(string id) => DoAsync(id, () => desk.SendLinkAsync(id, current.Actor),
        "ลิงก์ตั้งรหัสผ่านกำลังไปที่อีเมลของเจ้าของ ลิงก์ก่อนหน้าใช้ไม่ได้แล้ว",
        "A start link is on its way; those before it are over");

    public Task<IActionResult> OnPostBlockAsync(string id) => DoAsync(id, () => desk.BlockAsync(id, Reason ?? "", current.Actor),
        "ปิดบัญชีแล้ว ทุกเครื่องถูกออกจากระบบ", "The account is closed, and signed out everywhere");

    public Task<IActionResult> OnPostUnblockAsync(string id) => DoAsync(id, () => desk.UnblockAsync(id, current.Actor),
        "เปิดบัญชีอีกครั้งแล้ว", "The account is open again");

    public Task<IActionResult> OnPostGiveAsync(string id) => DoAsync(id, () => roles.GiveAsync(id, Given.ToRole(), current.Actor),
        "ให้บทบาทแล้ว มีผลทันที", "The role is given, and counts from now");

    public Task<IActionResult> OnPostEndAsync(string id, string membership) => DoAsync(
        id, () => roles.EndAsync(id, membership, Basis ?? "", current.Actor),
        "บทบาทสิ้นสุดแล้ว", "The role has ended");

    public Task<IActionResult> OnPostAddressAsync(string id) => DoWithAddressAsync(
        id, nameof(Email), Email, () => desk.SetAddressAsync(id, Email ?? "", current.Actor),
        "บันทึกอีเมลแล้ว ลิงก์ที่ส่งไปที่อยู่เดิมใช้ไม่ได้แล้ว", "The address is stored; links mailed to the old one are over");

    public Task<IActionResult> OnPostContactAsync(string id) => DoWithAddressAsync(
        id, nameof(Second), Second, () => contacts.SetAsync(id, Second ?? "", Phone ?? "", current.Actor),
        "บันทึกที่อยู่สำรองและโทรศัพท์แล้ว", "The second address and the telephone are stored");

    public Task<IActionResult> OnPostRightAsync(string id) => DoAsync(
        id, () => contacts.AddressIsRightAsync(id, Note ?? "", current.Actor),
        "บันทึกแล้วว่าที่อยู่ถูกต้อง จดหมายที่ค้างกำลังส่งใหม่", "The address counts as right; what waited goes out again");

    async Task<IActionResult> DoWithAddressAsync(
        string id, string field, string? address, Func<Task> deed, string thai, string english)
    {
        Likely = id == current.Actor.PersonId ? null : await likely.OfAsync(address, IsRight);
        if (Likely is null)
            return await DoAsync(id, deed, thai, english);
        LikelyField = field;
        return await DoAsync(id, () => throw new RefusedException(field == nameof(Second) ? "second" : "email",
            $"อาจพิมพ์ผิด น่าจะเป็น {Likely}", $"Perhaps mistyped; probably {Likely}"), thai, english);
    }

    async Task<IActionResult> DoAsync(string id, Func<Task> deed, string thai, string english)
    {
        if (!await ReadAsync(id))
            return NotFound();
        try
        {
            await deed();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(RoleInput.FieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            Email ??= Person.Email;
            if (Second is null && Phone is null)
                (Second, Phone) = (Person.SecondEmail, Person.Phone);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", texts[thai, english]);
        return Redirect($"/people/accounts/{id}");
    }

    async Task<bool> ReadAsync(string id)
    {
        Now = clock.GetUtcNow();
        if (!current.Actor.Is(Role.Operator)
            || await database.FirstAsync<PersonRow>(
                $"{PersonRow.Query} where p.id = @id", new { id, now = Now }) is not { } found)
            return false;
        Person = found;
        Roles = await database.QueryAsync<RoleRow>(
            """
            select m.id, m.role, m.capacity, m.order_number, m.valid_from, m.valid_to,
                o.name_th as place_th, o.name_en as place_en
            from memberships m join organisations o on o.code = m.organisation_code
            where m.person_id = @id and (m.valid_to is null or m.valid_to > @now) order by m.id
            """, new { id, now = Now });
        RefusesSince = await database.FirstAsync<DateTimeOffset?>(
            "select since from refusing_addresses where address = @address", new { address = found.Email.ToLowerInvariant() });
        Record = await database.QueryAsync<RecordRow>(RecordRow.Query, new { id });
        return true;
    }

    /// <summary>What they are somewhere.</summary>
    public sealed class RoleRow
    {
        public string Id { get; init; } = "";
        public string Role { get; init; } = "";
        public string Capacity { get; init; } = "";
        public string? OrderNumber { get; init; }
        public DateTimeOffset ValidFrom { get; init; }
        public DateTimeOffset? ValidTo { get; init; }
        public string PlaceTh { get; init; } = "";
        public string PlaceEn { get; init; } = "";
    }
}
