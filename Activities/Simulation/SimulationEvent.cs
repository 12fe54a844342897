using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// Something that happened in a simulation. <c>docs/simulation.md</c> lists the events; the same seed gives the same ones.
/// </summary>
/// <param name="At">When, in Bangkok's time.</param>
/// <param name="Event">What: <c>task-opened</c>, <c>mail</c>, <c>right-granted</c> …</param>
/// <param name="Case">The instance, as its definition and the number in which it began: <c>bbl-access#17</c>.</param>
/// <param name="Step">The step's id in its definition.</param>
/// <param name="Who">The person's id, which says their organisation and office.</param>
/// <param name="Inbox">Where a task lies: the roles that may answer, and the class of organisation (its type, or a state
/// agency's code): <c>reviewer@BB</c>.</param>
/// <param name="Rule">The clause.</param>
/// <param name="Due">A cut-off, or when a mail may leave.</param>
public sealed record SimulationEvent(
    DateTimeOffset At,
    string Event,
    string? Case = null,
    string? Organisation = null,
    string? Step = null,
    string? Who = null,
    string? Inbox = null,
    string? Outcome = null,
    string? Rule = null,
    DateTimeOffset? Due = null,
    string? Detail = null)
{
    /// <summary>Thai stays readable; nobody puts these lines into a page.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One line of JSON.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, Json);
}
