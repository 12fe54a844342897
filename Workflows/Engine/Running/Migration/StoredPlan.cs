namespace WorkflowHost.Engine.Running.Migration;

/// <summary>A row of <c>migration_plans</c>: a plan, who made and began it, and how far it is.</summary>
public sealed class StoredPlan
{
    public const string Planned = nameof(Planned);
    public const string Running = nameof(Running);

    /// <summary>A batch is done; somebody looks before the rest.</summary>
    public const string Paused = nameof(Paused);

    /// <summary>By a person, or by the stop rule; the reason says which.</summary>
    public const string Stopped = nameof(Stopped);

    public const string Done = nameof(Done);
    public const string Returning = nameof(Returning);
    public const string RolledBack = nameof(RolledBack);

    public string Id { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public int FromVersion { get; init; }
    public int ToVersion { get; init; }
    public string Mapping { get; init; } = "";
    public string Status { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public string CreatedBy { get; init; } = "";
    public DateTimeOffset? StartedAt { get; init; }
    public string? StartedBy { get; init; }

    /// <summary>How many instances are still to be tried before it pauses; null: all.</summary>
    public int? Quota { get; init; }

    /// <summary>It stops when more than this many could not be moved.</summary>
    public int MostFailures { get; init; }

    /// <summary>It stops when an instance it moved has an incident.</summary>
    public bool StopAtIncident { get; init; }

    public int Failures { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was stopped.</summary>
    public string? ReasonTh { get; init; }

    public string? ReasonEn { get; init; }

    public MigrationPlan Plan => MigrationPlan.Read(DefinitionId, FromVersion, ToVersion, Mapping);

    public bool MayStart => Status is Planned or Paused or Stopped;

    public bool MayStop => Status is Planned or Running or Paused or Returning;

    public bool MayRollBack => StartedAt is not null && Status is Running or Paused or Stopped or Done;
}

/// <summary>A row of <c>instance_migrations</c>.</summary>
sealed class InstanceMigrationRow
{
    public string InstanceId { get; init; } = "";
    public long? Sequence { get; init; }
    public string? Places { get; init; }
}

/// <summary>How a plan is applied: in how large a batch, and when it stops by itself.</summary>
/// <param name="Batch">Instances until it pauses; null: all that are left.</param>
/// <param name="MostFailures">It stops when more than this many could not be moved.</param>
/// <param name="StopAtIncident">It stops at the first incident of an instance it moved.</param>
public sealed record StopRule(int? Batch, int MostFailures = 0, bool StopAtIncident = true);
