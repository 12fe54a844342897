namespace WorkflowHost.Activities.Letters.Files;

/// <summary>Counts the work done for one PDF, so that a file made to exhaust the reader is given up early.</summary>
sealed class PdfBudget(LetterLimits limits, int fileBytes)
{
    // Objects that overlap one another would otherwise be read again and again: at most four times over.
    long bytes = 4L * fileBytes + 65_536;
    int entries = limits.MaxPdfObjects;
    int values = limits.MaxPdfValues;
    int structureBytes = limits.MaxPdfStructureBytes;

    public int MaxDepth => limits.MaxPdfDepth;

    public int StructureBytesLeft => structureBytes;

    public void SpendBytes(long count) => bytes = Spend(bytes, count, "objects overlap");

    public void SpendEntry() => entries = (int)Spend(entries, 1, $"more than {limits.MaxPdfObjects} objects");

    public void SpendValue() => values = (int)Spend(values, 1, $"more than {limits.MaxPdfValues} values");

    public void SpendStructureBytes(int count) => structureBytes = (int)Spend(
        structureBytes, count, $"its structure unpacks to more than {limits.MaxPdfStructureBytes} bytes");

    static long Spend(long left, long count, string reason) =>
        count <= left ? left - count : throw LetterUnfitException.TooComplex(reason);
}
