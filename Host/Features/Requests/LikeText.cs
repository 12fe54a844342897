using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>What somebody typed into a search field, for <c>like … escape '!'</c>.</summary>
public static class LikeText
{
    const int Longest = 100;

    public static string Containing(string typed)
    {
        var text = ThaiText.Truncate(ThaiText.Normalise(typed), Longest).ToLowerInvariant();
        return "%" + text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal) + "%";
    }
}
