namespace WorkflowHost.Engine.Expressions;

/// <summary>JavaScript that we know and do not allow, with the way out for each.</summary>
static class Refusals
{
    static readonly Refusal Assignments = new("Assignments are not allowed. To compare, write '=='; to set a variable, use the "
        + "SetVariable activity.",
        "กำหนดค่าในนิพจน์ไม่ได้ ถ้าจะเปรียบเทียบให้เขียน == ถ้าจะตั้งค่าตัวแปรให้ใช้ขั้นตอน SetVariable");

    static readonly Refusal Bits = OfBits("", "");

    static readonly Refusal Statements = new("Statements are not allowed; write one expression, with 'condition ? a : b' for a choice.",
        "ใช้คำสั่งไม่ได้ เขียนนิพจน์เดียว ถ้าจะเลือกให้เขียน เงื่อนไข ? ก : ข");

    static readonly Refusal Loops = new("Loops are not allowed; draw the loop in the flowchart.",
        "ใช้วงวนไม่ได้ ใช้ขั้นตอนของแผนผังแทน");

    static readonly Refusal FunctionMaking = new("Functions cannot be written here; only the functions listed in docs/expressions.md can be "
        + "called.",
        "เขียนฟังก์ชันเองไม่ได้ เรียกได้เฉพาะฟังก์ชันที่มีให้ (docs/expressions.md)");

    static readonly Refusal Assigning = new("Variables cannot be declared here; use the SetVariable activity.",
        "ประกาศตัวแปรในนิพจน์ไม่ได้ ใช้ขั้นตอน SetVariable");

    static readonly Dictionary<string, Refusal> signs = new(StringComparer.Ordinal)
    {
        ["="] = Assignments,
        ["+="] = Assignments,
        ["-="] = Assignments,
        ["*="] = Assignments,
        ["/="] = Assignments,
        ["%="] = Assignments,
        ["**="] = Assignments,
        ["&&="] = Assignments,
        ["||="] = Assignments,
        ["??="] = Assignments,
        ["++"] = new("Counting up is an assignment and is not allowed. To add, write 'a + b'.",
            "กำหนดค่าในนิพจน์ไม่ได้ ถ้าจะบวกให้เขียน a + b"),
        ["--"] = new("Counting down is an assignment and is not allowed. To subtract a negative number, write 'a - (-b)'.",
            "กำหนดค่าในนิพจน์ไม่ได้ ถ้าจะลบจำนวนลบให้เขียน a - (-b)"),
        ["=>"] = FunctionMaking,
        ["&"] = OfBits(" For 'and', write '&&'.", " ให้เขียน &&"),
        ["|"] = OfBits(" For 'or', write '||'.", " ให้เขียน ||"),
        ["^"] = OfBits(" For a power, write '**'.", " ยกกำลังให้เขียน **"),
        ["~"] = OfBits(" For 'not', write '!'.", " ให้เขียน !"),
        ["<<"] = Bits,
        [">>"] = Bits,
        [">>>"] = Bits,
        ["..."] = new("Spreading with '...' is not allowed. Lists are joined by a.concat(b).",
            "ใช้ ... ไม่ได้ ต่อรายการด้วย a.concat(b)"),
        [";"] = new("Statements are not allowed; write one expression without ';'.",
            "ใช้คำสั่งไม่ได้ เขียนนิพจน์เดียวโดยไม่มี ;"),
        ["//"] = new("Comments are not allowed inside an expression. Use the activity's description.",
            "ใส่หมายเหตุในนิพจน์ไม่ได้ ใช้คำอธิบายของขั้นตอนแทน"),
        ["/*"] = new("Comments are not allowed inside an expression. Use the activity's description.",
            "ใส่หมายเหตุในนิพจน์ไม่ได้ ใช้คำอธิบายของขั้นตอนแทน"),
    };

    static readonly Dictionary<string, Refusal> names = new(StringComparer.Ordinal)
    {
        ["new"] = new("Nothing can be made with 'new'. A date is made by date('2026-01-31') or now().",
            "ใช้ new ไม่ได้ สร้างวันที่ด้วย date('2026-01-31') หรือ now()"),
        ["this"] = new("'this' is not allowed. A variable is read by getName().",
            "ใช้ this ไม่ได้ อ่านตัวแปรด้วย getชื่อ()"),
        ["function"] = FunctionMaking,
        ["async"] = FunctionMaking,
        ["await"] = FunctionMaking,
        ["class"] = FunctionMaking,
        ["yield"] = FunctionMaking,
        ["var"] = Assigning,
        ["let"] = Assigning,
        ["const"] = Assigning,
        ["for"] = Loops,
        ["while"] = Loops,
        ["do"] = Loops,
        ["if"] = Statements,
        ["else"] = Statements,
        ["switch"] = Statements,
        ["try"] = Statements,
        ["throw"] = Statements,
        ["import"] = Statements,
        ["return"] = new("'return' is not needed; write only the expression.",
            "ไม่ต้องเขียน return เขียนเพียงนิพจน์"),
        ["typeof"] = new("'typeof' is not allowed.",
            "ใช้ typeof ไม่ได้"),
        ["instanceof"] = new("'instanceof' is not allowed.",
            "ใช้ instanceof ไม่ได้"),
        ["in"] = new("'in' is not allowed. Write Object.keys(x).includes('name').",
            "ใช้ in ไม่ได้ เขียน Object.keys(x).includes('ชื่อ')"),
        ["void"] = new("'void' is not allowed.",
            "ใช้ void ไม่ได้"),
        ["delete"] = new("'delete' is not allowed.",
            "ใช้ delete ไม่ได้"),
        ["eval"] = new("'eval' is not allowed.",
            "ใช้ eval ไม่ได้"),
        ["variables"] = new("'variables' is not known. A variable is read by getName() or getVariable('name').",
            "ไม่รู้จัก variables อ่านตัวแปรด้วย getชื่อ() หรือ getVariable('ชื่อ')"),
        ["Date"] = new("'Date' is not known. A date is made by date('2026-01-31') or now().",
            "ไม่รู้จัก Date สร้างวันที่ด้วย date('2026-01-31') หรือ now()"),
        ["JSON"] = new("'JSON' is not known.",
            "ไม่รู้จัก JSON"),
        ["NaN"] = new("'NaN' is not known.",
            "ไม่รู้จัก NaN"),
        ["Infinity"] = new("'Infinity' is not known.",
            "ไม่รู้จัก Infinity"),
    };

    static Refusal OfBits(string english, string thai) =>
        new("Operators on bits are not allowed." + english, "ใช้ตัวดำเนินการระดับบิตไม่ได้" + thai);

    public static Refusal? OfSign(string sign) => signs.GetValueOrDefault(sign);

    public static Refusal? OfName(string name) => names.GetValueOrDefault(name);

    public static Refusal OfCharacter(char c) => c switch
    {
        '‘' or '’' or '“' or '”' => new("Texts are written in straight quotes: 'text' or \"text\".",
            "เขียนข้อความในเครื่องหมายคำพูดตรง 'ข้อความ'"),
        >= '๐' and <= '๙' => new("Numbers are written in Arabic digits (0-9).",
            "เขียนตัวเลขด้วยเลขอารบิก 0-9"),
        '\u200B' or '\u200C' or '\u200D' or '\u00AD' => new("It is invisible; delete it and type the place again.",
            "มองไม่เห็น ให้ลบแล้วพิมพ์ตรงนั้นใหม่"),
        '@' or '#' or '\\' => new("It has no meaning in an expression. Texts are written in quotes: 'text'.",
            "ไม่มีความหมายในนิพจน์ เขียนข้อความในเครื่องหมายคำพูด 'ข้อความ'"),
        _ => new("It has no meaning in an expression. Is a text without quotes? Write 'text'.",
            "ไม่มีความหมายในนิพจน์ ถ้าเป็นข้อความให้เขียนในเครื่องหมายคำพูด 'ข้อความ'"),
    };

    public static string OfMethod(string name) => name switch
    {
        "map" or "filter" or "find" or "some" or "every" or "reduce" or "forEach" or "flatMap" or "sort" =>
            " Functions cannot be passed to functions here; draw the loop in the flowchart.",
        "push" or "pop" or "shift" or "unshift" or "splice" or "reverse" =>
            " Data cannot be changed by an expression; lists are joined by a.concat(b).",
        "match" or "test" or "search" or "matchAll" or "exec" =>
            " Regular expressions are not allowed; use includes, startsWith, endsWith or indexOf.",
        "toString" or "valueOf" or "toLocaleString" => " To make a text, write String(x) or `${x}`.",
        "getFullYear" or "getMonth" or "getDate" => " Write year(d), month(d) or day(d).",
        _ => "",
    };
}

/// <summary>Why something is not allowed, and the way out, in both languages.</summary>
sealed record Refusal(string English, string Thai);
