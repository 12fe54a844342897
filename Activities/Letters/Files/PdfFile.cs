namespace WorkflowHost.Activities.Letters.Files;

/// <summary>
/// The objects of one PDF file: those the cross-reference sections name, those inside object streams, and those that
/// merely lie in the file, such as the earlier state of an object changed by an incremental update.
/// </summary>
sealed class PdfFile
{
    const int DeepestReading = 8;

    readonly ReadOnlyMemory<byte> content;
    readonly PdfBudget budget;
    readonly Dictionary<int, PdfObject> byOffset = [];
    readonly Dictionary<int, PdfObjectStream> unpacked = [];
    int reading;

    public PdfFile(ReadOnlyMemory<byte> content, PdfBudget budget)
    {
        this.content = content;
        this.budget = budget;
        References = new PdfReferences(content, budget, this);
    }

    public ReadOnlyMemory<byte> Content => content;

    public PdfReferences References { get; }

    /// <summary>Every object read so far that lies in the file itself, by where it begins.</summary>
    public IReadOnlyDictionary<int, PdfObject> ByOffset => byOffset;

    /// <summary>The object that begins at the offset, after blanks at most.</summary>
    public PdfObject ObjectAt(int offset, bool isNamed = true)
    {
        var start = FirstDigit(offset);
        if (byOffset.TryGetValue(start, out var known))
            return known;
        // To know where a stream ends, the object with its length may be needed, and the container of that one.
        if (++reading > DeepestReading)
            throw LetterUnfitException.Damaged($"the length of the stream at byte {start} leads in circles");
        byOffset[start] = known = ReadObject(start, isNamed);
        reading--;
        return known;
    }

    /// <summary>The value itself, or what it refers to; null for references to nothing.</summary>
    public PdfValue Resolve(PdfValue value)
    {
        for (var hops = 0; value is PdfReference reference; hops++)
        {
            if (hops > 16)
                throw LetterUnfitException.Damaged($"object {reference.Number} refers to itself");
            value = ValueOf(reference);
        }

        return value;
    }

    /// <summary>The object stream with the number.</summary>
    public PdfObjectStream Container(int number) =>
        References.Find(number) is { Container: null } entry && ObjectAt(entry.Place).Value is PdfStream stream
            ? Unpack(number, stream)
            : throw LetterUnfitException.Damaged($"object stream {number} is missing");

    public PdfObjectStream Unpack(int number, PdfStream stream)
    {
        var start = stream.Data.Start.Value;
        if (!unpacked.TryGetValue(start, out var known))
            unpacked[start] = known = PdfObjectStream.Read(number, stream, this, budget);
        return known;
    }

    int FirstDigit(int offset)
    {
        if (offset < 0 || offset >= content.Length)
            throw LetterUnfitException.Damaged($"an object should be at byte {offset}, outside the file");
        var blanks = content.Span[offset..].IndexOfAnyExcept(PdfSyntax.Blanks);
        budget.SpendBytes(Math.Max(blanks, 0));
        return offset + Math.Max(blanks, 0);
    }

    PdfObject ReadObject(int start, bool isNamed)
    {
        var parser = new PdfParser(content, budget) { Position = start };
        var number = parser.ReadInteger();
        var generation = parser.ReadInteger();
        parser.RequireWord("obj"u8);
        var value = parser.ReadValue();
        budget.SpendBytes(parser.Position - start);
        if (value is PdfDictionary dictionary && parser.TryReadWord("stream"u8))
            value = new PdfStream(dictionary, ReadStreamData(parser, dictionary, isNamed));
        parser.RequireWord("endobj"u8);
        return new PdfObject(number, generation, value, parser.Position);
    }

    PdfValue ValueOf(PdfReference reference)
    {
        if (References.Find(reference.Number) is not { } entry)
            return PdfValue.Null;
        if (entry.Container is { } container)
            return Container(container).Find(reference.Number, entry.Place);
        var found = ObjectAt(entry.Place);
        return found.Number == reference.Number
            ? found.Value
            : throw LetterUnfitException.Damaged($"object {reference.Number} is not at byte {entry.Place}");
    }

    Range ReadStreamData(PdfParser parser, PdfDictionary dictionary, bool isNamed)
    {
        var bytes = content.Span;
        var start = parser.Position;
        if (start < bytes.Length && bytes[start] == '\r')
            start++;
        if (start >= bytes.Length || bytes[start] != '\n')
            throw parser.Damaged("no line end after the word stream");
        start++;

        var length = LengthOf(dictionary);
        if (length is { } known && known <= bytes.Length - start && EndsStream(parser, start + (int)known))
            return start..(start + (int)known);
        // The length of an object no longer in use may have been overwritten by an update.
        var end = isNamed ? -1 : bytes[start..].IndexOf("endstream"u8);
        if (end < 0 || !EndsStream(parser, start + end))
            throw LetterUnfitException.Damaged($"the stream at byte {start} does not end where its length says");
        return start..(start + end);
    }

    long? LengthOf(PdfDictionary dictionary) =>
        Resolve(dictionary["Length"]) is PdfNumber { Integer: >= 0 and var length } ? length : null;

    static bool EndsStream(PdfParser parser, int end)
    {
        parser.Position = end;
        return parser.TryReadWord("endstream"u8);
    }
}
