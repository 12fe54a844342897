using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Keeps a suspended right restorable for some days (left open 7: 30), by the executive or the clerk, never by the holder.
/// Ends by itself when the right ends or comes back into use by another way.
/// </summary>
[Described("รอคืนสิทธิ", "Await restoration",
    "สิทธิที่ระงับคืนได้ภายในจำนวนวันที่กำหนด",
    "Keeps a suspended right restorable for some days.", ActivityCategory.People)]
[Outcome("Restored", "คืนสิทธิแล้ว", "Restored")]
[Outcome("Expired", "พ้นกำหนด", "Expired")]
[Outcome("Ended", "สิทธิสิ้นสุดหรือใช้ต่อแล้วทางอื่น", "Ended or in use otherwise")]
public sealed class AwaitRestore(Tools tools) : HumanTask<AwaitRestore.Values>(tools)
{
    public sealed record Values(
        [Input("คืนสิทธิได้ภายใน (วันปฏิทิน)", "Restorable for (calendar days)")] int Days,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("แม่แบบจดหมาย", "Mail template", OptionsFrom = OptionLists.MailTemplates)] string Mail = "",
        [Input("เตือนก่อนครบกำหนด (วันทำการ)", "Remind before, in working days", UiHint = "multitext")] IReadOnlyList<string>? RemindBefore = null)
        : IHumanTaskSettings
    {
        public int DueWorkingDays => 0;

        public IReadOnlyList<string> RemindWorkingDaysBefore => RemindBefore ?? [];
    }

    public override string Type => "Gov.AwaitRestore";

    public override IReadOnlyList<string> Outcomes => ["Restored", "Expired", "Ended"];

    public override IReadOnlyList<string> Answers => ["Restore"];

    protected override async Task<WorkTask?> OpenAsync(ActivityExecutionContext context, Values settings)
    {
        var right = await RightOf.Async(context);
        return right is not { ValidTo: null, SuspendedAt: not null } ? null : new WorkTask
        {
            Id = context.BookmarkId,
            InstanceId = context.InstanceId,
            RightId = right.Id,
            Kind = WorkTask.Restore,
            Role = $"{Role.Executive} {Role.Clerk}",
            OrganisationCode = right.OrganisationCode,
            RuleId = settings.Rule,
            OpenedAt = context.Now,
            DueAt = ThaiDate.EndOfDay(ThaiDate.BangkokDate(context.Now).AddDays(settings.Days)),
        };
    }

    protected override Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Complete("Ended"));

    protected override string? EventName(WorkTask task) => Right.ChangedEvent(task.RightId!);

    protected override async Task<ActivityResult.Completed?> LookAsync(ActivityExecutionContext context, Values settings, WorkTask task) =>
        await RightOf.Async(context) is { ValidTo: null, SuspendedAt: not null } ? null : ActivityResult.Complete("Ended");

    // Nothing ends while the campaign is paused or the holder excluded (T94); it is looked at again every day.
    protected override async Task<ActivityResult> OverdueAsync(ActivityExecutionContext context, Values settings, WorkTask task)
    {
        if (await CampaignHold.FindAsync(context, (await RightOf.Async(context)).PersonId) is not null)
            return new ActivityResult.Waiting(context.Now.AddDays(1), EventName(task));
        WorkTask.Close(context.Transaction, task.Id, context.Now, by: null, "Expired");
        return ActivityResult.Complete("Expired");
    }

    protected override Deadline Stated(Deadline deadline, Values settings, WorkTask task) => deadline.InCalendarDays(settings.Days);

    protected override async Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, Values settings, WorkTask task, Answer answer)
    {
        var right = await RightOf.Async(context);
        if (answer.By == right.PersonId)
            throw ApprovalRefusals.SelfApproval();
        await CampaignHold.RequireNotExcludedAsync(context, right.PersonId);
        await OwnOfficer.RequireStillAsync(context.Transaction, right.PersonId, right.OrganisationCode, context.Now);
        Decision.Record(context, task, answer, Decision.Read(answer), task.Kind);
        return ActivityResult.Complete("Restored");
    }
}
