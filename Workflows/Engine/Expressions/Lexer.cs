using System.Globalization;
using System.Text;

namespace WorkflowHost.Engine.Expressions;

/// <summary>Cuts an expression into tokens, one at a time, so that the first fault is the one that is reported.</summary>
sealed class Lexer(string text)
{
    // Longest first: the first that fits is taken. Signs that are refused are known too, so that the message is right.
    static readonly string[] signs =
    [
        "===", "!==", "**=", "...", ">>>", "&&=", "||=", "??=",
        "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "**", "++", "--", "+=", "-=", "*=", "/=", "%=", "<<", ">>",
        "//", "/*",
        "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}",
        "=", ";", "&", "|", "^", "~",
    ];

    // How many curly brackets are open inside each ${ } that is open.
    readonly Stack<int> holes = new();

    int at;

    public Token Next()
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '\uFEFF'))
            at++;

        if (at == text.Length)
            return new Token(TokenKind.End, "", at);

        var c = text[at];
        if (c is '\'' or '"')
            return Quoted(c);

        if (c == '`' || c == '}' && holes.TryPeek(out var open) && open == 0)
            return TemplatePiece(c);

        if (char.IsAsciiDigit(c) || c == '.' && IsDigitAt(at + 1))
            return Number();

        return IsNameStart(c) ? Name() : Sign();
    }

    ScriptException Refuse(int position, string message, string thai) => ScriptException.At(text, position, message, thai);

    ScriptException RefuseCharacter(int position, Refusal refusal) => Refuse(position,
        $"Found {Words.Character(text[position])}. {refusal.English}", $"พบ {Words.Character(text[position])} {refusal.Thai}");

    Token Quoted(char quote)
    {
        var start = at++;
        var value = new StringBuilder();
        while (at < text.Length && text[at] is not ('\n' or '\r'))
        {
            if (text[at] == quote)
            {
                at++;
                return new Token(TokenKind.Text, value.ToString(), start);
            }

            AppendCharacter(value);
        }

        throw Refuse(start, $"The text that starts here is not closed; add {quote} on the same line. "
            + "A text of several lines is written between `backquotes`.",
            $"ข้อความที่เริ่มตรงนี้ไม่มีเครื่องหมายปิด ให้เติม {quote} ในบรรทัดเดียวกัน");
    }

    Token TemplatePiece(char first)
    {
        var start = at++;
        var kind = first == '`' ? TokenKind.TemplateOpen : TokenKind.TemplateNext;
        if (kind == TokenKind.TemplateNext)
            holes.Pop();

        var value = new StringBuilder();
        while (at < text.Length)
        {
            if (text[at] == '`')
            {
                at++;
                return new Token(kind, value.ToString(), start, Closes: true);
            }

            if (text[at] == '$' && at + 1 < text.Length && text[at + 1] == '{')
            {
                at += 2;
                holes.Push(0);
                return new Token(kind, value.ToString(), start);
            }

            AppendCharacter(value);
        }

        throw Refuse(start, "The template text here is not closed; add ` at its end.", "ข้อความแม่แบบตรงนี้ไม่มีเครื่องหมายปิด ให้เติม ` ที่ท้าย");
    }

    void AppendCharacter(StringBuilder value)
    {
        if (text[at] == '\\')
            Escapes.Read(text, ref at, value);
        else
            value.Append(text[at++]);
    }

    Token Number()
    {
        var start = at;
        SkipDigits();
        if (at < text.Length && text[at] == '.')
        {
            at++;
            SkipDigits();
        }

        SkipExponent();
        var written = text.AsSpan(start, at - start);
        if (at < text.Length && (IsNamePart(text[at]) || text[at] is '.'))
            throw Refuse(at, $"The number {written} is followed by {Words.Character(text[at])}. Numbers are written like "
                + "1500 or 0.75, in decimal digits, without '_', 'n' or '0x'; to call a function on one, write (5).toFixed(2).",
                $"จำนวน {written} มีตัวอักษรต่อท้าย เขียนจำนวนเช่น 1500 หรือ 0.75");

        if (written.Length > 1 && written[0] == '0' && char.IsAsciiDigit(written[1]))
            throw Refuse(start, $"The number {written} starts with 0. Leave the 0 out, or write a text: '{written}'.",
                $"จำนวน {written} ขึ้นต้นด้วย 0 ให้ตัด 0 ออก หรือเขียนเป็นข้อความ '{written}'");

        return new Token(TokenKind.Number, "", start, double.Parse(written, CultureInfo.InvariantCulture));
    }

    void SkipDigits()
    {
        while (IsDigitAt(at))
            at++;
    }

    void SkipExponent()
    {
        if (at == text.Length || text[at] is not ('e' or 'E'))
            return;

        var digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
        if (!IsDigitAt(digits))
            return;

        at = digits;
        SkipDigits();
    }

    Token Name()
    {
        var start = at;
        while (at < text.Length && IsNamePart(text[at]))
            at++;

        return new Token(TokenKind.Name, text[start..at], start);
    }

    Token Sign()
    {
        var sign = Array.Find(signs, FitsHere)
            ?? throw RefuseCharacter(at, Refusals.OfCharacter(text[at]));
        if (Refusals.OfSign(sign) is { } refusal)
            throw Refuse(at, $"Found '{sign}'. {refusal.English}", $"พบ '{sign}' {refusal.Thai}");

        if (holes.TryPeek(out var open) && sign is "{" or "}" && holes.TryPop(out open))
            holes.Push(sign == "{" ? open + 1 : open - 1);

        var token = new Token(TokenKind.Sign, sign, at);
        at += sign.Length;
        return token;
    }

    // In 'a?.5:1' the sign is '?', as in JavaScript.
    bool FitsHere(string sign) =>
        string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0 && (sign != "?." || !IsDigitAt(at + 2));

    bool IsDigitAt(int index) => index < text.Length && char.IsAsciiDigit(text[index]);

    static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '$';

    // Thai vowels and tone marks are combining marks: a name may hold them, but not start with one.
    static bool IsNamePart(char c) => IsNameStart(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
