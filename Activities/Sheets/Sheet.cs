namespace WorkflowHost.Activities.Sheets;

/// <summary>A column of a sheet that is read or written.</summary>
/// <param name="Key">How programs call it.</param>
/// <param name="Header">What stands above it. Blanks, Thai digits and a trailing * make no difference when reading.</param>
/// <param name="IsRequired">Whether a sheet without it is refused.</param>
/// <param name="Width">In characters, when written.</param>
/// <param name="Choices">What a spreadsheet program offers in its cells, when written.</param>
public sealed record SheetColumn(
    string Key, string Header, bool IsRequired = true, int Width = 20, IReadOnlyList<string>? Choices = null);

/// <summary>A worksheet, read: rows of text under known headers, in the order of the file; blank rows are left out.</summary>
/// <param name="Name">The worksheet's name.</param>
/// <param name="Rows">What stands below the header.</param>
/// <param name="PassedOver">Headers that nobody asked for.</param>
public sealed record Sheet(string Name, IReadOnlyList<SheetRow> Rows, IReadOnlyList<string> PassedOver);

/// <summary>A row: each cell as text (see <see cref="SheetFile"/>), and what is wrong with its cells as such.</summary>
/// <param name="Line">The row's number as the spreadsheet program shows it.</param>
/// <param name="Cells">By the key of the column; a column or cell that isn't there is missing.</param>
/// <param name="Problems">Cells that can't be taken at their word: formulas, errors, texts that are too long.</param>
public sealed record SheetRow(int Line, IReadOnlyDictionary<string, string> Cells, IReadOnlyList<SheetProblem> Problems)
{
    /// <summary>The cell's text; empty when there is none.</summary>
    public string this[string key] => Cells.GetValueOrDefault(key, "");
}

/// <summary>One thing that is wrong with a row, in the words its sender reads.</summary>
/// <param name="Line">The row's number.</param>
/// <param name="Header">The column's header; null when it concerns the whole row.</param>
/// <param name="Found">What stands there, shortened.</param>
/// <param name="Rule">The clause it is refused by, such as "C-10", or null.</param>
public sealed record SheetProblem(int Line, string? Header, string Found, string Thai, string English, string? Rule = null);
