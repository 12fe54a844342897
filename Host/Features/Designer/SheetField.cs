using Microsoft.AspNetCore.Http;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Web.Designer.Descriptors;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>How a field of the rule sheet is filled in.</summary>
public enum SheetEditor
{
    Text,
    LongText,
    Number,
    Tick,
    Choice,
    Choices,
    Lines,
    Instant,
    Code,

    /// <summary>Not changed here, only shown.</summary>
    Shown,
}

/// <summary>One field of the rule sheet: what the text has, what was typed, and how that goes back into the text.</summary>
public sealed class SheetField
{
    /// <summary>In the form; unique on the page.</summary>
    public required string Name { get; init; }

    /// <summary>In the page.</summary>
    public required string Id { get; init; }

    public required string Label { get; init; }
    public string? Hint { get; init; }
    public SheetEditor Editor { get; init; }
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>The input as the file names it; null for a title and the like.</summary>
    public string? Input { get; init; }

    /// <summary>What the text has now, as this field shows it: True or False for a tick, one line an item for lists.</summary>
    public required string Stored { get; init; }

    /// <summary>The same in words, for reading.</summary>
    public required string Words { get; init; }

    /// <summary>Puts a value into the text; answers what is wrong with it, in the visitor's language.</summary>
    public Func<string, string?>? Write { get; init; }

    /// <summary>What was typed, where it differs from what the visitor had before them.</summary>
    public string? Typed { get; private set; }

    /// <summary>Somebody else changed the same field meanwhile.</summary>
    public bool Overtaken { get; private set; }

    public List<string> Errors { get; } = [];

    public string Value => Typed ?? Stored;

    public bool IsEditable => Editor != SheetEditor.Shown && Write is not null;

    public IEnumerable<string> Items => Lines(Value);

    public static IEnumerable<string> Lines(string value) =>
        value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <param name="was">What the visitor's page showed.</param>
    public void Fill(IFormCollection form, string was)
    {
        // A box that isn't ticked sends nothing; any other field that is missing was not on the form.
        if (Editor is not (SheetEditor.Tick or SheetEditor.Choices) && !form.ContainsKey(Name))
            return;
        var typed = TypedIn(form);
        if (typed == Plain(was))
            return;
        Typed = typed;
        Overtaken = Plain(was) != Plain(Stored);
    }

    /// <summary>Puts what was typed into the text.</summary>
    public bool Apply()
    {
        if (Typed is null || Typed == Plain(Stored))
            return true;
        if (Write!(Typed) is not { } error)
            return true;
        Errors.Add(error);
        return false;
    }

    string TypedIn(IFormCollection form) => Editor switch
    {
        SheetEditor.Tick => form.ContainsKey(Name) ? "True" : "False",
        SheetEditor.Choices => string.Join('\n', Choices.Select(choice => choice.Value).Where(form[Name].Contains)),
        _ => Plain(form[Name].ToString()),
    };

    // Browsers send \r\n, and nobody sees a blank at the end.
    string Plain(string value)
    {
        var plain = value.ReplaceLineEndings("\n").Trim();
        return Editor switch
        {
            SheetEditor.Lines => string.Join('\n', Lines(plain)),
            SheetEditor.Choices => string.Join('\n', Choices.Select(choice => choice.Value).Where(Lines(plain).Contains)),
            SheetEditor.Number => ThaiDigits.ToArabic(plain),
            _ => plain,
        };
    }
}
