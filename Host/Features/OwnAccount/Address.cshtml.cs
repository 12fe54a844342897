using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.OwnAccount;

/// <summary>A mailed link to a second address. Opening it uses nothing up; the form does, once, by who asked for it.</summary>
public sealed class AddressModel(OwnContact contact, CurrentActor current, Texts texts) : PageModel
{
    /// <summary>Null when the link is over, or was mailed to somebody else.</summary>
    public string? Address { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token) =>
        await ReadAsync(token) ? Page() : new PageResult { StatusCode = StatusCodes.Status404NotFound };

    public async Task<IActionResult> OnPostAsync(string token)
    {
        try
        {
            await contact.ConfirmSecondAsync(token, current.Actor);
            TempData.Say("success", texts["ใช้ที่อยู่สำรองนี้แล้ว", "Your second address is in use"]);
            return Redirect("/account/contact");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status404NotFound };
        }
    }

    async Task<bool> ReadAsync(string token)
    {
        Address = await contact.AddressOfAsync(token, current.Actor);
        return Address is not null;
    }
}
