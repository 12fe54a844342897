namespace WorkflowHost.Activities.Sheets;

/// <summary>Places such as "AB12".</summary>
static class SheetPlace
{
    // XFD is the last one of a spreadsheet program.
    const int MostLetters = 3;

    public static int Column(string place)
    {
        var column = 0;
        var letters = 0;
        while (letters < place.Length && char.IsAsciiLetter(place[letters]) && letters <= MostLetters)
            column = (column * 26) + (char.ToUpperInvariant(place[letters++]) - 'A' + 1);
        return letters is > 0 and <= MostLetters ? column : throw SheetRefusals.Damaged();
    }

    public static string Letters(int column)
    {
        var letters = "";
        for (; column > 0; column = (column - 1) / 26)
            letters = (char)('A' + ((column - 1) % 26)) + letters;
        return letters;
    }
}
