using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Tasks;

/// <summary>
/// A link mailed to one person for one task: 256 random bits, of which only the hash is stored. It shows; it never
/// decides. It dies with the task, and after 72 hours; an expired one can be renewed to the same address only.
/// </summary>
public sealed class MailLink
{
    public static readonly TimeSpan Life = TimeSpan.FromHours(72);

    public string TokenHash { get; init; } = "";
    public string TaskId { get; init; } = "";
    public string PersonId { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The answer that ended the task, or "renewed".</summary>
    public string? EndReason { get; init; }

    /// <summary>Stores a new link and answers its token, which exists only in the mail.</summary>
    public static string Create(Transaction transaction, string taskId, string personId, DateTimeOffset now)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        transaction.Write(
            """
            insert into mail_links (token_hash, task_id, person_id, created_at, expires_at)
            values (@hash, @taskId, @personId, @now, @until)
            """, new { hash = HashOf(token), taskId, personId, now, until = now + Life });
        return token;
    }

    public static Task<MailLink?> FindAsync(Database database, string token) =>
        database.FirstAsync<MailLink>("select * from mail_links where token_hash = @hash", new { hash = HashOf(token) });

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    internal static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
