using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Rollout;

/// <summary>Waits for the certificate that the trial data was deleted (E-08); past the day it goes on, and says that it is
/// late.</summary>
[Described("รอการลบข้อมูลทดลอง", "Await the purge",
    "รอใบรับรองการลบข้อมูลทดลอง เลยกำหนดแล้วเดินต่อและบันทึกว่าล่าช้า",
    "Waits for the certificate of the purge; past the day it goes on and says that it is late.", ActivityCategory.Waits)]
[Outcome(Late, "ยังไม่ลบเมื่อถึงกำหนด", "Not purged by the day")]
public sealed class AwaitPurge(Tools tools) : Activity<AwaitPurge.Values>
{
    public const string Late = "Late";

    /// <summary>Wakes all who wait for it.</summary>
    public const string Done = "trial-purged";

    public sealed record Values(
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule,
        [Input("ลบภายใน (วันของหนังสือเวียน)", "Purged by (date of the circular)")] string DateKey);

    public override string Type => "Gov.AwaitPurge";

    public override bool Waits => true;

    public override IReadOnlyList<string> Outcomes => ["Done", Late];

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition) =>
        DateKeys.Problems(tools.Circulars, ("dateKey", SettingsBinder.Constants<Values>(node).DateKey));

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        if (await context.Transaction.FirstAsync<string>("select id from purge_certificates limit 1", new { }) is not null)
            return ActivityResult.Done;
        var settings = Settings(context);
        var due = (await DateKeys.OfAsync(context, settings.DateKey)).EnforcedAt;
        if (context.Now <= due)
            return new ActivityResult.Waiting(due.AddSeconds(1), Done, DateKeys.Awaited(settings.DateKey));
        if (await DateKeys.HeldAsync(context, settings.DateKey, Done) is { } held)
            return held;
        var office = OrganisationOf.Code(context);
        AuditTrail.Add(context.Transaction, context.Now, null, "purge-late", "organisation", office, office, settings.Rule);
        return ActivityResult.Complete(Late);
    }

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        ExecuteAsync(context);
}
