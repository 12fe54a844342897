using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>
/// Goes on when a date of the circular has come, as it is enforced for the organisation; at once when it has passed. Who
/// moves the date later is heeded when the old one comes.
/// </summary>
[Described("รอวันตามหนังสือเวียน", "Await a date of the circular",
    "รอจนถึงวันที่หนังสือเวียนกำหนด แล้วเดินต่อ ถ้าเลยวันนั้นแล้วจะไม่รอ",
    "Waits for a date that the circular states; no wait when it has passed.", ActivityCategory.Waits)]
public sealed class AwaitDate : Activity<AwaitDate.Values>
{
    public sealed record Values(
        [Input("วันของหนังสือเวียน", "Date of the circular", HelpThai = "เช่น C-14 หรือ E-07:starts",
            HelpEnglish = "Such as C-14 or E-07:starts")] string Date);

    public override string Type => "Gov.AwaitDate";

    public override bool Waits => true;

    /// <summary>By which who moves a date finds those who wait for it, as for a window.</summary>
    public static string ChangedEvent(string key) => $"date:{key}";

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        var key = SettingsBinder.Constants<Values>(node).Date;
        if (CircularDay.CircularOf(key) is null || !CircularDay.MayExist(key))
            yield return new($"หนังสือเวียนไม่มีวัน '{key}'", $"the circular states no date '{key}'", "date");
    }

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) => LookAsync(context);

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) => LookAsync(context);

    static async Task<ActivityResult> LookAsync(ActivityExecutionContext context)
    {
        var key = Settings(context).Date;
        var stated = await CircularDates.OfAsync(
            context.Transaction, CircularDay.CircularOf(key)!, key, OrganisationOf.Code(context))
            ?? throw new InvalidOperationException($"Nobody has stated the date '{key}' for this organisation.");
        return stated.EnforcedAt <= context.Now
            ? ActivityResult.Done
            : new ActivityResult.Waiting(stated.EnforcedAt, ChangedEvent(key));
    }
}
