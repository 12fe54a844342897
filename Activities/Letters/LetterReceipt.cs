using System.Text.Json;
using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Letters;

/// <summary>
/// Takes in the signed letter of a request: first the file, by its content, then what the paper says. A file that was
/// taken in is kept even when the rest of the form must be mended, so that nobody has to send it twice.
/// </summary>
public sealed class LetterReceipt(Database database, WorkflowRuntime runtime, LetterFolder folder)
{
    /// <summary>Decides by content whether the file may be kept, and keeps it once, by its hash (A-07, T58, T59, T60).</summary>
    /// <param name="open">Opens the content from its start; called twice.</param>
    /// <exception cref="RefusedException">The task is not theirs or is over.</exception>
    public async Task<LetterVerdict> TakeInAsync(string taskId, Func<Stream> open, string fileName, Actor actor)
    {
        await OpenTaskAsync(taskId, actor);
        await using var looked = open();
        var verdict = LetterFile.Inspect(looked, fileName, LetterLimits.Default);
        if (verdict is LetterVerdict.Accepted)
        {
            await using var kept = open();
            await folder.SaveAsync(kept, LetterLimits.Default);
        }
        return verdict;
    }

    /// <summary>Attaches a letter: a file that was taken in before, or one this organisation has handed in already.</summary>
    /// <param name="reference">The reference as typed from the paper; checked when it isn't empty.</param>
    /// <exception cref="RefusedException">Something on the paper is wrong; the message says what, and the way out.</exception>
    public async Task<StepResult> AttachAsync(string taskId, LetterAnswer letter, string? reference, Actor actor)
    {
        var task = await OpenTaskAsync(taskId, actor);
        await RequireReferenceAsync(task, reference);
        if (letter.LetterId is null && (letter.Sha256 is null || !folder.Exists(letter.Sha256)))
            throw new RefusedException("file-needed", "โปรดเลือกไฟล์หนังสือที่นายกลงนาม", "Choose the file of the signed letter.", "A-07");
        return await AnswerAsync(taskId, RequireLetter.Attach, letter, actor);
    }

    /// <summary>Answers the points of a request that was sent back, with the letter that is there.</summary>
    /// <exception cref="RefusedException">Nothing was answered, or no letter is there.</exception>
    public async Task<StepResult> ReplyAsync(string taskId, string reply, Actor actor)
    {
        await OpenTaskAsync(taskId, actor);
        if (string.IsNullOrWhiteSpace(reply))
            throw new RefusedException("reply-needed", "โปรดตอบประเด็นที่ผู้ตรวจส่งกลับมา", "Answer the points that were sent back.");
        return await AnswerAsync(taskId, RequireLetter.Reply, new RequireLetter.ReplyAnswer(reply), actor);
    }

    async Task<WorkTask> OpenTaskAsync(string taskId, Actor actor)
    {
        if (await WorkTask.FindAsync(database, taskId) is not { Kind: WorkTask.Letter } task)
            throw new RefusedException("no-such-task", "ไม่พบงานนี้", "There is no such task.");
        TaskAuthority.Require(task, actor);
        if (task.ClosedAt is not null)
            throw new RefusedException("already-over",
                "ขั้นตอนแนบหนังสือของคำขอนี้เสร็จแล้ว โปรดเปิดหน้าคำขอเพื่อดูสถานะล่าสุด",
                "The letter of this request has been handed in already. Look at the request's page.");
        return task;
    }

    async Task RequireReferenceAsync(WorkTask task, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return;
        var expected = await database.FirstAsync<string>("select reference from requests where id = @RequestId", new { task.RequestId });
        var read = Reference.Read(typed) ?? throw new RefusedException("reference-unreadable",
            $"เลขอ้างอิง “{typed}” อ่านไม่ได้ คำขอนี้คือ {expected} โปรดพิมพ์ตามหนังสือทีละตัว หรือเว้นว่างไว้",
            $"“{typed}” is no reference; this request is {expected}. Type it as it stands on the letter, or leave it empty.");
        if (read != expected)
            throw new RefusedException("reference-other",
                $"หนังสืออ้างถึงคำขอ {read} แต่หน้านี้เป็นคำขอ {expected} โปรดตรวจว่าเลือกไฟล์ถูกฉบับ",
                $"The letter is about {read}, but this is request {expected}. Check that you chose the right file.");
    }

    async Task<StepResult> AnswerAsync(string taskId, string answer, object data, Actor actor)
    {
        var result = await runtime.ResumeAsync(taskId,
            new Stimulus(answer, actor.PersonId, JsonSerializer.Serialize(data, JsonSerializerOptions.Web)));
        return result is StepResult.Refused refused ? throw refused.Reason : result;
    }
}
