using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Rollout;

/// <summary>Waits for a date of the circular, by its key; one that has passed is no wait.</summary>
[Described("รอวันของหนังสือเวียน", "Await a date of the circular",
    "รอจนถึงวันเวลาที่หนังสือเวียนกำหนด ถ้าผ่านมาแล้วไม่รอ",
    "Waits for a date that the circular states; one that has passed is no wait.", ActivityCategory.Waits)]
public sealed class AwaitDate(Tools tools) : Activity<AwaitDate.Values>
{
    public sealed record Values(
        [Input("วันของหนังสือเวียน", "Date of the circular", HelpThai = "เช่น E-09 หรือ E-07:starts",
            HelpEnglish = "Such as E-09 or E-07:starts")] string DateKey,
        [Input("อ้างข้อ", "Clause", OptionsFrom = OptionLists.Clauses)] string Rule = "");

    public override string Type => "Gov.AwaitDate";

    public override bool Waits => true;

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition) =>
        DateKeys.Problems(tools.Circulars, ("dateKey", SettingsBinder.Constants<Values>(node).DateKey));

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var key = Settings(context).DateKey;
        var at = (await DateKeys.OfAsync(context, key)).EnforcedAt;
        return at > context.Now ? new ActivityResult.Waiting(at, Payload: DateKeys.Awaited(key))
            : await DateKeys.HeldAsync(context, key) ?? ActivityResult.Done;
    }

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        ExecuteAsync(context);
}
