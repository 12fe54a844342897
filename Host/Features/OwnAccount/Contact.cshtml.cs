using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.People;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.OwnAccount;

/// <summary>One's own second address and telephone number.</summary>
public sealed class ContactModel(
    Database database, OwnContact contact, LikelyAddress likely, CurrentActor current, TimeProvider clock, Texts texts)
    : PageModel
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public bool IsRight { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    public OwnLine Own { get; private set; } = null!;

    public string? Likely { get; private set; }

    public async Task OnGetAsync()
    {
        await ReadAsync();
        Phone = Own.Phone;
    }

    public async Task<IActionResult> OnPostSecondAsync()
    {
        Likely = await likely.OfAsync(Email, IsRight);
        if (Likely is not null)
            return await WrongAsync(nameof(Email), texts[
                $"อาจพิมพ์ผิด น่าจะเป็น {Likely}", $"Perhaps mistyped; probably {Likely}"]);
        return await DoAsync(() => contact.AskSecondAsync(Email ?? "", current.Actor),
            texts[$"ลิงก์ยืนยันกำลังไปที่ {Email}", $"The link is on its way to {Email}"]);
    }

    public Task<IActionResult> OnPostRemoveAsync() => DoAsync(
        () => contact.RemoveSecondAsync(current.Actor), texts["ไม่ใช้อีเมลสำรองแล้ว", "There is no second address any more"]);

    public Task<IActionResult> OnPostPhoneAsync() => DoAsync(
        () => contact.SetPhoneAsync(Phone ?? "", current.Actor), texts["บันทึกโทรศัพท์แล้ว", "Your number is stored"]);

    async Task<IActionResult> DoAsync(Func<Task> verb, string done)
    {
        try
        {
            await verb();
            TempData.Say("success", done);
            return Redirect("/account/contact");
        }
        catch (RefusedException refusal)
        {
            return await WrongAsync(
                refusal.Code == "phone" ? nameof(Phone) : nameof(Email), texts[refusal.Thai, refusal.English]);
        }
    }

    async Task<IActionResult> WrongAsync(string field, string words)
    {
        ModelState.AddModelError(field, words);
        await ReadAsync();
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task ReadAsync() => Own = (await database.FirstAsync<OwnLine>(
        """
        select p.email, p.second_email, p.phone,
            (select max(c.address) from address_claims c where c.person_id = p.id and c.ended_at is null and c.expires_at > @now)
                as asked,
            (select count(*) from refusing_addresses r where r.address = lower(p.email)) as refusing
        from people p where p.id = @PersonId
        """, new { current.Actor.PersonId, now = clock.GetUtcNow() }))!;

    /// <summary>Where one can be reached.</summary>
    public sealed class OwnLine
    {
        public string Email { get; init; } = "";
        public string? SecondEmail { get; init; }
        public string? Phone { get; init; }

        /// <summary>The address that a mailed link would take into use.</summary>
        public string? Asked { get; init; }

        public long Refusing { get; init; }
        public bool IsRefusing => Refusing > 0;
    }
}
