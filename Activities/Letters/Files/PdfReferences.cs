namespace WorkflowHost.Activities.Letters.Files;

/// <summary>Where an object lies: at byte Place of the file, or as the Place-th object of a container stream.</summary>
readonly record struct PdfEntry(int Number, int? Container, int Place);

/// <summary>
/// Follows the cross-reference tables and streams of a PDF from the newest to the oldest (ISO 32000-2, 7.5.4 to 7.5.8).
/// </summary>
sealed class PdfReferences(ReadOnlyMemory<byte> content, PdfBudget budget, PdfFile file)
{
    // Null marks an object freed by a newer section: what an older one says no longer counts.
    readonly Dictionary<int, PdfEntry?> newest = [];
    readonly HashSet<PdfEntry> all = [];
    readonly List<PdfDictionary> trailers = [];
    readonly HashSet<int> visited = [];
    readonly Queue<int> aside = [];

    /// <summary>All entries in use of all sections, older ones included.</summary>
    public IReadOnlyCollection<PdfEntry> All => all;

    /// <summary>All trailers, the newest first.</summary>
    public IReadOnlyList<PdfDictionary> Trailers => trailers;

    public PdfEntry? Find(int number) => newest.GetValueOrDefault(number);

    public void Read(int newestSection)
    {
        ReadChain(newestSection);
        // Some viewers go on from the older section a hybrid's stream names, others don't: look there as well.
        while (aside.TryDequeue(out var offset))
            ReadChain(offset);
    }

    void ReadChain(int newestSection)
    {
        var chain = new HashSet<int>();
        // A chain from aside may join one that has been read.
        for (int? next = newestSection; next is { } offset && (chain.Contains(offset) || !visited.Contains(offset));)
        {
            if (!chain.Add(offset))
                throw LetterUnfitException.Damaged($"the cross-reference section at byte {offset} leads back to itself");
            visited.Add(offset);
            next = Offset(ReadSection(offset), "Prev");
        }
    }

    PdfDictionary ReadSection(int offset)
    {
        if (offset >= content.Length)
            throw LetterUnfitException.Damaged($"a cross-reference section should be at byte {offset}, outside the file");
        var parser = new PdfParser(content, budget) { Position = offset };
        return parser.TryReadWord("xref"u8) ? ReadTable(parser, offset) : ReadStream(offset);
    }

    PdfDictionary ReadTable(PdfParser parser, int offset)
    {
        var freed = new List<int>();
        while (!parser.TryReadWord("trailer"u8))
        {
            var first = parser.ReadInteger();
            var count = parser.ReadInteger();
            for (var i = 0; i < count; i++)
                ReadTableEntry(parser, checked(first + (long)i), freed);
        }

        budget.SpendBytes(parser.Position - offset);
        if (parser.ReadValue() is not PdfDictionary trailer)
            throw parser.Damaged("the trailer is not a dictionary");
        trailers.Add(trailer);
        // A hybrid file hides objects from old viewers as free in the table and names them in a stream beside it.
        if (Offset(trailer, "XRefStm") is { } beside)
            ReadBeside(beside);
        foreach (var number in freed)
            newest.TryAdd(number, null);
        return trailer;
    }

    void ReadBeside(int offset)
    {
        if (Offset(ReadStream(offset), "Prev") is { } older)
            aside.Enqueue(older);
    }

    void ReadTableEntry(PdfParser parser, long number, List<int> freed)
    {
        budget.SpendEntry();
        var place = parser.ReadInteger();
        parser.ReadInteger();
        if (parser.TryReadWord("n"u8))
            Add(number, null, place);
        else if (parser.TryReadWord("f"u8))
            freed.Add(Bounded(number));
        else
            throw parser.Damaged("malformed cross-reference entry");
    }

    PdfDictionary ReadStream(int offset)
    {
        if (file.ObjectAt(offset).Value is not PdfStream stream || stream.Dictionary["Type"] is not PdfName { Text: "XRef" })
            throw LetterUnfitException.Damaged($"no cross-reference section at byte {offset}");
        trailers.Add(stream.Dictionary);
        var widths = Widths(stream.Dictionary);
        var rows = PdfUnpacked.Read(stream, file, budget);
        var width = widths.Sum();
        var position = 0;
        foreach (var (first, count) in Sections(stream.Dictionary))
        {
            for (var i = 0; i < count; i++, position += width)
            {
                if (position + width > rows.Length)
                    throw LetterUnfitException.Damaged($"the cross-reference stream at byte {offset} is too short");
                ReadStreamEntry(rows.AsSpan(position, width), widths, first + (long)i);
            }
        }

        return stream.Dictionary;
    }

    void ReadStreamEntry(ReadOnlySpan<byte> row, int[] widths, long number)
    {
        budget.SpendEntry();
        var kind = widths[0] == 0 ? 1 : BigEndian(row[..widths[0]]);
        var second = BigEndian(row.Slice(widths[0], widths[1]));
        var third = BigEndian(row[(widths[0] + widths[1])..]);
        if (kind == 1)
            Add(number, null, Bounded(second));
        else if (kind == 2)
            Add(number, Bounded(second), Bounded(third));
        else
            newest.TryAdd(Bounded(number), null);
    }

    void Add(long number, int? container, int place)
    {
        // Some writers leave unused numbers in use at byte 0, where the header is.
        if (container is null && place == 0)
            return;
        var entry = new PdfEntry(Bounded(number), container, place);
        newest.TryAdd(entry.Number, entry);
        all.Add(entry);
    }

    static int[] Widths(PdfDictionary dictionary)
    {
        if (dictionary["W"] is PdfArray { Items: [PdfNumber first, PdfNumber second, PdfNumber third] } &&
            first.Integer is >= 0 and <= 4 && second.Integer is >= 1 and <= 8 && third.Integer is >= 0 and <= 8)
            return [(int)first.Integer, (int)second.Integer, (int)third.Integer];
        throw LetterUnfitException.Damaged("a cross-reference stream without its column widths");
    }

    static IEnumerable<(int First, int Count)> Sections(PdfDictionary dictionary)
    {
        if (dictionary["Index"] is not PdfArray { Items: var items })
            items = [new PdfNumber(0), dictionary["Size"]];
        for (var i = 0; i < items.Count; i += 2)
            yield return items[i] is PdfNumber { Integer: >= 0 and <= int.MaxValue and var first } && i + 1 < items.Count &&
                items[i + 1] is PdfNumber { Integer: >= 0 and <= int.MaxValue and var count }
                ? ((int)first, (int)count)
                : throw LetterUnfitException.Damaged("a cross-reference stream with malformed sections");
    }

    static int? Offset(PdfDictionary trailer, string key) => trailer[key] switch
    {
        PdfNumber { Integer: >= 0 and <= int.MaxValue and var offset } => (int)offset,
        PdfKeyword { Text: "null" } => null,
        _ => throw LetterUnfitException.Damaged($"{key} of the trailer is not an offset"),
    };

    static long BigEndian(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (var part in field)
            value = value << 8 | part;
        return value;
    }

    static int Bounded(long value) =>
        value is >= 0 and <= int.MaxValue ? (int)value : throw LetterUnfitException.Damaged("a number beyond all bounds");
}
