using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>The second step of a decision of weight: the code from the mail, then the decision itself.</summary>
public sealed class CodeModel(
    TaskCases cases, WorkflowRuntime runtime, StepUp stepUp, Database database, CurrentActor current, TimeProvider clock, Texts texts) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    public TaskCase Case { get; private set; } = null!;

    public Choice Choice { get; private set; } = null!;

    public State? Sent { get; private set; }

    /// <summary>The address with its middle hidden: enough to know which mailbox to open.</summary>
    public string Address => current.Actor.Person.Email.Split('@', 2) is [{ Length: > 2 } name, var host]
        ? $"{name[..2]}•••@{host}"
        : current.Actor.Person.Email;

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await ReadAsync(id) is { } elsewhere)
            return elsewhere;
        Sent = await SentAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (await ReadAsync(id) is { } elsewhere)
            return elsewhere;
        try
        {
            return await DecideAsync(await stepUp.UseAsync(Case.Task.Id, current.Actor.PersonId, Code));
        }
        catch (RefusedException refusal)
        {
            return await AgainAsync(refusal);
        }
    }

    public async Task<IActionResult> OnPostResendAsync(string id)
    {
        if (await ReadAsync(id) is { } elsewhere)
            return elsewhere;
        try
        {
            await stepUp.SendAsync(Case.Task.Id, current.Actor.Person);
        }
        catch (RefusedException refusal)
        {
            return await AgainAsync(refusal);
        }
        TempData.Say("info", texts["ส่งรหัสใหม่แล้ว รหัสเดิมใช้ไม่ได้อีก", "A new code is on its way; the one before is dead"]);
        return Redirect($"/tasks/{Case.Task.Id}/code");
    }

    // Nothing chosen, or over already: the task's own page says so.
    async Task<IActionResult?> ReadAsync(string id)
    {
        Case = (await cases.FindAsync(id, current.Actor))!;
        Choice = TempData.Chosen(id)!;
        if (Case is null)
            return NotFound();
        return Case.MayAnswer && Choice is not null ? null : Redirect($"/tasks/{Case.Task.Id}");
    }

    async Task<IActionResult> DecideAsync(string codeId)
    {
        var answer = new DecisionAnswer(Choice.Reason, null, Choice.Via, codeId, Choice.AddresseeRead);
        var result = await runtime.ResumeAsync(Case.Task.Id,
            new Stimulus(Choice.Answer, current.Actor.PersonId, JsonSerializer.Serialize(answer, JsonSerializerOptions.Web)));
        TempData.Forget();
        var (tone, words) = result switch
        {
            StepResult.Moved => ("success", texts[
                $"บันทึกแล้ว – {TaskWords.Answer(texts, Case.Task.Kind, Choice.Answer)}", $"Stored – {TaskWords.Answer(texts, Case.Task.Kind, Choice.Answer)}"]),
            // The code was right; it is the decision that is not allowed.
            StepResult.Refused refused => ("error", texts[refused.Reason.Thai, refused.Reason.English]),
            StepResult.AlreadyDone => ("warning", texts[
                "มีผู้ตัดสินใจเรื่องนี้ไปก่อนแล้ว คำตอบของคุณจึงไม่ได้บันทึก ดูผลด้านล่าง", "Somebody decided first; your answer was not stored. See below."]),
            _ => ("warning", texts[
                "เก็บคำตอบของคุณไว้แล้ว แต่ขั้นตอนต่อไปขัดข้อง ผู้ดูแลระบบได้รับแจ้งแล้ว ไม่ต้องตอบซ้ำ",
                "Your answer is kept, but what follows it met a fault. The operator has been told; you need not answer again."]),
        };
        TempData.Say(tone, words);
        return Redirect($"/tasks/{Case.Task.Id}");
    }

    async Task<IActionResult> AgainAsync(RefusedException refusal)
    {
        ModelState.Clear();
        ModelState.AddModelError(nameof(Code), texts[refusal.Thai, refusal.English]);
        Sent = await SentAsync();
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    Task<State?> SentAsync() => database.FirstAsync<State>(
        """
        select created_at, expires_at, tries from one_time_codes
        where subject = @Id and holder = @PersonId and used_at is null and expires_at > @now order by created_at desc limit 1
        """, new { Case.Task.Id, current.Actor.PersonId, now = clock.GetUtcNow() });

    /// <summary>The code that is alive.</summary>
    public sealed class State
    {
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset ExpiresAt { get; init; }
        public long Tries { get; init; }

        public long TriesLeft => Math.Max(0, StepUp.MostTries - Tries);
    }
}
