using System.Globalization;

namespace WorkflowHost.Activities.Calendar;

/// <summary>
/// The Thai fiscal year, named by its B.E. number: 2568 runs from 2024-10-01 to 2025-09-30. Refuses years whose C.E.
/// year lies outside 1900–2200.
/// </summary>
public readonly record struct FiscalYear : IComparable<FiscalYear>
{
    /// <summary>The fiscal year with this B.E. number.</summary>
    public FiscalYear(int buddhistYear)
    {
        if (buddhistYear - ThaiDate.BuddhistOffset is < ThaiDate.FirstYear or > ThaiDate.LastYear)
        {
            throw new ArgumentOutOfRangeException(nameof(buddhistYear), buddhistYear,
                "A fiscal year is a Buddhist-era year between 2443 and 2743, for example 2568.");
        }

        Number = buddhistYear;
    }

    /// <summary>The B.E. number, for example 2568.</summary>
    public int Number { get; }

    /// <summary>1 October.</summary>
    public DateOnly FirstDay => new(Number - ThaiDate.BuddhistOffset - 1, 10, 1);

    /// <summary>30 September.</summary>
    public DateOnly LastDay => new(Number - ThaiDate.BuddhistOffset, 9, 30);

    /// <summary>The fiscal year that a date falls in.</summary>
    public static FiscalYear Of(DateOnly date) => new(date.Year + ThaiDate.BuddhistOffset + (date.Month >= 10 ? 1 : 0));

    /// <summary>Whether the date lies in this fiscal year.</summary>
    public bool Contains(DateOnly date) => date >= FirstDay && date <= LastDay;

    /// <summary>The fiscal year after this one.</summary>
    public FiscalYear Next() => new(Number + 1);

    /// <inheritdoc/>
    public int CompareTo(FiscalYear other) => Number.CompareTo(other.Number);

    /// <summary>"2568".</summary>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Earlier than.</summary>
    public static bool operator <(FiscalYear left, FiscalYear right) => left.Number < right.Number;

    /// <summary>Later than.</summary>
    public static bool operator >(FiscalYear left, FiscalYear right) => left.Number > right.Number;

    /// <summary>Not later than.</summary>
    public static bool operator <=(FiscalYear left, FiscalYear right) => left.Number <= right.Number;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(FiscalYear left, FiscalYear right) => left.Number >= right.Number;
}
