using System.Text.Json;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.ControlFlow;

/// <summary>Goes on at <c>True</c> or <c>False</c>.</summary>
[Described("ตัดสินตามเงื่อนไข", "Decision",
    "ไปทางจริงเมื่อเงื่อนไขเป็นจริง มิฉะนั้นไปทางไม่จริง",
    "Goes on at True when the condition holds, else at False.", ActivityCategory.Flow)]
[Outcome("True", "จริง", "True")]
[Outcome("False", "ไม่จริง", "False")]
public sealed class FlowDecision : Activity<FlowDecision.Values>
{
    public sealed record Values([Input("เงื่อนไข", "Condition", Syntax = "JavaScript")] object? Condition);

    public override string Type => "Elsa.FlowDecision";

    public override IReadOnlyList<string> Outcomes => ["True", "False"];

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(
            ActivityResult.Complete(Conversions.ToCondition(Settings(context).Condition) ? "True" : "False"));
}

/// <summary>Goes on at the label of the first case that holds (or of all that hold), else at <c>Default</c>.</summary>
[Described("เลือกทางตามกรณี", "Switch",
    "ไปทางของกรณีแรกที่เป็นจริง หรือทุกกรณีที่เป็นจริง ถ้าไม่มีเลยไปทางอื่น ๆ",
    "Goes on at the first case that holds, or at all that hold, else at Default.", ActivityCategory.Flow)]
[Outcome("Default", "อื่น ๆ", "Default")]
public sealed class FlowSwitch : Activity<FlowSwitch.Values>
{
    public sealed record Values(
        [Input("กรณี", "Cases", UiHint = "flow-switch-editor")] object? Cases,
        [Input("วิธีเลือก", "Mode")]
        [Option("MatchFirst", "กรณีแรกที่เป็นจริง", "The first that holds")]
        [Option("MatchAny", "ทุกกรณีที่เป็นจริง", "All that hold")] string Mode = "MatchFirst");

    public override string Type => "Elsa.FlowSwitch";

    public override IReadOnlyList<string> Outcomes => ["Default"];

    public override IReadOnlyList<string> OutcomesOf(ActivityNode node) =>
        [.. ((List<Case>)node.Structure!).Select(one => one.Label).Distinct(), "Default"];

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        foreach (var one in (List<Case>)node.Structure!)
            foreach (var problem in DefinitionChecks.NameProblems(definition, one.Condition))
                yield return problem with
                {
                    Thai = $"กรณี '{one.Label}': {problem.Thai}",
                    English = $"case '{one.Label}': {problem.English}",
                };
    }

    internal override object Prepare(ActivityNode node, Action<DefinitionProblem> report)
    {
        var cases = new List<Case>();
        if (!node.Json.TryGetProperty("cases", out var list) || list.ValueKind != JsonValueKind.Array)
            return cases;
        foreach (var json in list.EnumerateArray())
            try
            {
                var label = json.GetProperty("label").GetString()
                    ?? throw new UnreadableException("ทุกกรณีต้องมีชื่อ", "a case needs a label");
                cases.Add(new Case(label, ExpressionReader.ReadExpression(json.GetProperty("condition"))));
            }
            catch (Exception fault) when (fault is FormatException or KeyNotFoundException or InvalidOperationException)
            {
                report(new("อ่านกรณีไม่ได้ แต่ละกรณีต้องมีชื่อ (label) และเงื่อนไข (condition)",
                    $"cases: {fault.Message}; a case is {{ \"label\": …, \"condition\": {{ \"type\": …, \"value\": … }} }}"));
            }
        return cases;
    }

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var matching = ((List<Case>)context.Node.Structure!)
            .Where(one => Conversions.ToCondition(context.Evaluate(one.Condition))).Select(one => one.Label);
        string[] outcomes = Settings(context).Mode == "MatchAny" ? [.. matching] : [.. matching.Take(1)];
        return Task.FromResult<ActivityResult>(new ActivityResult.Completed(outcomes.Length > 0 ? outcomes : ["Default"]));
    }

    sealed record Case(string Label, InputExpression Condition);
}

/// <summary>Goes on at all of its branches at once; the designer names them.</summary>
[Described("แยกสาขา", "Fork",
    "ไปทุกสาขาพร้อมกัน ผู้ออกแบบตั้งชื่อสาขาเอง",
    "Goes on at all of its branches at once; the designer names them.", ActivityCategory.Flow)]
public sealed class FlowFork : Activity<FlowFork.Values>
{
    public sealed record Values([Input("แขนง", "Branches", UiHint = "dynamic-outcomes")] IReadOnlyList<string> Branches);

    public override string Type => "Elsa.FlowFork";

    public override IReadOnlyList<string> OutcomesOf(ActivityNode node) =>
        SettingsBinder.Problems(node).Any() ? [] : SettingsBinder.Constants<Values>(node).Branches;

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(new ActivityResult.Completed(Settings(context).Branches));
}

/// <summary>
/// Brings branches together: when all under way are in, when all were taken, or at the first (the rest is cancelled).
/// </summary>
[Described("รวมสาขา", "Join",
    "รวมสาขาที่แยกกันไปให้เป็นทางเดียว",
    "Brings branches together.", ActivityCategory.Flow)]
public sealed class FlowJoin : Activity<FlowJoin.Values>
{
    public const string WaitAll = "WaitAll";
    public const string WaitAny = "WaitAny";
    public const string WaitAllActive = "WaitAllActive";

    public sealed record Values(
        [Input("วิธีรวม", "Mode")]
        [Option(WaitAllActive, "รอทุกสาขาที่กำลังเดิน", "Wait for all under way")]
        [Option(WaitAll, "ต้องมาครบทุกสาขา", "All must come")]
        [Option(WaitAny, "สาขาแรกที่มาถึง ยกเลิกสาขาอื่น", "The first; the others are cancelled")] string Mode = WaitAny);

    public override string Type => "Elsa.FlowJoin";

    public static string ModeOf(ActivityNode node) => node.Structure as string ?? WaitAllActive;

    // The flowchart asks for the mode of every step it looks at, so it is read once.
    internal override object Prepare(ActivityNode node, Action<DefinitionProblem> report) =>
        SettingsBinder.Problems(node).Any() ? WaitAny : SettingsBinder.Constants<Values>(node).Mode;

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Done);
}
