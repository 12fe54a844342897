using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.SignIn;

/// <summary>
/// Signing in with a name and a password. A wrong password, an unknown name and a locked account get the same answer
/// after the same work. Five wrong passwords lock an account for 15 minutes.
/// </summary>
public sealed class Accounts(Database database, TimeProvider clock, IHostEnvironment environment)
{
    public const int MostTries = 5;
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    static readonly PasswordHasher<Account> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    static readonly Account Nobody = new() { PasswordHash = HashPassword(RandomNumberGenerator.GetHexString(32)) };

    /// <summary>The account, or null when it may not sign in; why is nobody's business.</summary>
    public async Task<Account?> SignInAsync(string userName, string password)
    {
        var account = await database.FirstAsync<Account>(
            "select * from accounts where user_name = @userName", new { userName = Normalise(userName) });
        var verdict = Hasher.VerifyHashedPassword(account ?? Nobody, (account ?? Nobody).PasswordHash, password);
        var right = account is not null && verdict != PasswordVerificationResult.Failed && IsWelcome(account);
        return await database.WriteAsync(transaction => RecordAsync(transaction, account?.Id ?? "", right)) ? account : null;
    }

    /// <summary>The account of a session; null when that has ended: password changed, account gone or not welcome.</summary>
    public async Task<Account?> OfSessionAsync(string accountId, string securityStamp) =>
        await database.FirstAsync<Account>("select * from accounts where id = @accountId", new { accountId }) is { } account
        && CryptographicOperations.FixedTimeEquals(Bytes(account.SecurityStamp), Bytes(securityStamp)) && IsWelcome(account)
            ? account
            : null;

    /// <summary>Makes an account for a person.</summary>
    public static void Create(
        Transaction transaction, DateTimeOffset now, string personId, string userName, string password, bool isDemo = false) =>
        transaction.Write(
            """
            insert into accounts (id, person_id, user_name, password_hash, security_stamp, failed_count, is_demo, created_at)
            values (@id, @personId, @userName, @hash, @stamp, 0, @demo, @now)
            """,
            new
            {
                id = Ids.New(now),
                personId,
                userName = Normalise(userName),
                hash = HashPassword(password),
                stamp = NewStamp(),
                demo = isDemo ? 1 : 0,
                now,
            });

    /// <summary>Sets another password and ends every session of the account.</summary>
    public static void SetPassword(Transaction transaction, string accountId, string password) => transaction.Write(
        """
        update accounts set password_hash = @hash, security_stamp = @stamp, failed_count = 0, locked_until = null
        where id = @accountId
        """, new { accountId, hash = HashPassword(password), stamp = NewStamp() });

    public static string HashPassword(string password) => Hasher.HashPassword(new Account(), password);

    internal static string Normalise(string userName) => userName.Trim().ToLowerInvariant();

    // The lock is looked at again inside the transaction: guesses sent at the same time must not slip past it.
    async Task<bool> RecordAsync(Transaction transaction, string accountId, bool right)
    {
        var now = clock.GetUtcNow();
        transaction.Lock("select id from accounts where id = @accountId", new { accountId });
        var account = await transaction.FirstAsync<Account>("select * from accounts where id = @accountId", new { accountId });
        if (account is null || account.LockedUntil > now)
            return false;
        if (right)
            RecordSuccess(transaction, account, now);
        else
            RecordFailure(transaction, account, now);
        return right;
    }

    static void RecordSuccess(Transaction transaction, Account account, DateTimeOffset now)
    {
        transaction.Write("update accounts set failed_count = 0, locked_until = null where id = @Id", new { account.Id });
        AuditTrail.Add(transaction, now, account.PersonId, "signed-in", "account", account.Id);
    }

    static void RecordFailure(Transaction transaction, Account account, DateTimeOffset now)
    {
        var locks = account.FailedCount + 1 >= MostTries;
        transaction.Write("update accounts set failed_count = @count, locked_until = @until where id = @Id",
            new
            {
                account.Id,
                count = locks ? 0 : account.FailedCount + 1,
                until = locks ? now + LockTime : (DateTimeOffset?)null,
            });
        if (locks)
            AuditTrail.Add(transaction, now, null, "locked", "account", account.Id, detail: $"{MostTries} wrong passwords");
    }

    bool IsWelcome(Account account) => !account.IsDemo || environment.IsDevelopment();

    static string NewStamp() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
