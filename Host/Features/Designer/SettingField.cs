using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Expressions;
using WorkflowHost.Web.Designer.Descriptors;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>Makes the field of one setting of a step from its record, and writes it back into the step's text.</summary>
sealed partial class SettingField(
    Texts texts, IReadOnlyDictionary<string, IReadOnlyList<Choice>> lists, SettingWords words, string? circular)
{
    public SheetField Of(DefinitionStep step, InputDescription input, string id)
    {
        var name = SettingsBinder.NameInFile(input.Parameter);
        var given = GivenInput.Of(step.Json[name]);
        var editor = EditorOf(input, given);
        var choices = editor is SheetEditor.Choice or SheetEditor.Choices ? ChoicesOf(input, given) : [];
        var label = input.Words is { } said ? texts[said.Thai, said.English] : name;
        return new SheetField
        {
            Name = $"f:{step.NodeId}:{name}",
            Id = id,
            Label = label,
            Hint = HintOf(input, editor),
            Editor = editor,
            Choices = choices,
            Input = name,
            Stored = StoredAs(editor, input, given),
            Words = WordsOf(step, name, editor, given, choices),
            Write = typed => Write(step.Json, input, name, editor, typed),
        };
    }

    static SheetEditor EditorOf(InputDescription input, GivenInput? given)
    {
        if (given is { IsConstant: false })
            return given.Syntax == "JavaScript" ? SheetEditor.Code : SheetEditor.Shown;
        if (input.IsList)
            return given is { Lines: null, Text: not "" } || input.Editor == "dynamic-outcomes" ? SheetEditor.Shown
                : input.Editor == "checklist" ? SheetEditor.Choices : SheetEditor.Lines;
        var type = Nullable.GetUnderlyingType(input.Parameter.ParameterType) ?? input.Parameter.ParameterType;
        if (given is { Text: null } || type == typeof(object))
            return SheetEditor.Shown;
        return input.Editor switch
        {
            "dropdown" => SheetEditor.Choice,
            "multiline" => SheetEditor.LongText,
            _ when type == typeof(bool) => SheetEditor.Tick,
            _ when type == typeof(int) || type == typeof(double) => SheetEditor.Number,
            _ when type == typeof(DateTimeOffset) => SheetEditor.Instant,
            _ => SheetEditor.Text,
        };
    }

    // What stands there stays to be chosen, whatever the list says now; where nothing does, no browser may choose the first.
    List<Choice> ChoicesOf(InputDescription input, GivenInput? given)
    {
        var known = input.Options.Select(option => new Choice(option.Value, texts[option.Thai, option.English]))
            .Concat(input.Words?.OptionsFrom is { } from ? lists[from].Where(choice => IsOurs(from, choice)) : []).ToList();
        var stands = input.IsList ? given?.Lines ?? [] : [given?.Text ?? StandardOf(input)];
        if (!input.IsList && input.Parameter.HasDefaultValue && StandardOf(input).Length == 0)
            known.Insert(0, new Choice("", texts["(ไม่มี)", "(none)"]));
        else if (stands is [""])
            known.Insert(0, new Choice("", texts["(โปรดเลือก)", "(choose)"]));
        return [.. known, .. stands.Where(value => known.TrueForAll(choice => choice.Value != value))
            .Select(value => new Choice(value, value))];
    }

    static string StandardOf(InputDescription input) =>
        input.Parameter.HasDefaultValue ? Convert.ToString(input.Parameter.DefaultValue, CultureInfo.InvariantCulture) ?? "" : "";

    // A step rests on a clause of its own circular.
    bool IsOurs(string list, Choice choice) =>
        list != OptionLists.Clauses || circular is null || choice.Value.StartsWith(circular + "-", StringComparison.Ordinal);

    string? HintOf(InputDescription input, SheetEditor editor) =>
        (texts.IsThai ? input.Words?.HelpThai : input.Words?.HelpEnglish) ?? editor switch
        {
            SheetEditor.Lines => texts["บรรทัดละหนึ่งค่า", "One a line"],
            SheetEditor.Instant => texts["เช่น 6 พฤศจิกายน 2566 08:30 (เวลาไทย)", "Such as 2023-11-06 08:30 (Bangkok time)"],
            SheetEditor.Code => texts["สูตร (JavaScript บางส่วน)", "A formula (a part of JavaScript)"],
            _ => null,
        };

    string StoredAs(SheetEditor editor, InputDescription input, GivenInput? given)
    {
        var standard = StandardOf(input);
        return editor switch
        {
            SheetEditor.Lines or SheetEditor.Choices => string.Join('\n', given?.Lines ?? []),
            SheetEditor.Code => given!.Reference ?? "",
            SheetEditor.Shown => given?.Raw ?? "",
            SheetEditor.Tick => bool.TryParse(given?.Text ?? standard, out var flag) && flag ? "True" : "False",
            SheetEditor.Instant => AsPeopleWrite(given?.Text ?? standard),
            _ => given?.Text ?? standard,
        };
    }

    string AsPeopleWrite(string stored) =>
        !DateTimeOffset.TryParse(stored, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? stored
        : string.Create(CultureInfo.InvariantCulture,
            $"{Day(ThaiDate.BangkokDate(instant))} {ThaiDate.BangkokTime(instant):HH\\:mm}");

    string Day(DateOnly day) => texts.IsThai ? ThaiDate.PageForm(day) : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    string WordsOf(DefinitionStep step, string name, SheetEditor editor, GivenInput? given, List<Choice> choices) => editor switch
    {
        SheetEditor.Choice when given?.Text is { } text => choices.Find(choice => choice.Value == text)?.Text ?? text,
        SheetEditor.Choices when given?.Lines is { Count: > 0 } lines =>
            string.Join(", ", lines.Select(line => choices.Find(choice => choice.Value == line)?.Text ?? line)),
        SheetEditor.Instant when given?.Text is { Length: > 0 } text => AsPeopleWrite(text),
        _ => words.Of(step, name) is var (thai, english) ? texts[thai, english] : "",
    };

    string? Write(JsonObject step, InputDescription input, string name, SheetEditor editor, string typed)
    {
        var (type, alias) = (input.Parameter.ParameterType, InputTypes.Alias(input.Parameter.ParameterType));
        if (typed.Length == 0 && editor is not (SheetEditor.Lines or SheetEditor.Choices))
            return Clear(step, input, name);
        switch (editor)
        {
            case SheetEditor.Lines or SheetEditor.Choices:
                GivenInput.SetLines(step, name, alias, SheetField.Lines(typed));
                return null;
            case SheetEditor.Code:
                GivenInput.SetScript(step, name, alias, typed);
                return WrongWith(() => Script.Parse(typed));
            case SheetEditor.Instant:
                if (ReadInstant(typed) is not { } instant)
                    return texts["อ่านวันเวลาไม่ได้ พิมพ์เช่น 6 พฤศจิกายน 2566 08:30",
                        "Not a date and time; type one such as 2023-11-06 08:30"];
                GivenInput.SetText(step, name, alias, instant);
                return null;
            default:
                GivenInput.SetText(step, name, alias, typed);
                return WrongWith(() => Conversions.To(type, typed));
        }
    }

    // A number that nobody gives has its standard value; an empty text would be 0.
    string? Clear(JsonObject step, InputDescription input, string name)
    {
        if (!input.Parameter.HasDefaultValue)
            return texts["โปรดระบุ", "Give a value"];
        step.Remove(name);
        return null;
    }

    string? WrongWith(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (UnreadableException fault)
        {
            return texts[fault.Thai, fault.Message];
        }
        catch (ScriptException fault)
        {
            return texts[fault.Thai, fault.Message];
        }
    }

    static string? ReadInstant(string typed)
    {
        var match = TimeOfDay().Match(ThaiDigits.ToArabic(typed));
        if (!match.Success || !ThaiDate.TryParse(match.Groups["day"].Value, out var day))
            return null;
        var time = match.Groups["hour"].Success
            ? TimeOnly.TryParse($"{match.Groups["hour"].Value}:{match.Groups["minute"].Value}", CultureInfo.InvariantCulture,
                out var read) ? read : (TimeOnly?)null
            : TimeOnly.MinValue;
        return time is { } of ? string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T{of:HH\\:mm\\:ss}+07:00") : null;
    }

    [GeneratedRegex(@"^(?<day>.+?)(\s+(?<hour>[0-9]{1,2})[:.](?<minute>[0-9]{2})(\s*น\.)?)?\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();
}
