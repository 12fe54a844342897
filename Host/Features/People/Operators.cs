using WorkflowHost.Activities.People;
using WorkflowHost.Engine;

namespace WorkflowHost.Web.Features.People;

/// <summary>What every verb of an operator asks first.</summary>
static class Operators
{
    const int LongestNote = 200;

    /// <summary>The order or reason that a deed rests on; it goes into the audit.</summary>
    public static string Note(string? typed, string code, string thai, string english) =>
        string.IsNullOrWhiteSpace(typed) || typed.Length > LongestNote
            ? throw new RefusedException(code, thai, english)
            : typed.Trim();

    public static void Require(Actor by)
    {
        if (!by.Is(Role.Operator))
            throw new RefusedException(
                "operator-only", "เฉพาะผู้ดูแลระบบเท่านั้นที่จัดการบัญชีได้", "Only an operator can manage accounts.");
    }

    public static void RequireSomebodyElse(string personId, Actor by)
    {
        if (personId == by.PersonId)
            throw new RefusedException("own-account",
                "จัดการบัญชีของตนเองไม่ได้ ให้ผู้ดูแลระบบอีกคนทำ", "You can't do this to yourself; ask another operator.");
    }
}
