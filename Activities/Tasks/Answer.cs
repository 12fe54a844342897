using System.Text.Json;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Tasks;

/// <summary>Who answered what, and by which membership they may.</summary>
public sealed record Answer(Stimulus Stimulus, Actor Actor, Membership Membership)
{
    /// <summary>Longer than any honest answer; a letter's file doesn't travel here.</summary>
    const int Longest = 100_000;

    public string Name => Stimulus.Name;

    public string By => Actor.PersonId;

    /// <summary>The decision it was stored as, once it is one.</summary>
    public string? DecisionId { get; init; }

    /// <summary>Reads what came with the answer. What can't be read is the sender's mistake and never an incident.</summary>
    /// <exception cref="RefusedException">It isn't what this answer asks for.</exception>
    public T Read<T>() where T : class
    {
        // PostgreSQL stores no NUL.
        if (Stimulus.Data is not { Length: <= Longest } data || data.Contains("\\u0000", StringComparison.Ordinal))
            throw Unreadable();
        try
        {
            return Stimulus.Read<T>() ?? throw Unreadable();
        }
        catch (Exception fault) when (
            fault is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw Unreadable();
        }
    }

    /// <summary>What is said to an answer that nobody could have meant.</summary>
    public static RefusedException Unreadable() => new("unreadable-answer",
        "อ่านคำตอบที่ส่งมาไม่ได้ โปรดเปิดหน้างานแล้วตอบใหม่",
        "The answer that was sent can't be read. Open the task's page and answer again.");
}

/// <summary>Who may answer a task: asked once by the page, and again inside the step.</summary>
public static class TaskAuthority
{
    /// <summary>The membership by which this person may answer; null when they may not.</summary>
    public static Membership? Of(WorkTask task, Actor actor) => task.PersonId is { } person && person != actor.PersonId
        ? null
        : task.Roles.Select(role => actor.Memberships.FirstOrDefault(membership => membership.Role == role
            && membership.OrganisationCode == task.OrganisationCode && membership.Covers(task.RuleId)))
            .FirstOrDefault(membership => membership is not null);

    public static Membership Require(WorkTask task, Actor actor) => Of(task, actor) ?? throw new RefusedException("not-yours",
        "งานนี้ไม่ได้มอบหมายให้ท่าน ผู้ที่ได้รับมอบหมายเท่านั้นที่ตอบได้",
        "This task is not yours; only those it was given to can answer it.");
}
