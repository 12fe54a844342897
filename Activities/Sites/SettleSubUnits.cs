using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Sites;

/// <summary>
/// Carries out the province's answer "the list is right" (C-12): what it hasn't disputed is confirmed by it. Never run by
/// silence (T19).
/// </summary>
[Described("บันทึกการยืนยันรายชื่อ", "Settle the list",
    "ทำเครื่องหมายหน่วยงานที่จังหวัดไม่ทักท้วงว่ายืนยันแล้ว ตามคำตอบของจังหวัด",
    "Marks as confirmed what the province doesn't dispute, by its answer.", ActivityCategory.Cases)]
[Outcome("Confirmed", "ยืนยันครบ", "All confirmed")]
[Outcome("Disputed", "ยังมีที่ทักท้วง", "Some are disputed")]
[Outcome("NoUnits", "ไม่มีหน่วยงานภายใต้สังกัด", "There are no sub-units")]
public sealed class SettleSubUnits : Activity<SettleSubUnits.Values>
{
    public sealed record Values([Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule);

    public override string Type => "Gov.SettleSubUnits";

    public override IReadOnlyList<string> Outcomes => ["Confirmed", "Disputed", "NoUnits"];

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var organisation = OrganisationOf.Code(context);
        SubUnitDesk.LockList(context.Transaction, organisation);
        var units = await SubUnit.OfAsync(context.Transaction, organisation);
        var by = context.By ?? await AnsweredByAsync(context);
        var writing = new SubUnitWriting(context.Transaction, context.Now, by, Settings(context).Rule);
        foreach (var unit in units.Where(unit => unit.State is SubUnitState.Unchecked or SubUnitState.Corrected))
            writing.SetState(unit, SubUnitState.Confirmed, "");
        return ActivityResult.Complete(units.Count == 0 ? "NoUnits"
            : units.Any(unit => unit.State == SubUnitState.Disputed) ? "Disputed" : "Confirmed");
    }

    // Played again after a fault, the step no longer comes with the answer.
    static async Task<string> AnsweredByAsync(ActivityExecutionContext context) => await context.Transaction.FirstAsync<string>(
        """
        select d.by_person from decisions d join tasks t on t.id = d.task_id
        where t.instance_id = @InstanceId order by d.at desc limit 1
        """, new { context.InstanceId })
        ?? throw new InvalidOperationException("Nobody has answered for the province, so nothing may be confirmed (T19).");
}
