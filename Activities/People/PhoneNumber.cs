using System.Text.RegularExpressions;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.People;

/// <summary>A telephone number as people write it, such as "0 2123 4567 ต่อ 12"; it need only be one to dial.</summary>
static partial class PhoneNumber
{
    /// <returns>The number with Arabic digits; null for an empty one.</returns>
    /// <exception cref="RefusedException">It is no number ("phone").</exception>
    public static string? Checked(string typed)
    {
        var number = ThaiDigits.ToArabic(ThaiText.Normalise(typed));
        if (number.Length == 0)
            return null;
        return Number().IsMatch(number) && number.Split("ต่อ")[0].Count(char.IsAsciiDigit) is >= 3 and <= 15
            ? number
            : throw new RefusedException("phone", "หมายเลขโทรศัพท์ไม่ถูกต้อง ตัวอย่าง 0 2123 4567 ต่อ 12",
                "That is no telephone number; it looks like 0 2123 4567 ต่อ 12.");
    }

    [GeneratedRegex(@"^\+?[0-9 ()\-]{3,25}( ?ต่อ ?[0-9]{1,6})?\z", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
