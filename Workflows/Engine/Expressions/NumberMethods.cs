using System.Globalization;

namespace WorkflowHost.Engine.Expressions;

/// <summary>Methods of numbers.</summary>
static class NumberMethods
{
    const double FirstWithExponent = 1e21;

    public static readonly Function[] All = [new("toFixed", 0, 1, ToFixed)];

    // Digits come from the exact binary value, as in JavaScript: (1.005).toFixed(2) is '1.00'.
    static string ToFixed(in Call call)
    {
        var number = call.Self<double>();
        var digits = call.Count > 0 ? call.Number(0) : 0;
        if (Math.Floor(digits) != digits || digits is < 0 or > 100)
            throw call.Fault($"argument 1 must be a whole number from 0 to 100 but found {NumberText.Of(digits)}.");

        if (double.IsNaN(number) || Math.Abs(number) >= FirstWithExponent)
            return NumberText.Of(number);

        // -0 is written without its sign.
        var format = "F" + ((int)digits).ToString(CultureInfo.InvariantCulture);
        return (number == 0 ? 0 : number).ToString(format, CultureInfo.InvariantCulture);
    }
}
