using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.Settings;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>
/// Registers the signed-in person for e-bill (E-05): they prove their citizen id with ThaID. Where it isn't connected they type
/// it, in Development into a stand-in; elsewhere nothing proves it, and somebody looks at a document first.
/// </summary>
public sealed class RegisterModel(
    Database database, Registration registration, Tools tools, ThaIdSettings thaId, CurrentActor current, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Office { get; set; }

    [BindProperty]
    public string? Citizen { get; set; }

    [BindProperty]
    public string? NameTh { get; set; }

    /// <summary>The offices of the provinces in which this person works.</summary>
    public IReadOnlyList<Office> Offices { get; private set; } = [];

    public IReadOnlyList<RosterLine> Mine { get; private set; } = [];

    public bool HasThaId => thaId.IsConnected;

    public bool HasStandIn => !HasThaId && tools.AllowsStandIn;

    /// <summary>The office that was chosen, when it is one of theirs.</summary>
    public Office? Chosen => Offices.FirstOrDefault(office => office.Code == Office);

    public async Task OnGetAsync() => await ReadAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await ReadAsync();
        if (HasThaId)
            return NotFound();
        try
        {
            if (Chosen is null)
                throw new RefusedException("office", "โปรดเลือกหน่วยงาน", "Choose your office.");
            var (tone, words) = RolloutWords.Registered(texts,
                await registration.RegisterAsync(Chosen.Code, Proof(), current.Actor));
            TempData.Say(tone, words);
            return Redirect("/rollout/register");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch { "citizen-id" => nameof(Citizen), "office" => nameof(Office), _ => "" },
                texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    RegistrationProof Proof() => CitizenId.TryParse(Citizen, out var citizen)
        ? new RegistrationProof(citizen!, HasStandIn ? NameTh ?? "" : "",
            HasStandIn ? ProveIdentity.StandIn : Registration.Typed)
        : throw new RefusedException("citizen-id", "เลขประจำตัวประชาชนไม่ครบ 13 หลัก หรือหลักตรวจสอบไม่ถูกต้อง",
            "The citizen id has not 13 digits, or its check digit is wrong.", "E-05");

    async Task ReadAsync()
    {
        Offices = await Activities.Rollout.Office.OfActorAsync(database, current.Actor);
        Office ??= Offices.FirstOrDefault(office => current.Actor.Memberships.Any(membership =>
            membership.OrganisationCode == office.Code))?.Code;
        Mine = await database.QueryAsync<RosterLine>(
            "select * from roster_lines where person_id = @PersonId and removed_at is null order by registered_at",
                new { current.Actor.PersonId });
    }
}
