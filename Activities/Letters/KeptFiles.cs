using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Letters;

/// <summary>A scan that is kept with something, such as a signed order (E-04) or the document behind an identity (T102).</summary>
public sealed class KeptFile
{
    public const string Order = "order";
    public const string Identity = "identity";

    public string Id { get; init; } = "";

    /// <summary>The kind of thing it is kept with; with it comes who may look.</summary>
    public string Subject { get; init; } = "";

    public string SubjectId { get; init; } = "";

    /// <summary>Whose it is.</summary>
    public string OrganisationCode { get; init; } = "";

    public string Sha256 { get; init; } = "";
    public string FileName { get; init; } = "";
    public string MediaType { get; init; } = "";
    public long Size { get; init; }
    public string KeptBy { get; init; } = "";
    public DateTimeOffset KeptAt { get; init; }

    public static Task<IReadOnlyList<KeptFile>> OfAsync(Database database, string subject, string subjectId) =>
        database.QueryAsync<KeptFile>(
            "select * from kept_files where subject = @subject and subject_id = @subjectId order by kept_at, id",
            new { subject, subjectId });

    public static Task<KeptFile?> FindAsync(Database database, string id) =>
        database.FirstAsync<KeptFile>("select * from kept_files where id = @id", new { id });
}

/// <summary>Takes in scans by the same check as letters (A-07, T58 – T60), and writes down what they are kept with.</summary>
public sealed class KeptFiles(LetterFolder folder)
{
    const int LongestName = 200;

    /// <summary>Decides by content whether the file may be kept, and keeps it once, by its hash.</summary>
    /// <param name="open">Opens the content from its start; called twice.</param>
    /// <exception cref="RefusedException">It isn't fit, or the folder doesn't take it; the code is "file".</exception>
    public async Task<LetterVerdict.Accepted> TakeInAsync(Func<Stream> open, string fileName)
    {
        await using var looked = open();
        var verdict = LetterFile.Inspect(looked, fileName, LetterLimits.Default);
        if (verdict is LetterVerdict.Refused refused)
            throw new RefusedException("file", refused.MessageTh, refused.MessageEn, "A-07");
        try
        {
            await using var kept = open();
            await folder.SaveAsync(kept, LetterLimits.Default);
            return (LetterVerdict.Accepted)verdict;
        }
        catch (LetterFolderException full)
        {
            throw new RefusedException("file", full.MessageTh, full.MessageEn);
        }
    }

    /// <summary>Notes a file that was taken in. The same file with the same thing is noted once.</summary>
    public static void Add(Transaction transaction, string subject, string subjectId, string organisation,
        LetterVerdict.Accepted file, string fileName, Actor actor, DateTimeOffset now) => transaction.Write(
        """
        insert into kept_files (id, subject, subject_id, organisation_code, sha256, file_name, media_type, size, kept_by, kept_at)
        values (@id, @subject, @subjectId, @organisation, @Sha256, @name, @MediaType, @Size, @PersonId, @now)
        on conflict (subject, subject_id, sha256) do nothing
        """, new
        {
            id = Ids.New(now),
            subject,
            subjectId,
            organisation,
            file.Sha256,
            name = Calendar.ThaiText.Truncate(Path.GetFileName(fileName.Replace('\\', '/')), LongestName),
            file.MediaType,
            file.Size,
            actor.PersonId,
            now,
        });
}
