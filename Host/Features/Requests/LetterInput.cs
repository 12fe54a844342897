using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>The fields of the upload form, as typed.</summary>
public sealed class LetterInput
{
    /// <summary>A letter of this organisation that is here already, "reply" to answer the points only, or empty for a new file.</summary>
    public string? Existing { get; set; }

    public IFormFile? File { get; set; }

    /// <summary>The sealed memory of a file that was taken in before; see <see cref="KeptUploads"/>.</summary>
    public string? Kept { get; set; }

    public string? LetterNumber { get; set; }

    /// <summary>Typed in the Buddhist era: "6 พ.ย. 2566", "06/11/2566".</summary>
    public string? LetterDate { get; set; }

    public string? Addressee { get; set; }

    /// <summary>The addressee can't be read in the scan; a person will (T56).</summary>
    public bool ScanUnreadable { get; set; }

    public string? NamesInLetter { get; set; }
    public string? SignerName { get; set; }
    public string SignerCapacity { get; set; } = Capacity.Own;
    public string? SignerOrder { get; set; }
    public string SignatureKind { get; set; } = "scan";
    public string? Reference { get; set; }

    /// <summary>An answer to each point of a request that was sent back.</summary>
    public IList<string> Replies { get; set; } = [];

    public const string ReplyOnly = "reply";

    public static IReadOnlyList<string> SignatureKinds { get; } = ["scan", "drawn", "digital", "none"];

    public bool IsReplyOnly => Existing == ReplyOnly;

    public bool IsExisting => !string.IsNullOrEmpty(Existing) && !IsReplyOnly;

    /// <summary>The answers as one text, each under its point; null when nothing was answered.</summary>
    public string? Reply(IReadOnlyList<string> points)
    {
        var lines = points.Select((point, index) => (point, index, Reply: Replies.ElementAtOrDefault(index)?.Trim()))
            .Where(line => !string.IsNullOrEmpty(line.Reply)).Select(line => $"{line.index + 1}. {line.point}\n→ {line.Reply}").ToList();
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    public LetterAnswer ToAnswer(KeptUpload? file, IReadOnlyList<string> points) => new(
        IsExisting ? Existing : null, file?.Sha256, file?.FileName, file?.MediaType, file?.Size ?? 0, file?.Pages ?? 0,
        ThaiText.Normalise(LetterNumber ?? ""), ThaiDate.TryParse(LetterDate, out var date) ? date : default, ThaiText.Normalise(Addressee ?? ""),
        NamesInLetter?.Trim() ?? "", ThaiText.Normalise(SignerName ?? ""), SignerCapacity, string.IsNullOrWhiteSpace(SignerOrder) ? null : SignerOrder.Trim(),
        SignatureKind, Reply(points), ScanUnreadable: ScanUnreadable);
}
