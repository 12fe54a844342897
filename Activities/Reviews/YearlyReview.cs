using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Opens the review of every right whose day has come and that no campaign asks about: a year after it began or was
/// confirmed, a month after a question without a result, and at once where somebody moved. Found by one query, each started under
/// a key of its own: however often it runs, or how late, a right is asked once a cycle.
/// </summary>
public sealed class YearlyReview(Database database, WorkflowRuntime runtime, TimeProvider clock)
{
    public const string Definition = "bbl-review";
    const int AtOnce = 1_000;

    /// <param name="parallel">How many are opened at the same time; with 1 their order is that of their days and ids.</param>
    /// <returns>How many reviews it opened.</returns>
    public async Task<int> OpenDueAsync(int parallel = 32, CancellationToken stop = default)
    {
        var today = ThaiDate.BangkokDate(clock.GetUtcNow());
        var opened = 0;
        while (!stop.IsCancellationRequested)
        {
            var due = await DueAsync(today);
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (right, _) =>
            {
                await ReviewStart.RunAsync(runtime, clock, new ReviewStart(right.Id, right.ReviewOn.Year + ThaiDate.BuddhistOffset,
                    $"review:{right.Id}:{right.ReviewOn:yyyy-MM-dd}", right.CampaignId));
                Interlocked.Increment(ref opened);
            });
            if (due.Count < AtOnce)
                break;
        }
        return opened;
    }

    // What a campaign is to ask waits for its day there; a pause and an exclusion hold the second question too.
    Task<IReadOnlyList<Due>> DueAsync(DateOnly today) => database.QueryAsync<Due>(
        $"""
        select r.id, r.review_on, (
            select max(i.campaign_id) from review_items i join review_campaigns c on c.id = i.campaign_id
            where i.right_id = r.id and c.closed_at is null
            and (i.state = 'single' or i.outcome in ('replace', 'nobody-to-ask', 'spared'))) as campaign_id
        from rights r where r.valid_to is null and r.review_on <= @today
        and (exists (select 1 from review_items i where i.right_id = r.id and i.state = 'single')
            or not exists (select 1 from review_items i where i.right_id = r.id and i.state in ('planned', 'opening')))
        and not exists (select 1 from review_campaigns c where c.system = r.system and c.closed_at is null
            and c.paused_at is not null)
        and not exists (select 1 from review_exclusions x where x.person_id = r.person_id and x.ended_at is null)
        and not {CircularPause.HoldsReviewOf("r.organisation_code")}
        order by r.review_on, r.id limit @AtOnce
        """, new { today, AtOnce });

    sealed class Due
    {
        public string Id { get; init; } = "";
        public DateOnly ReviewOn { get; init; }
        public string? CampaignId { get; init; }
    }
}

/// <summary>Writes down how a review ended.</summary>
[Described("ปิดการทบทวน", "Close the review",
    "บันทึกว่าการทบทวนจบอย่างไร",
    "Writes down how a review ended.", ActivityCategory.Cases)]
public sealed class CloseReview : Activity<CloseReview.Values>
{
    public sealed record Values(
        [Input("ผลการทบทวน", "Outcome")]
        [Option("confirmed", "ยืนยันแล้ว", "Confirmed")]
        [Option("replace", "ขอเปลี่ยนตัว", "Replacement asked for")]
        [Option("revoked", "ยกเลิกสิทธิ", "Revoked")]
        [Option("nobody-to-ask", "ไม่มีผู้ใดให้ถาม", "Nobody to ask")]
        [Option("spared", "งดเว้นตามที่ผู้ดูแลระบบตัดสิน", "Spared by an operator")]
        [Option("ended", "สิทธิสิ้นสุดหรือยืนยันทางอื่น", "Ended or confirmed otherwise")] string Outcome);

    public override string Type => "Gov.CloseReview";

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        context.Transaction.Write(
            "update reviews set closed_at = @Now, outcome = @Outcome where instance_id = @InstanceId",
            new { context.Now, Settings(context).Outcome, context.InstanceId });
        if (CampaignHold.CampaignOf(context) is { } campaign)
            context.Transaction.Write(
                """
                update review_items set state = case when @Outcome = 'ended' then 'ended' else 'closed' end,
                    outcome = @Outcome, closed_at = @Now
                where campaign_id = @campaign and instance_id = @InstanceId
                """, new { context.Now, Settings(context).Outcome, campaign, context.InstanceId });
        return Task.FromResult<ActivityResult>(ActivityResult.Done);
    }
}
