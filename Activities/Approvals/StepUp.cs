using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// The one-time code that a decision of weight asks for: 6 digits to the decider's own address, 10 minutes, 5 tries. A new
/// code ends the one before.
/// </summary>
public sealed class StepUp(Database database, Tools tools, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    public const int MostTries = 5;

    /// <summary>More codes than this in the life of one are guesses.</summary>
    public const int MostCodes = 5;

    /// <summary>Mails a fresh code to the person.</summary>
    /// <exception cref="RefusedException">Too many were sent lately.</exception>
    public Task SendAsync(string taskId, Person person) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        await RequirePaceAsync(transaction, taskId, person.Id, now);
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture);
        var id = Ids.New(now);
        transaction.Write(
            "update step_up_codes set expires_at = @now where task_id = @taskId and person_id = @Id and used_at is null and expires_at > @now",
            new { now, taskId, person.Id });
        transaction.Write(
            """
            insert into step_up_codes (id, person_id, task_id, code_hash, created_at, expires_at, tries)
            values (@id, @PersonId, @taskId, @hash, @now, @until, 0)
            """, new { id, PersonId = person.Id, taskId, hash = Hash(id, code), now, until = now + Life });
        CaseMail.Queue(transaction, now, tools, "one-time-code", person,
            new Dictionary<string, object?> { ["code"] = code, ["minutes"] = (int)Life.TotalMinutes }, $"code:{id}");
    });

    /// <summary>Uses a code. Answers its id, which the decision then carries; a wrong try is counted even though nothing else happens.</summary>
    /// <exception cref="RefusedException">Wrong, too old, or tried too often.</exception>
    public async Task<string> UseAsync(string taskId, string personId, string? typed)
    {
        var (id, refusal) = await database.WriteAsync(transaction => TryAsync(transaction, taskId, personId, typed));
        return refusal is null ? id! : throw refusal;
    }

    /// <summary>Inside the step: the code of this id was used by this person for this task a moment ago.</summary>
    public static async Task<string> RequireUsedAsync(Transaction transaction, string? id, string taskId, string personId, DateTimeOffset now)
    {
        var used = id is null ? null : await transaction.FirstAsync<string>(
            "select id from step_up_codes where id = @id and task_id = @taskId and person_id = @personId and used_at > @since",
            new { id, taskId, personId, since = now - Life });
        return used is not null ? "one-time-code" : throw new RefusedException("step-up-needed",
            "การตัดสินใจนี้ต้องยืนยันด้วยรหัสครั้งเดียวที่ส่งทางอีเมล", "This decision needs the one-time code that is sent by e-mail.");
    }

    static async Task RequirePaceAsync(Transaction transaction, string taskId, string personId, DateTimeOffset now)
    {
        transaction.Lock("select id from tasks where id = @taskId", new { taskId });
        if (await transaction.FirstAsync<long>(
            "select count(*) from step_up_codes where task_id = @taskId and person_id = @personId and created_at > @since",
            new { taskId, personId, since = now - Life }) >= MostCodes)
            throw new RefusedException("too-many-codes",
                $"ส่งรหัสไปแล้ว {MostCodes} ครั้งใน {Life.TotalMinutes} นาที โปรดรอสักครู่แล้วขอใหม่",
                $"{MostCodes} codes were sent in {Life.TotalMinutes} minutes. Wait a while, then ask again.");
    }

    async Task<(string?, RefusedException?)> TryAsync(Transaction transaction, string taskId, string personId, string? typed)
    {
        var now = clock.GetUtcNow();
        // Two guesses at the same instant take turns, or five tries would be ten.
        transaction.Lock("select id from tasks where id = @taskId", new { taskId });
        var code = await transaction.FirstAsync<Row>(
            """
            select id, code_hash, tries from step_up_codes
            where task_id = @taskId and person_id = @personId and used_at is null and expires_at > @now order by created_at desc limit 1
            """, new { taskId, personId, now });
        if (code is null)
            return (null, Refusal("code-expired", "รหัสหมดอายุหรือถูกใช้แล้ว กดส่งรหัสใหม่", "The code has expired or was used. Ask for a new one."));
        if (code.Tries >= MostTries)
            return (null, Refusal("code-locked", "กรอกรหัสผิดเกิน 5 ครั้ง รหัสนี้ใช้ไม่ได้แล้ว กดส่งรหัสใหม่", "Five wrong tries: this code is dead. Ask for a new one."));
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Hash(code.Id, Calendar.ThaiDigits.ToArabic(typed ?? "").Trim())), Encoding.ASCII.GetBytes(code.CodeHash)))
        {
            transaction.Write("update step_up_codes set tries = tries + 1 where id = @Id", code);
            AuditTrail.Add(transaction, now, personId, "code-wrong", "task", taskId);
            var left = MostTries - code.Tries - 1;
            return (null, Refusal("code-wrong", $"รหัสไม่ถูกต้อง เหลืออีก {left} ครั้ง", $"The code is wrong; {left} tries are left."));
        }
        transaction.Write("update step_up_codes set used_at = @now where id = @Id", new { now, code.Id });
        return (code.Id, null);
    }

    static RefusedException Refusal(string code, string thai, string english) => new(code, thai, english);

    // The row's id makes each hash a problem of its own; more rounds would hold up the writer for a code that lives ten minutes.
    static string Hash(string id, string code) => Convert.ToHexString(
        Rfc2898DeriveBytes.Pbkdf2(code, Encoding.UTF8.GetBytes(id), 1_000, HashAlgorithmName.SHA256, 32));

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string CodeHash { get; init; } = "";
        public long Tries { get; init; }
    }
}
