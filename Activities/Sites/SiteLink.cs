using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Sites;

/// <summary>
/// A link in a mail to a central mailbox: 256 random bits, of which only the hash is stored. It is no secret that opens
/// anything: who follows it must still prove who they are (C-14, C-15). A new one ends those before it.
/// </summary>
public sealed class SiteLink
{
    public const string Used = "used";

    public string TokenHash { get; init; } = "";
    public string SiteId { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndReason { get; init; }

    public bool IsOpen(DateTimeOffset now) => EndedAt is null && (ExpiresAt is null || ExpiresAt > now);

    /// <param name="days">How long it may be used; 0 sets no end.</param>
    /// <returns>The token, which exists only in the mail.</returns>
    internal static string Create(Transaction transaction, string siteId, int days, DateTimeOffset now)
    {
        End(transaction, siteId, "replaced", now);
        var token = Secret();
        transaction.Write(
            "insert into site_links (token_hash, site_id, created_at, expires_at) values (@hash, @siteId, @now, @until)",
            new { hash = HashOf(token), siteId, now, until = days == 0 ? (DateTimeOffset?)null : now.AddDays(days) });
        return token;
    }

    internal static void End(Transaction transaction, string siteId, string reason, DateTimeOffset now) => transaction.Write(
        "update site_links set ended_at = @now, end_reason = @reason where site_id = @siteId and ended_at is null",
        new { now, reason, siteId });

    public static Task<SiteLink?> FindAsync(Database database, string token) =>
        database.FirstAsync<SiteLink>("select * from site_links where token_hash = @hash", new { hash = HashOf(token) });

    internal static Task<SiteLink?> FindAsync(Transaction transaction, string token) =>
        transaction.FirstAsync<SiteLink>("select * from site_links where token_hash = @hash", new { hash = HashOf(token) });

    // Small letters only: addresses that the pages make are in small letters.
    internal static string Secret() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32)).ToLowerInvariant();

    internal static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
