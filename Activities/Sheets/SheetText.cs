using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace WorkflowHost.Activities.Sheets;

/// <summary>Characters that XML can't hold stand in a cell as _x000B_, and text that looks like that is written
/// _x005F_x000B_.</summary>
static partial class SheetText
{
    public static string Decode(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escaped().Replace(text, match => Character(match.Groups[1].Value))
        : text;

    public static string Encode(string text)
    {
        var safe = Escaped().Replace(text, match => "_x005F" + match.Value);
        return safe.All(IsPlain) ? safe : string.Concat(safe.Select((character, at) =>
            IsPlain(character) || IsPair(safe, at) ? $"{character}" : $"_x{(int)character:X4}_"));
    }

    static string Character(string code) =>
        $"{(char)int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)}";

    // A carriage return would come back as a line feed.
    static bool IsPlain(char character) => XmlConvert.IsXmlChar(character) && character != '\r';

    static bool IsPair(string text, int at) =>
        (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        || (char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]));

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}
