namespace WorkflowHost.Activities.Letters.Files;

/// <summary>Carries a refusal from deep inside a reader up to <see cref="LetterFile"/>, which turns it into a verdict.</summary>
sealed class LetterUnfitException(LetterVerdict.Refused refusal) : Exception(refusal.MessageEn)
{
    public LetterVerdict.Refused Refusal => refusal;

    public static LetterUnfitException Damaged(string reason) => new(LetterRefusals.Damaged(reason));

    public static LetterUnfitException Truncated(string reason) => new(LetterRefusals.Truncated(reason));

    public static LetterUnfitException Unsupported(string reason) => new(LetterRefusals.Unsupported(reason));

    public static LetterUnfitException TooComplex(string reason) => new(LetterRefusals.TooComplex(reason));
}
