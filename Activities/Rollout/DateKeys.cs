using System.Globalization;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Rollout;

/// <summary>The dates that a step of an organisation's instance names by key.</summary>
static class DateKeys
{
    const string Prefix = "date:";
    const char Separator = '@';

    public static Task<StatedDates> OfAsync(ActivityExecutionContext context, string key) =>
        CircularDay.OfAsync(context, key, OrganisationOf.Code(context));

    /// <summary>
    /// While the circular stands still for the office: the step looks again tomorrow, or is woken when it goes on. Null
    /// otherwise.
    /// </summary>
    public static async Task<ActivityResult?> HeldAsync(
        ActivityExecutionContext context, string key, string? eventName = null, string? payload = null) =>
        await CircularPause.OfOrganisationAsync(
            context.Transaction, CircularDay.CircularOf(context, key), OrganisationOf.Code(context)) is null
            ? null
            : new ActivityResult.Waiting(context.Now.AddDays(1), eventName, payload ?? Awaited(key));

    /// <summary>What a bookmark that waits for the date carries: an amendment that moves the date wakes it at once.</summary>
    /// <param name="at">When it wakes, where that isn't the date itself.</param>
    public static string Awaited(string key, DateTimeOffset? at = null) => at is null ? Prefix + key
        : $"{Prefix}{key}{Separator}{at.Value.ToString("O", CultureInfo.InvariantCulture)}";

    /// <summary>Whether a bookmark with this payload waits for one of these dates.</summary>
    public static bool IsAwaited(string? payload, IEnumerable<string> keys) => payload is not null
        && payload.StartsWith(Prefix, StringComparison.Ordinal) && keys.Contains(payload[Prefix.Length..].Split(Separator)[0]);

    /// <summary>Whether it wakes when it meant to, or before that because its date moved.</summary>
    public static bool IsPlanned(string? payload, DateTimeOffset now) => payload?.Split(Separator) is not [_, var at]
        || DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) <= now;

    public static IEnumerable<DefinitionProblem> Problems(
        CircularCatalogue circulars, params (string Input, string Key)[] keys) =>
        from pair in keys
        where pair.Key.Length > 0 && !CircularDay.MayExist(circulars, pair.Key)
        select new DefinitionProblem(
            $"หนังสือเวียนไม่มีวัน '{pair.Key}'", $"the circular states no date '{pair.Key}'", pair.Input);
}
