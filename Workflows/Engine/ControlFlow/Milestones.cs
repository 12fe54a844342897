using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>Where a flowchart begins.</summary>
[Described("เริ่ม", "Start",
    "จุดเริ่มของผังงาน",
    "Where a flowchart begins.", ActivityCategory.Flow)]
public sealed class Start : Activity
{
    public override string Type => "Elsa.Start";

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Done);
}

/// <summary>Ends the flowchart it stands in, with all that still waits in it.</summary>
[Described("จบผังงาน", "End",
    "จบผังงานนี้ รวมทั้งสิ่งที่ยังรออยู่ในผัง",
    "Ends the flowchart it stands in, with all that still waits in it.", ActivityCategory.Flow)]
public sealed class End : Activity
{
    public override string Type => "Elsa.End";

    public override bool IsTerminal => true;

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Done);
}

/// <summary>Ends the whole workflow, with all that still waits in it.</summary>
[Described("จบกระบวนการ", "Finish",
    "จบทั้งกระบวนการ รวมทั้งสิ่งที่ยังรออยู่",
    "Ends the whole workflow, with all that still waits in it.", ActivityCategory.Flow)]
public sealed class Finish : Activity
{
    public override string Type => "Elsa.Finish";

    public override bool IsTerminal => true;

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        context.FinishWorkflow();
        return Task.FromResult<ActivityResult>(ActivityResult.Done);
    }
}

/// <summary>Raises an incident on purpose.</summary>
[Described("แจ้งเหตุขัดข้อง", "Fault",
    "หยุดและแจ้งเหตุขัดข้องให้ผู้ดูแลระบบ",
    "Raises an incident on purpose.", ActivityCategory.Flow)]
public sealed class Fault : Activity<Fault.Values>
{
    public sealed record Values(
        [Input("ข้อความ", "Message")] string Message,
        [Input("รหัส", "Code")] string Code = "",
        [Input("ประเภท", "Category")] string Category = "",
        [Input("ชนิดข้อผิดพลาด", "Fault type")] string FaultType = "");

    public override string Type => "Elsa.Fault";

    public override bool IsTerminal => true;

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        throw new WorkflowFaultException(Settings(context).Message);
}

/// <summary>A fault that a definition raised itself.</summary>
public sealed class WorkflowFaultException(string message) : Exception(message);

/// <summary>Writes a line to the instance's journal.</summary>
[Described("จดบันทึก", "Write a line",
    "เขียนข้อความหนึ่งบรรทัดไว้ในบันทึกของเรื่อง",
    "Writes a line to the instance's journal.", ActivityCategory.Data)]
public sealed class WriteLine : Activity<WriteLine.Values>
{
    public sealed record Values([Input("ข้อความ", "Text")] string Text = "");

    public override string Type => "Elsa.WriteLine";

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        context.Note(Settings(context).Text);
        return Task.FromResult<ActivityResult>(ActivityResult.Done);
    }
}

/// <summary>Puts a value into a variable.</summary>
[Described("กำหนดค่าตัวแปร", "Set a variable",
    "เก็บค่าไว้ในตัวแปร",
    "Puts a value into a variable.", ActivityCategory.Data)]
public sealed class SetVariable : Activity<SetVariable.Values>
{
    public sealed record Values(
        [Input("ตัวแปร", "Variable", UiHint = "variable-picker")] object? Variable,
        [Input("ค่า", "Value")] object? Value = null);

    public override string Type => "Elsa.SetVariable";

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        if (definition.VariableById(IdOf(SettingsBinder.Constants<Values>(node).Variable)) is null)
            yield return new("ยังไม่ได้เลือกตัวแปรของกระบวนการนี้", "names no variable of this workflow", "variable");
    }

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        context.SetVariableById(IdOf(settings.Variable), settings.Value);
        return Task.FromResult<ActivityResult>(ActivityResult.Done);
    }

    // Studio stores a full copy of the variable; its name may be stale, its id is not.
    static string IdOf(object? variable) =>
        variable is IReadOnlyDictionary<string, object?> copy && copy.GetValueOrDefault("id") is string id ? id : "";
}
