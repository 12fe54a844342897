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
    /// <summary>Instead of a key: the deadline of the sending that the case began with, if it has one.</summary>
    public const string OfTheSending = "*";

    /// <summary>The date as it concerns an organisation, with the working days that pauses held it up.</summary>
    public static async Task<StatedDates> OfAsync(ActivityExecutionContext context, string key, string organisation) =>
        await CircularDates.InForceAsync(context.Transaction, CircularOf(context, key), key, organisation, context.Now)
            ?? throw NotStated(context, key);

    /// <summary>The circular that a step's date belongs to: the one it was sent for, or the one that the key names.</summary>
    public static string CircularOf(ActivityExecutionContext context, string key) =>
        context.Input(Coverage.CircularInput) as string ?? StoredCircular.IdOf(key) ?? "";

    /// <summary>
    /// Puts the dates that a text names in braces, such as "{E-06:starts}", as they are stated for an organisation.
    /// </summary>
    public static async Task<string> FillAsync(
        ActivityExecutionContext context, string text, string organisation, Func<DateOnly, string> write)
    {
        foreach (var key in KeysIn(text))
            text = text.Replace($"{{{key}}}", write(Calendar.ThaiDate.BangkokDate(
                (await CircularDates.OfAsync(context.Transaction, CircularOf(context, key), key, organisation)
                    ?? throw NotStated(context, key)).EnforcedAt)), StringComparison.Ordinal);
        return text;
    }

    static InvalidOperationException NotStated(ActivityExecutionContext context, string key) =>
        new($"The circular '{CircularOf(context, key)}' states no date '{key}'.");

    /// <summary>The dates that a text names in braces.</summary>
    public static IReadOnlyList<string> KeysIn(string text) =>
        [.. Named().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    [GeneratedRegex(@"\{([A-Z][A-Za-z0-9-]*-[0-9]+(?::[a-z]+)?)\}")]
    private static partial Regex Named();

    /// <summary>The key that is meant; null for <see cref="OfTheSending"/> where no sending, or none with a deadline.</summary>
    public static async Task<string?> KeyAsync(ActivityExecutionContext context, string key) => key != OfTheSending ? key
        : context.Input(Coverage.SendingInput) is string id
            ? await context.Transaction.FirstAsync<string>("select deadline_key from sendings where id = @id", new { id })
            : null;

    /// <summary>False only for a key that a known circular certainly doesn't have.</summary>
    public static bool MayExist(CircularCatalogue circulars, string key) => StoredCircular.IdOf(key) is { } id
        && (circulars.Find(id) is not { } facts
            || facts.Dates.Any(date => date.Rule == key || $"{date.Rule}:{date.Kind}" == key));
}
