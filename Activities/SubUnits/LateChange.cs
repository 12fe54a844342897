using System.Text.Json;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>An addition or a removal that was asked for after the cut-off (C-05).</summary>
public sealed class LateChange
{
    public const string Add = "add";
    public const string Remove = "remove";

    public const string Made = "made";
    public const string Declined = "declined";

    public string Id { get; init; } = "";
    public string OrganisationCode { get; init; } = "";

    /// <summary>"add" or "remove".</summary>
    public string Action { get; init; } = "";

    /// <summary>The unit to remove; null for an addition.</summary>
    public string? SubUnitId { get; init; }

    public string Content { get; init; } = "";
    public string Reason { get; init; } = "";
    public string AskedBy { get; init; } = "";
    public DateTimeOffset AskedAt { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>"made" or "declined"; null while nobody has decided.</summary>
    public string? Decision { get; init; }

    public string? DecisionReason { get; init; }

    /// <summary>The unit as it is asked for, or as it was when its removal was.</summary>
    public SubUnitFacts Facts => JsonSerializer.Deserialize<SubUnitFacts>(Content, JsonSerializerOptions.Web)!;
}
