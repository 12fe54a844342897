using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Rollout;

/// <summary>The finance division found what was sent in order: it may stand in the next appointment order (E-04).</summary>
[Described("รับบัญชีรายชื่อ", "Accept the roster",
    "รายชื่อที่ส่งมาแล้วพร้อมเข้าคำสั่งมอบหมายฉบับถัดไป แล้วดูว่ายังขาดแห่งใด",
    "What was sent may stand in the next order; says whether offices are still missing.", ActivityCategory.Cases)]
[Outcome(Complete, "ครบทุกแห่ง", "All offices are named")]
[Outcome(Missing, "ยังขาดบางแห่ง", "Some are missing")]
public sealed class AcceptRoster : Activity<AcceptRoster.Values>
{
    public const string Complete = "Complete";
    public const string Missing = "Missing";

    public sealed record Values([Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule);

    public override string Type => "Gov.AcceptRoster";

    public override IReadOnlyList<string> Outcomes => [Complete, Missing];

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var province = OrganisationOf.Code(context);
        var accepted = await context.Transaction.ExecuteAsync(
            """
            update roster_lines set accepted_at = @Now
            where province_code = @province and removed_at is null and sent_at is not null and accepted_at is null
            """, new { context.Now, province });
        var missing = await Roster.MissingAsync(context.Transaction, province);
        AuditTrail.Add(context.Transaction, context.Now, context.By, "roster-accepted", "organisation", province, province,
            Settings(context).Rule, $"{accepted} คน");
        return ActivityResult.Complete(missing.Count == 0 ? Complete : Missing);
    }
}
