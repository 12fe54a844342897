using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Closings;

/// <summary>A late action that an organisation asks for after a cut-off, and what was decided.</summary>
public sealed class LateAction
{
    public const string Granted = "granted";
    public const string Declined = "declined";

    public string Id { get; init; } = "";
    public string CircularId { get; init; } = "";

    /// <summary>The clause that closed it.</summary>
    public string WindowKey { get; init; } = "";

    public string OrganisationCode { get; init; } = "";

    /// <summary>What is to be done late, in the words of who asks.</summary>
    public string What { get; init; } = "";

    public string Reason { get; init; } = "";
    public string AskedBy { get; init; } = "";
    public DateTimeOffset AskedAt { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>"granted" or "declined"; null while nobody has decided.</summary>
    public string? Decision { get; init; }

    public string? DecisionReason { get; init; }

    /// <summary>Until then the window doesn't hold for the organisation.</summary>
    public DateTimeOffset? GrantedUntil { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The page where an exception to this window is asked for: some circulars have a way of their own.</summary>
    public static string PageOf(string circularId, string windowKey) => (circularId, windowKey) switch
    {
        // The department adds and removes units itself (C-05); the province opens registration person by person (E-05).
        ("C", "C-04") => "/sub-units",
        ("E", "E-05") => "/rollout",
        _ => $"/circulars/{circularId}/exceptions",
    };

    /// <summary>Whether an organisation may act although the window is closed; the first use is written down.</summary>
    public static async Task<bool> AllowsAsync(
        Transaction transaction, string circularId, string windowKey, string organisation, DateTimeOffset now)
    {
        if (await transaction.FirstAsync<LateAction>(
            """
            select * from exceptions where organisation_code = @organisation and circular_id = @circularId
            and window_key = @windowKey and decision = 'granted' and granted_until >= @now order by granted_until desc limit 1
            """, new { organisation, circularId, windowKey, now }) is not { } granted)
            return false;
        if (granted.UsedAt is null)
            transaction.Write("update exceptions set used_at = @now where id = @Id", new { now, granted.Id });
        return true;
    }
}
