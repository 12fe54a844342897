using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Rollout;

/// <summary>The roster of a province, or of one district: who is named, who is missing, and sending it (E-03).</summary>
public sealed class RosterModel(
    Database database, RosterDesk desk, Registration registration, WorkflowRuntime runtime, CurrentActor current,
    TimeProvider clock, Texts texts) : PageModel
{
    [BindProperty]
    public RowInput Input { get; set; } = new();

    [BindProperty]
    public string? LineId { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Until { get; set; }

    public RolloutPlace Place { get; private set; } = null!;

    public IReadOnlyList<RosterLine> Lines { get; private set; } = [];

    /// <summary>The task by which it is sent; null when nobody is asked now.</summary>
    public WorkTask? Task { get; private set; }

    /// <summary>Signed orders in which this province has names.</summary>
    public IReadOnlyList<AppointmentOrder> Orders { get; private set; } = [];

    /// <summary>How many registrations of the province wait for somebody to check an identity (T102).</summary>
    public int IdentitiesOpen => Place.IsCoordinator ? Lines.Count(line => line.IdentityOpen is not null) : 0;

    public DateTimeOffset Now => clock.GetUtcNow();

    public IReadOnlyList<Office> Missing => [.. Place.Offices.Where(office => Lines.All(line => line.OfficeCode != office.Code))];

    public bool MayWrite => Place.Offices.Any(office => RosterDesk.MayWrite(current.Actor, Place.Province, office.Code));

    public async Task<IActionResult> OnGetAsync(string code) => await ReadAsync(code) ? Page() : NotFound();

    /// <summary>The form as an empty .xlsx, with the offices of the province to choose from.</summary>
    public async Task<IActionResult> OnGetFormAsync(string code)
    {
        if (!await ReadAsync(code))
            return NotFound();
        var columns = RosterForm.Columns.Select(column => column.Key == "office"
            ? column with { Choices = [.. Place.Offices.Select(office => office.Thai)] } : column).ToList();
        return File(SheetFile.Write("รายชื่อ", columns, Place.Offices.Select(office => (IReadOnlyList<string>)
            [office.Thai, "", "", "", "", "", ""])), SheetFile.MediaType, "roster.xlsx");
    }

    public Task<IActionResult> OnPostAddAsync(string code) => DoAsync(code, async () =>
    {
        var change = await desk.PutAsync(Place.Province, Input.Cells(), current.Actor);
        return change switch
        {
            RosterChange.Added => texts[$"เพิ่ม {Input.Given} {Input.Family} แล้ว", $"{Input.Given} {Input.Family} is added"],
            RosterChange.Changed => texts["แก้ไขข้อมูลแล้ว", "The row is changed"],
            _ => texts["มีชื่อนี้อยู่แล้ว ไม่มีอะไรเปลี่ยน", "It was there already; nothing changed"],
        };
    }, nameof(Input));

    public Task<IActionResult> OnPostRemoveAsync(string code) => DoAsync(code, async () =>
    {
        await desk.RemoveAsync(LineId ?? "", Reason ?? "", current.Actor);
        return texts["ถอนชื่อแล้ว ผู้ที่อยู่ในคำสั่งแล้วจะออกโดยคำสั่งแก้ไข",
            "Taken off; who stands in an order goes by an amending one"];
    }, nameof(Reason));

    public Task<IActionResult> OnPostLateAsync(string code) => DoAsync(code, async () =>
    {
        if (!ThaiDate.TryParse(Until, out var day))
            throw new RefusedException("late-until", "โปรดกรอกวันที่", "Enter a date.");
        await registration.AllowLateAsync(LineId ?? "", day, current.Actor);
        return texts[$"เปิดให้ลงทะเบียนถึง {ThaiDate.PageForm(day)}",
            $"Registration is open for them until {ThaiDate.English(day)}"];
    }, nameof(Until));

    public Task<IActionResult> OnPostSendAsync(string code) => DoAsync(code, async () =>
    {
        if (Task is null)
            throw new RefusedException("not-asked", "ขณะนี้ไม่มีเรื่องที่รอส่งรายชื่อ", "Nothing waits for a roster now.");
        var said = JsonSerializer.Serialize(new DecisionAnswer(""), JsonSerializerOptions.Web);
        return await runtime.ResumeAsync(Task.Id, new Stimulus(CollectRoster.Send, current.Actor.PersonId, said)) switch
        {
            StepResult.Refused refused => throw refused.Reason,
            StepResult.Moved => Missing.Count == 0 || !Place.IsProvince
                ? texts["ส่งบัญชีรายชื่อแล้ว", "The roster is sent"]
                : texts[$"ส่งแล้วบางส่วน ยังขาด {string.Join(", ", Missing.Select(office => office.Thai))}",
                    $"Sent in part; still missing: {string.Join(", ", Missing.Select(office => office.English))}"],
            _ => texts["ส่งไปก่อนแล้ว", "It was sent before"],
        };
    }, "");

    async Task<IActionResult> DoAsync(string code, Func<Task<string>> deed, string field)
    {
        if (!await ReadAsync(code))
            return NotFound();
        try
        {
            TempData.Say("success", await deed());
            return Redirect($"/rollout/{code}");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(field == nameof(Input) ? FieldOf(refusal) : field, texts[refusal.Thai, refusal.English]);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    // The first word of the refusal is the column it is about.
    static string FieldOf(RefusedException refusal) => RosterForm.Columns
        .FirstOrDefault(column => refusal.Thai.StartsWith(column.Header + ":", StringComparison.Ordinal)) is { } column
        ? $"{nameof(Input)}.{char.ToUpperInvariant(column.Key[0])}{column.Key[1..]}" : "";

    async Task<bool> ReadAsync(string code)
    {
        if (await RolloutPlace.FindAsync(database, code, current.Actor) is not { } place)
            return false;
        Place = place;
        var offices = place.Offices.Select(office => office.Code).ToHashSet();
        Lines = [.. (await RosterLine.OfProvinceAsync(database, place.Province))
            .Where(line => offices.Contains(line.OfficeCode))];
        if (place is { IsProvince: true, IsCoordinator: true })
            Orders = await OrderPlaces.OrdersOfAsync(database, place.Province);
        Task = (await database.QueryAsync<WorkTask>(
            "select * from tasks where about_code = @code and kind = 'collect-roster' and closed_at is null", new { code }))
            .FirstOrDefault(task => TaskAuthority.Of(task, current.Actor) is not null);
        return true;
    }

    /// <summary>One person, as typed.</summary>
    public sealed class RowInput
    {
        public string? Office { get; set; }
        public string? Title { get; set; }
        public string? Given { get; set; }
        public string? Family { get; set; }
        public string? Citizen { get; set; }
        public string? Position { get; set; }
        public string? Email { get; set; }

        public Dictionary<string, string> Cells() => new()
        {
            ["office"] = Office ?? "",
            ["title"] = Title ?? "",
            ["given"] = Given ?? "",
            ["family"] = Family ?? "",
            ["citizen"] = Citizen ?? "",
            ["position"] = Position ?? "",
            ["email"] = Email ?? "",
        };
    }
}
