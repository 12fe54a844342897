using System.Buffers;
using System.Globalization;

namespace WorkflowHost.Engine.Expressions;

/// <summary>Numbers as JavaScript writes and reads them.</summary>
static class NumberText
{
    const double LargestExactInteger = 9_007_199_254_740_991;

    static readonly SearchValues<char> ofNumbers = SearchValues.Create("0123456789.eE+-");

    const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Shortest digits that read back as the same number; exponents only from 1e21 and below 1e-6.</summary>
    public static string Of(double value)
    {
        if (double.IsNaN(value))
            return "NaN";

        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";

        if (Math.Abs(value) <= LargestExactInteger && Math.Floor(value) == value)
            return ((long)value).ToString(CultureInfo.InvariantCulture);

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        return e < 0 ? text : FromScientific(text.AsSpan(0, e), int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>The empty text is 0; what is not a decimal number is NaN.</summary>
    public static double Read(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty)
            return 0;

        if (trimmed is "Infinity" or "+Infinity")
            return double.PositiveInfinity;

        if (trimmed is "-Infinity")
            return double.NegativeInfinity;

        // TryParse alone would also take "nan" and "infinity".
        return !trimmed.ContainsAnyExcept(ofNumbers)
            && double.TryParse(trimmed, Plain, CultureInfo.InvariantCulture, out var number)
                ? number
                : double.NaN;
    }

    static string FromScientific(ReadOnlySpan<char> mantissa, int exponent)
    {
        var sign = mantissa[0] == '-' ? "-" : "";
        var digits = mantissa.ToString().Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        var point = exponent + 1;
        if (point is > 0 and <= 21)
            return sign + (digits.Length <= point ? digits.PadRight(point, '0') : digits.Insert(point, "."));

        if (point is > -6 and <= 0)
            return sign + "0." + new string('0', -point) + digits;

        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}";
    }
}
