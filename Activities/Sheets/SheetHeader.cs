using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Sheets;

/// <summary>Finds the header, and hands out what stands below it by the keys of the columns.</summary>
static class SheetHeader
{
    const int SearchedRows = 20;

    public static Sheet Apply(string name, IReadOnlyList<(int Line, IReadOnlyList<SheetCell> Cells)> rows,
        IReadOnlyList<SheetColumn> columns, SheetLimits limits)
    {
        if (rows.Count == 0)
            throw SheetRefusals.NoRows();
        var at = Find(rows, columns);
        var places = Places(rows[at].Cells, columns);
        if (rows.Count - at - 1 > limits.Rows)
            throw SheetRefusals.TooManyRows(limits.Rows);
        var read = rows.Skip(at + 1).Select(row => Read(row.Line, row.Cells, places, limits))
            .Where(row => row.Cells.Count > 0 || row.Problems.Count > 0).ToList();
        if (read.Count == 0)
            throw SheetRefusals.NoRows();
        return new(ThaiText.Normalise(name), read, [.. rows[at].Cells.Where(cell => !places.ContainsKey(cell.Column))
            .Select(cell => ThaiText.Normalise(cell.Text))]);
    }

    static int Find(IReadOnlyList<(int Line, IReadOnlyList<SheetCell> Cells)> rows, IReadOnlyList<SheetColumn> columns)
    {
        var searched = rows.Take(SearchedRows).Select(row => Missing(row.Cells, columns)).ToList();
        var fewest = searched.MinBy(missing => missing.Count)!;
        return fewest.Count == 0 ? searched.IndexOf(fewest) : throw SheetRefusals.MissingColumns(fewest);
    }

    static List<string> Missing(IReadOnlyList<SheetCell> cells, IReadOnlyList<SheetColumn> columns)
    {
        var here = cells.Select(cell => Key(cell.Text)).ToHashSet(StringComparer.Ordinal);
        return [.. columns.Where(column => column.IsRequired && !here.Contains(Key(column.Header))).Select(column =>
            column.Header)];
    }

    static Dictionary<int, SheetColumn> Places(IReadOnlyList<SheetCell> header, IReadOnlyList<SheetColumn> columns)
    {
        var places = new Dictionary<int, SheetColumn>();
        foreach (var column in columns)
        {
            var found = header.Where(cell => Key(cell.Text) == Key(column.Header)).ToList();
            if (found.Count > 1)
                throw SheetRefusals.ColumnTwice(column.Header);
            if (found.Count == 1)
                places[found[0].Column] = column;
        }
        return places;
    }

    static string Key(string header) => ThaiText.SearchKey(header).TrimEnd('*');

    static SheetRow Read(int line, IReadOnlyList<SheetCell> cells, Dictionary<int, SheetColumn> places, SheetLimits limits)
    {
        var texts = new Dictionary<string, string>();
        var problems = new List<SheetProblem>();
        foreach (var cell in cells)
        {
            if (!places.TryGetValue(cell.Column, out var column))
                continue;
            if (Problem(line, cell, column.Header, limits) is { } problem)
                problems.Add(problem);
            else if (ThaiText.NormaliseLines(cell.Text) is { Length: > 0 } text)
                texts[column.Key] = text;
        }
        return new(line, texts, problems);
    }

    static SheetProblem? Problem(int line, SheetCell cell, string header, SheetLimits limits)
    {
        if (cell.IsFormula)
            return SheetRefusals.Formula(line, header, $"{SheetPlace.Letters(cell.Column)}{line}");
        if (cell.IsError)
            return SheetRefusals.Error(line, header, cell.Text);
        return cell.Text.Length > limits.CellLength ? SheetRefusals.TooLong(line, header, cell.Text, limits.CellLength) : null;
    }
}
