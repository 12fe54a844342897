using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Rollout;

/// <summary>Waits until somebody of the office stands in a signed appointment order (E-04); rights begin with it.</summary>
[Described("รอคำสั่งมอบหมาย", "Await the appointment order",
    "รอจนมีผู้ใช้ของแห่งนี้ในคำสั่งที่ลงนามแล้ว สิทธิเริ่มเมื่อลงนาม",
    "Waits until somebody of the office stands in a signed order; rights begin with it.", ActivityCategory.Waits)]
[Outcome(Appointed, "มีคำสั่งแล้ว", "Appointed")]
[Outcome(NotAppointed, "ไม่มีชื่อในคำสั่ง", "Nobody was appointed")]
public sealed class AwaitOrder(Tools tools) : Activity<AwaitOrder.Values>
{
    public const string Appointed = "Appointed";
    public const string NotAppointed = "NotAppointed";

    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("รอจนถึง (วันของหนังสือเวียน)", "Waits until (date of the circular)")] string LastDate);

    public override string Type => "Gov.AwaitOrder";

    public override bool Waits => true;

    public override IReadOnlyList<string> Outcomes => [Appointed, NotAppointed];

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition) =>
        DateKeys.Problems(tools.Circulars, ("lastDate", SettingsBinder.Constants<Values>(node).LastDate));

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var office = OrganisationOf.Code(context);
        if (await context.Transaction.FirstAsync<string>(
            "select id from roster_lines where office_code = @office and removed_at is null and order_id is not null limit 1",
            new { office }) is not null)
            return ActivityResult.Complete(Appointed);
        var key = Settings(context).LastDate;
        var last = (await DateKeys.OfAsync(context, key)).EnforcedAt;
        return last > context.Now
            ? new ActivityResult.Waiting(last, Roster.AppointedEvent(office), DateKeys.Awaited(key))
            : await DateKeys.HeldAsync(context, key, Roster.AppointedEvent(office)) ?? ActivityResult.Complete(NotAppointed);
    }

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        ExecuteAsync(context);
}
