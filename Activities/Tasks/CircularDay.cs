using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;

namespace WorkflowHost.Activities.Tasks;

/// <summary>
/// The key of a date of a circular: its rule ("C-12"), with the kind behind it where a rule has several ("E-07:starts").
/// </summary>
static class CircularDay
{
    /// <summary>"E" of "E-07:starts"; null when it names no circular.</summary>
    public static string? CircularOf(string key)
    {
        var rule = key.Split(':')[0];
        return rule.LastIndexOf('-') is > 0 and var end ? rule[..end] : null;
    }

    /// <summary>False only for a key that a shipped circular certainly doesn't have.</summary>
    public static bool MayExist(string key) => CircularOf(key) is { } id
        && (ShippedData.Circulars().FirstOrDefault(circular => circular.Id == id) is not { } facts
            || facts.Dates.Any(date => date.Rule == key.Split(':')[0] && (!key.Contains(':') || key.EndsWith(":" + date.Kind, StringComparison.Ordinal))));

    public static DateTimeOffset? Of(string key) => ShippedData.Circulars()
        .FirstOrDefault(circular => circular.Id == CircularOf(key))?.Dates
        .Where(date => date.StatedBy == "centre" && date.Rule == key.Split(':')[0]
            && (!key.Contains(':') || key.EndsWith(":" + date.Kind, StringComparison.Ordinal)))
        .Select(date => (DateTimeOffset?)(date.Time is { } time ? ThaiDate.At(date.Date, time)
            : date.Kind is "opens" or "starts" ? ThaiDate.StartOfDay(date.Date) : ThaiDate.EndOfDay(date.Date)))
        .FirstOrDefault();
}
