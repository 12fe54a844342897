using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Amendments;

/// <summary>One amendment: what it changes, what it would do or how far it is, and its buttons.</summary>
public sealed class AmendmentModel(
    AmendedCircularPage about, AmendmentDesk desk, Database database, CurrentActor current, Texts texts) : PageModel
{
    const int PageSize = 50;

    public AmendedCircularPage About => about;
    public Amendment Amendment { get; private set; } = null!;
    public AmendmentChanges Changes { get; private set; } = AmendmentChanges.None;

    /// <summary>Recipients, or the version of the definition.</summary>
    public bool ChangesMore => Changes.Adds || Changes.MigrationPlanId is not null
        || Changes.WithdrawnTypes.Count + Changes.WithdrawnOrganisations.Count > 0;

    public string WrittenBy { get; private set; } = "";
    public string? StartedBy { get; private set; }

    /// <summary>Only while it is written down and not begun.</summary>
    public AmendmentPreview? Preview { get; private set; }

    public IReadOnlyDictionary<string, long> Counts { get; private set; } = new Dictionary<string, long>();

    /// <summary>Cases that could not be changed, or were not taken back; a page of them.</summary>
    public IReadOnlyList<CaseRow> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public long Total => Counts.Values.Sum();

    public long Tried => Total - Counts.GetValueOrDefault(AmendmentCase.Waiting);

    public async Task<IActionResult> OnGetAsync(string id, string amendment, string? after) =>
        await ReadAsync(id, amendment, after) ? Page() : NotFound();

    public Task<IActionResult> OnPostStartAsync(string id, string amendment) => DoAsync(id, amendment,
        () => desk.StartAsync(amendment, current.Actor), texts["เริ่มใช้แล้ว ดูความคืบหน้าในหน้านี้",
            "It has begun; this page shows how far it is."]);

    public Task<IActionResult> OnPostGoOnAsync(string id, string amendment) => DoAsync(id, amendment,
        () => desk.GoOnAsync(amendment, current.Actor), texts["ทำต่อกับเรื่องที่เหลือแล้ว", "It goes on with the rest."]);

    public Task<IActionResult> OnPostStopAsync(string id, string amendment) => DoAsync(id, amendment,
        () => desk.StopAsync(amendment, current.Actor), texts["หยุดแล้ว", "It is stopped."]);

    public Task<IActionResult> OnPostBackAsync(string id, string amendment) => DoAsync(id, amendment,
        () => desk.TakeBackAsync(amendment, current.Actor),
        texts["กำลังย้อนกลับ เรื่องที่มีผู้ดำเนินการไปแล้วคงตามการแก้ไข",
            "It is being taken back; cases that somebody acted on keep it."]);

    async Task<IActionResult> DoAsync(string id, string amendment, Func<Task> verb, string said)
    {
        if (!await ReadAsync(id, amendment, null))
            return NotFound();
        try
        {
            await verb();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", said);
        return Redirect($"/circulars/{Uri.EscapeDataString(id)}/amendments/{Uri.EscapeDataString(amendment)}");
    }

    async Task<bool> ReadAsync(string id, string amendmentId, string? after)
    {
        if (!await about.ReadAsync(id) || await Amendment.FindAsync(database, amendmentId) is not { } found
            || found.CircularId != id)
            return false;
        Amendment = found;
        Changes = found.Read();
        WrittenBy = await NameAsync(found.CreatedBy);
        StartedBy = found.StartedBy is { } starter ? await NameAsync(starter) : null;
        if (found.Status == Amendment.Planned)
            Preview = await desk.PreviewAsync(found);
        Counts = (await database.QueryAsync<CountRow>(
            "select state, count(*) as number from amendment_cases where amendment_id = @amendmentId group by state",
            new { amendmentId })).ToDictionary(row => row.State, row => row.Number);
        Rows = await database.QueryAsync<CaseRow>(
            """
            select c.subject_id, c.state, c.at, c.reason_th, c.reason_en, o.name_th, o.name_en from amendment_cases c
            join organisations o on o.code = c.organisation_code
            where c.amendment_id = @amendmentId and c.state in ('refused', 'kept') and c.subject_id > @after
            order by c.subject_id limit @PageSize
            """, new { amendmentId, after = after ?? "", PageSize });
        Next = Rows.Count == PageSize ? Rows[^1].SubjectId : null;
        return true;
    }

    async Task<string> NameAsync(string id) => await database.FirstAsync<Person>(
        "select * from people where id = @id", new { id }) is { } person ? texts.Name(person) : id;

    /// <summary>A case that could not be changed, or was not taken back.</summary>
    public sealed class CaseRow
    {
        public string SubjectId { get; init; } = "";
        public string State { get; init; } = "";
        public DateTimeOffset? At { get; init; }
        public string? ReasonTh { get; init; }
        public string? ReasonEn { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
    }

    sealed class CountRow
    {
        public string State { get; init; } = "";
        public long Number { get; init; }
    }
}
