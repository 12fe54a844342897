namespace WorkflowHost.Engine.Expressions;

/// <summary>JavaScript that we know and do not allow, with the way out for each.</summary>
static class Refusals
{
    const string Assignments = "Assignments are not allowed. To compare, write '=='; to set a variable, use the "
        + "SetVariable activity.";

    const string Bits = "Operators on bits are not allowed.";

    const string Statements = "Statements are not allowed; write one expression, with 'condition ? a : b' for a choice.";

    const string Loops = "Loops are not allowed; use the ForEach or While activity.";

    const string FunctionMaking = "Functions cannot be written here; only the functions listed in docs/expressions.md can be "
        + "called.";

    const string Assigning = "Variables cannot be declared here; use the SetVariable activity.";

    static readonly Dictionary<string, string> signs = new(StringComparer.Ordinal)
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
        ["++"] = "Counting up is an assignment and is not allowed. To add, write 'a + b'.",
        ["--"] = "Counting down is an assignment and is not allowed. To subtract a negative number, write 'a - (-b)'.",
        ["=>"] = FunctionMaking,
        ["&"] = Bits + " For 'and', write '&&'.",
        ["|"] = Bits + " For 'or', write '||'.",
        ["^"] = Bits + " For a power, write '**'.",
        ["~"] = Bits + " For 'not', write '!'.",
        ["<<"] = Bits,
        [">>"] = Bits,
        [">>>"] = Bits,
        ["..."] = "Spreading with '...' is not allowed. Lists are joined by a.concat(b).",
        [";"] = "Statements are not allowed; write one expression without ';'.",
        ["//"] = "Comments are not allowed inside an expression. Use the activity's description.",
        ["/*"] = "Comments are not allowed inside an expression. Use the activity's description.",
    };

    static readonly Dictionary<string, string> names = new(StringComparer.Ordinal)
    {
        ["new"] = "Nothing can be made with 'new'. A date is made by date('2026-01-31') or now().",
        ["this"] = "'this' is not allowed. A variable is read by getName().",
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
        ["return"] = "'return' is not needed; write only the expression.",
        ["typeof"] = "'typeof' is not allowed.",
        ["instanceof"] = "'instanceof' is not allowed.",
        ["in"] = "'in' is not allowed. Write Object.keys(x).includes('name').",
        ["void"] = "'void' is not allowed.",
        ["delete"] = "'delete' is not allowed.",
        ["eval"] = "'eval' is not allowed.",
        ["variables"] = "'variables' is not known. A variable is read by getName() or getVariable('name').",
        ["Date"] = "'Date' is not known. A date is made by date('2026-01-31') or now().",
        ["JSON"] = "'JSON' is not known.",
        ["NaN"] = "'NaN' is not known.",
        ["Infinity"] = "'Infinity' is not known.",
    };

    public static string? OfSign(string sign) => signs.GetValueOrDefault(sign);

    public static string? OfName(string name) => names.GetValueOrDefault(name);

    public static string OfCharacter(char c) => c switch
    {
        '‘' or '’' or '“' or '”' => "Texts are written in straight quotes: 'text' or \"text\".",
        >= '๐' and <= '๙' => "Numbers are written in Arabic digits (0-9).",
        '\u200B' or '\u200C' or '\u200D' or '\u00AD' => "It is invisible; delete it and type the place again.",
        '@' or '#' or '\\' => "It has no meaning in an expression. Texts are written in quotes: 'text'.",
        _ => "It has no meaning in an expression. Is a text without quotes? Write 'text'.",
    };

    public static string OfMethod(string name) => name switch
    {
        "map" or "filter" or "find" or "some" or "every" or "reduce" or "forEach" or "flatMap" or "sort" =>
            " Functions cannot be passed to functions here; use the ForEach activity.",
        "push" or "pop" or "shift" or "unshift" or "splice" or "reverse" =>
            " Data cannot be changed by an expression; lists are joined by a.concat(b).",
        "match" or "test" or "search" or "matchAll" or "exec" =>
            " Regular expressions are not allowed; use includes, startsWith, endsWith or indexOf.",
        "toString" or "valueOf" or "toLocaleString" => " To make a text, write String(x) or `${x}`.",
        "getFullYear" or "getMonth" or "getDate" => " Write year(d), month(d) or day(d).",
        _ => "",
    };
}
