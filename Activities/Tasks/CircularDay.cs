using System.Text.RegularExpressions;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Tasks;

/// <summary>
/// A date of a circular as a step names it, by key: its rule ("C-12"), with the kind where a rule has several
/// ("E-07:starts").
/// </summary>
static partial class CircularDay
{
    /// <summary>The date as it concerns an organisation.</summary>
    public static async Task<StatedDates> OfAsync(ActivityExecutionContext context, string key, string organisation)
    {
        var circular = context.Input(Coverage.CircularInput) as string ?? CircularOf(key) ?? "";
        return await CircularDates.OfAsync(context.Transaction, circular, key, organisation)
            ?? throw new InvalidOperationException($"The circular '{circular}' states no date '{key}'.");
    }

    /// <summary>Puts the dates that a text names in braces, such as "{E-06:starts}", as they stand for an organisation.</summary>
    public static async Task<string> FillAsync(
        ActivityExecutionContext context, string text, string organisation, Func<DateOnly, string> write)
    {
        foreach (var key in KeysIn(text))
            text = text.Replace($"{{{key}}}", write(Calendar.ThaiDate.BangkokDate(
                (await OfAsync(context, key, organisation)).EnforcedAt)), StringComparison.Ordinal);
        return text;
    }

    /// <summary>The dates that a text names in braces.</summary>
    public static IReadOnlyList<string> KeysIn(string text) =>
        [.. Named().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    [GeneratedRegex(@"\{([A-Z][A-Za-z0-9-]*-[0-9]+(?::[a-z]+)?)\}")]
    private static partial Regex Named();

    /// <summary>False only for a key that a shipped circular certainly doesn't have.</summary>
    public static bool MayExist(string key) => CircularOf(key) is { } id
        && (ShippedData.Circulars().FirstOrDefault(circular => circular.Id == id) is not { } facts
            || facts.Dates.Any(date => date.Rule == key || $"{date.Rule}:{date.Kind}" == key));

    // "E" of "E-07:starts".
    static string? CircularOf(string key)
    {
        var rule = key.Split(':')[0];
        return rule.LastIndexOf('-') is > 0 and var end ? rule[..end] : null;
    }
}
