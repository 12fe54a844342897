using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>How long a one-time code lives and how often it may be tried; 6 digits always (T21).</summary>
/// <param name="LockMinutes">After the last wrong try no new code is sent for so long; 0 sends one at once.</param>
public sealed record CodeRules(int Minutes = 10, int Tries = 5, int LockMinutes = 0)
{
    public TimeSpan Life => TimeSpan.FromMinutes(Minutes);
}

/// <summary>
/// One-time codes for one matter (<c>subject</c>) and one person (<c>holder</c>). A new code ends the one before. The caller
/// has locked the matter's row, so that two guesses at one instant take turns.
/// </summary>
static class OneTimeCodes
{
    /// <summary>More codes than this in the life of one are guesses.</summary>
    public const int MostCodes = 5;

    /// <summary>Makes a code; the caller sends it, and it is nowhere else.</summary>
    /// <exception cref="RefusedException">Locked, or too many were made lately.</exception>
    public static async Task<(string Id, string Code)> NewAsync(
        Transaction transaction, string subject, string holder, CodeRules rules, DateTimeOffset now)
    {
        await RequireUnlockedAsync(transaction, subject, holder, now);
        await RequirePaceAsync(transaction, subject, holder, rules, now);
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var id = Ids.New(now);
        transaction.Write(
            """
            update one_time_codes set expires_at = @now
            where subject = @subject and holder = @holder and used_at is null and expires_at > @now
            """, new { now, subject, holder });
        transaction.Write(
            """
            insert into one_time_codes (id, subject, holder, code_hash, created_at, expires_at, tries)
            values (@id, @subject, @holder, @hash, @now, @until, 0)
            """, new { id, subject, holder, hash = Hash(id, code), now, until = now + rules.Life });
        return (id, code);
    }

    /// <summary>Tries a code. A refusal is answered and not thrown: the wrong try must be stored.</summary>
    public static async Task<(string? Id, RefusedException? Refusal)> TryAsync(
        Transaction transaction, string subject, string holder, string? typed, CodeRules rules, DateTimeOffset now)
    {
        var code = await transaction.FirstAsync<Row>(
            """
            select id, code_hash, tries, locked_until from one_time_codes
            where subject = @subject and holder = @holder and used_at is null and (expires_at > @now or locked_until > @now)
            order by created_at desc limit 1
            """, new { subject, holder, now });
        if (code is null)
            return (null, new("code-expired", "รหัสหมดอายุหรือถูกใช้แล้ว กดส่งรหัสใหม่",
                "The code has expired or was used. Ask for a new one."));
        if (code.LockedUntil > now)
            return (null, Locked(code.LockedUntil.Value, now));
        if (code.Tries >= rules.Tries)
            return (null, new("code-locked", $"กรอกรหัสผิดเกิน {rules.Tries} ครั้ง รหัสนี้ใช้ไม่ได้แล้ว กดส่งรหัสใหม่",
                $"{(rules.Tries == 5 ? "Five" : rules.Tries)} wrong tries: this code is dead. Ask for a new one."));
        if (!IsRight(code, typed))
            return (null, Wrong(transaction, subject, holder, code, rules, now));
        transaction.Write("update one_time_codes set used_at = @now where id = @Id", new { now, code.Id });
        return (code.Id, null);
    }

    /// <summary>Whether the code of this id was used for this by this person, a moment ago.</summary>
    public static async Task<bool> WasUsedAsync(
        Transaction transaction, string? id, string subject, string holder, CodeRules rules, DateTimeOffset now) =>
        id is not null && await transaction.FirstAsync<string>(
            "select id from one_time_codes where id = @id and subject = @subject and holder = @holder and used_at > @since",
            new { id, subject, holder, since = now - rules.Life }) is not null;

    static async Task RequireUnlockedAsync(Transaction transaction, string subject, string holder, DateTimeOffset now)
    {
        if (await transaction.FirstAsync<Row>(
            """
            select id, code_hash, tries, locked_until from one_time_codes
            where subject = @subject and holder = @holder and locked_until > @now order by locked_until desc limit 1
            """, new { subject, holder, now }) is { LockedUntil: { } until })
            throw Locked(until, now);
    }

    static async Task RequirePaceAsync(
        Transaction transaction, string subject, string holder, CodeRules rules, DateTimeOffset now)
    {
        if (await transaction.FirstAsync<long>(
            "select count(*) from one_time_codes where subject = @subject and holder = @holder and created_at > @since",
            new { subject, holder, since = now - rules.Life }) >= MostCodes)
            throw new RefusedException("too-many-codes",
                $"ส่งรหัสไปแล้ว {MostCodes} ครั้งใน {rules.Minutes} นาที โปรดรอสักครู่แล้วขอใหม่",
                $"{MostCodes} codes were sent in {rules.Minutes} minutes. Wait a while, then ask again.");
    }

    static RefusedException Wrong(
        Transaction transaction, string subject, string holder, Row code, CodeRules rules, DateTimeOffset now)
    {
        var left = rules.Tries - code.Tries - 1;
        var locks = left <= 0 && rules.LockMinutes > 0;
        var until = now.AddMinutes(rules.LockMinutes);
        transaction.Write("update one_time_codes set tries = tries + 1, locked_until = @until where id = @Id",
            new { until = locks ? until : (DateTimeOffset?)null, code.Id });
        AuditTrail.Add(transaction, now, holder, "code-wrong", "task", subject);
        return locks ? Locked(until, now) : new("code-wrong",
            $"รหัสไม่ถูกต้อง เหลืออีก {left} ครั้ง", $"The code is wrong; {left} tries are left.");
    }

    static RefusedException Locked(DateTimeOffset until, DateTimeOffset now)
    {
        var minutes = (int)Math.Ceiling((until - now).TotalMinutes);
        return new("code-locked",
            $"กรอกรหัสผิดเกินจำนวนครั้ง จึงพักไว้อีก {minutes} นาที แล้วขอรหัสใหม่ได้ รหัสเดิมใช้ไม่ได้แล้ว",
            $"Too many wrong tries: locked for {minutes} more minute(s), then ask for a new code. The old one is dead.");
    }

    static bool IsRight(Row code, string? typed) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Hash(code.Id, Calendar.ThaiDigits.ToArabic(typed ?? "").Trim())),
        Encoding.ASCII.GetBytes(code.CodeHash));

    // The row's id makes each hash a problem of its own; more rounds would hold up the writer for a code that lives ten minutes.
    static string Hash(string id, string code) => Convert.ToHexString(
        Rfc2898DeriveBytes.Pbkdf2(code, Encoding.UTF8.GetBytes(id), 1_000, HashAlgorithmName.SHA256, 32));

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string CodeHash { get; init; } = "";
        public long Tries { get; init; }
        public DateTimeOffset? LockedUntil { get; init; }
    }
}
