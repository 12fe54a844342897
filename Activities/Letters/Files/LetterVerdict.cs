namespace WorkflowHost.Activities.Letters.Files;

/// <summary>What was decided about an uploaded letter, from its content (T58, T59).</summary>
public abstract record LetterVerdict
{
    LetterVerdict()
    {
    }

    /// <summary>May be taken in. Pixels are given for pictures only; a picture is one page. Size in bytes.</summary>
    public sealed record Accepted(
        string MediaType, int Pages, int? PixelWidth, int? PixelHeight, string Sha256, long Size) : LetterVerdict;

    /// <summary>May not be taken in: a code of <see cref="LetterRefusalCode"/>, what is wrong and the way out.</summary>
    public sealed record Refused(
        string Code, string MessageTh, string MessageEn, IReadOnlyList<LetterDetail> Details) : LetterVerdict;
}

/// <summary>One finding behind a refusal, such as a script in object 12 of a PDF.</summary>
public sealed record LetterDetail(string Kind, int? ObjectNumber, string TextTh, string TextEn);

/// <summary>The codes a refusal can carry.</summary>
public static class LetterRefusalCode
{
    public const string Empty = "empty";
    public const string TooLarge = "too-large";
    public const string UnknownType = "unknown-type";
    public const string NameMismatch = "name-mismatch";
    public const string Truncated = "truncated";
    public const string Damaged = "damaged";
    public const string Unsupported = "unsupported";
    public const string Encrypted = "encrypted";
    public const string ActiveContent = "active-content";
    public const string Polyglot = "polyglot";
    public const string NoPages = "no-pages";
    public const string TooManyPages = "too-many-pages";
    public const string TooManyPixels = "too-many-pixels";
    public const string TooComplex = "too-complex";
}
