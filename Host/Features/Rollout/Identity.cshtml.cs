using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>Registrations whose identity somebody has to look at (T102): the finance division all, a coordinator their
/// province's.</summary>
[RequestSizeLimit(SecurityParts.LargestUpload)]
public sealed class IdentityModel(
    Database database, IdentityChecks checks, KeptFiles files, CurrentActor current, Texts texts) : PageModel
{
    const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public string? LineId { get; set; }

    [BindProperty]
    public string? Document { get; set; }

    [BindProperty]
    public IFormFile? Scan { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>The latest decisions, with the scan of the document where one was kept.</summary>
    public IReadOnlyList<Decided> Decisions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!MayLook)
            return Forbid();
        await ReadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string decision)
    {
        if (!MayLook || decision is not (IdentityChecks.Confirmed or IdentityChecks.Refused))
            return NotFound();
        try
        {
            (LetterVerdict.Accepted, string)? scan = Scan is { Length: > 0 } file
                ? (await files.TakeInAsync(file.OpenReadStream, file.FileName), file.FileName) : null;
            await checks.DecideAsync(LineId ?? "", decision, Document ?? "", scan, current.Actor);
        }
        catch (RefusedException refusal)
        {
            await ReadAsync();
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", decision == IdentityChecks.Confirmed
            ? texts["ยืนยันตัวตนแล้ว", "The identity is confirmed"]
            : texts["ไม่รับการลงทะเบียน แจ้งเจ้าตัวแล้ว", "The registration is refused; the person has been told"]);
        return Redirect("/rollout/identity");
    }

    bool MayLook => current.Actor.Is(Role.Finance) || Provinces.Count > 0;

    List<string> Provinces => [.. current.Actor.Memberships.Where(membership => membership.Role == Role.Coordinator)
        .Select(membership => membership.OrganisationCode)];

    async Task ReadAsync()
    {
        var rows = await database.QueryAsync<Row>(
            $"""
            select l.*, p.title_th || p.given_name_th || ' ' || p.family_name_th as account_th, o.name_th as office_th,
                o.name_en as office_en, o.type as office_type
            from roster_lines l join people p on p.id = l.person_id join organisations o on o.code = l.office_code
            where l.identity_open is not null and l.removed_at is null and l.id > @after
                {(current.Actor.Is(Role.Finance) ? "" : "and l.province_code in @provinces")}
            order by l.id limit @take
            """, new { after = After ?? "", provinces = Provinces, take = PageSize + 1 });
        Rows = [.. rows.Take(PageSize)];
        Next = rows.Count > PageSize ? $"/rollout/identity?after={Rows[^1].Id}" : null;
        Decisions = await database.QueryAsync<Decided>(
            $"""
            select d.id, d.name_listed, d.name_proven, d.decision, d.document, d.decided_at, max(f.id) as file_id,
                max(f.file_name) as file_name
            from identity_decisions d join roster_lines l on l.id = d.line_id
            left join kept_files f on f.subject = 'identity' and f.subject_id = d.line_id and f.kept_at = d.decided_at
            {(current.Actor.Is(Role.Finance) ? "" : "where l.province_code in @provinces")}
            group by d.id, d.name_listed, d.name_proven, d.decision, d.document, d.decided_at order by d.id desc limit 20
            """, new { provinces = Provinces });
    }

    /// <summary>What was decided before.</summary>
    public sealed class Decided
    {
        public string Id { get; init; } = "";
        public string NameListed { get; init; } = "";
        public string NameProven { get; init; } = "";
        public string Decision { get; init; } = "";
        public string Document { get; init; } = "";
        public DateTimeOffset DecidedAt { get; init; }
        public string? FileId { get; init; }
        public string? FileName { get; init; }
    }

    /// <summary>A registration that waits for somebody's eyes.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string TitleTh { get; init; } = "";
        public string GivenNameTh { get; init; } = "";
        public string FamilyNameTh { get; init; } = "";
        public string PositionTh { get; init; } = "";
        public string CitizenMasked { get; init; } = "";
        public string? ProvenName { get; init; }
        public string IdentityOpen { get; init; } = "";
        public string AccountTh { get; init; } = "";
        public string OfficeTh { get; init; } = "";
        public string OfficeEn { get; init; } = "";
        public string OfficeType { get; init; } = "";
        public DateTimeOffset RegisteredAt { get; init; }

        public string NameTh => $"{TitleTh}{GivenNameTh} {FamilyNameTh}";

        public Office Office => new() { NameTh = OfficeTh, NameEn = OfficeEn, Type = OfficeType };
    }
}
