namespace WorkflowHost.Engine.Expressions;

/// <summary>Reads what starts with a name: constants, functions and getters of variables. All other names are refused.</summary>
sealed partial class Parser
{
    Node Named(Token token)
    {
        switch (token.Text)
        {
            case "true": return Constant(token, ScriptValue.True);
            case "false": return Constant(token, ScriptValue.False);
            case "null" or "undefined": return Constant(token, null);
        }

        if (Refusals.OfName(token.Text) is { } refusal)
            throw Refuse(token.Position, $"Found '{token.Text}'. {refusal.English}", $"พบ '{token.Text}' {refusal.Thai}");

        Advance();
        var name = token.Text is "Math" or "Object" ? Qualified(token) : token.Text;
        if (!now.Is("("))
            throw RefuseBareName(token, name);

        return Made(Call(token, name, Arguments()));
    }

    string Qualified(Token group)
    {
        if (now.Is(".") && Take(".") && now.Kind == TokenKind.Name)
        {
            var name = $"{group.Text}.{now.Text}";
            Advance();
            return name;
        }

        var known = string.Join(", ", Functions.Global.Keys.Where(key => key.StartsWith(group.Text, StringComparison.Ordinal)));
        throw Refuse(group.Position, $"'{group.Text}' is not a value. It is followed by the name of a function: {known}.",
            $"'{group.Text}' ต้องตามด้วยชื่อฟังก์ชัน: {known}");
    }

    ScriptException RefuseBareName(Token token, string name)
    {
        if (Functions.Global.ContainsKey(name))
            return Refuse(token.Position, $"'{name}' is a function; call it with brackets: {name}().", $"'{name}' เป็นฟังก์ชัน ให้เรียกด้วยวงเล็บ: {name}()");

        if (name != token.Text)
            return RefuseFunction(token, name);

        return Refuse(token.Position, $"The name '{Words.Short(name)}' is not known. A variable is read by {Getter(name)}(), "
            + $"and a text is written in quotes: '{Words.Short(name)}'." + Words.DidYouMean(name, Functions.Global.Keys),
            $"ไม่รู้จักชื่อ '{Words.Short(name)}' อ่านตัวแปรด้วย {Getter(name)}() เขียนข้อความในเครื่องหมายคำพูด '{Words.Short(name)}'");
    }

    Node Call(Token token, string name, Node[] arguments)
    {
        if (Functions.Global.TryGetValue(name, out var function))
        {
            if (!function.Accepts(arguments.Length))
                throw Refuse(token.Position, function.WrongCount(arguments.Length), function.WrongCountInThai(arguments.Length));

            NoteName(name, arguments);
            return new CallNode(token.Position, function, arguments);
        }

        if (!name.StartsWith("get", StringComparison.Ordinal) || name.Length == 3 || char.IsAsciiLetterLower(name[3]))
            throw RefuseFunction(token, name);

        if (arguments.Length > 0)
            throw Refuse(token.Position, $"'{Words.Short(name)}' reads the variable '{Words.Short(name[3..])}' and takes no "
                + "arguments." + Words.DidYouMean(name, Functions.Global.Keys),
                $"'{Words.Short(name)}' อ่านตัวแปร '{Words.Short(name[3..])}' จึงไม่มีค่าในวงเล็บ");

        Note(names, name[3..]);
        return new VariableNode(token.Position, name[3..]);
    }

    void NoteName(string function, Node[] arguments)
    {
        if (function is "getVariable" or "getInput" && arguments is [ConstantNode { Value: string literal }])
            Note(function == "getInput" ? inputNames : names, literal);
    }

    static void Note(List<string> list, string name)
    {
        if (!list.Contains(name))
            list.Add(name);
    }

    ScriptException RefuseFunction(Token token, string name) => Refuse(token.Position,
        $"The function '{Words.Short(name)}()' is not known." + Words.DidYouMean(name, Functions.Global.Keys)
        + (name.StartsWith("get", StringComparison.OrdinalIgnoreCase) && name.Length > 3
            ? $" A variable is read by {Getter(name[3..])}()."
            : "")
        + $" Allowed: getName() for a variable, {string.Join(", ", Functions.Global.Keys)}.",
        $"ไม่รู้จักฟังก์ชัน '{Words.Short(name)}()'{Words.OrPerhaps(name, Functions.Global.Keys)} ดูฟังก์ชันที่ใช้ได้ใน docs/expressions.md");

    static string Getter(string name) => $"get{char.ToUpperInvariant(name[0])}{Words.Short(name[1..])}";
}
