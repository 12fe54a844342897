using System.Security.Cryptography;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Requests;

/// <summary>
/// The reference a letter carries, such as BBL-2569-7K3M9QX4: no number to queue for, no letters that look alike, and a
/// last sign that catches a slip of the pen.
/// </summary>
public static class Reference
{
    const string Signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const int Length = 7;

    public static string New(string system, DateTimeOffset now)
    {
        var body = string.Create(Length, 0, static (text, _) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Signs[RandomNumberGenerator.GetInt32(Signs.Length)];
        });
        return $"{Prefix(system)}-{FiscalYear.Of(ThaiDate.BangkokDate(now)).Number}-{body}{Check(body)}";
    }

    // A hyphen of the system's own name would pass for one between the parts.
    static string Prefix(string system) => system.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Reads what somebody typed: any case, Thai digits, O for 0, I and L for 1, blanks; null when it can't be one.</summary>
    public static string? Read(string? typed)
    {
        var parts = ThaiDigits.ToArabic(typed ?? "").ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal).Split('-');
        if (parts is not [{ Length: > 0 } system, { Length: 4 } year, { Length: Length + 1 } code])
            return null;
        code = code.Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return code.All(sign => Signs.Contains(sign)) && Check(code[..Length]) == code[Length] ? $"{system}-{year}-{code}" : null;
    }

    static char Check(string body) => Signs[body.Select((sign, place) => Signs.IndexOf(sign) * (2 * place + 1)).Sum() % Signs.Length];
}
