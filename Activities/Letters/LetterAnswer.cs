namespace WorkflowHost.Activities.Letters;

/// <summary>
/// A signed letter as handed in: the file that was taken in by its content, and what the paper says. Or a letter of the
/// same organisation that is here already (one letter for both officers, left open 4).
/// </summary>
/// <param name="ScanUnreadable">The addressee can't be read in the scan: taken as it is typed, and a person must read it (T56).</param>
/// <param name="SignerOrderEnds">The last day of the order to act, when it names one: no later letter is taken (T38).</param>
public sealed record LetterAnswer(
    string? LetterId,
    string? Sha256,
    string? FileName,
    string? MediaType,
    long Size,
    int Pages,
    string LetterNumber,
    DateOnly LetterDate,
    string Addressee,
    string NamesInLetter,
    string SignerName,
    string SignerCapacity,
    string? SignerOrder,
    string SignatureKind,
    string? Reply = null,
    DateOnly? SignerOrderEnds = null,
    bool ScanUnreadable = false);

/// <summary>A letter as stored.</summary>
public sealed class Letter
{
    public string Id { get; init; } = "";
    public string Sha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public string MediaType { get; init; } = "";
    public long Size { get; init; }
    public long Pages { get; init; }
    public string OrganisationCode { get; init; } = "";
    public string LetterNumber { get; init; } = "";
    public DateOnly LetterDate { get; init; }
    public string Addressee { get; init; } = "";

    /// <summary>The officers it names, as they were typed from the paper; each of them must stand here (left open 4).</summary>
    public string NamesInLetter { get; init; } = "";
    public string SignerName { get; init; } = "";
    public string SignerCapacity { get; init; } = "";
    public string? SignerOrder { get; init; }
    public DateOnly? SignerOrderEnds { get; init; }
    public string SignatureKind { get; init; } = "";

    /// <summary>Handed in as unreadable where it names the addressee; nobody approves before somebody has read it (T56).</summary>
    public bool ScanUnreadable { get; init; }

    /// <summary>Who read the addressee with their own eyes.</summary>
    public string? AddresseeReadBy { get; init; }

    public DateTimeOffset? AddresseeReadAt { get; init; }

    public string UploadedBy { get; init; } = "";
    public DateTimeOffset UploadedAt { get; init; }
}
