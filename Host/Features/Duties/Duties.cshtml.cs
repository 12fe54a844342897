using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Duties;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Duties;

/// <summary>The duty matrix of one organisation on one screen (D-01 … D-05), with credentials, training, work and who to
/// ask.</summary>
public sealed class DutiesModel(Database database, DutyDesk desk, CurrentActor current, TimeProvider clock, Texts texts)
    : PageModel
{
    [BindProperty]
    public string? Duty { get; set; }

    [BindProperty]
    public string? PersonId { get; set; }

    [BindProperty]
    public string? HandOver { get; set; }

    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? Attendees { get; set; }

    public Organisation Place { get; private set; } = null!;

    public IReadOnlyList<HeldDuty> Held { get; private set; } = [];

    public IReadOnlyList<Person> Staff { get; private set; } = [];

    public IReadOnlyList<Training> Trainings { get; private set; } = [];

    public DateOnly? LastDay { get; private set; }

    /// <summary>The province's analyst for this organisation (D-11); null when the map has none.</summary>
    public Person? Analyst { get; private set; }

    public CircularFacts Circular { get; } = ShippedData.Circulars().Single(circular => circular.Id == "D");

    public bool MayAssign => current.Actor.In(Place.Code, Role.Executive, Role.Clerk) is not null;

    public bool MayTrain { get; private set; }

    public bool HasDuty => Held.Any(held => held.PersonId == current.Actor.PersonId);

    public IEnumerable<IGrouping<string, HeldDuty>> Several =>
        Held.GroupBy(held => held.PersonId).Where(group => group.Count() > 1);

    public async Task<IActionResult> OnGetAsync(string code) => await ReadAsync(code) ? Page() : NotFound();

    public Task<IActionResult> OnPostAsync(string code) => DoAsync(code, async () =>
    {
        var several = await desk.AssignAsync(code, Duty ?? "", PersonId ?? "", HandOver ?? "", current.Actor);
        return several.Count == 0 ? texts["มอบหมายแล้ว", "Assigned"]
            : texts[$"มอบหมายแล้ว ผู้นี้รับ {several.Count} ด้าน", $"Assigned; this person holds {several.Count} duties"];
    });

    public Task<IActionResult> OnPostWorkAsync(string code) => DoAsync(code, async () =>
    {
        await desk.NoteWorkAsync(code, current.Actor);
        return texts["บันทึกว่าตรวจข้อมูลวันนี้แล้ว", "Noted: the data was checked today"];
    });

    public Task<IActionResult> OnPostTrainingAsync(string code) => DoAsync(code, async () =>
    {
        if (!ThaiDate.TryParse(Day, out var day))
            throw new RefusedException("training-day", "โปรดกรอกวันที่อบรม", "Enter the day of the training.");
        await desk.RecordTrainingAsync(code, day, Attendees ?? "", current.Actor);
        return texts["บันทึกการอบรมแล้ว", "The training is recorded"];
    });

    async Task<IActionResult> DoAsync(string code, Func<Task<string>> deed)
    {
        if (!await ReadAsync(code))
            return NotFound();
        try
        {
            TempData.Say("success", await deed());
            return Redirect($"/duties/{code}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code switch
            {
                "hand-over-needed" => nameof(HandOver),
                "not-own-staff" => nameof(PersonId),
                "training-day" => nameof(Day),
                "attendees" => nameof(Attendees),
                _ => "",
            }, texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task<bool> ReadAsync(string code)
    {
        if (await Organisation.FindAsync(database, code) is not { } place || !OrganisationType.IsLocalGovernment(place.Type)
            || !current.Actor.MaySee(place.Path))
            return false;
        Place = place;
        Held = await HeldDuty.OfAsync(database, code);
        Staff = await database.QueryAsync<Person>(
            """
            select distinct p.* from people p join memberships m on m.person_id = p.id
            where m.organisation_code = @code and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now) order by p.id
            """, new { code, now = clock.GetUtcNow() });
        Trainings = await database.QueryAsync<Training>(
            "select attended_on, attendees from duty_trainings where organisation_code = @code order by attended_on",
                new { code });
        LastDay = (await database.FirstAsync<Worked>(
            "select max(day) as day from duty_days where organisation_code = @code", new { code }))?.Day;
        var province = await database.FirstAsync<string>(
            "select code from organisations where type = 'province' and province_code = @ProvinceCode", place);
        MayTrain = province is not null && current.Actor.In(province, Role.Coordinator) is not null;
        Analyst = await database.FirstAsync<Person>(
            """
            select p.* from analyst_areas a join people p on p.id = a.person_id
            where a.province_code = @province and a.area = @area
            """,
            new
            {
                province = province ?? "",
                area = place.Type is OrganisationType.Pao or OrganisationType.CityMunicipality ? AnalystMap.Direct : "D"
                    + place.DistrictCode,
            });
        return true;
    }

    /// <summary>A training that was attended.</summary>
    public sealed class Training
    {
        public DateOnly AttendedOn { get; init; }
        public string Attendees { get; init; } = "";
    }

    sealed class Worked
    {
        public DateOnly? Day { get; init; }
    }
}
