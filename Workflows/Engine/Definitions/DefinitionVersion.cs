namespace WorkflowHost.Engine.Definitions;

/// <summary>A row of <c>definitions</c>: one version, which may be a draft that can't run yet.</summary>
public sealed class DefinitionVersion
{
    public string Id { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public int Version { get; init; }
    public string Name { get; init; } = "";

    /// <summary>The canonical text; see <see cref="DefinitionText.Canonical"/>.</summary>
    public string Json { get; init; } = "";

    /// <summary>Of what runs; see <see cref="DefinitionText.ContentHash"/>.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Another at every save; whoever saves shows the one they began from.</summary>
    public string Stamp { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>A person's id; null for what came with the program.</summary>
    public string? SavedBy { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }
    public string? PublishedBy { get; init; }

    /// <summary>Whether new instances run this version.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Whether no later version exists.</summary>
    public bool IsLatest { get; init; }

    public bool IsDraft => PublishedAt is null;
}
