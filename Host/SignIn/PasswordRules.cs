using WorkflowHost.Engine;

namespace WorkflowHost.Web.SignIn;

/// <summary>What a password must be. Long rather than odd: no rules about digits and signs, and no end date.</summary>
public static class PasswordRules
{
    public const int Shortest = 12;

    /// <summary>Longer ones would only cost time to hash.</summary>
    public const int Longest = 128;

    const int FewestDifferent = 5;

    /// <summary>The rules as they are told before anybody types.</summary>
    public static IReadOnlyList<(string Thai, string English)> Words { get; } =
    [
        ($"{Shortest} ถึง {Longest} ตัวอักษร เว้นวรรคได้ ประโยคสั้น ๆ จำง่ายกว่าและปลอดภัยกว่า",
            $"{Shortest} to {Longest} characters, blanks allowed; a short sentence is easier to remember and safer"),
        ($"มีตัวอักษรต่างกันอย่างน้อย {FewestDifferent} ตัว", $"at least {FewestDifferent} different characters"),
        ("ไม่มีชื่อผู้ใช้อยู่ในนั้น และไม่ซ้ำรหัสเดิม", "without your user name in it, and not the one before"),
    ];

    /// <exception cref="RefusedException">It breaks a rule; the code is "password-new".</exception>
    public static void Require(string password, string userName)
    {
        if (password.Length < Shortest)
            throw Refusal($"รหัสผ่านใหม่มี {password.Length} ตัวอักษร ต้องมีอย่างน้อย {Shortest}",
                $"The new password has {password.Length} characters; it needs at least {Shortest}.");
        if (password.Length > Longest)
            throw Refusal($"รหัสผ่านใหม่ยาวเกิน {Longest} ตัวอักษร", $"The new password is longer than {Longest} characters.");
        if (password.Distinct().Count() < FewestDifferent)
            throw Refusal($"รหัสผ่านใหม่ต้องมีตัวอักษรต่างกันอย่างน้อย {FewestDifferent} ตัว",
                $"The new password needs at least {FewestDifferent} different characters.");
        if (password.Contains(userName, StringComparison.OrdinalIgnoreCase))
            throw Refusal("รหัสผ่านใหม่ต้องไม่มีชื่อผู้ใช้อยู่ในนั้น", "The new password must not hold the user name.");
    }

    internal static RefusedException Refusal(string thai, string english) => new("password-new", thai, english);
}
