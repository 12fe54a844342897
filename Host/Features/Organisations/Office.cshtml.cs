using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Cascade;
using WorkflowHost.Web.Features.People;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Organisations;

/// <summary>
/// How an organisation is reached: central mailbox, telephone, its people. An operator changes both, its own clerk the number.
/// </summary>
public sealed class OfficeModel(
    Database database, ContactDesk contacts, LikelyAddress likely, InScope scope, CurrentActor current, TimeProvider clock,
    Texts texts) : PageModel
{
    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Mailbox { get; set; }

    [BindProperty]
    public bool IsRight { get; set; }

    public OfficeLine Office { get; private set; } = null!;
    public IReadOnlyList<ContactRow> People { get; private set; } = [];
    public DateTimeOffset? RefusesSince { get; private set; }
    public string? Likely { get; private set; }

    public bool MayChangeMailbox => current.Actor.Is(Role.Operator);
    public bool MayChangePhone => MayChangeMailbox || current.Actor.In(Office.Code, Role.Clerk) is not null;

    public async Task<IActionResult> OnGetAsync(string code)
    {
        if (!await ReadAsync(code))
            return NotFound();
        (Phone, Mailbox) = (Office.Phone, Office.Email);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string code)
    {
        if (!await ReadAsync(code))
            return NotFound();
        if (MayChangeMailbox && (Likely = await likely.OfAsync(Mailbox == Office.Email ? null : Mailbox, IsRight)) is not null)
            return Wrong(nameof(Mailbox), texts[$"อาจพิมพ์ผิด น่าจะเป็น {Likely}", $"Perhaps mistyped; probably {Likely}"]);
        try
        {
            await contacts.SetOfficeAsync(code, Phone ?? "", MayChangeMailbox ? Mailbox ?? "" : null, current.Actor);
        }
        catch (RefusedException refusal)
        {
            return Wrong(refusal.Code switch { "phone" => nameof(Phone), "mailbox" => nameof(Mailbox), _ => "" },
                texts[refusal.Thai, refusal.English]);
        }
        TempData.Say("success", texts["บันทึกแล้ว", "Saved"]);
        return Redirect($"/organisations/{code}");
    }

    PageResult Wrong(string field, string words)
    {
        ModelState.AddModelError(field, words);
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task<bool> ReadAsync(string code)
    {
        if (await database.FirstAsync<OfficeLine>(
            "select code, name_th, name_en, email, phone, path from organisations where code = @code",
            new { code }) is not { } found
            || !await scope.HoldsAsync(found.Path, "organisation", code, code))
            return false;
        Office = found;
        People = await ContactRow.OfAsync(database, [code], clock.GetUtcNow());
        RefusesSince = await database.FirstAsync<DateTimeOffset?>(
            "select since from refusing_addresses where address = @address", new { address = found.Email.ToLowerInvariant() });
        return true;
    }

    /// <summary>An organisation, with how to reach it.</summary>
    public sealed class OfficeLine
    {
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string Email { get; init; } = "";
        public string? Phone { get; init; }
        public string Path { get; init; } = "";
    }
}
