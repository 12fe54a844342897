using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Features.Tasks;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.ThaId;

/// <summary>
/// The way to ThaID and back. The way back is a GET that acts: OpenID Connect has it so. It acts only for the signed-in person in
/// whose browser the journey began, with the state that was made for it, once.
/// </summary>
public static class ThaIdEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tasks/{id}/thaid/start", StartAsync).ExcludeFromDescription();
        routes.MapGet(ThaIdProof.CallbackPath, BackAsync).ExcludeFromDescription();
    }

    static async Task<IResult> StartAsync(string id, HttpContext context, ThaIdParts parts)
    {
        var (cases, current) = (parts.Cases, parts.Current);
        if (!parts.Settings.ThaId.IsConnected || await cases.FindAsync(id,
            current.Actor) is not { Task.Kind: WorkTask.ProveIdentity } about)
            return Results.NotFound();
        if (!about.MayAnswer || about.Request?.PersonId != current.Actor.PersonId)
            return Results.Redirect($"/tasks/{id}");
        try
        {
            return Results.Redirect(await parts.Proof.BeginAsync(context, id, current.Actor.PersonId));
        }
        catch (ThaIdException fault)
        {
            return await parts.SayAsync(context, id, fault);
        }
    }

    static async Task<IResult> BackAsync(HttpContext context, ThaIdParts parts)
    {
        var me = parts.Current.Actor.PersonId;
        if (parts.Proof.TaskOf(context, me) is not { } task)
            return parts.Say(context, "/tasks", "warning", parts.Texts[
                "การยืนยันตัวตนนี้หมดเวลาหรือเริ่มจากที่อื่น เปิดงานแล้วเริ่มใหม่",
                    "This proof has timed out or began elsewhere. Open the task and start again."]);
        ProofAnswer proof;
        try
        {
            proof = await parts.Proof.FinishAsync(context, me);
        }
        catch (ThaIdException fault)
        {
            return await parts.SayAsync(context, task, fault);
        }
        var result = await parts.Runtime.ResumeAsync(
            task, new Stimulus("Prove", me, JsonSerializer.Serialize(proof, JsonSerializerOptions.Web)));
        var (tone, words) = ProofWords.Of(parts.Texts, result);
        return parts.Say(context, $"/tasks/{task}", tone, words);
    }
}

/// <summary>What the two steps to ThaID and back need.</summary>
public sealed class ThaIdParts(
    Settings.HostSettings settings, ThaIdProof proof, TaskCases cases, CurrentActor current, WorkflowRuntime runtime, Texts texts,
    ITempDataDictionaryFactory pages, Database database, TimeProvider clock, ILogger<ThaIdParts> log)
{
    public Settings.HostSettings Settings => settings;
    public ThaIdProof Proof => proof;
    public TaskCases Cases => cases;
    public CurrentActor Current => current;
    public WorkflowRuntime Runtime => runtime;
    public Texts Texts => texts;

    public IResult Say(HttpContext context, string path, string tone, string words)
    {
        var said = pages.GetTempData(context);
        said.Say(tone, words);
        said.Save();
        return Results.Redirect(path);
    }

    /// <summary>
    /// Says to the person that it did not come about. While the provider is down, who was held up is written down, so that an
    /// operator can see it (T101); all other work goes on.
    /// </summary>
    internal async Task<IResult> SayAsync(HttpContext context, string task, ThaIdException fault)
    {
        log.LogWarning("ThaID: {Reason}", fault.Message);
        if (fault.IsDown)
            await database.WriteAsync(transaction =>
            {
                AuditTrail.Add(transaction, clock.GetUtcNow(), current.Actor.PersonId, "thaid-down", "task", task);
                return Task.CompletedTask;
            });
        return Say(context, $"/tasks/{task}", "warning", fault.IsDown
            ? texts["ขณะนี้ติดต่อ ThaID ไม่ได้ ระบบบันทึกไว้แล้วว่าท่านมายืนยันตัวตน งานอื่นทำต่อได้ตามปกติ โปรดลองใหม่ภายหลัง",
                "ThaID can't be reached at the moment. It is on record that you came; all other work goes on. "
                + "Please try again later."]
            : texts["ยืนยันตัวตนด้วย ThaID ไม่สำเร็จ หรือยกเลิกไปก่อน โปรดลองใหม่จากหน้านี้",
                "The proof with ThaID did not succeed, or was cancelled. Try again from this page."]);
    }
}
