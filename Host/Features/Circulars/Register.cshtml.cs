using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Circulars;

/// <summary>Enters a circular into the register: letter, clauses, dates, whom to ask.</summary>
public sealed class RegisterModel(CircularRegister register, CurrentActor current, Texts texts) : PageModel
{
    const int Rows = 3;

    [BindProperty]
    public RegisterForm Input { get; set; } = new();

    /// <summary>The agency for which this person may register; null when there is none.</summary>
    public string? Agency => current.Actor.Memberships
        .FirstOrDefault(membership => membership.Role is Role.Reviewer or Role.Director)?.OrganisationCode;

    public IActionResult OnGet()
    {
        if (Agency is null)
            return Forbid();
        Input.Widen(Rows);
        return Page();
    }

    /// <summary>More empty rows; keeps nothing.</summary>
    public IActionResult OnPostMore()
    {
        if (Agency is null)
            return Forbid();
        Input.Widen(Rows);
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Agency is not { } agency)
            return Forbid();
        try
        {
            var id = await register.RegisterAsync(Input.Read(agency), current.Actor);
            TempData.Say("success", texts[$"ลงทะเบียนหนังสือเวียน {id} แล้ว", $"The circular is registered as {id}."]);
            return Redirect($"/circulars/{Uri.EscapeDataString(id)}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(FieldOf(refusal.Code), texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    static string FieldOf(string code) => code switch
    {
        "number" => "Input.Number",
        "date" => "Input.Date",
        "title-th" => "Input.TitleTh",
        "speed" => "Input.Speed",
        "speed-until" => "Input.SpeedDate",
        "clauses" => "Input.Clauses[0].Phrase",
        "deadlines" => "Input.Dates[0].Date",
        _ => "",
    };
}
