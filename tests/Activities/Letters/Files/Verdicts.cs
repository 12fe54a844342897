using NUnit.Framework;
using WorkflowHost.Activities.Letters.Files;

namespace WorkflowHost.Tests.Activities.Letters.Files;

/// <summary>Inspects bytes and says what must have come out.</summary>
static class Verdicts
{
    public static LetterVerdict.Accepted Accepted(byte[] content, string name, LetterLimits? limits = null)
    {
        var verdict = LetterFile.Inspect(content, name, limits ?? LetterLimits.Default);
        var told = verdict is LetterVerdict.Refused refused ? Told(refused) : "";
        Assert.That(verdict, Is.InstanceOf<LetterVerdict.Accepted>(), told);
        return (LetterVerdict.Accepted)verdict;
    }

    public static LetterVerdict.Refused Refused(string code, byte[] content, string name, LetterLimits? limits = null)
    {
        var verdict = LetterFile.Inspect(content, name, limits ?? LetterLimits.Default);
        Assert.That(verdict, Is.InstanceOf<LetterVerdict.Refused>());
        var refused = (LetterVerdict.Refused)verdict;
        Assert.That(refused.Code, Is.EqualTo(code), Told(refused));
        Assert.That(refused.MessageTh, Does.Contain("โปรด"), "the way out in Thai");
        Assert.That(refused.MessageEn, Does.Match("(?i)attach|scan|keep"), "the way out in English");
        return refused;
    }

    static string Told(LetterVerdict.Refused refused) =>
        $"{refused.Code}: {refused.MessageEn} {string.Join("; ", refused.Details.Select(detail => detail.TextEn))}";
}
