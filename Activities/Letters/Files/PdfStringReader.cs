using System.Text;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>Reads strings (ISO 32000-2, 7.3.4). Only the first bytes are kept: enough to see the scheme of a link.</summary>
sealed class PdfStringReader(ReadOnlyMemory<byte> content, int position)
{
    const int Kept = 64;

    readonly StringBuilder start = new();

    public (string Start, int End) ReadLiteral()
    {
        var bytes = content.Span;
        var open = 0;
        do
        {
            KeepUntilMark(bytes);
            switch (bytes[position++])
            {
                case (byte)'(':
                    Keep(open++ > 0 ? (byte)'(' : null);
                    break;
                case (byte)')':
                    Keep(--open > 0 ? (byte)')' : null);
                    break;
                default:
                    Keep(ReadEscape(bytes));
                    break;
            }
        }
        while (open > 0);
        return (start.ToString(), position);
    }

    public (string Start, int End) ReadHexadecimal()
    {
        var bytes = content.Span;
        var length = bytes[position..].IndexOf((byte)'>');
        if (length < 0)
            throw Endless();
        int? high = null;
        foreach (var value in bytes.Slice(position + 1, length - 1))
        {
            if (PdfSyntax.IsBlank(value))
                continue;
            if (!char.IsAsciiHexDigit((char)value))
                throw LetterUnfitException.Damaged($"malformed string at byte {position}");
            var digit = Convert.ToInt32(((char)value).ToString(), 16);
            Keep(high is { } first ? (byte)(first * 16 + digit) : null);
            high = high is null ? digit : null;
            if (start.Length >= Kept)
                break;
        }

        Keep(high is { } last ? (byte)(last * 16) : null);
        return (start.ToString(), position + length + 1);
    }

    void KeepUntilMark(ReadOnlySpan<byte> bytes)
    {
        var plain = bytes[position..].IndexOfAny(PdfSyntax.StringMarks);
        if (plain < 0)
            throw Endless();
        foreach (var value in bytes.Slice(position, Math.Min(plain, Kept)))
            Keep(value);
        position += plain;
    }

    byte? ReadEscape(ReadOnlySpan<byte> bytes)
    {
        if (position >= bytes.Length)
            throw Endless();
        var value = bytes[position++];
        switch (value)
        {
            case (byte)'\r':
                position += position < bytes.Length && bytes[position] == '\n' ? 1 : 0;
                return null;
            case (byte)'\n':
                return null;
            case >= (byte)'0' and <= (byte)'7':
                return ReadOctal(bytes, value - '0');
            default:
                var letter = "nrtbf"u8.IndexOf(value);
                return letter < 0 ? value : "\n\r\t\b\f"u8[letter];
        }
    }

    byte ReadOctal(ReadOnlySpan<byte> bytes, int value)
    {
        for (var digits = 1; digits < 3 && position < bytes.Length && bytes[position] is >= (byte)'0' and <= (byte)'7'; digits++)
            value = value * 8 + bytes[position++] - '0';
        return (byte)value;
    }

    void Keep(byte? value)
    {
        if (value is { } known && start.Length < Kept)
            start.Append((char)known);
    }

    LetterUnfitException Endless() => LetterUnfitException.Damaged($"endless string at byte {position}");
}
