using System.Globalization;
using System.Text;

namespace WorkflowHost.Engine.Expressions;

/// <summary>Reads what follows a backslash in a text.</summary>
static class Escapes
{
    public static void Read(string text, ref int at, StringBuilder value)
    {
        var start = at++;
        if (at == text.Length)
            throw ScriptException.At(text, start, "Found '\\' at the end. To write a backslash, write '\\\\'.", "พบ '\\' ที่ท้าย ถ้าต้องการเครื่องหมายนี้ให้เขียน '\\\\'");

        var c = text[at++];
        switch (c)
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'v': value.Append('\v'); break;
            case 'x': AppendCode(text, start, ref at, 2, value); break;
            case 'u': AppendUnicode(text, start, ref at, value); break;
            case (>= '0' and <= '9') or '\n' or '\r':
                throw ScriptException.At(text, start, "Found '\\' before a digit or a line's end, which is not allowed. "
                    + "Characters are written as '\\u0E01', line ends as '\\n', a backslash as '\\\\'.",
                    "พบ '\\' หน้าตัวเลขหรือท้ายบรรทัด ซึ่งใช้ไม่ได้");
            default: value.Append(c); break;
        }
    }

    static void AppendUnicode(string text, int start, ref int at, StringBuilder value)
    {
        if (at == text.Length || text[at] != '{')
        {
            AppendCode(text, start, ref at, 4, value);
            return;
        }

        var end = text.IndexOf('}', at);
        var digits = end < 0 ? 0 : end - at - 1;
        at++;
        AppendCode(text, start, ref at, digits is > 0 and <= 6 ? digits : int.MaxValue, value);
        at++;
    }

    static void AppendCode(string text, int start, ref int at, int digits, StringBuilder value)
    {
        // A code of zero is refused because databases cannot keep it in a text.
        if (digits > text.Length - at
            || !int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is <= 0 or > 0x10FFFF)
            throw ScriptException.At(text, start, "Found a character code that cannot be read. Codes are written as "
                + "'\\u0E01', '\\u{1F600}' or '\\x41'.", "รหัสตัวอักษรนี้อ่านไม่ได้ เขียนเช่น '\\u0E01'");

        if (code > char.MaxValue)
            value.Append(char.ConvertFromUtf32(code));
        else
            value.Append((char)code);

        at += digits;
    }
}
