using System.Text.Json;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>
/// Starts the published version of another definition, and waits for its end when told to. The child's start is stored
/// with this step; how the child ended is read from the child, so looking twice does no harm. When the wait is cancelled,
/// the child is too, in the same transaction; a child that nobody waits for lives its own life.
/// </summary>
[Described("เริ่มอีกกระบวนการ", "Start a workflow",
    "เริ่มแบบกระบวนการอื่นฉบับที่ประกาศใช้ และรอจนเสร็จได้",
    "Starts the published version of another definition, and waits for its end when told to.", ActivityCategory.Flow)]
[Output("Result", "ผลของกระบวนการนั้น", "Its variables at the end")]
public sealed class DispatchWorkflow : Activity<DispatchWorkflow.Values>
{
    public sealed record Values(
        [Input("แบบกระบวนการ", "Workflow definition", UiHint = "workflow-definition-picker")] string WorkflowDefinitionId,
        [Input("รหัสเรื่อง", "Correlation id")] string? CorrelationId = null,
        [Input("ข้อมูลเข้า", "Input", UiHint = "json-editor")] object? Input = null,
        [Input("รอจนเสร็จ", "Wait for completion")] bool WaitForCompletion = false);

    public override string Type => "Elsa.DispatchWorkflow";

    public override bool Waits => true;

    public override IReadOnlyList<string> SettledInputs => ["workflowDefinitionId"];

    public override IReadOnlyList<string> Outputs => ["Result"];

    public override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        await context.StartChildAsync(
            settings.WorkflowDefinitionId,
            settings.CorrelationId ?? context.CorrelationId,
            settings.Input as IReadOnlyDictionary<string, object?>,
            settings.WaitForCompletion ? context.BookmarkId : null);
        return settings.WaitForCompletion ? new ActivityResult.Waiting() : ActivityResult.Done;
    }

    public override async Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus)
    {
        var child = await context.Transaction.FirstAsync<Child>(
            "select status, state from instances where parent_bookmark_id = @bookmark", new { bookmark = context.BookmarkId });
        if (child is null || child.Status is not ("Finished" or "Cancelled"))
            return new ActivityResult.Waiting();
        using var state = JsonDocument.Parse(child.State);
        return ActivityResult.Complete("Done", new Dictionary<string, object?>
        {
            ["Result"] = state.RootElement.TryGetProperty("v", out var variables) ? JsonValues.From(variables) : null,
        });
    }

    public override Task CancelAsync(ActivityExecutionContext context) => context.CancelChildrenAsync();

    sealed class Child
    {
        public string Status { get; init; } = "";
        public string State { get; init; } = "";
    }
}
