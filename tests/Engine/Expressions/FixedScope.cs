using WorkflowHost.Engine.Expressions;

namespace WorkflowHost.Tests.Engine.Expressions;

/// <summary>A scope of given variables and inputs, at 10:00 on 2026-01-15 in Bangkok.</summary>
sealed class FixedScope : IScriptScope
{
    public static readonly DateTimeOffset Instant = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    public Dictionary<string, object?> Variables { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?> Inputs { get; init; } = new(StringComparer.Ordinal);

    public string? CorrelationId => "doc-42";

    public string InstanceId => "wf-1";

    public DateTimeOffset Now => Instant;

    /// <summary>The instance that docs/expressions.md describes.</summary>
    public static FixedScope OfDocs() => new()
    {
        Variables =
        {
            ["Amount"] = 7500.0,
            ["Title"] = "ขออนุมัติจัดซื้อ",
            ["Tags"] = new object?[] { "urgent", "budget" },
            ["Officer"] = new Dictionary<string, object?> { ["name"] = "นายตัวอย่าง", ["level"] = 7.0 },
            ["Due"] = new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.FromHours(7)),
            ["Missing"] = null,
        },
        Inputs = { ["reason"] = "ok" },
    };

    public bool TryGetVariable(string name, out object? value) => Variables.TryGetValue(name, out value);

    public bool TryGetInput(string name, out object? value) => Inputs.TryGetValue(name, out value);
}
