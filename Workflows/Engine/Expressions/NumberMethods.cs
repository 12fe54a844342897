using System.Globalization;
using System.Numerics;

namespace WorkflowHost.Engine.Expressions;

/// <summary>Methods of numbers.</summary>
static class NumberMethods
{
    const double FirstWithExponent = 1e21;

    // The parts of a binary64 number.
    const int FractionBits = 52;
    const long FractionMask = (1L << FractionBits) - 1;
    const int ExponentOfUnit = 1075;

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

        return (number < 0 ? "-" : "") + Fixed(Math.Abs(number), (int)digits);
    }

    // .NET's "F2" takes halves to the even digit; JavaScript takes them away from zero.
    static string Fixed(double number, int digits)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = Math.Max(1, (int)(bits >> FractionBits)) - ExponentOfUnit;
        var mantissa = bits & FractionMask | (bits >> FractionBits == 0 ? 0 : FractionMask + 1);
        var scaled = mantissa * BigInteger.Pow(10, digits);
        var whole = exponent >= 0 ? scaled << exponent : (scaled + (BigInteger.One << (-exponent - 1))) >> -exponent;
        var text = whole.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return digits == 0 ? text : text.Insert(text.Length - digits, ".");
    }
}
