using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>One right in one campaign.</summary>
public sealed class CampaignItem
{
    public const string Planned = "planned";

    /// <summary>Asked out of turn: somebody moved, or an operator wants to know.</summary>
    public const string OutOfTurn = "single";

    /// <summary>Its day has come.</summary>
    public const string Opening = "opening";

    public const string Open = "open";

    /// <summary>Answered; the answer may be changed until it takes effect.</summary>
    public const string Answered = "answered";

    /// <summary>Its silence would have had effect while the campaign was paused or the holder excluded.</summary>
    public const string Held = "held";

    /// <summary>Its silence waits for an operator's decision (T89).</summary>
    public const string Braked = "braked";

    public const string Closed = "closed";

    /// <summary>The right was over before or while it was asked about (T90).</summary>
    public const string Ended = "ended";

    /// <summary>Left out with a reason until the campaign closed (T94).</summary>
    public const string Excluded = "excluded";

    public static IReadOnlyList<string> States { get; } =
        [Planned, OutOfTurn, Opening, Open, Answered, Held, Braked, Closed, Ended, Excluded];

    public string CampaignId { get; init; } = "";
    public string RightId { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string ProvinceCode { get; init; } = "";
    public string PersonId { get; init; } = "";
    public DateOnly PlannedOn { get; init; }
    public DateOnly OpensOn { get; init; }
    public string State { get; init; } = Planned;
    public DateOnly? OpenedOn { get; init; }
    public string? InstanceId { get; init; }
    public string? BrakeId { get; init; }
    public DateTimeOffset? SilencedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string? Outcome { get; init; }

    internal static async Task<CampaignItem> GetAsync(Transaction transaction, string campaign, string right) =>
        await transaction.FirstAsync<CampaignItem>(
            "select * from review_items where campaign_id = @campaign and right_id = @right", new { campaign, right })
        ?? throw new KeyNotFoundException($"The campaign {campaign} has no right '{right}'.");

    internal static void SetState(Transaction transaction, string campaign, string right, string state) => transaction.Write(
        "update review_items set state = @state where campaign_id = @campaign and right_id = @right",
        new { state, campaign, right });
}
