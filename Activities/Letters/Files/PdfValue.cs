namespace WorkflowHost.Activities.Letters.Files;

/// <summary>One value of a PDF file (ISO 32000-2, 7.3), as far as the inspection needs it.</summary>
abstract record PdfValue
{
    public static readonly PdfKeyword Null = new("null");
}

/// <summary>A name without its slash and with #xx escapes decoded, one char per byte.</summary>
sealed record PdfName(string Text) : PdfValue;

/// <summary>A number; null when it is not a whole one.</summary>
sealed record PdfNumber(long? Integer) : PdfValue;

/// <summary>A string: its first bytes only, one char per byte.</summary>
sealed record PdfString(string Start) : PdfValue;

/// <summary>true, false or null.</summary>
sealed record PdfKeyword(string Text) : PdfValue;

sealed record PdfReference(int Number, int Generation) : PdfValue;

sealed record PdfArray(IReadOnlyList<PdfValue> Items) : PdfValue;

sealed record PdfDictionary(IReadOnlyDictionary<string, PdfValue> Entries) : PdfValue
{
    public PdfValue this[string key] => Entries.GetValueOrDefault(key, Null);
}

/// <summary>A stream: where its bytes lie in the file.</summary>
sealed record PdfStream(PdfDictionary Dictionary, Range Data) : PdfValue;

/// <summary>An indirect object and where it lies in the file.</summary>
sealed record PdfObject(int Number, int Generation, PdfValue Value, int End);
