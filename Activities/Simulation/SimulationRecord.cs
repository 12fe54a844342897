using System.Text.Json;

namespace WorkflowHost.Activities.Simulation;

/// <summary>A simulation as it is kept: the proof that this content was run before it was published.</summary>
public sealed class SimulationRecord
{
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";

    /// <summary>A run reports every few seconds; after this long in silence its host has died.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public string Id { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public int Version { get; init; }
    public string Hash { get; init; } = "";
    public string ByPerson { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset SeenAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string State { get; init; } = "";
    public int PercentDone { get; init; }

    /// <summary>How it was run, as JSON; see <see cref="ReadSettings"/>.</summary>
    public string Settings { get; init; } = "";

    public string? Summary { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Problem { get; init; }

    public SimulationSettings ReadSettings() => JsonSerializer.Deserialize<SimulationSettings>(Settings, SimulationEvent.Json)!;

    /// <summary>What it came to; null until it is done.</summary>
    public SimulationSummary? ReadSummary() =>
        Summary is null ? null : JsonSerializer.Deserialize<SimulationSummary>(Summary, SimulationEvent.Json);

    /// <summary>True when it says it runs, and nobody has seen it do so for minutes.</summary>
    public bool HasDied(DateTimeOffset now) => State == Running && now - SeenAt > Patience;
}

/// <summary>How a simulation was run.</summary>
public sealed record SimulationSettings(int Organisations, DateOnly From, DateOnly Until, int Seed, Scenario Scenario);
