using System.IO.Compression;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>
/// The unpacked bytes of an object stream or cross-reference stream: plain or Flate, with or without PNG predictors
/// (ISO 32000-2, 7.4.4). Other filters are not used for these by any writer of today and refused as unsupported.
/// </summary>
static class PdfUnpacked
{
    public static byte[] Read(PdfStream stream, PdfFile file, PdfBudget budget)
    {
        var (filter, parameters) = Filter(stream.Dictionary, file);
        if (stream.Dictionary.Entries.ContainsKey("F"))
            throw LetterUnfitException.Unsupported("a structure stream outside the file");
        if (filter is null)
            return Copy(file.Content[stream.Data], budget);
        if (filter is not ("FlateDecode" or "Fl"))
            throw LetterUnfitException.Unsupported($"a structure stream packed with {filter}");
        var bytes = Inflate(file.Content, stream.Data, budget);
        return parameters is null ? bytes : Predicted(bytes, parameters, file);
    }

    static (string? Filter, PdfDictionary? Parameters) Filter(PdfDictionary dictionary, PdfFile file)
    {
        var filter = Single(dictionary["Filter"], file);
        var parameters = Single(dictionary["DecodeParms"], file);
        return (filter, parameters) switch
        {
            (PdfKeyword, _) => (null, null),
            (PdfName name, PdfDictionary found) => (name.Text, found),
            (PdfName name, PdfKeyword) => (name.Text, null),
            _ => throw LetterUnfitException.Damaged("a structure stream with malformed filters"),
        };
    }

    static PdfValue Single(PdfValue value, PdfFile file) => file.Resolve(value) switch
    {
        PdfArray { Items: [] } => PdfValue.Null,
        PdfArray { Items: [var only] } => file.Resolve(only),
        PdfArray => throw LetterUnfitException.Unsupported("a structure stream with several filters"),
        var single => single,
    };

    static byte[] Copy(ReadOnlyMemory<byte> data, PdfBudget budget)
    {
        budget.SpendStructureBytes(data.Length);
        return data.ToArray();
    }

    static byte[] Inflate(ReadOnlyMemory<byte> content, Range data, PdfBudget budget)
    {
        using var unpacked = new ZLibStream(new ByteRanges(content, [data]), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = unpacked.Read(buffer)) > 0;)
            {
                budget.SpendStructureBytes(read);
                bytes.Write(buffer.AsSpan(0, read));
            }
        }
        catch (InvalidDataException broken)
        {
            throw LetterUnfitException.Damaged($"a structure stream does not unpack: {broken.Message}");
        }

        return bytes.ToArray();
    }

    static byte[] Predicted(byte[] bytes, PdfDictionary parameters, PdfFile file)
    {
        var predictor = Number(parameters, "Predictor", 1, file);
        if (predictor == 1)
            return bytes;
        if (predictor is < 10 or > 15)
            throw LetterUnfitException.Unsupported($"a structure stream with predictor {predictor}");
        var colours = Number(parameters, "Colors", 1, file);
        var columns = Number(parameters, "Columns", 1, file);
        if (Number(parameters, "BitsPerComponent", 8, file) != 8 || colours is < 1 or > 32 || columns is < 1 or > 65_536)
            throw LetterUnfitException.Unsupported("a structure stream with unusual predictor rows");
        return PngRows(bytes, (int)(colours * columns), (int)colours);
    }

    static long Number(PdfDictionary parameters, string key, long otherwise, PdfFile file) =>
        file.Resolve(parameters[key]) is PdfNumber { Integer: { } number } ? number : otherwise;

    static byte[] PngRows(byte[] packed, int width, int step)
    {
        if (packed.Length % (width + 1) != 0)
            throw LetterUnfitException.Damaged("a structure stream with a cut row");
        var rows = new byte[packed.Length / (width + 1) * width];
        for (int from = 0, to = 0; from < packed.Length; from += width + 1, to += width)
        {
            var above = to == 0 ? new byte[width] : rows.AsSpan(to - width, width);
            PngRow(packed[from], packed.AsSpan(from + 1, width), above, rows.AsSpan(to, width), step);
        }

        return rows;
    }

    static void PngRow(byte filter, ReadOnlySpan<byte> packed, ReadOnlySpan<byte> above, Span<byte> row, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var left = i < step ? 0 : row[i - step];
            var corner = i < step ? 0 : above[i - step];
            row[i] = (byte)(packed[i] + filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], corner),
                _ => throw LetterUnfitException.Damaged($"a structure stream with row filter {filter}"),
            });
        }
    }

    static int Paeth(int left, int above, int corner)
    {
        var guess = left + above - corner;
        int toLeft = Math.Abs(guess - left), toAbove = Math.Abs(guess - above), toCorner = Math.Abs(guess - corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
