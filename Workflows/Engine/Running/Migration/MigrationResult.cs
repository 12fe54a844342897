namespace WorkflowHost.Engine.Running.Migration;

/// <summary>What became of one instance under a plan.</summary>
public sealed record MigrationResult(string State)
{
    const int MostReasons = 3;

    /// <summary>Not tried yet.</summary>
    public const string Waiting = nameof(Waiting);

    public const string Moved = nameof(Moved);

    /// <summary>It was on the target version before.</summary>
    public const string WasThere = nameof(WasThere);

    /// <summary>It was over before its turn came; it stays as it is.</summary>
    public const string Over = nameof(Over);

    /// <summary>The plan says that it stays.</summary>
    public const string Left = nameof(Left);

    /// <summary>It can't be moved and stays as it is; counts for the stop rule.</summary>
    public const string Refused = nameof(Refused);

    /// <summary>Rolled back.</summary>
    public const string Returned = nameof(Returned);

    /// <summary>It went on since the move, so it is not rolled back.</summary>
    public const string Kept = nameof(Kept);

    /// <summary>Why, where it isn't as was wished.</summary>
    public string? Thai { get; init; }

    public string? English { get; init; }

    internal long? Sequence { get; init; }

    internal string? Places { get; init; }

    internal bool IsFailure => State == Refused;

    internal static MigrationResult Of(IReadOnlyList<MigrationProblem> problems) =>
        new(problems.Any(problem => problem.IsMeant) ? Left : Refused)
        {
            Thai = string.Join("\n", problems.Take(MostReasons).Select(problem => problem.Thai)),
            English = string.Join("\n", problems.Take(MostReasons).Select(problem => problem.English)),
        };

    internal static MigrationResult OtherVersion(Instance instance) => new(Refused)
    {
        Thai = $"เรื่องนี้เดินด้วย {instance.DefinitionId} ฉบับที่ {instance.Version} จึงไม่ใช่เรื่องของแผนนี้",
        English = $"It runs version {instance.Version} of {instance.DefinitionId}, so this plan is not about it.",
    };

    internal static MigrationResult Fault(Exception fault) => new(Refused)
    {
        Thai = $"ย้ายไม่ได้เพราะระบบขัดข้อง: {fault.Message}",
        English = $"It met a fault: {fault.Message}",
    };

    internal static MigrationResult MovedOn() => new(Kept)
    {
        Thai = "เรื่องนี้เดินต่อหลังย้ายแล้ว จึงไม่ย้อนกลับ",
        English = "It went on after the move, so it stays with the new version.",
    };
}
