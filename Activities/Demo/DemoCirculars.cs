using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Demo;

/// <summary>
/// Circulars D and E in the invented province, to click through in Development. The real calendar of E lies in 2565, so the
/// demo moves all of E's dates by the same number of days: its 22 June, on which training and trial begin while registration
/// is open, is today.
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
        return true;
    }

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
    });
}
