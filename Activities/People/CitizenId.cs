using System.Diagnostics;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.People;

/// <summary>
/// A Thai citizen number of 13 digits with its check digit (T70). It shows itself masked wherever it is printed, logged or
/// serialised (T95); only <see cref="Reveal"/> gives it in clear, and whoever calls that must log why.
/// </summary>
[DebuggerDisplay("{Mask(),nq}")]
public sealed class CitizenId : IEquatable<CitizenId>
{
    private const int Length = 13;

    private readonly string digits;

    private CitizenId(string digits) => this.digits = digits;

    /// <summary>
    /// Reads 13 Thai or Arabic digits; blanks and hyphens between them don't matter. False if the length or the check digit
    /// is wrong, or if the number is nothing but zeros before the check digit.
    /// </summary>
    public static bool TryParse(string? text, out CitizenId? id)
    {
        id = null;
        if (text is null || text.Length > 3 * Length)
            return false;

        var digits = ThaiDigits.ToArabic(ThaiText.Normalise(text))
            .Replace(" ", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal);
        if (!HasValidCheckDigit(digits))
            return false;

        id = new CitizenId(digits);
        return true;
    }

    /// <summary>
    /// Whether these are 13 Arabic digits of which the last is (11 − Σ dᵢ·(13−i) mod 11) mod 10, and not all are zero.
    /// </summary>
    public static bool HasValidCheckDigit(ReadOnlySpan<char> digits)
    {
        if (digits.Length != Length || digits.ContainsAnyExceptInRange('0', '9'))
            return false;

        var sum = 0;
        for (var i = 0; i < Length - 1; i++)
            sum += (digits[i] - '0') * (Length - i);
        return sum > 0 && (11 - (sum % 11)) % 10 == digits[^1] - '0';
    }

    /// <summary>"x-xxxx-xxxxx-12-3": the last three digits only.</summary>
    public string Mask() => $"x-xxxx-xxxxx-{digits.AsSpan(10, 2)}-{digits[12]}";

    /// <summary>The 13 digits in clear, for hashing, encrypting, or a reveal that is logged. Never for a log or a page.</summary>
    public string Reveal() => digits;

    /// <inheritdoc/>
    public bool Equals(CitizenId? other) => other is not null && digits == other.digits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CitizenId);

    /// <inheritdoc/>
    public override int GetHashCode() => digits.GetHashCode(StringComparison.Ordinal);

    /// <summary>The same as <see cref="Mask"/>.</summary>
    public override string ToString() => Mask();
}
