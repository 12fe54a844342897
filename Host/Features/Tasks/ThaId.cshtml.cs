using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>Stands in for ThaID in Development: the same shape, with a sign on it. Elsewhere it is not there.</summary>
public sealed class ThaIdModel(
    TaskCases cases, WorkflowRuntime runtime, CurrentActor current, Texts texts, IHostEnvironment environment) : PageModel
{
    public TaskCase Case { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ?? Page();

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (await ReadAsync(id) is { } elsewhere)
            return elsewhere;
        var proof = JsonSerializer.Serialize(new ProofAnswer(ProveIdentity.StandIn, "2.3"), JsonSerializerOptions.Web);
        var result = await runtime.ResumeAsync(id, new Stimulus("Prove", current.Actor.PersonId, proof));
        var (tone, words) = result switch
        {
            StepResult.Moved => ("success", texts["ยืนยันตัวตนแล้ว คำขอเดินต่อ", "Identity proven; the request goes on"]),
            StepResult.AlreadyDone => ("warning", texts["ยืนยันตัวตนไปก่อนแล้ว", "Identity was proven before"]),
            StepResult.Refused refused => ("error", texts[refused.Reason.Thai, refused.Reason.English]),
            _ => ("warning", texts[
                "เก็บคำตอบของคุณไว้แล้ว แต่ขั้นตอนต่อไปขัดข้อง ผู้ดูแลระบบได้รับแจ้งแล้ว", "Your answer is kept, but what follows it met a fault. The operator has been told."]),
        };
        TempData.Say(tone, words);
        return Redirect($"/tasks/{id}");
    }

    async Task<IActionResult?> ReadAsync(string id)
    {
        Case = (await cases.FindAsync(id, current.Actor))!;
        if (!environment.IsDevelopment() || Case is not { Task.Kind: WorkTask.ProveIdentity })
            return NotFound();
        return Case.MayAnswer && Case.Request!.PersonId == current.Actor.PersonId ? null : Redirect($"/tasks/{id}");
    }
}
