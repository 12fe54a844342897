using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Simulation;

/// <summary>Turns what was logged into events with names that stay the same from run to run.</summary>
sealed class Narrator(PushedClock clock, Country country, Action<SimulationEvent> tell)
{
    readonly Dictionary<string, int> begun = [];
    readonly Dictionary<string, Case> cases = [];
    readonly Dictionary<string, OpenTask> tasks = [];

    /// <summary>A case by its instance.</summary>
    public Case CaseOf(string instance) => cases[instance];

    /// <summary>A case has begun.</summary>
    public void Begin(LogRow row)
    {
        var number = begun[row.Detail!] = begun.GetValueOrDefault(row.Detail!) + 1;
        var begin = cases[row.InstanceId!] = new Case(
            row.InstanceId!, $"{row.Detail}#{number}", row.Detail!, row.OrganisationCode);
        Tell(new(Now, row.Event, begin.Name, row.OrganisationCode));
    }

    /// <summary>A case is over.</summary>
    public void End(LogRow row, string how)
    {
        if (cases.Remove(row.InstanceId!, out var over))
            Tell(new(Now, row.Event, over.Name, over.Organisation, Outcome: how));
    }

    /// <summary>A task was opened.</summary>
    public void Open(LogRow row, string step)
    {
        var about = cases[row.InstanceId!];
        var open = tasks[row.TaskId!] = new OpenTask(about, step, $"{row.Who}@{country.ClassOf(row.OrganisationCode!)}");
        Tell(new(Now, row.Event, about.Name, row.OrganisationCode, step, Inbox: open.Inbox, Outcome: row.Outcome,
            Rule: row.RuleId, Due: Local(row.DueAt)));
    }

    /// <summary>A task is answered, or was ended by the clock or from outside.</summary>
    public void Close(LogRow row)
    {
        About(row);
        tasks.Remove(row.TaskId!);
    }

    /// <summary>Anything else that was logged.</summary>
    public void About(LogRow row)
    {
        var task = row.TaskId is { } id ? tasks.GetValueOrDefault(id) : null;
        var about = row.InstanceId is { } instance ? cases.GetValueOrDefault(instance) : null;
        Tell(new(Now, row.Event, about?.Name, row.OrganisationCode ?? about?.Organisation, row.NodeId ?? task?.Step, row.Who,
            task?.Inbox, row.Outcome, row.RuleId, Local(row.DueAt),
            row.Event is "mail" or "incident" or "waits" ? row.Detail : null));
    }

    /// <summary>Somebody tried what the rules refuse.</summary>
    public void Refused(string? organisation, string? who, string code, string? rule, string what, string? task = null)
    {
        var open = task is null ? null : tasks.GetValueOrDefault(task);
        Tell(new(Now, "refused", open?.Case.Name, organisation, open?.Step, who, open?.Inbox, code, rule, Detail: what));
    }

    /// <summary>Something the simulation itself has to say about a case.</summary>
    public void Say(string what, Case about, string step, string detail) =>
        Tell(new(Now, what, about.Name, about.Organisation, step, Detail: detail));

    DateTimeOffset Now => Local(clock.GetUtcNow())!.Value;

    void Tell(SimulationEvent happened) => tell(happened);

    static DateTimeOffset? Local(DateTimeOffset? instant) =>
        instant is { } at ? TimeZoneInfo.ConvertTime(at, ThaiDate.Bangkok) : null;
}

/// <summary>An instance under the name it has in events.</summary>
sealed record Case(string Instance, string Name, string Definition, string? Organisation);

/// <summary>A task that waits.</summary>
sealed record OpenTask(Case Case, string Step, string Inbox);
