namespace WorkflowHost.Activities.Letters.Files;

/// <summary>Gathers every object of a PDF: by cross-reference, by walking the bytes, and out of object streams.</summary>
static class PdfObjects
{
    public static List<(int Number, PdfValue Value)> ReadAll(PdfFile file)
    {
        ReadReferenced(file);
        ReadLying(file);
        var all = new List<(int, PdfValue)>();
        foreach (var found in file.ByOffset.Values)
            all.Add((found.Number, found.Value));
        foreach (var stream in ObjectStreams(file))
            all.AddRange(stream.Objects);
        return all;
    }

    static void ReadReferenced(PdfFile file)
    {
        foreach (var entry in file.References.All)
            if (entry.Container is null && file.ObjectAt(entry.Place).Number != entry.Number)
                throw LetterUnfitException.Damaged($"object {entry.Number} is not at byte {entry.Place}");
    }

    // Steps from object to object; what lies inside a stream is not seen by any viewer unless a section names it.
    static void ReadLying(PdfFile file)
    {
        var bytes = file.Content.Span;
        var position = 0;
        while (bytes[position..].IndexOf("obj"u8) is >= 0 and var ahead)
        {
            var word = position + ahead;
            if (StartOfObject(bytes, position, word) is not { } start)
            {
                position = word + 3;
                continue;
            }

            RequireNoOtherFile(bytes[position..start], position);
            position = Math.Max(file.ObjectAt(start, isNamed: false).End, word + 3);
        }
    }

    // Backwards from the word obj: blanks, generation, blanks, number.
    static int? StartOfObject(ReadOnlySpan<byte> bytes, int from, int word)
    {
        var before = bytes[from..word];
        foreach (var _ in (ReadOnlySpan<int>)[1, 2])
        {
            var blanks = before.LastIndexOfAnyExcept(PdfSyntax.Blanks);
            if (blanks < 0 || blanks == before.Length - 1 || !PdfSyntax.IsDigit(before[blanks]))
                return null;
            var digits = before[..(blanks + 1)].LastIndexOfAnyExceptInRange((byte)'0', (byte)'9');
            before = before[..(digits + 1)];
        }

        return from + before.Length;
    }

    static void RequireNoOtherFile(ReadOnlySpan<byte> gap, int position)
    {
        var start = gap.IndexOfAnyExcept(PdfSyntax.Blanks);
        if (position == 0 || start < 0 || FileSignature.Known(gap[start..]) is not { } kind)
            return;
        throw new LetterUnfitException(LetterRefusals.Polyglot(
            $"มีข้อมูลอื่นแทรกที่ไบต์ {position + start}: {kind.Th}", $"other data at byte {position + start}: {kind.En}"));
    }

    static List<PdfObjectStream> ObjectStreams(PdfFile file)
    {
        var streams = new List<PdfObjectStream>();
        foreach (var entry in file.References.All)
            if (entry.Container is { } container && file.References.Find(entry.Number) == entry)
                file.Container(container).Find(entry.Number, entry.Place);
        var named = file.References.All.Select(entry => entry.Container).Where(container => container is not null).ToHashSet();
        foreach (var found in file.ByOffset.Values.ToList())
            if (found.Value is PdfStream stream && (named.Contains(found.Number) || IsObjectStream(stream, file)))
                streams.Add(file.Unpack(found.Number, stream));
        return streams;
    }

    static bool IsObjectStream(PdfStream stream, PdfFile file) =>
        file.Resolve(stream.Dictionary["Type"]) is PdfName { Text: "ObjStm" };
}
