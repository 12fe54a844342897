using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Reviews;

/// <summary>Under which key the mails of a yearly review become one a person: all that one campaign says on one day.</summary>
static class CampaignFold
{
    const string Prefix = "review:";

    /// <returns>Null where the instance belongs to no campaign.</returns>
    public static string? Of(ActivityExecutionContext context) => CampaignHold.CampaignOf(context) is { } campaign
        ? $"{Prefix}{campaign}:{ThaiDate.BangkokDate(context.Now):yyyy-MM-dd}" : null;

    /// <summary>The template of the one mail.</summary>
    public static string Template(string key) => key.StartsWith(Prefix, StringComparison.Ordinal) ? "review-digest" : "digest";
}
