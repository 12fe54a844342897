namespace WorkflowHost.Engine.Expressions;

/// <summary>
/// Reads operators by precedence. Chains of one level are read in loops into one flat node, so neither the parser nor
/// the evaluation recurses deeper than the brackets do. Operands and names are in the other parts.
/// </summary>
sealed partial class Parser
{
    static readonly BinaryOperator[][] levels =
    [
        BinaryOperator.Equality, BinaryOperator.Order, BinaryOperator.Sums, BinaryOperator.Products,
    ];

    readonly string text;
    readonly Lexer lexer;
    readonly List<string> names = [];
    readonly List<string> inputNames = [];

    Token now;
    int depth;
    int nodes;

    public Parser(string text)
    {
        this.text = text;
        lexer = new Lexer(text);
        now = lexer.Next();
    }

    public IReadOnlyList<string> Names => names;

    public IReadOnlyList<string> InputNames => inputNames;

    public Node ParseAll()
    {
        var root = Expression();
        if (now.Kind == TokenKind.End)
            return root;

        var why = AfterCompleteValue();
        throw Refuse(now.Position, $"Found {now.Described} after a complete expression. {why.English}",
            $"พบ{now.InThai} หลังนิพจน์ที่จบแล้ว {why.Thai}");
    }

    Refusal AfterCompleteValue() => now switch
    {
        { Kind: TokenKind.Name } when Refusals.OfName(now.Text) is { } refusal => refusal,
        { Kind: TokenKind.TemplateOpen } => new("Tagged templates are not allowed; join texts with '+'.", "ต่อข้อความด้วย +"),
        { Text: "," } when now.Kind == TokenKind.Sign =>
            new("Only one expression is allowed; a list is written [a, b].", "มีได้นิพจน์เดียว เขียนรายการเป็น [a, b]"),
        { Text: ")" or "]" or "}" } when now.Kind == TokenKind.Sign =>
            new("It closes a bracket that was not opened.", "วงเล็บปิดนี้ไม่มีวงเล็บเปิด"),
        { Text: ":" } when now.Kind == TokenKind.Sign =>
            new("A ':' belongs to 'condition ? a : b' or to {name: value}.", "':' ใช้ใน 'เงื่อนไข ? ก : ข' หรือ {ชื่อ: ค่า}"),
        _ => new("An operator (+ - * / % ** == != < <= > >= && || ?? ?:) is allowed here; texts are written in quotes.",
            "ตรงนี้ต้องเป็นเครื่องหมาย เช่น + == && ส่วนข้อความเขียนในเครื่องหมายคำพูด"),
    };

    /// <summary>Chained choices are read in a loop: a long 'a ? 1 : b ? 2 : 3' is a flat list, not a nest.</summary>
    Node Expression()
    {
        Enter();
        var position = now.Position;
        var value = Alternatives();
        if (!now.Is("?"))
        {
            depth--;
            return value;
        }

        var choices = new List<(Node Condition, Node Value)>();
        while (Take("?"))
        {
            var chosen = Expression();
            Expect(":", "to separate the two values of 'condition ? a : b'", "คั่นสองค่าของ 'เงื่อนไข ? ก : ข'");
            choices.Add((value, chosen));
            value = Alternatives();
        }

        depth--;
        return Made(new ChoiceNode(position, [.. choices], value));
    }

    /// <summary>'||' and '??' share the lowest level; JavaScript forbids mixing '??' with others without brackets.</summary>
    Node Alternatives()
    {
        var first = Conjunction();
        if (!now.Is("||") && !now.Is("??"))
            return first;

        var sign = now;
        var operands = new List<Node> { first };
        while (now.Is("||") || now.Is("??"))
        {
            if (now.Text != sign.Text)
                throw RefuseMixed(now.Position);

            Advance();
            operands.Add(Conjunction());
        }

        if (sign.Text == "??" && operands.Exists(operand => operand is LogicNode { IsBracketed: false }))
            throw RefuseMixed(sign.Position);

        return Made(new LogicNode(first.Position, sign.Text == "||" ? Logic.Or : Logic.Coalesce, [.. operands]));
    }

    ScriptException RefuseMixed(int position) =>
        Refuse(position, "Found '??' mixed with '||' or '&&'. Put one of them in brackets: (a ?? b) || c.",
            "ใช้ '??' ปนกับ '||' หรือ '&&' ให้ใส่วงเล็บ: (a ?? b) || c");

    Node Conjunction()
    {
        var first = Binary(0);
        if (!now.Is("&&"))
            return first;

        var operands = new List<Node> { first };
        while (Take("&&"))
            operands.Add(Binary(0));

        return Made(new LogicNode(first.Position, Logic.And, [.. operands]));
    }

    Node Binary(int level)
    {
        if (level == levels.Length)
            return Power();

        var first = Binary(level + 1);
        if (Operator(level) is null)
            return first;

        var steps = new List<BinaryStep>();
        while (Operator(level) is { } found)
        {
            var position = now.Position;
            Advance();
            steps.Add(new BinaryStep(found, Binary(level + 1), position));
        }

        return Made(new BinaryNode(first.Position, first, [.. steps]));
    }

    BinaryOperator? Operator(int level) =>
        now.Kind == TokenKind.Sign ? Array.Find(levels[level], candidate => candidate.Sign == now.Text) : null;

    Node Power()
    {
        var first = Prefixed();
        if (!now.Is("**"))
            return first;

        if (first is PrefixNode { IsBracketed: false })
            throw Refuse(now.Position, "Found '**' after a value with a sign. Put the left side in brackets: (-2) ** 2.",
                "'**' อยู่หลังค่าที่มีเครื่องหมาย ให้ใส่วงเล็บด้านซ้าย: (-2) ** 2");

        var operands = new List<Node> { first };
        var position = now.Position;
        while (Take("**"))
            operands.Add(Prefixed());

        // '**' is right associative, so only the last operand may carry a sign.
        if (operands[..^1].Exists(operand => operand is PrefixNode { IsBracketed: false }))
            throw Refuse(position, "Found '**' after a value with a sign. Put it in brackets: 2 ** ((-2) ** 2).",
                "'**' อยู่หลังค่าที่มีเครื่องหมาย ให้ใส่วงเล็บ: 2 ** ((-2) ** 2)");

        return Made(new PowerNode(position, [.. operands]));
    }

    Node Prefixed()
    {
        if (!now.Is("!") && !now.Is("-") && !now.Is("+"))
            return Operand();

        var position = now.Position;
        var signs = new List<char>();
        while (now.Is("!") || now.Is("-") || now.Is("+"))
        {
            if (signs.Count + depth >= ScriptLimits.Depth)
                throw TooDeep();

            signs.Add(now.Text[0]);
            Advance();
        }

        return Made(new PrefixNode(position, [.. signs], Operand()));
    }

    void Enter()
    {
        if (++depth > ScriptLimits.Depth)
            throw TooDeep();
    }

    ScriptException TooDeep() => Refuse(now.Position, $"The expression is nested more than {ScriptLimits.Depth} levels deep "
        + "here. Split the work over several activities.", $"นิพจน์ซ้อนกันเกิน {ScriptLimits.Depth} ชั้น ให้แบ่งเป็นหลายขั้นตอน");

    T Made<T>(T node)
        where T : Node
    {
        if (++nodes > ScriptLimits.Nodes)
            throw Refuse(node.Position, $"The expression has more than {ScriptLimits.Nodes} parts. Split the work over several "
                + "activities.", $"นิพจน์มีเกิน {ScriptLimits.Nodes} ส่วน ให้แบ่งเป็นหลายขั้นตอน");

        return node;
    }

    void Advance() => now = lexer.Next();

    bool Take(string sign)
    {
        if (!now.Is(sign))
            return false;

        Advance();
        return true;
    }

    void Expect(string sign, string why, string thai)
    {
        if (!Take(sign))
            throw Refuse(now.Position, $"Found {now.Described}, but '{sign}' is needed here {why}.",
                $"พบ{now.InThai} แต่ตรงนี้ต้องมี '{sign}' เพื่อ{thai}");
    }

    ScriptException Refuse(int position, string message, string thai) => ScriptException.At(text, position, message, thai);
}
