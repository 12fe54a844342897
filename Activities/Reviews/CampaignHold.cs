using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Whether a review stands still: its campaign is paused, or its holder is excluded with a reason (T94). Nobody is reminded then,
/// and silence has no effect; what was held is asked anew afterwards.
/// </summary>
static class CampaignHold
{
    public static string? CampaignOf(ActivityExecutionContext context) => context.Input(Campaign.Input) as string;

    /// <returns>Null when nothing holds it.</returns>
    public static async Task<Hold?> FindAsync(ActivityExecutionContext context, string personId) =>
        CampaignOf(context) is { } campaign ? await FindAsync(context.Transaction, campaign, personId) : null;

    /// <exception cref="RefusedException">The holder is excluded: shown, and not to be changed (T94).</exception>
    public static async Task RequireNotExcludedAsync(ActivityExecutionContext context, string personId)
    {
        if (await FindAsync(context, personId) is { Excluded: { } reason })
            throw ReviewRefusals.OnHold(reason);
    }

    /// <summary>Lets go on what nothing holds any more. Safe to run as often as one likes.</summary>
    public static Task WakeAsync(Database database, TimeProvider clock, string campaign) => database.WriteAsync(transaction =>
    {
        transaction.Write(
            """
            update bookmarks set due_at = @now where due_at is null and instance_id in (
                select i.instance_id from review_items i join review_campaigns c on c.id = i.campaign_id
                where i.campaign_id = @campaign and i.state = 'held' and c.paused_at is null
                and not exists (select 1 from review_exclusions x
                    where x.campaign_id = @campaign and x.person_id = i.person_id and x.ended_at is null))
            """, new { now = clock.GetUtcNow(), campaign });
        return Task.CompletedTask;
    });

    static Task<Hold?> FindAsync(Transaction transaction, string campaign, string personId) => transaction.FirstAsync<Hold>(
        """
        select c.paused_at, x.reason as excluded from review_campaigns c
        left join review_exclusions x on x.campaign_id = c.id and x.person_id = @personId and x.ended_at is null
        where c.id = @campaign and (c.paused_at is not null or x.id is not null)
        """, new { campaign, personId });

    /// <summary>What holds it.</summary>
    internal sealed class Hold
    {
        public DateTimeOffset? PausedAt { get; init; }

        /// <summary>The reason the holder is excluded for; null when they aren't.</summary>
        public string? Excluded { get; init; }
    }
}
