using System.Buffers;

namespace WorkflowHost.Activities.Letters.Files;

/// <summary>The characters that separate words in a PDF (ISO 32000-2, 7.2.3).</summary>
static class PdfSyntax
{
    public static readonly SearchValues<byte> Blanks = SearchValues.Create("\0\t\n\f\r "u8);

    public static readonly SearchValues<byte> NotRegular = SearchValues.Create("\0\t\n\f\r ()<>[]{}/%"u8);

    public static readonly SearchValues<byte> StringMarks = SearchValues.Create("()\\"u8);

    public static bool IsBlank(byte value) => Blanks.Contains(value);

    public static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
