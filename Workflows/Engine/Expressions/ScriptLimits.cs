namespace WorkflowHost.Engine.Expressions;

/// <summary>Bounds that keep any text, however hostile, from crashing, hanging or bloating the process.</summary>
public static class ScriptLimits
{
    /// <summary>Characters in one expression.</summary>
    public const int TextLength = 4_000;

    /// <summary>Brackets, holes, branches and prefix operators inside one another.</summary>
    public const int Depth = 64;

    /// <summary>Values and operations in one expression.</summary>
    public const int Nodes = 1_000;

    /// <summary>Characters in a text that an expression makes.</summary>
    public const int ResultLength = 65_536;

    /// <summary>Items in a list that an expression makes.</summary>
    public const int ListSize = 10_000;

    /// <summary>Units of work in one evaluation: about one per list item and one per 64 characters handled.</summary>
    public const int Work = 200_000;
}
