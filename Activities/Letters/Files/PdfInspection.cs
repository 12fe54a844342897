namespace WorkflowHost.Activities.Letters.Files;

/// <summary>
/// Decides whether a PDF is whole, readable without a password and passive (T58, T59). Every object in the file is
/// looked at, also those packed into object streams, overwritten by an update or never referred to.
/// </summary>
static class PdfInspection
{
    /// <summary>The number of pages; throws <see cref="LetterUnfitException"/> for a file that may not be taken in.</summary>
    public static int CountPagesOfSafe(ReadOnlyMemory<byte> content, LetterLimits limits)
    {
        RequireHeader(content.Span);
        var budget = new PdfBudget(limits, content.Length);
        var file = new PdfFile(content, budget);
        file.References.Read(FindNewestSection(content, budget));
        RequireNoEncryption(file);
        var objects = PdfObjects.ReadAll(file);
        PdfUnsafeParts.RequireNone(file, objects);
        return PdfPageTree.Count(file, limits);
    }

    static void RequireHeader(ReadOnlySpan<byte> bytes)
    {
        var isVersion = bytes.Length > 8 && bytes[5] is (byte)'1' or (byte)'2' && bytes[6] == '.' && PdfSyntax.IsDigit(bytes[7]);
        if (!isVersion)
            throw LetterUnfitException.Damaged("no PDF version after %PDF-");
    }

    // The file must end in: startxref, offset, %%EOF. What follows could be another file.
    static int FindNewestSection(ReadOnlyMemory<byte> content, PdfBudget budget)
    {
        var bytes = content.Span;
        var end = bytes.LastIndexOf("%%EOF"u8);
        if (end < 0)
            throw LetterUnfitException.Truncated("no end mark");
        RequireNothingAfter(bytes[(end + 5)..]);
        var mark = bytes[Math.Max(0, end - 1024)..end].LastIndexOf("startxref"u8);
        if (mark < 0)
            throw LetterUnfitException.Damaged("no startxref before the end mark");
        var parser = new PdfParser(content[..end], budget) { Position = Math.Max(0, end - 1024) + mark };
        parser.RequireWord("startxref"u8);
        var offset = parser.ReadInteger();
        parser.SkipSpace();
        return parser.Position == end ? offset : throw parser.Damaged("unexpected data before the end mark");
    }

    static void RequireNothingAfter(ReadOnlySpan<byte> rest)
    {
        var found = rest.IndexOfAnyExcept(PdfSyntax.Blanks);
        if (found < 0)
            return;
        // An update that was cut off leaves objects after the last whole revision.
        if (PdfSyntax.IsDigit(rest[found]))
            throw LetterUnfitException.Truncated("no end mark after the last update");
        var (th, en) = FileSignature.Describe(rest[found..]);
        throw new LetterUnfitException(LetterRefusals.Polyglot(
            $"มีข้อมูลต่อท้าย PDF {rest.Length} ไบต์: {th}", $"{rest.Length} bytes after the end of the PDF: {en}"));
    }

    static void RequireNoEncryption(PdfFile file)
    {
        // Restrictions without a password encrypt all the same, and packed objects could not be looked at.
        if (file.References.Trailers.Any(trailer => trailer.Entries.ContainsKey("Encrypt")))
            throw new LetterUnfitException(LetterRefusals.Encrypted());
    }
}
