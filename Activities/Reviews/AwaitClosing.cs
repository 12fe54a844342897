using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Keeps an answer of a campaign changeable until its window closes: the last own answer counts, and takes effect then. A review
/// that nobody planned has its effect at once. Ends by itself when the right ends or is confirmed by another way.
/// </summary>
[Described("รอปิดรับคำตอบ", "Await closing",
    "คำตอบในรอบทบทวนแก้ได้จนสิ้นกำหนด คำตอบสุดท้ายมีผลเมื่อปิดรับ",
    "An answer of a yearly review may be changed until its window closes; the last one has effect then.",
    ActivityCategory.Waits)]
[Outcome("Confirmed", "ยืนยัน", "Confirmed")]
[Outcome("Replace", "ขอเปลี่ยนตัว", "Replace")]
[Outcome("GivenUp", "คืนสิทธิ", "Given up")]
[Outcome("Ended", "สิทธิสิ้นสุดหรือยืนยันแล้วทางอื่น", "Ended or confirmed otherwise")]
public sealed class AwaitClosing : Activity
{
    public override string Type => "Gov.AwaitClosing";

    public override IReadOnlyList<string> Outcomes => ["Confirmed", "Replace", "GivenUp", "Ended"];

    public override bool Waits => true;

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) => LookAsync(context);

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        stimulus.By is null ? LookAsync(context) : throw Tasks.Answer.Unreadable();

    static async Task<ActivityResult> LookAsync(ActivityExecutionContext context)
    {
        var given = (await context.Transaction.FirstAsync<Given>(
            "select answer, answered_at, answer_until from reviews where instance_id = @InstanceId", new { context.InstanceId }))!;
        if (CampaignHold.CampaignOf(context) is not { } campaign)
            return ActivityResult.Complete(ReviewAnswers.OutcomeOf(given.Answer));
        var right = await RightOf.Async(context);
        if (right.ValidTo is not null || right.ConfirmedAt > given.AnsweredAt)
            return ActivityResult.Complete("Ended");
        // An exclusion keeps the right as it is, whatever was answered (T94); the last answer waits as long.
        var held = await CampaignHold.FindAsync(context, right.PersonId) is { Excluded: not null };
        if (!held && given.AnswerUntil <= context.Now)
            return ActivityResult.Complete(ReviewAnswers.OutcomeOf(given.Answer));
        CampaignItem.SetState(context.Transaction, campaign, right.Id, CampaignItem.Answered);
        var next = given.AnswerUntil > context.Now ? given.AnswerUntil : context.Now.AddDays(1);
        return new ActivityResult.Waiting(next, Right.ChangedEvent(right.Id));
    }

    sealed class Given
    {
        public string Answer { get; init; } = "";
        public DateTimeOffset AnsweredAt { get; init; }
        public DateTimeOffset AnswerUntil { get; init; }
    }
}
