using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// Approves several clean cases of one step together (feature 20): each letter opened first, one one-time code where the step
/// asks for one, and ten minutes to take any of it back.
/// </summary>
public sealed class BatchDecisions(Database database, BatchCases cases, Tools tools, TimeProvider clock)
{
    public const int MostCases = 50;

    static readonly CodeRules Rules = new();

    /// <summary>Writes down that somebody opens a case's letter. Answers the letter's id.</summary>
    /// <exception cref="RefusedException">It isn't their case.</exception>
    public async Task<string> OpenLetterAsync(string taskId, Actor actor)
    {
        var one = await cases.FindAsync(taskId, actor) ?? throw Gone();
        await database.WriteAsync(transaction => transaction.ExecuteAsync(
            """
            insert into letter_readings (letter_id, person_id, at) values (@Id, @PersonId, @now)
            on conflict (letter_id, person_id) do nothing
            """, new { one.Letter.Id, actor.PersonId, now = clock.GetUtcNow() }));
        return one.Letter.Id;
    }

    /// <summary>
    /// Holds an approval of each of the cases. Where the step asks for a code nothing is held before
    /// <see cref="ConfirmAsync"/>; the code is mailed now.
    /// </summary>
    /// <returns>The batch, and whether it waits for the code.</returns>
    /// <exception cref="RefusedException">
    /// None or too many, of several steps, a case that isn't clean or whose letter wasn't opened, or held already.
    /// </exception>
    public async Task<(string BatchId, bool NeedsCode)> HoldAsync(IReadOnlyList<string> taskIds, string reason, Actor actor)
    {
        var chosen = await ChosenAsync(taskIds, actor);
        var needsCode = chosen.Any(one => one.NeedsCode);
        return await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var batch = Ids.New(now);
            transaction.Write(
                """
                insert into decision_batches (id, person_id, reason, needs_code, created_at)
                values (@batch, @PersonId, @reason, @code, @now)
                """, new { batch, actor.PersonId, reason = reason.Trim(), code = needsCode ? 1 : 0, now });
            foreach (var one in chosen)
                transaction.Write(
                    """
                    insert into held_decisions (id, batch_id, task_id, person_id, answer, reason)
                    values (@id, @batch, @taskId, @PersonId, @Approve, @reason)
                    """,
                    new { id = Ids.New(now), batch, taskId = one.Task.Id, actor.PersonId, Approval.Approve, reason = reason.Trim() });
            if (needsCode)
                await MailCodeAsync(transaction, batch, actor, now);
            else
                await HoldAsync(transaction, batch, actor, null, now);
            return (batch, needsCode);
        });
    }

    /// <summary>Mails another code for a batch that waits for one.</summary>
    public Task SendCodeAsync(string batchId, Actor actor) => database.WriteAsync(async transaction =>
    {
        await RequireOwnAsync(transaction, batchId, actor);
        await MailCodeAsync(transaction, batchId, actor, clock.GetUtcNow());
    });

    /// <summary>Uses the code; from now on each case has its ten minutes.</summary>
    /// <exception cref="RefusedException">A wrong code, which is counted, or not their batch.</exception>
    public async Task ConfirmAsync(string batchId, string? typed, Actor actor)
    {
        var refusal = await database.WriteAsync(async transaction =>
        {
            await RequireOwnAsync(transaction, batchId, actor);
            var (id, refused) = await OneTimeCodes.TryAsync(transaction, batchId, actor.PersonId, typed, Rules, clock.GetUtcNow());
            if (id is not null)
                await HoldAsync(transaction, batchId, actor, id, clock.GetUtcNow());
            return refused;
        });
        if (refusal is not null)
            throw refusal;
    }

    /// <summary>Takes one held decision back: the task stays as it was.</summary>
    /// <exception cref="RefusedException">It has taken effect, was taken back, or isn't theirs.</exception>
    public Task TakeBackAsync(string heldId, Actor actor) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var back = await transaction.QueryAsync<HeldDecision>(
            """
            update held_decisions set taken_back_at = @now
            where id = @heldId and person_id = @PersonId and done_at is null and taken_back_at is null and effective_at > @now
            returning *
            """, new { heldId, actor.PersonId, now });
        if (back is not [var held])
            throw new RefusedException("effective-already", "พ้น 10 นาทีแล้ว ผลการพิจารณามีผลแล้ว หรือถอนคืนไปก่อนแล้ว",
                "The ten minutes are over and it has taken effect, or it was taken back already.");
        AuditTrail.Add(transaction, now, actor.PersonId, "decision-taken-back", "task", held.TaskId);
    });

    async Task<IReadOnlyList<BatchCase>> ChosenAsync(IReadOnlyList<string> taskIds, Actor actor)
    {
        if (taskIds.Count == 0)
            throw new RefusedException("none-chosen", "โปรดเลือกอย่างน้อยหนึ่งเรื่อง", "Choose one case at least.");
        if (taskIds.Count > MostCases)
            throw new RefusedException("too-many", $"เลือกได้ครั้งละไม่เกิน {MostCases} เรื่อง", $"{MostCases} cases at a time.");
        var chosen = new List<BatchCase>();
        foreach (var id in taskIds.Distinct())
            chosen.Add(await cases.FindAsync(id, actor) ?? throw Gone());
        if (chosen.FirstOrDefault(one => !one.IsClean) is { } doubtful)
            throw new RefusedException("not-clean",
                $"คำขอ {doubtful.Request.Reference} มีข้อสังเกต ต้องเปิดพิจารณาเป็นรายเรื่อง: {doubtful.Warnings[0].Thai}",
                $"Request {doubtful.Request.Reference} has a warning and must be decided by itself: {doubtful.Warnings[0].English}");
        if (chosen.FirstOrDefault(one => one.OpenedAt is null) is { } unread)
            throw new RefusedException("letter-unopened",
                $"ยังไม่ได้เปิดหนังสือของคำขอ {unread.Request.Reference} โปรดเปิดอ่านก่อน",
                $"The letter of request {unread.Request.Reference} was not opened yet; read it first.");
        if (chosen.DistinctBy(one => one.Step).Count() > 1)
            throw new RefusedException("several-steps", "พิจารณาพร้อมกันได้เฉพาะเรื่องในขั้นตอนเดียวกันของหนังสือเวียนฉบับเดียวกัน",
                "Only cases at the same step of the same circular can be decided together.");
        return chosen;
    }

    static async Task HoldAsync(Transaction transaction, string batch, Actor actor, string? codeId, DateTimeOffset now)
    {
        // Two batches of one person take turns: a case is held once.
        transaction.Lock("select id from people where id = @PersonId", new { actor.PersonId });
        if (await transaction.ExecuteAsync(
            "update decision_batches set confirmed_at = @now, code_id = @codeId where id = @batch and confirmed_at is null",
            new { now, codeId, batch }) == 0)
            throw Gone();
        // Two batches with the same case: the first holds it.
        var held = await transaction.QueryAsync<HeldDecision>(
            """
            update held_decisions set effective_at = @at where batch_id = @batch and not exists (
                select 1 from held_decisions other where other.task_id = held_decisions.task_id
                  and other.person_id = held_decisions.person_id and other.effective_at is not null
                  and other.done_at is null and other.taken_back_at is null)
            returning *
            """, new { at = now + HeldDecision.Held, batch });
        foreach (var one in held)
            AuditTrail.Add(transaction, now, actor.PersonId, "decision-held", "task", one.TaskId, detail: one.Answer);
    }

    static async Task RequireOwnAsync(Transaction transaction, string batchId, Actor actor)
    {
        transaction.Lock("select id from decision_batches where id = @batchId", new { batchId });
        if (await transaction.FirstAsync<string>(
            "select id from decision_batches where id = @batchId and person_id = @PersonId and confirmed_at is null",
            new { batchId, actor.PersonId }) is null)
            throw Gone();
    }

    async Task MailCodeAsync(Transaction transaction, string batchId, Actor actor, DateTimeOffset now)
    {
        var (id, code) = await OneTimeCodes.NewAsync(transaction, batchId, actor.PersonId, Rules, now);
        CaseMail.Queue(transaction, now, tools, "one-time-code", actor.Person,
            new Dictionary<string, object?> { ["code"] = code, ["minutes"] = Rules.Minutes }, $"code:{id}");
    }

    static RefusedException Gone() => new("not-in-batch", "เรื่องนี้มีผู้พิจารณาไปแล้วหรือไม่ใช่งานของท่าน โหลดหน้านี้ใหม่",
        "This was decided meanwhile, or isn't yours. Load the page again.");
}
