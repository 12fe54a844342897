using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>Files a request: shows the seats first, then only what the organisation's type allows (A-01 … A-09).</summary>
public sealed class NewModel(
    Database database, Filing filing, Drafts drafts, TimeProvider clock, CurrentActor current, Texts texts) : PageModel
{
    /// <summary>The systems of A-01; all are offered, and the refusal of two of them quotes A-03.</summary>
    public static IReadOnlyList<string> Systems { get; } = ["BBL", "e-Budgeting", "BB EvMIS"];

    [BindProperty(SupportsGet = true)]
    public string? Organisation { get; set; }

    /// <summary>"B" for e-Plan through the single sign-on; BBL otherwise.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Circular { get; set; }

    /// <summary>Made with the empty form, so that a double click is one request (T67).</summary>
    [BindProperty]
    public string? FormKey { get; set; }

    [BindProperty]
    public string? System { get; set; }

    /// <summary>"new", "replace:{right}" or "confirm:{right}".</summary>
    [BindProperty(SupportsGet = true)]
    public string? Choice { get; set; }

    [BindProperty]
    public string? PersonId { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>A draft to go on with.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Draft { get; set; }

    public IReadOnlyList<Organisation> Organisations { get; private set; } = [];

    public Organisation Mine { get; private set; } = null!;

    public RequestRules.Values Rules { get; private set; } = null!;

    public SeatTable Seats { get; private set; } = null!;

    public IReadOnlyList<Person> Officers { get; private set; } = [];

    public bool IsSignOn => Circular == "B";

    public bool IsCovered => Rules.CoveredTypes.Contains(Mine.Type);

    public bool MayConfirm => Rules.SameOfficerTypes.Contains(Mine.Type);

    public bool IsOpen => clock.GetUtcNow() >= Rules.OpensAt;

    public bool HasFreeSeat => Seats.Free is null or > 0;

    /// <summary>What the rules refused, with its clause; shown above the form.</summary>
    public RefusedException? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        FormKey = Guid.NewGuid().ToString();
        if (Draft is not null && !await OpenDraftAsync(Draft))
            return NotFound();
        if (!await ShowAsync())
            return NotFound();
        System ??= Rules.Systems[0];
        if (IsSignOn && Officers.Any(officer => officer.Id == current.Actor.PersonId))
            PersonId ??= current.Actor.PersonId;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await ShowAsync())
            return NotFound();
        if (string.IsNullOrEmpty(System))
            ModelState.AddModelError(nameof(System), texts["โปรดเลือกระบบ", "Choose a system"]);
        if (string.IsNullOrEmpty(Choice) && IsCovered)
            ModelState.AddModelError(nameof(Choice), texts["โปรดเลือกเรื่องที่ขอ", "Choose what you ask for"]);
        return ModelState.IsValid ? await FileAsync() : Again();
    }

    /// <summary>Keeps the form as it is; nothing is asked of it yet (T09).</summary>
    public async Task<IActionResult> OnPostDraftAsync()
    {
        if (!await ShowAsync())
            return NotFound();
        try
        {
            await drafts.SaveAsync(Form(), current.Actor);
            TempData.Say("success", texts["บันทึกร่างแล้ว ยังไม่ได้ส่ง", "The draft is saved; it is not sent yet."]);
            return Redirect("/requests");
        }
        catch (RefusedException refused)
        {
            return Refused(refused);
        }
    }

    async Task<bool> OpenDraftAsync(string id)
    {
        try
        {
            var draft = await drafts.GetAsync(id, current.Actor);
            (FormKey, Organisation, System, PersonId, Note) = (draft.Id, draft.OrganisationCode, draft.System, draft.PersonId, draft.Note);
            Choice = draft.OldRightId is null ? draft.Kind : $"{draft.Kind}:{draft.OldRightId}";
            Circular = draft.Kind is RequestKind.Account or RequestKind.AddSystem ? "B" : null;
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    RequestForm Form()
    {
        var (kind, right) = (Choice ?? RequestKind.New).Split(':', 2) is [var first, var second] ? (first, second) : (Choice ?? RequestKind.New, null);
        return new RequestForm(
            Guid.TryParse(FormKey, out var key) ? key.ToString() : Guid.NewGuid().ToString(), System ?? Systems[0], kind, Mine.Code,
            string.IsNullOrEmpty(PersonId) || kind == RequestKind.Confirm ? null : PersonId, right, Note?.Trim() ?? "");
    }

    async Task<IActionResult> FileAsync()
    {
        var form = Form();
        try
        {
            var filed = await filing.FileAsync(form, current.Actor);
            if (filed.WasThere)
                TempData.Say("info", texts["คำขอนี้ยื่นไว้แล้ว นี่คือคำขอเดิม", "This request was filed already; here it is."]);
            else
                TempData.Say("success", texts["ยื่นคำขอแล้ว", "The request is filed."]);
            return Redirect($"/requests/{filed.RequestId}");
        }
        catch (RefusedException refused)
        {
            return await SameOpenRequestAsync(form) is { } there ? ToTheFirst(there) : Refused(refused);
        }
    }

    // T67, T68: a second tab, or the clerk after the officer, is led to what is there.
    Task<string?> SameOpenRequestAsync(RequestForm form) => database.FirstAsync<string>(
        """
        select id from requests where system = @System and organisation_code = @OrganisationCode and kind = @Kind and closed_at is null
          and coalesce(old_right_id, '') = coalesce(@OldRightId, '') and (person_id = @PersonId or @Kind = 'confirm')
        """, new { form.System, form.OrganisationCode, form.Kind, form.OldRightId, form.PersonId });

    RedirectResult ToTheFirst(string id)
    {
        TempData.Say("info", texts["มีคำขอเดียวกันนี้อยู่แล้ว นี่คือคำขอเดิม", "The same request is open already; here it is."]);
        return Redirect($"/requests/{id}");
    }

    PageResult Refused(RefusedException refused)
    {
        Refusal = refused;
        var field = refused.Code switch
        {
            "other-system" => nameof(System),
            "no-person" or "not-own-officer" or "has-one" => nameof(PersonId),
            "has-account" or "all-seats-taken" or "seat-has-request" or "no-such-right" or "no-same-officer" or "unknown-kind" => nameof(Choice),
            _ => "",
        };
        ModelState.AddModelError(field, texts[refused.Thai, refused.English]);
        return Again();
    }

    PageResult Again()
    {
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    async Task<bool> ShowAsync()
    {
        var mine = current.Actor.Memberships.Where(membership => membership.Role is Role.Officer or Role.Clerk or Role.Executive)
            .Select(membership => membership.OrganisationCode).Distinct().ToList();
        if (mine.Count == 0 || (!string.IsNullOrEmpty(Organisation) && !mine.Contains(Organisation)))
            return false;
        Organisations = await database.QueryAsync<Organisation>("select * from organisations where code in @mine order by code", new { mine });
        Mine = Organisations.FirstOrDefault(row => row.Code == Organisation) ?? Organisations[0];
        Organisation = Mine.Code;
        Rules = await filing.RulesAsync(IsSignOn ? Filing.SignOnDefinition : Filing.Definition);
        Seats = await SeatTable.OfAsync(database, Mine.Code, Rules.Systems[0], Rules.SeatsOf(Mine.Type));
        Officers = await database.QueryAsync<Person>(
            """
            select distinct p.* from people p join memberships m on m.person_id = p.id
            where m.organisation_code = @Code and m.role = @role and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)
            order by p.id
            """, new { Mine.Code, role = Role.Officer, now = clock.GetUtcNow() });
        return true;
    }

    /// <summary>Whether somebody sits on a seat already, or is asked for.</summary>
    public bool IsTaken(Person person) => Seats.Held.Concat(Seats.Asked).Any(row => row.PersonId == person.Id);
}
