using WorkflowHost.Activities.Pauses;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Says who is asked today: those whose day has come, as many as a day may have. What an outage or a new holiday left over comes
/// on the next working days, so that no day has more than twice the mean. Two hosts that claim take turns.
/// </summary>
static class CampaignClaim
{
    const int AtOnce = 500;

    public static Task RunAsync(Database database, TimeProvider clock, string id, DateOnly today) =>
        database.WriteAsync(async transaction =>
    {
        if (await Campaign.LockAsync(transaction, id) is not { Phase: Campaign.Running, PausedAt: null } campaign)
            return;
        End(transaction, clock.GetUtcNow(), id, today);
        var opened = await transaction.FirstAsync<long>(
            """
            select (select count(*) from review_items where campaign_id = @id and opened_on = @today and state <> 'opening')
                + (select count(*) from review_items where campaign_id = @id and state = 'opening')
            """, new { id, today });
        var room = (int)Math.Min(campaign.DayLimit - opened, AtOnce);
        if (room <= 0)
            return;
        // Who is being asked for an older year has to be done with that first.
        transaction.Write(
            $"""
            update review_items set state = 'opening', opened_on = @today where campaign_id = @id and right_id in (
                select i.right_id from review_items i where i.campaign_id = @id and i.state = 'planned' and i.opens_on <= @today
                and not exists (select 1 from reviews v where v.right_id = i.right_id and v.closed_at is null)
                and not exists (select 1 from review_exclusions x
                    where x.campaign_id = @id and x.person_id = i.person_id and x.ended_at is null)
                and not {CircularPause.HoldsReviewOf("i.organisation_code")}
                order by i.opens_on, i.organisation_code, i.right_id limit @room)
            """, new { today, id, room });
    });

    // Whose right is over is no longer asked, and gets no mail (T90).
    static void End(Transaction transaction, DateTimeOffset now, string id, DateOnly today) => transaction.Write(
        """
        update review_items set state = 'ended', outcome = 'ended', closed_at = @now
        where campaign_id = @id and (state = 'single' or state = 'planned' and opens_on <= @today)
        and exists (select 1 from rights r where r.id = right_id and r.valid_to is not null)
        """, new { now, id, today });
}
