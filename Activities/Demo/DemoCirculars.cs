using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Demo;

/// <summary>
/// Circulars D and E in the invented province, and circular A sent to it, to click through in Development. The real calendar of E
/// lies in 2565, so the demo moves all of E's dates by the same number of days: its 22 June, on which training and trial begin
/// while registration is open, is today.
/// </summary>
public static class DemoCirculars
{
    static readonly DateOnly TrialBegins = new(2022, 6, 22);

    /// <summary>Starts them once; later calls change nothing.</summary>
    /// <returns>False when they were started before.</returns>
    public static async Task<bool> StartAsync(Database database, WorkflowRuntime runtime, TimeProvider clock)
    {
        if (await database.FirstAsync<string>("select id from instances where start_key = 'demo:E:9900'", new { }) is not null)
            return false;
        await MoveCalendarAsync(database, clock);
        foreach (var office in (string[])[DemoData.Province, "D9901", "D9902", "D9903"])
            await runtime.StartAsync(Of("ebill-rollout", "E", office));
        foreach (var organisation in (string[])[DemoData.City, DemoData.Tambon])
            await runtime.StartAsync(Of("eplan-roles", "D", organisation));
        await database.WriteAsync(transaction =>
        {
            SendingOfA(clock.GetUtcNow()).Insert(transaction);
            foreach (var system in (string[])["SSO", "e-Plan"])
                RightOfB(system, clock.GetUtcNow()).Insert(transaction);
            return Task.CompletedTask;
        });
        return true;
    }

    // The province follows who has a right and who still has to ask.
    static Sending SendingOfA(DateTimeOffset now) => new()
    {
        Id = "demo-A",
        CircularId = "A",
        DefinitionId = Filing.Definition,
        System = "BBL",
        Mode = Sending.Direct,
        Types = $"{OrganisationType.Pao} {OrganisationType.CityMunicipality} {OrganisationType.TownMunicipality} "
            + OrganisationType.TambonMunicipality,
        LetterNumber = "นร ๐๗๒๑/ว๙",
        LetterDate = new DateOnly(2023, 11, 2),
        SentBy = "reviewer",
        SentAt = now,
    };

    // Somebody went through circular B before; its account and system stand among the rights.
    static Right RightOfB(string system, DateTimeOffset now) => new()
    {
        Id = "demo-" + system,
        System = system,
        OrganisationCode = DemoData.Tao,
        Seat = 1,
        PersonId = "tao-officer",
        ValidFrom = now.AddDays(-30),
        ConfirmedAt = now.AddDays(-30),
    };

    static StartRequest Of(string definition, string circular, string organisation) => new(definition,
        StartKey: $"demo:{circular}:{organisation}", CorrelationId: $"{circular}:{organisation}", Inputs: new Dictionary<string,
        object?>
        {
            [Coverage.CircularInput] = circular,
            [Coverage.OrganisationInput] = organisation,
        });

    static Task MoveCalendarAsync(Database database, TimeProvider clock) => database.WriteAsync(async transaction =>
    {
        var days = ThaiDate.BangkokDate(clock.GetUtcNow()).DayNumber - TrialBegins.DayNumber;
        foreach (var date in await transaction.QueryAsync<CircularDateRow>(
            "select id, at from circular_dates where circular_id = 'E'", new { }))
            transaction.Write("update circular_dates set at = @at where id = @Id", new { at = date.At.AddDays(days), date.Id });
        // What closes on one of those days closes with it.
        foreach (var window in await transaction.QueryAsync<Window>(
            "select * from windows where circular_id = 'E' and changed_at is null", new { }))
            transaction.Write("update windows set closed_from = @from, closed_until = @until where id = @Id",
                new { from = window.ClosedFrom.AddDays(days), until = window.ClosedUntil?.AddDays(days), window.Id });
    });
}
