using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Simulation;

/// <summary>Reads what has happened: tells it, lets people react to it, and stops a case that goes in circles.</summary>
sealed class Happenings(
    SimulatedWorld world, Answering answering, Petitions petitions, CircularPeople people)
{
    /// <summary>A case that comes to the same step so often isn't getting anywhere.</summary>
    public const int MostVisits = 50;

    readonly Dictionary<string, Dictionary<string, int>> visits = [];
    readonly List<(Case Case, ActivityNode Step)> loops = [];
    ThrowAwayStore? store;

    /// <summary>Cases that were stopped because they went in circles, and where.</summary>
    public IReadOnlyList<(Case Case, ActivityNode Step)> Loops => loops;

    public void Watch(ThrowAwayStore watched) => store = watched;

    /// <summary>Until nothing new has happened.</summary>
    public async Task ReadAsync()
    {
        while (await store!.ReadOnAsync() is { Count: > 0 } rows)
        {
            // An instance is stored when its first steps are done; told it is before them.
            var begun = rows.Where(row => row.Event == "case-started").ToDictionary(row => row.InstanceId!);
            foreach (var row in rows)
            {
                if (row.InstanceId is { } instance && begun.Remove(instance, out var begin))
                    world.Narrator.Begin(begin);
                await TellAsync(row);
            }
        }
    }

    async Task TellAsync(LogRow row)
    {
        switch (row.Event)
        {
            case "case-started":
                break;
            case "case-ended":
                await EndAsync(row);
                break;
            case "task-opened":
                await OpenAsync(row);
                break;
            case "task-closed" or "task-answered":
                world.Narrator.Close(row);
                break;
            case "waits":
                world.Narrator.About(row);
                await CountAsync(row);
                break;
            default:
                world.Narrator.About(row);
                await ReactAsync(row);
                break;
        }
    }

    async Task OpenAsync(LogRow row)
    {
        var about = world.Narrator.CaseOf(row.InstanceId!);
        var step = await StepAsync(about, row.NodeId!);
        world.Narrator.Open(row, step.Id);
        if (!await CountAsync(row))
            answering.Plan(row, step, about.Definition);
    }

    async Task<ActivityNode> StepAsync(Case about, string nodeId) =>
        (await world.Definitions.PublishedAsync(about.Definition)).Nodes[nodeId];

    // A loop in which something waits is no fault of the definition's form; only running shows that it never ends.
    async Task<bool> CountAsync(LogRow row)
    {
        if (!visits.TryGetValue(row.InstanceId!, out var counts))
            visits[row.InstanceId!] = counts = [];
        var count = counts[row.NodeId!] = counts.GetValueOrDefault(row.NodeId!) + 1;
        if (count <= MostVisits)
            return false;
        var about = world.Narrator.CaseOf(row.InstanceId!);
        var step = await StepAsync(about, row.NodeId!);
        loops.Add((about, step));
        world.Narrator.Say("endless-loop", about, step.Id, $"came to '{step.Id}' ({step.Title}) {count} times and was stopped");
        await world.Runtime.CancelAsync(about.Instance, null, "endless loop");
        return true;
    }

    async Task EndAsync(LogRow row)
    {
        var end = await world.Database.FirstAsync<EndRow>(
            """
            select q.stage, q.person_id, q.organisation_code, v.outcome from (select 1)
            left join requests q on q.instance_id = @InstanceId left join reviews v on v.instance_id = @InstanceId
            """, new { row.InstanceId });
        visits.Remove(row.InstanceId!);
        world.Narrator.End(row, end?.Stage ?? end?.Outcome ?? row.Outcome!.ToLowerInvariant());
        if (end is { Stage: { } stage, PersonId: { } person, OrganisationCode: { } organisation } && !RequestStage.IsOpen(stage))
            petitions.AfterRequest(organisation, person, stage);
    }

    async Task ReactAsync(LogRow row)
    {
        await people.ReactAsync(row);
        if (row.Event is not ("right-ended" or "review-replace") || row.Detail is null
            || await world.Database.FirstAsync<Right>("select * from rights where id = @Detail", new { row.Detail })
                is not { } right)
            return;
        if (row.Event == "review-replace")
            petitions.ToReplace(right);
        else if (right.EndReason != "replaced")
            petitions.AfterRight(right);
    }

    sealed class EndRow
    {
        public string? Stage { get; init; }
        public string? PersonId { get; init; }
        public string? OrganisationCode { get; init; }
        public string? Outcome { get; init; }
    }
}
