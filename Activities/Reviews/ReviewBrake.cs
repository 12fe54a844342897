using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// The last gate before silence takes a right out of use (T89): more than so many per cent of a province, or an organisation that
/// would have nobody left, waits for an operator's explicit decision. What is paused or excluded is held, and asked anew. A
/// review that nobody planned passes: its executive was asked before.
/// </summary>
[Described("เบรกการทบทวน", "Brake of the review",
    "หยุดรอผู้ดูแลระบบตัดสินใจ เมื่อความเงียบจะทำให้จังหวัดเสียสิทธิเกินร้อยละที่กำหนด หรือหน่วยงานไม่เหลือผู้ใช้",
    "Waits for an operator's decision where silence would take too many rights of a province, or the last of an organisation.",
    ActivityCategory.Waits)]
[Outcome("GoOn", "ดำเนินการต่อ", "Goes on")]
[Outcome("AskAgain", "ถามใหม่", "Asked anew")]
[Outcome("Spared", "งดเว้น", "Spared")]
[Outcome("Last", "ถามผู้บริหารก่อน", "The executive first")]
[Outcome("Ended", "สิทธิสิ้นสุดหรือยืนยันแล้วทางอื่น", "Ended or confirmed otherwise")]
public sealed class ReviewBrake : Activity
{
    public override string Type => "Gov.ReviewBrake";

    public override IReadOnlyList<string> Outcomes => ["GoOn", "AskAgain", "Spared", "Last", "Ended"];

    public override bool Waits => true;

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) => LookAsync(context);

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        stimulus.By is null ? LookAsync(context) : throw Answer.Unreadable();

    static async Task<ActivityResult> LookAsync(ActivityExecutionContext context)
    {
        if (CampaignHold.CampaignOf(context) is not { } campaign)
            return ActivityResult.Complete("GoOn");
        var right = await RightOf.Async(context);
        var item = await CampaignItem.GetAsync(context.Transaction, campaign, right.Id);
        if (right.ValidTo is not null || right.ConfirmedAt > await AskedAtAsync(context))
            return ActivityResult.Complete("Ended");
        if (await CampaignHold.FindAsync(context, right.PersonId) is not null)
            return Wait(context, item, CampaignItem.Held);
        if (item.State == CampaignItem.Held)
        {
            context.Transaction.Write("update review_items set brake_id = null where campaign_id = @campaign and right_id = @Id",
                new { campaign, right.Id });
            return Go(context, item, "AskAgain");
        }
        var decision = await BrakeList.DecisionAsync(context, item);
        if (decision == BrakeList.Soon)
            return new ActivityResult.Waiting(context.Now.AddMinutes(1), Right.ChangedEvent(right.Id));
        if (decision == BrakeList.Undecided)
            return Wait(context, item, CampaignItem.Braked);
        if (decision == BrakeList.Spare)
            return Go(context, item, "Spared");
        if (decision == BrakeList.Last)
            return Go(context, item, "Last");
        context.Transaction.Write(
            "update review_items set silenced_at = @Now where campaign_id = @campaign and right_id = @Id",
            new { context.Now, campaign, right.Id });
        return Go(context, item, "GoOn");
    }

    static async Task<DateTimeOffset> AskedAtAsync(ActivityExecutionContext context) =>
        (await context.Transaction.FirstAsync<Opened>(
            "select opened_at as at from reviews where instance_id = @InstanceId", new { context.InstanceId }))!.At;

    static ActivityResult.Waiting Wait(ActivityExecutionContext context, CampaignItem item, string state)
    {
        CampaignItem.SetState(context.Transaction, item.CampaignId, item.RightId, state);
        return new ActivityResult.Waiting(EventName: Right.ChangedEvent(item.RightId));
    }

    static ActivityResult.Completed Go(ActivityExecutionContext context, CampaignItem item, string outcome)
    {
        CampaignItem.SetState(context.Transaction, item.CampaignId, item.RightId, CampaignItem.Open);
        return ActivityResult.Complete(outcome);
    }

    sealed class Opened
    {
        public DateTimeOffset At { get; init; }
    }
}
