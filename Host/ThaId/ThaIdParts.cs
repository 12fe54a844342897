using Microsoft.AspNetCore.Mvc.ViewFeatures;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Tasks;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.Settings;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.ThaId;

/// <summary>What the two steps to ThaID and back need.</summary>
public sealed class ThaIdParts(
    ThaIdSettings settings, ThaIdProof proof, TaskCases cases, CurrentActor current, Texts texts,
    ITempDataDictionaryFactory pages, Database database, TimeProvider clock, ILogger<ThaIdParts> log)
{
    public bool IsConnected => settings.IsConnected;
    public ThaIdProof Proof => proof;
    public TaskCases Cases => cases;
    public CurrentActor Current => current;
    public Database Database => database;
    public TimeProvider Clock => clock;

    /// <summary>Who is signed in; empty when nobody is.</summary>
    public string PersonId => current.OrNobody?.PersonId ?? "";

    public IResult Say(HttpContext context, string path, string tone, string words)
    {
        var said = pages.GetTempData(context);
        said.Say(tone, words);
        said.Save();
        return Results.Redirect(path);
    }

    public IResult SayTimedOut(HttpContext context, string path) => Say(context, path, "warning", texts[
        "การยืนยันตัวตนนี้หมดเวลาหรือเริ่มจากที่อื่น โปรดเริ่มใหม่จากหน้าเดิม",
        "This proof has timed out or began elsewhere. Start again from the page where you began."]);

    /// <summary>
    /// Says to the person that it did not come about. While the provider is down, who was held up is written down, so that an
    /// operator can see it (T101); all other work goes on.
    /// </summary>
    internal async Task<IResult> SayAsync(HttpContext context, ProofSubject about, ThaIdException fault)
    {
        log.LogWarning("ThaID: {Reason}", fault.Message);
        if (fault.IsDown)
            await KeepAsync(about);
        return Say(context, about.Path, "warning", fault.IsDown
            ? texts["ขณะนี้ติดต่อ ThaID ไม่ได้ ระบบบันทึกไว้แล้วว่าท่านมายืนยันตัวตน งานอื่นทำต่อได้ตามปกติ โปรดลองใหม่ภายหลัง",
                "ThaID can't be reached at the moment. It is on record that you came; all other work goes on. "
                + "Please try again later."]
            : texts["ยืนยันตัวตนด้วย ThaID ไม่สำเร็จ หรือยกเลิกไปก่อน โปรดลองใหม่จากหน้านี้",
                "The proof with ThaID did not succeed, or was cancelled. Try again from this page."]);
    }

    // A claim link is a secret: its site stands in the audit instead.
    async Task KeepAsync(ProofSubject about)
    {
        var id = about.Kind == ProofSubject.Site
            ? (await SiteLink.FindAsync(database, about.Id))?.SiteId ?? "?" : about.Id;
        await database.WriteAsync(transaction =>
        {
            AuditTrail.Add(transaction, clock.GetUtcNow(), current.OrNobody?.PersonId, "thaid-down", about.Kind, id);
            return Task.CompletedTask;
        });
    }
}
