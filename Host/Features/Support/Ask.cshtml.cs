using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Support;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Circulars;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Support;

/// <summary>Leaves a question with those who support a circular's system, at any hour (T105).</summary>
public sealed class AskModel(
    Database database, SupportDesk desk, OfficeCalendar calendar, CurrentActor current, TimeProvider clock, Texts texts)
        : PageModel
{
    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Organisation { get; set; }

    [BindProperty]
    public string? FormKey { get; set; }

    public CircularFacts Facts { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; }

    public SupportHours Hours { get; private set; } = null!;

    /// <summary>Where this person works.</summary>
    public IReadOnlyList<Organisation> Organisations { get; private set; } = [];

    public IReadOnlyList<SupportMessage> Sent { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        FormKey = Guid.NewGuid().ToString("N");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        try
        {
            var place = Organisations.FirstOrDefault(one => one.Code == Organisation) ?? Organisations[0];
            var to = await desk.AskAsync(FormKey ?? "", id, Text ?? "", place.Code, current.Actor);
            TempData.Say("success", texts[$"ส่งข้อความถึง {to} แล้ว คำตอบจะมาทางอีเมลของท่าน",
                $"Sent to {to}; the answer comes to your mail address"]);
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code == "text" ? nameof(Text) : "", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        return Redirect($"/support/{Uri.EscapeDataString(id)}");
    }

    async Task<bool> ReadAsync(string id)
    {
        var mine = current.Actor.Memberships.Select(membership => membership.OrganisationCode).Distinct().ToList();
        if (mine.Count == 0 || await StoredCircular.FindAsync(database, id) is not { } facts)
            return false;
        Facts = facts;
        Now = clock.GetUtcNow();
        Hours = SupportHours.At(calendar.Current, Now);
        Organisations = await database.QueryAsync<Organisation>(
            "select * from organisations where code in @mine order by code", new { mine });
        Sent = await SupportMessage.OfAsync(database, id, current.Actor.PersonId);
        return true;
    }
}
