using System.Globalization;
using System.Text;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>
/// Reads values and words from PDF syntax (ISO 32000-2, 7.2 and 7.3) strictly: what is malformed is damaged, because a
/// viewer that repairs it might see something else than we do.
/// </summary>
sealed class PdfParser(ReadOnlyMemory<byte> content, PdfBudget budget)
{
    const int LongestWord = 1024;

    int depth;

    public int Position { get; set; }

    ReadOnlySpan<byte> Rest => content.Span[Position..];

    public PdfValue ReadValue()
    {
        budget.SpendValue();
        SkipSpace();
        if (Position >= content.Length)
            throw Damaged("a value is missing");
        var rest = Rest;
        return rest[0] switch
        {
            (byte)'/' => new PdfName(ReadName()),
            (byte)'(' => Counted(new PdfStringReader(content, Position).ReadLiteral()),
            (byte)'[' => ReadArray(),
            (byte)'<' when rest.StartsWith("<<"u8) => ReadDictionary(),
            (byte)'<' => Counted(new PdfStringReader(content, Position).ReadHexadecimal()),
            (>= (byte)'0' and <= (byte)'9') or (byte)'+' or (byte)'-' or (byte)'.' => ReadNumberOrReference(),
            _ => ReadKeyword(),
        };
    }

    /// <summary>A whole number that is not negative.</summary>
    public int ReadInteger() => TryReadInteger() ?? throw Damaged("a whole number is missing");

    /// <summary>Reads the word when it is next and tells whether it was.</summary>
    public bool TryReadWord(ReadOnlySpan<byte> word)
    {
        var start = Position;
        SkipSpace();
        if (ReadRegular().SequenceEqual(word))
            return true;
        Position = start;
        return false;
    }

    public void RequireWord(ReadOnlySpan<byte> word)
    {
        if (!TryReadWord(word))
            throw Damaged($"the word {Encoding.ASCII.GetString(word)} is missing");
    }

    /// <summary>Skips blanks and comments.</summary>
    public void SkipSpace()
    {
        while (Position < content.Length)
        {
            var blanks = Rest.IndexOfAnyExcept(PdfSyntax.Blanks);
            Position = blanks < 0 ? content.Length : Position + blanks;
            if (blanks < 0 || content.Span[Position] != '%')
                return;
            var line = Rest.IndexOfAny((byte)'\r', (byte)'\n');
            Position = line < 0 ? content.Length : Position + line;
        }
    }

    public LetterUnfitException Damaged(string reason) => LetterUnfitException.Damaged($"{reason} at byte {Position}");

    int? TryReadInteger()
    {
        var start = Position;
        SkipSpace();
        if (int.TryParse(ReadRegular(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Position = start;
        return null;
    }

    ReadOnlySpan<byte> ReadRegular()
    {
        var rest = Rest;
        var length = rest[..Math.Min(rest.Length, LongestWord)].IndexOfAny(PdfSyntax.NotRegular);
        if (length < 0)
            length = rest.Length < LongestWord ? rest.Length : throw Damaged("endless word");
        Position += length;
        return rest[..length];
    }

    string ReadName()
    {
        Position++;
        var raw = ReadRegular();
        if (raw.IndexOf((byte)'#') < 0)
            return Encoding.Latin1.GetString(raw);
        var name = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '#' && i + 2 < raw.Length && char.IsAsciiHexDigit((char)raw[i + 1]) &&
                char.IsAsciiHexDigit((char)raw[i + 2]))
            {
                name.Append((char)byte.Parse(raw.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                name.Append((char)raw[i]);
            }
        }

        return name.ToString();
    }

    PdfString Counted((string Start, int End) read)
    {
        Position = read.End;
        return new PdfString(read.Start);
    }

    PdfArray ReadArray()
    {
        Enter();
        Position++;
        var items = new List<PdfValue>();
        while (!IsNext("]"u8))
            items.Add(ReadValue());
        depth--;
        return new PdfArray(items);
    }

    PdfDictionary ReadDictionary()
    {
        Enter();
        Position += 2;
        var entries = new Dictionary<string, PdfValue>(StringComparer.Ordinal);
        while (!IsNext(">>"u8))
        {
            if (Position >= content.Length || content.Span[Position] != '/')
                throw Damaged("a key is missing");
            var key = ReadName();
            // With two values for one key it depends on the viewer which one counts.
            if (!entries.TryAdd(key, ReadValue()))
                throw Damaged($"the key {key} stands twice in a dictionary");
        }

        depth--;
        return new PdfDictionary(entries);
    }

    void Enter()
    {
        if (++depth > budget.MaxDepth)
            throw LetterUnfitException.TooComplex($"values nested deeper than {budget.MaxDepth}");
    }

    bool IsNext(ReadOnlySpan<byte> mark)
    {
        SkipSpace();
        if (!Rest.StartsWith(mark))
            return false;
        Position += mark.Length;
        return true;
    }

    PdfValue ReadNumberOrReference()
    {
        var word = ReadRegular();
        if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new PdfNumber(
                long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? large : null);
        var afterNumber = Position;
        if (TryReadInteger() is { } generation && TryReadWord("R"u8))
            return new PdfReference(number, generation);
        Position = afterNumber;
        return new PdfNumber(number);
    }

    PdfKeyword ReadKeyword()
    {
        var word = ReadRegular();
        if (word.SequenceEqual("null"u8))
            return PdfValue.Null;
        if (word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8))
            return new PdfKeyword(Encoding.ASCII.GetString(word));
        throw Damaged("an unknown word");
    }
}
