namespace WorkflowHost.Engine.Expressions;

/// <summary>Reads operands: literals, brackets, and what is read from a value with '.', '?.' and '[ ]'.</summary>
sealed partial class Parser
{
    Node Operand()
    {
        var target = Primary();
        if (!now.Is(".") && !now.Is("?.") && !now.Is("[") && !now.Is("("))
            return target;

        var links = new List<Link>();
        while (NextLink() is { } link)
            links.Add(link);

        return Made(new AccessNode(target.Position, target, [.. links]));
    }

    Link? NextLink()
    {
        var sign = now;
        if (Take("["))
            return IndexLink(sign.Position, false);

        if (sign.Is("("))
            throw Refuse(sign.Position, "Found '(' after a value. Only functions that are named can be called, as in trim().",
                "พบ '(' หลังค่า เรียกได้เฉพาะฟังก์ชันที่มีชื่อ เช่น trim()");

        if (!Take(".") && !Take("?."))
            return null;

        var isOptional = sign.Text == "?.";
        if (isOptional && Take("["))
            return IndexLink(sign.Position, true);

        if (now.Kind != TokenKind.Name)
            throw Refuse(now.Position, $"Found {now.Described} after '{sign.Text}'; the name of a member is needed here.",
                $"พบ{now.InThai} หลัง '{sign.Text}' ตรงนี้ต้องเป็นชื่อ");

        var name = now;
        Advance();
        CountPart(name.Position);
        return now.Is("(") ? MethodLink(name, isOptional) : new MemberLink(name.Position, isOptional, name.Text);
    }

    IndexLink IndexLink(int position, bool isOptional)
    {
        var index = Expression();
        Expect("]", "to close '['", "ปิด '['");
        return new IndexLink(position, isOptional, index);
    }

    MethodLink MethodLink(Token name, bool isOptional)
    {
        var arguments = Arguments();
        if (!Functions.MethodNames.Contains(name.Text))
            throw Refuse(name.Position, $"The function '.{Words.Short(name.Text)}()' is not known."
                + Words.DidYouMean(name.Text, Functions.MethodNames) + Refusals.OfMethod(name.Text)
                + $" Allowed: {string.Join(", ", Functions.MethodNames)}.",
                $"ไม่รู้จักฟังก์ชัน '.{Words.Short(name.Text)}()'{Words.OrPerhaps(name.Text, Functions.MethodNames)} ดูฟังก์ชันที่ใช้ได้ใน docs/expressions.md");

        var candidates = Functions.Methods(name.Text);
        if (!candidates.Any(candidate => candidate.Accepts(arguments.Length)))
            throw Refuse(name.Position, candidates.First().WrongCount(arguments.Length), candidates.First().WrongCountInThai(arguments.Length));

        return new MethodLink(name.Position, isOptional, name.Text, arguments);
    }

    void CountPart(int position)
    {
        if (++nodes > ScriptLimits.Nodes)
            throw Refuse(position, $"The expression has more than {ScriptLimits.Nodes} parts.", $"นิพจน์มีเกิน {ScriptLimits.Nodes} ส่วน");
    }

    Node Primary()
    {
        var token = now;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Constant(token, token.Number);
            case TokenKind.Text:
                return Constant(token, token.Text);
            case TokenKind.TemplateOpen:
                return Template();
            case TokenKind.Name:
                return Named(token);
            case TokenKind.Sign when token.Text == "(":
                return Bracketed();
            case TokenKind.Sign when token.Text == "[":
                Advance();
                return Made(new ListNode(token.Position, Items("]", "to close '['", "ปิด '['")));
            case TokenKind.Sign when token.Text == "{":
                return Object();
            case TokenKind.Sign when token.Text == "/":
                throw Refuse(token.Position, "Found '/' where a value is needed. Regular expressions are not allowed; use "
                    + "includes, startsWith, endsWith, indexOf or replaceAll with texts.",
                    "พบ '/' ตรงที่ต้องเป็นค่า ใช้นิพจน์ปรกติ (regular expression) ไม่ได้ ใช้ includes, startsWith, endsWith");
            default:
                throw Refuse(token.Position, $"Found {token.Described} where a value is needed: a number, a 'text', "
                    + "true, false, null, a [list], an {object: 1}, or a function such as getName().",
                    $"พบ{token.InThai} ตรงที่ต้องเป็นค่า เช่น จำนวน 'ข้อความ' true false null หรือ getชื่อ()");
        }
    }

    ConstantNode Constant(Token token, object? value)
    {
        Advance();
        return Made(new ConstantNode(token.Position, value));
    }

    Node Bracketed()
    {
        Advance();
        var inner = Expression();
        Expect(")", "to close '('", "ปิด '('");
        inner.IsBracketed = true;
        return inner;
    }

    TemplateNode Template()
    {
        var position = now.Position;
        var pieces = new List<string> { now.Text };
        var holes = new List<Node>();
        while (!now.Closes)
        {
            Advance();
            holes.Add(Expression());
            if (now.Kind != TokenKind.TemplateNext)
                throw Refuse(now.Position, $"Found {now.Described}, but '}}' is needed here to close '${{'.",
                    $"พบ{now.InThai} แต่ตรงนี้ต้องมี '}}' เพื่อปิด '${{'");

            pieces.Add(now.Text);
        }

        Advance();
        return Made(new TemplateNode(position, [.. pieces], [.. holes]));
    }

    ObjectNode Object()
    {
        var position = now.Position;
        Advance();
        var members = new List<(string Name, Node Value)>();
        while (!now.Is("}"))
        {
            var name = MemberName();
            Expect(":", "after the member's name, as in {name: value}", "คั่นชื่อกับค่า เช่น {ชื่อ: ค่า}");
            members.Add((name, Expression()));
            if (!Take(","))
                break;
        }

        Expect("}", "to close '{'", "ปิด '{'");
        return Made(new ObjectNode(position, [.. members]));
    }

    string MemberName()
    {
        var token = now;
        if (token.Kind is not (TokenKind.Name or TokenKind.Text or TokenKind.Number))
            throw Refuse(token.Position, $"Found {token.Described} where a member's name is needed, as in {{name: value}}.",
                $"พบ{token.InThai} ตรงที่ต้องเป็นชื่อ เช่น {{ชื่อ: ค่า}}");

        Advance();
        return token.Kind == TokenKind.Number ? NumberText.Of(token.Number) : token.Text;
    }

    Node[] Arguments()
    {
        Advance();
        return Items(")", "to close '('", "ปิด '('");
    }

    Node[] Items(string close, string why, string thai)
    {
        var items = new List<Node>();
        while (!now.Is(close))
        {
            items.Add(Expression());
            if (!Take(","))
                break;
        }

        Expect(close, why, thai);
        return [.. items];
    }
}
