using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.SignIn;

/// <summary>
/// The right to set the password of one account, once: 256 random bits in a mail to its owner, of which only the hash is
/// stored. A new one ends those before it.
/// </summary>
public sealed class AccountClaim
{
    /// <summary>The account is new, or an operator asked its owner to set another password.</summary>
    public const string Start = "start";

    /// <summary>Somebody at the sign-in page said that they forgot it.</summary>
    public const string Forgotten = "forgotten";

    /// <summary>Long enough for a week of leave.</summary>
    public static readonly TimeSpan StartLife = TimeSpan.FromDays(7);

    /// <summary>Who forgot is at the machine now.</summary>
    public static readonly TimeSpan ForgottenLife = TimeSpan.FromHours(1);

    public string TokenHash { get; init; } = "";
    public string AccountId { get; init; } = "";
    public string UserName { get; init; } = "";
    public string Reason { get; init; } = "";
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    public bool IsOpen(DateTimeOffset now) => EndedAt is null && ExpiresAt > now;

    /// <summary>Stores a new claim and answers its token, which exists only in the mail.</summary>
    internal static string Create(Transaction transaction, string accountId, string reason, DateTimeOffset now)
    {
        End(transaction, accountId, "replaced", now);
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)).ToLowerInvariant();
        transaction.Write(
            """
            insert into account_claims (token_hash, account_id, reason, created_at, expires_at)
            values (@hash, @accountId, @reason, @now, @until)
            """,
            new { hash = HashOf(token), accountId, reason, now, until = now + (reason == Start ? StartLife : ForgottenLife) });
        return token;
    }

    public static Task<AccountClaim?> FindAsync(Database database, string token) => database.FirstAsync<AccountClaim>(
        """
        select c.*, a.user_name from account_claims c join accounts a on a.id = c.account_id where c.token_hash = @hash
        """, new { hash = HashOf(token) });

    /// <summary>Uses the claim up; false when it is over, or somebody was first.</summary>
    internal static async Task<bool> UseAsync(Transaction transaction, string tokenHash, DateTimeOffset now) =>
        await transaction.ExecuteAsync(
            """
            update account_claims set ended_at = @now, end_reason = 'used'
            where token_hash = @tokenHash and ended_at is null and expires_at > @now
            """, new { now, tokenHash }) == 1;

    /// <summary>Ends whatever claims of the account are open.</summary>
    internal static void End(Transaction transaction, string accountId, string reason, DateTimeOffset now) => transaction.Write(
        "update account_claims set ended_at = @now, end_reason = @reason where account_id = @accountId and ended_at is null",
        new { now, reason, accountId });

    internal static Task<long> MadeSinceAsync(Transaction transaction, string accountId, DateTimeOffset since) =>
        transaction.FirstAsync<long>(
            "select count(*) from account_claims where account_id = @accountId and created_at > @since",
            new { accountId, since });

    static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
