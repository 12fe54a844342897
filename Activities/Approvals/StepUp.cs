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
    static readonly CodeRules Rules = new();

    public static readonly TimeSpan Life = Rules.Life;
    public const int MostTries = 5;

    /// <summary>What a decision says of how its decider proved to be there.</summary>
    public const string ByCode = "one-time-code";

    /// <summary>More codes than this in the life of one are guesses.</summary>
    public const int MostCodes = OneTimeCodes.MostCodes;

    /// <summary>Mails a fresh code to the person.</summary>
    /// <exception cref="RefusedException">Too many were sent lately.</exception>
    public Task SendAsync(string taskId, Person person) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        Lock(transaction, taskId);
        var (id, code) = await OneTimeCodes.NewAsync(transaction, taskId, person.Id, Rules, now);
        CaseMail.Queue(transaction, now, tools, "one-time-code", person,
            new Dictionary<string, object?> { ["code"] = code, ["minutes"] = (int)Life.TotalMinutes }, $"code:{id}");
    });

    /// <summary>Uses a code. Answers its id, which the decision then carries; a wrong try is counted even though nothing else
    /// happens.</summary>
    /// <exception cref="RefusedException">Wrong, too old, or tried too often.</exception>
    public async Task<string> UseAsync(string taskId, string personId, string? typed)
    {
        var (id, refusal) = await database.WriteAsync(transaction =>
        {
            Lock(transaction, taskId);
            return OneTimeCodes.TryAsync(transaction, taskId, personId, typed, Rules, clock.GetUtcNow());
        });
        return refusal is null ? id! : throw refusal;
    }

    /// <summary>Inside the step: the code of this id was used by this person for this task a moment ago.</summary>
    public static async Task<string> RequireUsedAsync(
        Transaction transaction, string? id, string taskId, string personId, DateTimeOffset now) =>
        await OneTimeCodes.WasUsedAsync(transaction, id, taskId, personId, Rules, now)
            ? ByCode
            : throw new RefusedException("step-up-needed",
                "การตัดสินใจนี้ต้องยืนยันด้วยรหัสครั้งเดียวที่ส่งทางอีเมล",
                "This decision needs the one-time code that is sent by e-mail.");

    // Two guesses at the same instant take turns, or five tries would be ten.
    static void Lock(Transaction transaction, string taskId) =>
        transaction.Lock("select id from tasks where id = @taskId", new { taskId });
}
