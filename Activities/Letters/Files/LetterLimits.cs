namespace WorkflowHost.Activities.Letters.Files;

/// <summary>How large a letter may be before it is refused (A-07, T60). Sizes in bytes; everything is inclusive.</summary>
public sealed record LetterLimits
{
    public static LetterLimits Default { get; } = new();

    public int MaxBytes { get; init; } = 20 * 1024 * 1024;

    public int MaxPages { get; init; } = 200;

    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Bytes of pixels a picture may unpack to: A3 at 600 dpi in colour is 209 million.</summary>
    public long MaxPixelBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Entries in all cross-reference sections of a PDF together.</summary>
    public int MaxPdfObjects { get; init; } = 200_000;

    /// <summary>Names, numbers, arrays and so on in all objects of a PDF together.</summary>
    public int MaxPdfValues { get; init; } = 500_000;

    /// <summary>Bytes all object streams and cross-reference streams of a PDF may unpack to.</summary>
    public int MaxPdfStructureBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Arrays and dictionaries inside one another, and levels of the page tree.</summary>
    public int MaxPdfDepth { get; init; } = 100;
}
