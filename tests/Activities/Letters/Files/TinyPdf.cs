using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace WorkflowHost.Tests.Activities.Letters.Files;

/// <summary>Writes small PDF files for tests, by revision: objects first, then a table or a stream that says where.</summary>
sealed class TinyPdf
{
    readonly List<byte> file = [];
    readonly SortedDictionary<int, long> places = [];
    readonly SortedDictionary<int, (int Container, int Index)> packed = [];
    long? newestSection;

    public TinyPdf() => Raw("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");

    public long Length => file.Count;

    /// <summary>A letter of one page in objects 1 to 4, with entries of the catalog and further objects from 5 on.</summary>
    public static TinyPdf Letter(string catalog = "", params string[] more)
    {
        var pdf = new TinyPdf()
            .Object(1, $"<< /Type /Catalog /Pages 2 0 R {catalog} >>")
            .Object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
            .Object(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>")
            .Stream(4, "", "0 0 m 9 9 l S"u8);
        for (var i = 0; i < more.Length; i++)
            pdf.Object(5 + i, more[i]);
        return pdf;
    }

    public TinyPdf Object(int number, string body)
    {
        places[number] = file.Count;
        return Raw($"{number} 0 obj\n{body}\nendobj\n");
    }

    public TinyPdf Stream(int number, string entries, ReadOnlySpan<byte> data, string? length = null)
    {
        places[number] = file.Count;
        Raw($"{number} 0 obj\n<< /Length {length ?? data.Length.ToString(CultureInfo.InvariantCulture)} {entries} >>\nstream\n");
        file.AddRange(data);
        return Raw("\nendstream\nendobj\n");
    }

    /// <summary>An object stream holding the objects, Flate packed.</summary>
    public TinyPdf Packed(int number, params (int Number, string Body)[] objects)
    {
        var index = new StringBuilder();
        var bodies = new StringBuilder();
        for (var i = 0; i < objects.Length; i++)
        {
            index.Append(CultureInfo.InvariantCulture, $"{objects[i].Number} {bodies.Length} ");
            bodies.Append(objects[i].Body).Append('\n');
            packed[objects[i].Number] = (number, i);
        }

        var data = Flate(Encoding.Latin1.GetBytes(index.ToString() + bodies));
        return Stream(number, $"/Type /ObjStm /N {objects.Length} /First {index.Length} /Filter /FlateDecode", data);
    }

    /// <summary>Lets the next section say that the object is at the place.</summary>
    public TinyPdf Named(int number, long place)
    {
        places[number] = place;
        return this;
    }

    public TinyPdf Raw(string text)
    {
        file.AddRange(Encoding.Latin1.GetBytes(text));
        return this;
    }

    /// <summary>Ends a revision with a cross-reference table.</summary>
    public TinyPdf Table(string trailer = "", long? prev = null)
    {
        var section = file.Count;
        Raw("xref\n0 1\n0000000000 65535 f \n");
        foreach (var (number, place) in places)
            Raw($"{number} 1\n{place:D10} 00000 n \n");
        return Raw($"trailer\n<< /Size 100 /Root 1 0 R {Prev(prev)} {trailer} >>\n").End(section);
    }

    /// <summary>Ends a revision with a cross-reference stream in object 99, with or without PNG predictor rows.</summary>
    public TinyPdf Section(bool predicted = false, string entries = "", long? prev = null)
    {
        var section = file.Count;
        places[99] = section;
        var rows = new MemoryStream();
        var index = new StringBuilder();
        var above = new byte[7];
        foreach (var number in places.Keys.Concat(packed.Keys).Order())
        {
            index.Append(CultureInfo.InvariantCulture, $"{number} 1 ");
            WriteRow(rows, Row(number), above, predicted);
        }

        var parameters = predicted ? "/DecodeParms << /Predictor 12 /Columns 7 >>" : "";
        var dictionary = $"/Type /XRef /W [1 4 2] /Index [{index}] /Size 100 /Root 1 0 R {Prev(prev)} {entries}";
        Stream(99, $"{dictionary} /Filter /FlateDecode {parameters}", Flate(rows.ToArray()));
        return End(section);
    }

    public byte[] ToBytes() => [.. file];

    public static byte[] Flate(byte[] data)
    {
        using var bytes = new MemoryStream();
        using (var packer = new ZLibStream(bytes, CompressionLevel.Optimal))
            packer.Write(data);
        return bytes.ToArray();
    }

    byte[] Row(int number)
    {
        var (kind, second, third) = packed.TryGetValue(number, out var inner)
            ? (2, inner.Container, inner.Index)
            : (1, (int)places[number], 0);
        return
        [
            (byte)kind, (byte)(second >> 24), (byte)(second >> 16), (byte)(second >> 8), (byte)second,
            (byte)(third >> 8), (byte)third,
        ];
    }

    static void WriteRow(MemoryStream rows, byte[] row, byte[] above, bool predicted)
    {
        if (predicted)
            rows.WriteByte(2);
        for (var i = 0; i < row.Length; i++)
        {
            rows.WriteByte((byte)(predicted ? row[i] - above[i] : row[i]));
            above[i] = row[i];
        }
    }

    string Prev(long? prev) => (prev ?? newestSection) is { } known ? $"/Prev {known}" : "";

    TinyPdf End(long section)
    {
        newestSection = section;
        places.Clear();
        packed.Clear();
        return Raw($"startxref\n{section}\n%%EOF\n");
    }
}
