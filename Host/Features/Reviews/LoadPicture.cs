using System.Globalization;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>How many are asked on each day, as bars; and by month, for who reads rather than looks.</summary>
/// <param name="Bars">One a day that is used.</param>
/// <param name="Limit">How high the line of twice the mean lies.</param>
public sealed record LoadPicture(IReadOnlyList<LoadPicture.Bar> Bars, string Limit, IReadOnlyList<LoadPicture.Month> Months)
{
    public const int Height = 120;
    const int Wide = 4;

    public int Width => Math.Max(1, Bars.Count) * Wide;

    /// <summary>A day's bar; its numbers are ready to be written into the drawing.</summary>
    public sealed record Bar(DateOnly Day, string X, string Y, string Height, bool IsPast);

    public sealed record Month(DateOnly First, int Days, int Rights, int Most);

    public static LoadPicture Of(IReadOnlyList<(DateOnly Day, int Rights)> loads, int limit, DateOnly today)
    {
        var top = Math.Max(1, Math.Max(limit, loads.Select(load => load.Rights).DefaultIfEmpty().Max()));
        string High(double rights) => (rights * Height / top).ToString("0.##", CultureInfo.InvariantCulture);
        return new LoadPicture(
            [.. loads.Select((load, at) => new Bar(load.Day, (at * Wide).ToString(CultureInfo.InvariantCulture),
                High(top - load.Rights), High(load.Rights), load.Day < today))],
            High(top - limit),
            [.. loads.GroupBy(load => new DateOnly(load.Day.Year, load.Day.Month, 1))
                .Select(month =>
                    new Month(month.Key, month.Count(), month.Sum(load => load.Rights), month.Max(load => load.Rights)))]);
    }
}
