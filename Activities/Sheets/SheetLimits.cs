namespace WorkflowHost.Activities.Sheets;

/// <summary>How large a spreadsheet may be before it is refused. Everything is inclusive.</summary>
public sealed record SheetLimits
{
    public static SheetLimits Default { get; } = new();

    /// <summary>Bytes of the file as it is sent.</summary>
    public int Bytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Bytes that everything read from it may unpack to: counted while it unpacks, whatever the file says.</summary>
    public long UnzippedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Files inside the file.</summary>
    public int Parts { get; init; } = 500;

    /// <summary>Rows that aren't blank, the header not counted; the whole country has about 22,000 sub-units.</summary>
    public int Rows { get; init; } = 50_000;

    public int Columns { get; init; } = 100;

    /// <summary>Characters in one cell; a longer one is a problem of its row.</summary>
    public int CellLength { get; init; } = 2_000;

    /// <summary>Characters in all cells together: one long text may stand in a million cells at no cost to the file.</summary>
    public int Characters { get; init; } = 20_000_000;
}
