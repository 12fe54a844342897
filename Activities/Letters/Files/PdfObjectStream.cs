namespace WorkflowHost.Activities.Letters.Files;

/// <summary>The objects packed into one object stream (ISO 32000-2, 7.5.7), in their order.</summary>
sealed class PdfObjectStream(int number, IReadOnlyList<(int Number, PdfValue Value)> objects)
{
    public IReadOnlyList<(int Number, PdfValue Value)> Objects => objects;

    public static PdfObjectStream Read(int number, PdfStream stream, PdfFile file, PdfBudget budget)
    {
        if (file.Resolve(stream.Dictionary["N"]) is not PdfNumber { Integer: >= 0 and <= int.MaxValue and var count } ||
            file.Resolve(stream.Dictionary["First"]) is not PdfNumber { Integer: >= 0 and <= int.MaxValue and var first })
            throw LetterUnfitException.Damaged($"object stream {number} does not say what it holds");
        var bytes = PdfUnpacked.Read(stream, file, budget);
        var index = new PdfParser(bytes, budget);
        var objects = new List<(int, PdfValue)>();
        var end = 0;
        for (var i = 0; i < count; i++)
        {
            budget.SpendValue();
            var inner = index.ReadInteger();
            var place = first + index.ReadInteger();
            // In order and side by side, so that each byte is read once.
            if (place < end || place >= bytes.Length)
                throw LetterUnfitException.Damaged($"object {inner} lies outside its place in object stream {number}");
            var parser = new PdfParser(bytes, budget) { Position = (int)place };
            objects.Add((inner, parser.ReadValue()));
            end = parser.Position;
        }

        return new PdfObjectStream(number, objects);
    }

    /// <summary>The object at the index, which must have the number.</summary>
    public PdfValue Find(int wanted, int index) => index < objects.Count && objects[index].Number == wanted
        ? objects[index].Value
        : throw LetterUnfitException.Damaged($"object {wanted} is not in object stream {number}");
}
