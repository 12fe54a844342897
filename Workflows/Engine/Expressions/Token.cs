namespace WorkflowHost.Engine.Expressions;

enum TokenKind
{
    Number,
    Text,
    TemplateOpen,
    TemplateNext,
    Name,
    Sign,
    End,
}

/// <summary>
/// One word of an expression. <paramref name="Text"/> is the value of a text, a name, a sign, or a piece of a template;
/// <paramref name="Closes"/> says that the piece is the template's last.
/// </summary>
readonly record struct Token(TokenKind Kind, string Text, int Position, double Number = 0, bool Closes = false)
{
    public bool Is(string sign) => Kind == TokenKind.Sign && Text == sign;

    public string InThai => Kind switch
    {
        TokenKind.End => "จุดจบของนิพจน์",
        TokenKind.Number => $"จำนวน {NumberText.Of(Number)}",
        TokenKind.Text => $"ข้อความ '{Words.Short(Text)}'",
        TokenKind.TemplateOpen => "ข้อความแม่แบบ (`)",
        TokenKind.TemplateNext => "'}' ที่ปิด ${ }",
        TokenKind.Name => $"ชื่อ '{Words.Short(Text)}'",
        _ => $"'{Text}'",
    };

    public string Described => Kind switch
    {
        TokenKind.End => "the end of the expression",
        TokenKind.Number => $"the number {NumberText.Of(Number)}",
        TokenKind.Text => $"the text '{Words.Short(Text)}'",
        TokenKind.TemplateOpen => "a template text (`)",
        TokenKind.TemplateNext => "the '}' that ends ${ }",
        TokenKind.Name => $"the name '{Words.Short(Text)}'",
        _ => $"'{Text}'",
    };
}
