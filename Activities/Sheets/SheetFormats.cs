using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace WorkflowHost.Activities.Sheets;

/// <summary>What a number in a cell is shown as: a date, digits with zeros in front, or just a number.</summary>
sealed partial class SheetFormats
{
    static readonly SearchValues<char> OfDates = SearchValues.Create("dmyhsbDMYHSBวดปชนท");

    readonly List<string> styles = [];
    readonly bool startsIn1904;

    SheetFormats(bool startsIn1904) => this.startsIn1904 = startsIn1904;

    public static SheetFormats Load(SheetPackage package, string? part, bool startsIn1904)
    {
        var formats = new SheetFormats(startsIn1904);
        if (part is not null)
            formats.Read(package, part);
        return formats;
    }

    public string Text(string value, string? style)
    {
        var format = int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < styles.Count
            ? styles[at] : "";
        if (IsDate(format) && SheetNumber.Date(value, startsIn1904) is { } date)
            return date;
        return format.Contains('0', StringComparison.Ordinal) && OnlyDigits().IsMatch(format)
            ? SheetNumber.InDigits(value, format) : SheetNumber.Plain(value);
    }

    void Read(SheetPackage package, string part)
    {
        var codes = new Dictionary<string, string>();
        var inCells = false;
        using var xml = package.Xml(part);
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs")
                inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "numFmt" } && xml.GetAttribute("numFmtId") is { } id)
                codes[id] = Bare(xml.GetAttribute("formatCode") ?? "");
            if (inCells && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" })
                styles.Add(Code(xml.GetAttribute("numFmtId") ?? "0", codes));
        }
    }

    static string Code(string id, Dictionary<string, string> codes) => codes.GetValueOrDefault(id)
        ?? (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && IsBuiltInDate(number) ? "d"
            : "");

    // 71–81 are the Thai ones, 27–36 and 50–58 those of other languages of Asia.
    static bool IsBuiltInDate(int id) => id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58)
        or (>= 71 and <= 81);

    // Only what stands for positive numbers, without texts, colours and fillers.
    static string Bare(string code) => Literal().Replace(code, match => match.Value is "\\-" or "\"-\"" ? "-"
        : "").Split(';')[0].Trim();

    static bool IsDate(string format) => format.AsSpan().ContainsAny(OfDates)
        && !format.Contains("General", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"""[^""]*""|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^[0\- ]{2,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex OnlyDigits();
}
