using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>The letter to the agency's head, to print and sign. The choices are in the address; nothing is stored.</summary>
public sealed class LetterModel(CaseReading reading, LetterDesk desk, Database database, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Capacity { get; set; } = Activities.People.Capacity.Own;

    /// <summary>Prints today's date instead of a blank.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Dated { get; set; }

    /// <summary>One letter for every officer whose request is open.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Together { get; set; } = true;

    public Request Found { get; private set; } = null!;

    public LetterDraft Draft { get; private set; } = null!;

    public bool HasOthers { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await reading.FindRequestAsync(id) is not { Kind: not RequestKind.Confirm } found)
            return NotFound();
        if (!Activities.People.Capacity.All.Contains(Capacity))
            Capacity = Activities.People.Capacity.Own;
        Found = found;
        HasOthers = await database.FirstAsync<string>(
            """
            select id from requests where organisation_code = @OrganisationCode and system = @System and kind <> @confirm
              and id <> @Id and closed_at is null limit 1
            """, new { found.OrganisationCode, found.System, confirm = RequestKind.Confirm, found.Id }) is not null;
        Draft = await desk.DraftAsync(found, Capacity, Dated ? ThaiDate.BangkokDate(clock.GetUtcNow()) : null, Together);
        return Page();
    }
}
