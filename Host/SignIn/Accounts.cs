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
    static readonly PasswordHasher<Account> QuickHasher = new(
        Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }));
    static readonly Account Nobody = new() { PasswordHash = NoPassword() };

    /// <summary>The account, or null when it may not sign in; why is nobody's business.</summary>
    public async Task<Account?> SignInAsync(string userName, string password)
    {
        var account = await database.FirstAsync<Account>(
            "select * from accounts where user_name = @userName", new { userName = Normalise(userName) });
        var right = IsRight(account ?? Nobody, password) && account is not null && IsWelcome(account);
        return await database.WriteAsync(transaction => RecordAsync(transaction, account?.Id ?? "", right, "signed-in"))
            ? account
            : null;
    }

    /// <summary>Whether this is the account's password; a wrong one counts like a wrong sign-in.</summary>
    public async Task<bool> IsPasswordAsync(Account account, string password)
    {
        var right = IsRight(account, password);
        return await database.WriteAsync(transaction => RecordAsync(transaction, account.Id, right, "password-confirmed"));
    }

    /// <summary>The account of a session; null when that has ended: password changed, account gone or not welcome.</summary>
    public async Task<Account?> OfSessionAsync(IQueries queries, string accountId, string securityStamp) =>
        await queries.FirstAsync<Account>("select * from accounts where id = @accountId", new { accountId }) is { } account
        && CryptographicOperations.FixedTimeEquals(Bytes(account.SecurityStamp), Bytes(securityStamp)) && IsWelcome(account)
            ? account
            : null;

    /// <summary>Makes an account for a person who has none.</summary>
    /// <param name="passwordHash">Hashed before the transaction, which would keep others waiting meanwhile.</param>
    /// <returns>The account's id.</returns>
    /// <exception cref="RefusedException">The name is none or is taken, or the person has an account.</exception>
    public static async Task<string> CreateAsync(
        Transaction transaction, DateTimeOffset now, string personId, string userName, string passwordHash)
    {
        userName = Normalise(userName);
        if (userName.Length is < 3 or > 64 || userName.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign)))
            throw new RefusedException("user-name",
                "ชื่อผู้ใช้ต้องมี 3 ถึง 64 ตัวอักษร ไม่มีเว้นวรรค", "A user name has 3 to 64 characters and no blanks.");
        if (await transaction.FirstAsync<string>(
            "select id from accounts where user_name = @userName", new { userName }) is not null)
            throw new RefusedException("user-name",
                $"มีบัญชีชื่อ “{userName}” แล้ว โปรดใช้ชื่ออื่น",
                $"There is an account “{userName}” already; choose another name.");
        if (await transaction.FirstAsync<string>(
            "select id from accounts where person_id = @personId", new { personId }) is not null)
            throw new RefusedException("has-account", "ผู้นี้มีบัญชีแล้ว", "This person has an account already.");
        var id = Ids.New(now);
        transaction.Write(
            """
            insert into accounts (id, person_id, user_name, password_hash, security_stamp, failed_count, is_demo, created_at)
            values (@id, @personId, @userName, @passwordHash, @stamp, 0, 0, @now)
            """, new { id, personId, userName, passwordHash, stamp = NewStamp(), now });
        return id;
    }

    /// <summary>Sets another password and ends every session of the account, and every claim on it.</summary>
    public static void SetPassword(Transaction transaction, string accountId, string passwordHash, DateTimeOffset now)
    {
        transaction.Write(
            """
            update accounts set password_hash = @passwordHash, security_stamp = @stamp, failed_count = 0, locked_until = null
            where id = @accountId
            """, new { accountId, passwordHash, stamp = NewStamp() });
        AccountClaim.End(transaction, accountId, "password-set", now);
    }

    /// <summary>Closes the account with its sessions and claims, or opens it again and forgets the wrong passwords.</summary>
    public static void SetBlocked(Transaction transaction, string accountId, DateTimeOffset? blockedAt, DateTimeOffset now)
    {
        transaction.Write(
            """
            update accounts set blocked_at = @blockedAt, security_stamp = @stamp, failed_count = 0, locked_until = null
            where id = @accountId
            """, new { accountId, blockedAt, stamp = NewStamp() });
        AccountClaim.End(transaction, accountId, "blocked", now);
    }

    public static string HashPassword(string password) => Hasher.HashPassword(new Account(), password);

    /// <summary>
    /// For a password that everybody knows. Making its hash slow would protect nothing, and slow down every test that signs in.
    /// </summary>
    public static string HashKnownPassword(string password) => QuickHasher.HashPassword(new Account(), password);

    /// <summary>The hash of a password that nobody knows.</summary>
    public static string NoPassword() => HashPassword(RandomNumberGenerator.GetHexString(64));

    /// <summary>A demo account is welcome in Development only, one that an operator closed nowhere.</summary>
    public bool IsWelcome(Account account) => account.BlockedAt is null && (!account.IsDemo || environment.IsDevelopment());

    internal static string Normalise(string userName) => userName.Trim().ToLowerInvariant();

    static bool IsRight(Account account, string password) =>
        Hasher.VerifyHashedPassword(account, account.PasswordHash, password) != PasswordVerificationResult.Failed;

    // The lock is looked at again inside the transaction: guesses sent at the same time must not slip past it.
    async Task<bool> RecordAsync(Transaction transaction, string accountId, bool right, string action)
    {
        var now = clock.GetUtcNow();
        transaction.Lock("select id from accounts where id = @accountId", new { accountId });
        var account = await transaction.FirstAsync<Account>("select * from accounts where id = @accountId", new { accountId });
        if (account is null || account.LockedUntil > now)
            return false;
        if (right)
            RecordSuccess(transaction, account, action, now);
        else
            RecordFailure(transaction, account, now);
        return right;
    }

    static void RecordSuccess(Transaction transaction, Account account, string action, DateTimeOffset now)
    {
        transaction.Write("update accounts set failed_count = 0, locked_until = null where id = @Id", new { account.Id });
        AuditTrail.Add(transaction, now, account.PersonId, action, "account", account.Id);
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

    static string NewStamp() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
