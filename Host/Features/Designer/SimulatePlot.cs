using System.Globalization;
using WorkflowHost.Activities.Simulation;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>The load of one inbox as a drawing: tasks that waited at the end of each day, in a box of fixed size.</summary>
public sealed class SimulatePlot
{
    public const int Width = 420;
    public const int Height = 140;
    public const int Left = 44;
    public const int Bottom = 22;
    const int Top = 8;
    const int MostMarks = 4;
    static readonly int[] Steps = [1, 2, 5, 10];

    SimulatePlot(InboxLoad load, DateOnly from)
    {
        Load = load;
        Ceiling = Round(Math.Max(1, load.MostOpen));
        Area = Path(load.OpenPerDay, closed: true);
        Line = Path(load.OpenPerDay, closed: false);
        Marks = [.. MarksOf(from, load.OpenPerDay.Count)];
    }

    public InboxLoad Load { get; }

    /// <summary>The top of the scale.</summary>
    public int Ceiling { get; }

    /// <summary>Whole numbers to write beside it.</summary>
    public IReadOnlyList<int> Scale => Ceiling % 2 == 0 ? [0, Ceiling / 2, Ceiling] : [0, Ceiling];

    /// <summary>The <c>d</c> of the surface below the line.</summary>
    public string Area { get; }

    /// <summary>The <c>d</c> of the line.</summary>
    public string Line { get; }

    /// <summary>Months to write below it.</summary>
    public IReadOnlyList<(double X, DateOnly First)> Marks { get; }

    public static SimulatePlot Of(InboxLoad load, DateOnly from) => new(load, from);

    /// <summary>Where a value stands.</summary>
    public double Y(double value) => Height - Bottom - value / Ceiling * (Height - Bottom - Top);

    public static string Text(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);

    double X(int day, int days) => Left + (double)day / Math.Max(1, days - 1) * (Width - Left - 4);

    // A day that is like the ones before and after it needs no point of its own.
    string Path(IReadOnlyList<int> perDay, bool closed)
    {
        var last = perDay.Count - 1;
        var points = Enumerable.Range(0, perDay.Count)
            .Where(day => day == 0 || day == last || perDay[day] != perDay[day - 1] || perDay[day] != perDay[day + 1])
            .Select(day => Point(day, perDay.Count, perDay[day]));
        return closed
            ? $"M{Point(0, perDay.Count, 0)}L{string.Join('L', points)}L{Point(last, perDay.Count, 0)}Z"
            : "M" + string.Join('L', points);
    }

    string Point(int day, int days, double value) => $"{Text(X(day, days))} {Text(Y(value))}";

    IEnumerable<(double, DateOnly)> MarksOf(DateOnly from, int days)
    {
        var months = days / 30 + 1;
        var every = (int)Math.Ceiling((double)months / MostMarks);
        var first = new DateOnly(from.Year, from.Month, 1).AddMonths(1);
        for (var month = first; month.DayNumber - from.DayNumber < days; month = month.AddMonths(every))
            yield return (X(month.DayNumber - from.DayNumber, days), month);
    }

    // 1, 2 or 5 times a power of ten, at or above the number.
    static int Round(int number)
    {
        var power = (int)Math.Pow(10, Math.Floor(Math.Log10(number)));
        return Steps.Select(step => step * power).First(step => step >= number);
    }
}
