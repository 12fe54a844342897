using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Carries the yearly reviews out: plans the next year's where it is to repeat, asks those whose day has come, lets go on what was
/// held, and closes what is done. Everything it does follows from what stands in the store, so it may be late, repeated, killed
/// between two commits, and run by two hosts: there is one campaign, and everybody is asked once.
/// </summary>
public sealed class CampaignJob(Database database, WorkflowRuntime runtime, OfficeCalendar calendar, TimeProvider clock)
{
    /// <summary>How long before its first day the next year's is planned, so that the operator can look at it.</summary>
    public const int LeadDays = 60;

    const int AtOnce = 1_000;

    /// <param name="parallel">How many are asked at the same time; with 1 in the order of their days and organisations.</param>
    /// <returns>How many reviews it opened.</returns>
    public async Task<int> RunAsync(int parallel = 32, CancellationToken stop = default)
    {
        var today = ThaiDate.BangkokDate(clock.GetUtcNow());
        await RepeatAsync(today);
        var opened = 0;
        foreach (var campaign in await database.QueryAsync<Campaign>(
            "select * from review_campaigns where closed_at is null order by first_on, id"))
        {
            if (stop.IsCancellationRequested)
                break;
            if (campaign.Phase == Campaign.Planning)
                await CampaignDeal.RunAsync(database, calendar, campaign.Id);
            while (campaign.IsUnsettled(today) && await CampaignDeal.SettleAsync(database, calendar.Current, campaign.Id, today) > 0)
            {
            }
            await CampaignHold.WakeAsync(database, clock, campaign.Id);
            if (calendar.Current.IsWorkingDay(today) && campaign is { PausedAt: null } && campaign.FirstOn <= today)
                opened += await OpenAsync(campaign, today, parallel, stop);
            if (campaign.LastOn < today)
                await CloseAsync(campaign.Id);
        }
        return opened;
    }

    // Years in which nobody ran it are planned one after the other, each with its own dates.
    async Task RepeatAsync(DateOnly today)
    {
        var planned = true;
        while (planned)
        {
            planned = false;
            foreach (var last in await database.QueryAsync<Campaign>(
                """
                select * from review_campaigns c where c.repeats = 1
                and not exists (select 1 from review_campaigns n where n.system = c.system and n.year > c.year)
                """))
                if (last.NextDates().First <= today.AddDays(LeadDays))
                {
                    var next = await database.WriteAsync(transaction => RepeatAsync(transaction, last.Id));
                    await CampaignDeal.RunAsync(database, calendar, next);
                    planned = true;
                }
        }
    }

    async Task<string> RepeatAsync(Transaction transaction, string id)
    {
        var last = (await Campaign.LockAsync(transaction, id))!;
        var (first, end) = last.NextDates();
        var (now, next) = (clock.GetUtcNow(), Campaign.IdOf(last.System, last.Year + 1));
        if (await Campaign.FindAsync(transaction, next) is not null)
            return next;
        new Campaign
        {
            Id = next,
            System = last.System,
            Year = last.Year + 1,
            FirstOn = first,
            LastOn = end,
            AnchorFirstOn = last.AnchorFirstOn,
            AnchorLastOn = last.AnchorLastOn,
            Repeats = 1,
            LimitPercent = last.LimitPercent,
            DayLimit = 1,
            PlannedBy = last.PlannedBy,
            PlannedAt = now,
        }.Insert(transaction);
        AuditTrail.Add(transaction, now, null, "review-planned", "review-campaign", next, rule: "A-05",
            detail: $"{ThaiDate.ShortForm(first)} – {ThaiDate.ShortForm(end)}, ต่อจาก {last.Id}");
        return next;
    }

    async Task<int> OpenAsync(Campaign campaign, DateOnly today, int parallel, CancellationToken stop)
    {
        var opened = 0;
        while (!stop.IsCancellationRequested)
        {
            await CampaignClaim.RunAsync(database, clock, campaign.Id, today);
            var due = await database.QueryAsync<string>(
                """
                select right_id from review_items where campaign_id = @Id and state = 'opening' order by right_id limit @AtOnce
                """, new { campaign.Id, AtOnce });
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (right, _) =>
            {
                if (stop.IsCancellationRequested)
                    return;
                await ReviewStart.RunAsync(runtime, clock,
                    new ReviewStart(right, campaign.Year, $"review:{campaign.Id}:{right}", campaign.Id));
                Interlocked.Increment(ref opened);
            });
            if (due.Count == 0)
                break;
        }
        return opened;
    }

    Task CloseAsync(string id) => database.WriteAsync(async transaction =>
    {
        if (await Campaign.LockAsync(transaction, id) is not { Phase: Campaign.Running, PausedAt: null } campaign
            || await transaction.FirstAsync<string>(
                """
                select right_id from review_items i where i.campaign_id = @id
                and i.state in ('planned', 'single', 'opening', 'open', 'answered', 'held', 'braked')
                and not (i.state = 'planned' and i.person_id in (select x.person_id from review_exclusions x
                    where x.campaign_id = @id and x.ended_at is null)) limit 1
                """, new { id }) is not null)
            return;
        var now = clock.GetUtcNow();
        transaction.Write(
            """
            update review_items set state = 'excluded', outcome = 'excluded', closed_at = @now
            where campaign_id = @id and state = 'planned'
            """, new { now, id });
        // Who was left out is asked in a year, unless the next plan says when.
        transaction.Write(
            """
            update rights set review_on = @next where valid_to is null and review_on is not null
            and id in (select right_id from review_items where campaign_id = @id and state = 'excluded')
            and id not in (select right_id from review_items where campaign_id <> @id and state = 'planned')
            """, new { next = campaign.NextDates().First, id });
        transaction.Write("update review_exclusions set ended_at = @now where campaign_id = @id and ended_at is null",
            new { now, id });
        transaction.Write("update review_campaigns set phase = 'closed', closed_at = @now where id = @id", new { now, id });
        AuditTrail.Add(transaction, now, null, "review-closed", "review-campaign", id, rule: "A-05");
    });
}
