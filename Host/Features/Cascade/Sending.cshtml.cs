using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Circulars;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Cascade;

/// <summary>A sending as the centre sees it: how far the start is, and the country by province.</summary>
public sealed class SendingModel(
    Database database, SendingDesk desk, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    const string Everywhere = "/";

    [BindProperty]
    public string? Reason { get; set; }

    public Sending Sending { get; private set; } = null!;
    public CircularFacts Facts { get; private set; } = null!;
    public Work Done { get; private set; } = new();
    public ProgressTable Provinces { get; private set; } = null!;

    /// <summary>Stops it and goes on.</summary>
    public bool MaySteer { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await Sending.FindAsync(database, id) is not { } sending)
            return NotFound();
        if (!current.Actor.SeesTheCountry)
            return await OwnOfficeAsync(id) is { } office ? Redirect($"/cascade/{id}/at/{office}") : NotFound();
        await ReadAsync(sending);
        return Page();
    }

    public Task<IActionResult> OnPostStopAsync(string id) => SteerAsync(id, () => desk.StopAsync(id, Reason ?? "", current.Actor),
        texts["หยุดแล้ว ไม่เริ่มเรื่องใหม่ เรื่องที่เริ่มไปแล้วเดินต่อ",
            "It is stopped: nothing new is started; what runs goes on."]);

    public Task<IActionResult> OnPostGoOnAsync(string id) => SteerAsync(id, () => desk.GoOnAsync(id, current.Actor),
        texts["ส่งต่อจากที่ค้างไว้แล้ว", "It goes on where it was."]);

    async Task<IActionResult> SteerAsync(string id, Func<Task> verb, string said)
    {
        if (await Sending.FindAsync(database, id) is not { } sending || !current.Actor.SeesTheCountry)
            return NotFound();
        try
        {
            await verb();
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError(refusal.Code == "reason-needed" ? nameof(Reason) : "", texts[refusal.Thai, refusal.English]);
            await ReadAsync(sending);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
        TempData.Say("success", said);
        return Redirect($"/cascade/{id}");
    }

    // Who sees a part of it sees it from the office they belong to.
    Task<string?> OwnOfficeAsync(string id)
    {
        var mine = current.Actor.Memberships.Select(membership => membership.OrganisationCode).Distinct().ToList();
        return database.FirstAsync<string>(
            """
            select organisation_code from deliveries where sending_id = @id and organisation_code in @mine order by path limit 1
            """, new { id, mine });
    }

    async Task ReadAsync(Sending sending)
    {
        Sending = sending;
        Facts = (await StoredCircular.FindAsync(database, sending.CircularId))!;
        var issuer = await database.FirstAsync<string>("select issuer_code from circulars where id = @CircularId",
            new { sending.CircularId });
        MaySteer = current.Actor.In(issuer!, Role.Director, Role.Reviewer) is not null;
        Done = (await database.FirstAsync<Work>(
            """
            select count(*) as listed, sum(case when is_covered = 1 then 1 else 0 end) as covered,
                sum(case when is_covered = 1 and arrived_at is not null then 1 else 0 end) as reached,
                sum(case when instance_id is not null then 1 else 0 end) as started,
                sum(case when is_late = 1 then 1 else 0 end) as late,
                sum(case when is_hop = 1 then 1 else 0 end) as hops,
                sum(case when is_hop = 1 and reissued_at is not null then 1 else 0 end) as passed_on
            from deliveries where sending_id = @Id
            """, new { sending.Id }))!;
        Provinces = ProgressTable.From(
            await UnitProgress.CountAsync(database, sending.Id, Everywhere, "province", clock.GetUtcNow()));
    }

    /// <summary>How far the start is.</summary>
    public sealed class Work
    {
        public long Listed { get; init; }
        public long Covered { get; init; }
        public long Reached { get; init; }
        public long Started { get; init; }
        public long Late { get; init; }
        public long Hops { get; init; }
        public long PassedOn { get; init; }
    }
}
