using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.SignOn;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.Settings;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>One task: what, why, by when, whom to ask, what happened so far; and the answers as buttons.</summary>
public sealed class TaskModel(
    TaskCases cases, Inbox inbox, WorkflowRuntime runtime, StepUp stepUp, CurrentActor current, OfficeCalendar calendar,
    TimeProvider clock, Texts texts, ThaIdSettings thaId, IHostEnvironment environment, Database database) : PageModel
{
    public const int LongestText = 1_000;

    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>What shows that it was done.</summary>
    [BindProperty]
    public string? Evidence { get; set; }

    [BindProperty]
    public List<string?> Points { get; set; } = [];

    /// <summary>Ticked by who read the addressee of an unreadable scan with their own eyes (T56).</summary>
    [BindProperty]
    public bool AddresseeRead { get; set; }

    /// <summary>Who takes over a request whose officer has left.</summary>
    [BindProperty]
    public string? PersonId { get; set; }

    /// <summary>A box to tick before something that is not easily taken back.</summary>
    [BindProperty]
    public bool Sure { get; set; }

    /// <summary>The systems that are ticked, where a request asks for several (B-02, T10).</summary>
    [BindProperty]
    public List<string> Grants { get; set; } = [];

    /// <summary>"mail" when the page was opened from a mailed link.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Via { get; set; }

    public TaskCase Case { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; }

    /// <summary>Its circular stands still: the clock doesn't run; it may be answered all the same.</summary>
    public CircularPause? Pause { get; private set; }

    public WorkingCalendar Calendar => calendar.Current;

    /// <summary>Whether ThaID is connected; without it Development has a stand-in.</summary>
    public bool HasThaId => thaId.IsConnected;

    public bool HasStandIn => !HasThaId && environment.IsDevelopment();

    /// <summary>The names that the evidence is chosen from (E-06); empty where it is typed.</summary>
    public IReadOnlyList<string> EvidenceNames { get; private set; } = [];

    public IReadOnlyList<string> ProofMethods =>
        Case.Step?.Activity is ProveIdentity ? SettingsBinder.Constants<ProveIdentity.Values>(Case.Step).Methods : [];

    public RequireLetter.Values? LetterRules =>
        Case.Step?.Activity is RequireLetter ? SettingsBinder.Constants<RequireLetter.Values>(Case.Step) : null;

    /// <summary>The part of the page that asks.</summary>
    public string Form => Case.Task.Kind switch
    {
        WorkTask.Review => "_Review",
        WorkTask.Decide => "_Decide",
        WorkTask.ProveIdentity => "_ProveIdentity",
        WorkTask.RevokeFirst => "_RevokeFirst",
        WorkTask.Letter => "_Letter",
        WorkTask.YearlyReview => "_YearlyReview",
        WorkTask.ChangeOfficer => "_ChangeOfficer",
        WorkTask.Restore => "_Restore",
        WorkTask.AskOrganisation => "_AskOrganisation",
        WorkTask.ApproveAccount => "_ApproveAccount",
        WorkTask.ConfirmWorks => "_ConfirmWorks",
        WorkTask.CollectRoster => "_CollectRoster",
        WorkTask.AssignDuties => "_AssignDuties",
        _ => throw new InvalidOperationException($"The task {Case.Task.Id} is of a kind without a page: '{Case.Task.Kind}'."),
    };

    /// <summary>The window that holds back what is approved now; null while the system is open (T13).</summary>
    public Window? ClosedNow { get; private set; }

    public static string LetterAddress(Letter letter) => $"/letters/{letter.Id}/file";

    /// <summary>A printed phone number as a telephone takes it; what stands behind "ต่อ" is an extension.</summary>
    public static string Dial(string phone) => string.Concat(phone.Split("ต่อ")[0].Where(char.IsAsciiDigit));

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (!await ReadAsync(id))
            return NotFound();
        if (!Case.IsOpen)
            return TooLate();
        if (Case.IsStuck)
            return Stuck();
        if (Case.Answerer is null)
            return Say(TaskAuthorityRefusal());
        if (!IsComplete())
            return Again();
        if (Case.NeedsCode && Answer is (Approval.Approve or Approval.Reject))
            return await AskForCodeAsync();
        return await AnswerAsync();
    }

    async Task<bool> ReadAsync(string id)
    {
        Now = clock.GetUtcNow();
        Case = (await cases.FindAsync(id, current.Actor))!;
        if (Case is { IsOpen: true })
            Pause = await CircularPause.OfTaskAsync(database, id);
        if (Case is { MayAnswer: true, Task.Kind: WorkTask.ApproveAccount })
            ClosedNow = await cases.ClosedAsync(Case);
        if (Case is { MayAnswer: true, Ask.EvidenceFrom: AskOrganisation.FromRoster })
            EvidenceNames = await RosterNames.OfAsync(database, Case.Task.AboutCode!);
        return Case is not null;
    }

    // What the step would refuse as well is said beside the field it belongs to.
    bool IsComplete()
    {
        Points = [.. Points.Select(point => point?.Trim()).Where(point => !string.IsNullOrEmpty(point))];
        if (Reason?.Length > LongestText || Evidence?.Length > LongestText || Points.Any(point => point!.Length > LongestText))
            ModelState.AddModelError(nameof(Reason), texts[$"ข้อความยาวเกิน {LongestText} ตัวอักษร โปรดย่อ", $"Longer than {LongestText} characters; shorten it"]);
        if (Answer is Approval.Reject && string.IsNullOrWhiteSpace(Reason))
            ModelState.AddModelError(nameof(Reason), texts["การไม่อนุมัติต้องระบุเหตุผล", "A rejection needs its reason"]);
        if (Answer is "Revoke" && string.IsNullOrWhiteSpace(Reason))
            ModelState.AddModelError(nameof(Reason), texts["โปรดระบุเหตุผลที่ยกเลิกสิทธิ", "Say why the right is revoked"]);
        if (Answer is ChangeOfficer.Withdraw && string.IsNullOrWhiteSpace(Reason))
            ModelState.AddModelError(nameof(Reason), texts["โปรดระบุเหตุผลที่ถอนคำขอ", "Say why the request is withdrawn"]);
        if (Answer is ChangeOfficer.Continue && string.IsNullOrEmpty(PersonId))
            ModelState.AddModelError(nameof(PersonId), texts["โปรดเลือกเจ้าหน้าที่ที่จะรับช่วง", "Choose the officer who takes it over"]);
        if (Answer is Approval.SendBack && Points.Count == 0)
            ModelState.AddModelError(nameof(Points), texts["กรอกข้อที่ต้องแก้ไขอย่างน้อยหนึ่งข้อ", "Enter at least one point to mend"]);
        if (Answer is Approval.Approve && Case.HasUnreadAddressee && !AddresseeRead)
            ModelState.AddModelError(nameof(AddresseeRead), texts[
                "อ่านคำขึ้นต้นในหนังสือด้วยตาตนเองแล้วทำเครื่องหมายก่อน", "Read the addressee with your own eyes, then tick the box"]);
        if (Answer is ConfirmWorks.NotWorking && string.IsNullOrWhiteSpace(Reason))
            ModelState.AddModelError(nameof(Reason), texts["โปรดบอกว่าใช้ไม่ได้อย่างไร", "Say what doesn't work"]);
        if (Answer is Approval.Approve && Case.Grants.Count > 0 && Grants.Count == 0)
            ModelState.AddModelError(nameof(Grants), texts["เลือกอย่างน้อยหนึ่งรายการที่อนุมัติ", "Tick at least one line to approve"]);
        if (Answer is "Revoke" or "GiveUp" or "Prove" && !Sure)
            ModelState.AddModelError(nameof(Sure), texts["ทำเครื่องหมายยืนยันก่อน", "Tick the box first"]);
        return ModelState.IsValid;
    }

    async Task<IActionResult> AskForCodeAsync()
    {
        TempData.Choose(Case.Task.Id, new Choice(Answer!, Reason?.Trim() ?? "", Via == "mail" ? "mail" : "page", AddresseeRead));
        try
        {
            await stepUp.SendAsync(Case.Task.Id, current.Actor.Person);
        }
        catch (RefusedException refusal)
        {
            return Say(refusal);
        }
        return Redirect($"/tasks/{Case.Task.Id}/code");
    }

    async Task<IActionResult> AnswerAsync()
    {
        var (reason, via) = (Reason?.Trim() ?? "", Via == "mail" ? "mail" : "page");
        object data = Case.Task.Kind switch
        {
            WorkTask.ProveIdentity => new ProofAnswer(ProveIdentity.InPerson, "2.1"),
            WorkTask.ChangeOfficer => new { reason, via, PersonId },
            _ => new DecisionAnswer(
                reason, Points.Count == 0 || Answer != Approval.SendBack ? null : [.. Points!], via, null, AddresseeRead, Evidence?.Trim(),
                Answer == Approval.Approve && Case.Grants.Count > 0 ? Grants : null),
        };
        var result = await runtime.ResumeAsync(Case.Task.Id,
            new Stimulus(Answer ?? "", current.Actor.PersonId, JsonSerializer.Serialize(data, JsonSerializerOptions.Web)));
        return result switch
        {
            StepResult.Moved => await DoneAsync(),
            StepResult.AlreadyDone => TooLate(),
            StepResult.Refused refused => Say(refused.Reason),
            StepResult.Failed => Stuck(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    async Task<IActionResult> DoneAsync()
    {
        var done = $"{TaskWords.Answered(texts, Case.Task, Answer)}: {texts[Case.Place.NameTh, Case.Place.NameEn]} {Case.Request?.Reference}".Trim();
        if (Case.Task.Kind != WorkTask.Review)
        {
            TempData.Say("success", texts[$"บันทึกแล้ว – {done}", $"Stored – {done}"]);
            return Redirect($"/tasks/{Case.Task.Id}");
        }
        var (counts, next) = await database.AskAsync(
            ask => inbox.CountsAsync(ask, current.Actor), ask => inbox.NextAsync(ask, current.Actor, WorkTask.Review));
        var left = counts.FirstOrDefault(count => count.Kind == WorkTask.Review);
        TempData.Say("success", texts[
            $"บันทึกแล้ว – {done} · เหลือ {left?.Waiting ?? 0} เรื่อง ต้องเสร็จวันนี้ {(left?.Today ?? 0) + (left?.Late ?? 0)} เรื่อง",
            $"Stored – {done} · {left?.Waiting ?? 0} left, {(left?.Today ?? 0) + (left?.Late ?? 0)} of them for today"]);
        return Redirect(next is null ? "/tasks" : $"/tasks/{next}");
    }

    RedirectResult TooLate()
    {
        TempData.Say("warning", texts[
            "มีผู้ตอบเรื่องนี้ไปก่อนแล้ว คำตอบของคุณจึงไม่ได้บันทึก ดูผลด้านล่าง", "Somebody answered this first; your answer was not stored. See below."]);
        return Redirect($"/tasks/{Case.Task.Id}");
    }

    RedirectResult Stuck()
    {
        TempData.Say("warning", texts[
            "เก็บคำตอบของคุณไว้แล้ว แต่ขั้นตอนต่อไปขัดข้อง ผู้ดูแลระบบได้รับแจ้งแล้ว ไม่ต้องตอบซ้ำ",
            "Your answer is kept, but what follows it met a fault. The operator has been told; you need not answer again."]);
        return Redirect($"/tasks/{Case.Task.Id}");
    }

    PageResult Say(RefusedException refusal)
    {
        var field = refusal.Code switch
        {
            "reason-needed" or "note-needed" => nameof(Reason),
            "evidence-needed" => nameof(Evidence),
            "points-needed" => nameof(Points),
            "addressee-unread" => nameof(AddresseeRead),
            "grants-needed" or "account-first" => nameof(Grants),
            "no-person" or "not-own-officer" or "has-one" or "person-has-request" => nameof(PersonId),
            _ => "",
        };
        ModelState.AddModelError(field, texts[refusal.Thai, refusal.English]);
        return Again();
    }

    PageResult Again() => new() { StatusCode = StatusCodes.Status400BadRequest };

    RefusedException TaskAuthorityRefusal() => TaskAuthority.Of(Case.Task, current.Actor) is null
        ? new("not-yours", "งานนี้ไม่ได้มอบหมายให้ท่าน ผู้ที่ได้รับมอบหมายเท่านั้นที่ตอบได้", "This task is not yours; only those it was given to can answer it.")
        : new("not-for-you", "ท่านมีส่วนได้เสียในเรื่องนี้หรือไม่ใช่ผู้ถือสิทธิ จึงตอบเองไม่ได้", "You are a party to this, or not the one it is about, so you cannot answer it.");
}
