namespace WorkflowHost.Engine.Expressions;

/// <summary>Methods of texts. Ordinal and invariant; places count UTF-16 units, as in JavaScript.</summary>
static class TextMethods
{
    public static readonly Function[] All =
    [
        new("toUpperCase", 0, 0, (in call) => call.Made(call.Self<string>().ToUpperInvariant())),
        new("toLowerCase", 0, 0, (in call) => call.Made(call.Self<string>().ToLowerInvariant())),
        new("trim", 0, 0, (in call) => call.Made(call.Self<string>().Trim())),
        new("includes", 1, 1, (in call) => ScriptValue.Box(Find(call) >= 0)),
        new("indexOf", 1, 1, (in call) => (double)Find(call)),
        new("startsWith", 1, 1, StartsWith),
        new("endsWith", 1, 1, EndsWith),
        new("slice", 0, 2, Slice),
        new("substring", 1, 2, Substring),
        new("split", 1, 1, Split),
        new("replace", 2, 2, Replace),
        new("replaceAll", 2, 2, ReplaceAll),
        new("padStart", 1, 2, (in call) => Padding(call) + call.Self<string>()),
        new("padEnd", 1, 2, (in call) => call.Self<string>() + Padding(call)),
        new("charAt", 1, 1, CharAt),
    ];

    static int Find(in Call call)
    {
        var text = call.Self<string>();
        var sought = call.Text(0);
        call.Run.ChargeSearch(text, sought, call.Position);
        return text.IndexOf(sought, StringComparison.Ordinal);
    }

    static object StartsWith(in Call call) =>
        ScriptValue.Box(call.Self<string>().StartsWith(Sought(call), StringComparison.Ordinal));

    static object EndsWith(in Call call) =>
        ScriptValue.Box(call.Self<string>().EndsWith(Sought(call), StringComparison.Ordinal));

    static string Sought(in Call call)
    {
        var sought = call.Text(0);
        call.Run.Charge(1 + sought.Length / 64, call.Position);
        return sought;
    }

    static string Slice(in Call call)
    {
        var text = call.Self<string>();
        var from = call.Place(0, text.Length, 0);
        var to = call.Place(1, text.Length, text.Length);
        return from < to ? call.Made(text[from..to]) : "";
    }

    // Unlike slice: what is below zero counts as zero, and the two places may come in either order.
    static string Substring(in Call call)
    {
        var text = call.Self<string>();
        var a = (int)Math.Clamp(Whole(call.Number(0)), 0, text.Length);
        var b = call.Count > 1 ? (int)Math.Clamp(Whole(call.Number(1)), 0, text.Length) : text.Length;
        return call.Made(text[Math.Min(a, b)..Math.Max(a, b)]);
    }

    static string CharAt(in Call call)
    {
        var text = call.Self<string>();
        var at = Whole(call.Number(0));
        return at >= 0 && at < text.Length ? text[(int)at].ToString() : "";
    }

    static double Whole(double number) => double.IsNaN(number) ? 0 : Math.Truncate(number);

    static object? Split(in Call call)
    {
        var text = call.Self<string>();
        var separator = call.Text(0);
        call.Run.ChargeSearch(text, separator, call.Position);
        if (separator.Length == 0)
            return Letters(call, text);

        var count = Occurrences(text, separator) + 1;
        call.Run.ReserveList(count, call.Position);
        return text.Split(separator, StringSplitOptions.None);
    }

    static object?[] Letters(in Call call, string text)
    {
        call.Run.ReserveList(text.Length, call.Position);
        var letters = new object?[text.Length];
        for (var i = 0; i < letters.Length; i++)
            letters[i] = text[i].ToString();

        return letters;
    }

    static int Occurrences(string text, string sought)
    {
        var count = 0;
        var at = -sought.Length;
        while ((at = text.IndexOf(sought, at + sought.Length, StringComparison.Ordinal)) >= 0)
            count++;

        return count;
    }

    static string Replace(in Call call)
    {
        var text = call.Self<string>();
        var (sought, replacement) = Replacement(call);
        var at = text.IndexOf(sought, StringComparison.Ordinal);
        if (at < 0)
            return text;

        call.Run.ReserveText((long)text.Length + replacement.Length - sought.Length, call.Position);
        return string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + sought.Length));
    }

    static string ReplaceAll(in Call call)
    {
        var text = call.Self<string>();
        var (sought, replacement) = Replacement(call);
        var growth = Occurrences(text, sought) * ((long)replacement.Length - sought.Length);
        call.Run.ReserveText(text.Length + growth, call.Position);
        return text.Replace(sought, replacement, StringComparison.Ordinal);
    }

    static (string Sought, string Replacement) Replacement(in Call call)
    {
        var sought = call.Text(0);
        if (sought.Length == 0)
            throw call.Fault("argument 1 is the text to be replaced and must not be empty.");

        call.Run.ChargeSearch(call.Self<string>(), sought, call.Position);
        return (sought, call.Text(1));
    }

    static string Padding(in Call call)
    {
        var text = call.Self<string>();
        var length = Whole(call.Number(0));
        var filler = call.Count > 1 ? call.Text(1) : " ";
        if (length <= text.Length || filler.Length == 0)
            return "";

        call.Run.ReserveText(length > int.MaxValue ? int.MaxValue : (long)length, call.Position);
        return string.Create((int)length - text.Length, filler, static (span, filler) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = filler[i % filler.Length];
        });
    }
}
