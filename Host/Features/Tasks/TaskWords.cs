using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Duties;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>What kinds of tasks and answers are called.</summary>
public static class TaskWords
{
    public static IReadOnlyList<string> Kinds { get; } =
    [
        WorkTask.Review, WorkTask.Decide, WorkTask.ProveIdentity, WorkTask.RevokeFirst, WorkTask.Letter, WorkTask.ChangeOfficer, WorkTask.YearlyReview,
        WorkTask.Restore, WorkTask.AskOrganisation, WorkTask.ApproveAccount, WorkTask.ConfirmWorks, WorkTask.CollectRoster,
        WorkTask.AssignDuties,
    ];

    /// <summary>The kind in a few words, for lists.</summary>
    public static string Kind(Texts texts, string kind) => kind switch
    {
        WorkTask.Review => texts["ตรวจคำขอ", "Check a request"],
        WorkTask.Decide => texts["พิจารณาให้สิทธิ", "Decide on a right"],
        WorkTask.ProveIdentity => texts["ยืนยันตัวตน", "Prove identity"],
        WorkTask.RevokeFirst => texts["ยกเลิกสิทธิคนเดิม", "Revoke the old right"],
        WorkTask.Letter => texts["แนบหนังสือที่ลงนาม", "Attach the signed letter"],
        WorkTask.ChangeOfficer => texts["เลือกเจ้าหน้าที่คนใหม่ หรือถอนคำขอ", "Choose another officer, or withdraw"],
        WorkTask.YearlyReview => texts["ทบทวนสิทธิประจำปี", "Yearly review"],
        WorkTask.Restore => texts["คืนสิทธิที่ถูกระงับ", "Restore a suspended right"],
        WorkTask.AssignDuties => texts["มอบหมายหน้าที่ e-Plan", "Assign the e-Plan duties"],
        WorkTask.CollectRoster => texts["ส่งบัญชีรายชื่อ", "Send the roster"],
        WorkTask.AskOrganisation => texts["เรื่องให้ดำเนินการ", "Something to be done"],
        WorkTask.ApproveAccount => texts["อนุมัติบัญชีและสิทธิ", "Approve an account and a right"],
        WorkTask.ConfirmWorks => texts["ยืนยันว่าสิทธิใช้ได้", "Say whether the right works"],
        _ => kind,
    };

    /// <summary>What a task is called: a designer's own words where it has some, else its kind.</summary>
    public static string Title(Texts texts, string kind, string? titleTh, string? titleEn) =>
        titleTh is { Length: > 0 } ? texts[titleTh, titleEn is { Length: > 0 } ? titleEn : titleTh] : Kind(texts, kind);

    public static string Title(Texts texts, WorkTask task) => Title(texts, task.Kind, task.TitleTh, task.TitleEn);

    /// <summary>What the person is to do, in one sentence.</summary>
    public static string Ask(Texts texts, string kind) => kind switch
    {
        WorkTask.Review => texts["ตรวจหนังสือเทียบกับข้อมูล แล้วส่งต่อ ส่งกลับให้แก้ หรือไม่รับ", "Compare the letter with the data, then pass it on, send it back or reject it."],
        WorkTask.Decide => texts["อนุมัติหรือไม่อนุมัติให้เจ้าหน้าที่ใช้ระบบ", "Approve or reject the officer's access."],
        WorkTask.ProveIdentity => texts["เจ้าหน้าที่ที่จะถือสิทธิต้องยืนยันว่าเป็นตัวจริง", "The officer who is to hold the right proves who they are."],
        WorkTask.RevokeFirst => texts["ต้องยกเลิกสิทธิคนเดิมก่อน คำขอของคนใหม่จึงจะเดินต่อ", "The old right must end before the new officer's request goes on."],
        WorkTask.Letter => texts["แนบไฟล์หนังสือที่ผู้บริหารลงนามแล้ว", "Attach the letter that the chief executive signed."],
        WorkTask.ChangeOfficer => texts["เจ้าหน้าที่พ้นจากหน่วยงาน คำขอจึงพักไว้ จะให้คนอื่นรับช่วงหรือถอนคำขอ", "The officer has left and the request is on hold: does another take it over, or is it withdrawn?"],
        WorkTask.YearlyReview => texts["ผู้ถือสิทธิคนนี้ยังถูกต้องอยู่หรือไม่", "Is this still the right person to hold the right?"],
        WorkTask.ApproveAccount => texts["อนุมัติให้เจ้าหน้าที่ของหน่วยงานใช้บัญชี SSO และระบบ หรือไม่อนุมัติพร้อมเหตุผล", "Approve the officer's SSO account and system, or reject with a reason."],
        WorkTask.ConfirmWorks => texts["เข้าสู่ระบบที่ได้รับสิทธิ ตรวจสอบว่าใช้ได้ แล้วยืนยันที่นี่", "Open the system you were granted, check that it works, and say so here."],
        WorkTask.Restore => texts["สิทธินี้ถูกระงับเพราะไม่มีผู้ตอบการทบทวน คืนสิทธิได้จนถึงวันครบกำหนด", "The right was suspended because nobody answered; it can be restored until the last day."],
        _ => "",
    };

    /// <summary>How a task ended, as the past reads it.</summary>
    public static string Outcome(Texts texts, WorkTask task) => Answered(texts, task, task.Outcome);

    /// <summary>What an answer to this task says.</summary>
    public static string Answered(Texts texts, WorkTask task, string? answer) =>
        task.AskedAnswers.FirstOrDefault(asked => asked.Name == answer) is { } named
            ? texts[named.Thai, named.English]
            : Answer(texts, task.Kind, answer);

    /// <summary>What an answer was, as the past reads it.</summary>
    /// <param name="kind">The kind of task, which is also the stage of a decision.</param>
    public static string Answer(Texts texts, string kind, string? answer) => (kind, answer) switch
    {
        (WorkTask.Review, Approval.Approve) => texts["ตรวจผ่านและส่งต่อแล้ว", "checked and passed on"],
        (_, Approval.Approve) => texts["อนุมัติ", "approved"],
        (_, Approval.SendBack) => texts["ส่งกลับให้แก้ไข", "sent back to be mended"],
        (_, Approval.Reject) => texts["ไม่อนุมัติ", "rejected"],
        (_, "Prove" or "Proven") => texts["ยืนยันตัวตนแล้ว", "identity proven"],
        (_, "Revoke" or "Revoked") => texts["ยกเลิกสิทธิคนเดิมแล้ว", "old right revoked"],
        (_, "Keep") => texts["คงผู้ถือสิทธิเดิม", "old holder kept"],
        (_, "Attach") => texts["แนบหนังสือแล้ว", "letter attached"],
        (_, "Reply") => texts["ชี้แจงข้อที่ส่งกลับแล้ว", "points answered"],
        (_, "Confirm") => texts["ยืนยันว่ายังถูกต้อง", "confirmed"],
        (_, "Replace") => texts["จะเปลี่ยนตัวเจ้าหน้าที่", "to be replaced"],
        (_, "GiveUp") => texts["คืนสิทธิ ไม่ใช้ต่อ", "given up"],
        (_, "Restore") => texts["คืนสิทธิแล้ว", "restored"],
        (_, "Continue") => texts["ให้เจ้าหน้าที่คนใหม่รับช่วง", "another officer takes it over"],
        (_, "Works") => texts["ยืนยันว่าใช้ได้", "it works"],
        (_, "NotWorking") => texts["แจ้งว่าใช้ไม่ได้", "it does not work"],
        (_, "NoApprover") => texts["หน่วยงานไม่มี Admin SSO คนอื่น เรื่องจึงไปที่จังหวัด", "the organisation has no other Admin SSO; it went to the province"],
        (_, "Withdraw") => texts["ถอนคำขอ", "withdrawn"],
        (_, "OfficerLeft") => texts["เรื่องเปลี่ยนไปแล้ว: เจ้าหน้าที่พ้นจากหน่วยงาน จึงไม่ต้องตอบแล้ว", "this has changed: the officer has left the organisation; no answer is needed"],
        (_, "Cancelled") => texts["เรื่องเปลี่ยนแปลงหรือถูกถอน จึงไม่ต้องตอบแล้ว", "changed or withdrawn; no answer is needed"],
        (_, AssignDuties.Report) => texts["รายงานการมอบหมายแล้ว", "assignment reported"],
        (_, CollectRoster.Send) => texts["ส่งบัญชีรายชื่อแล้ว", "roster sent"],
        (_, CollectRoster.HandedIn) => texts["จังหวัดส่งรายชื่อแล้ว", "the province sent the names"],
        (_, CollectRoster.Closed) => texts["พ้นวันสุดท้ายที่รับรายชื่อ", "past the last day for names"],
        (WorkTask.AskOrganisation, "Done") => texts["ดำเนินการแล้ว", "done"],
        (WorkTask.AskOrganisation, AskOrganisation.Refuse) => texts["แจ้งว่าดำเนินการไม่ได้", "said to be impossible"],
        (_, AskOrganisation.Overdue) => texts["เลยกำหนดโดยไม่มีผู้ตอบ เรื่องจึงเดินต่อ", "overdue; it went on without an answer"],
        (_, "NoAnswer" or "Expired") => texts["พ้นกำหนดโดยไม่มีผู้ตอบ", "the time passed without an answer"],
        (_, "Ended") => texts["สิทธิสิ้นสุดไปก่อนแล้ว", "the right had ended before"],
        _ => answer ?? "",
    };

    /// <summary>" (รักษาราชการแทนนาย…, คำสั่งที่ 7/2569)" after a deputy's name; empty for who holds the office.</summary>
    public static string Standing(Texts texts, string capacity, string? order, string? forTh, string? forEn) =>
        capacity == Capacity.Own ? "" : texts[
            $" ({Capacity.Thai(capacity)}{forTh} {Capacity.OrderTh(order)})",
            $" ({Capacity.English(capacity)}{(forEn is null ? "" : $" for {forEn}")}, order {order})"];

    /// <summary>A level of an escalation: whom it is taken to.</summary>
    public static string Climb(Texts texts, TaskCase.Climb climb) => climb.Kind switch
    {
        EscalationLevel.Call => texts["ขึ้นรายการโทรติดตาม", "put on the call list"],
        EscalationLevel.Alternate => texts[$"{Role.Thai(climb.Role!)}ตอบแทนได้", $"the {Role.English(climb.Role!)} may answer too"],
        _ => texts[$"แจ้ง{Role.Thai(climb.Role!)} {climb.PlaceTh}", $"the {Role.English(climb.Role!)} is told, {climb.PlaceEn}"],
    };

    /// <summary>What one of several said.</summary>
    public static string Voice(Texts texts, string answer) => answer switch
    {
        Approval.Approve => texts["เห็นชอบ", "approved"],
        Approval.Reject => texts["ไม่เห็นชอบ", "rejected"],
        _ => texts["ส่งกลับ", "sent back"],
    };

    public static string AnswerTone(string? answer) => answer switch
    {
        Approval.Approve or "Prove" or "Proven" or "Revoke" or "Revoked" or "Attach" or "Reply" or "Confirm" or "Restore" or "Continue" or "Works" or "Done" => "good",
        Approval.Reject => "bad",
        AskOrganisation.Refuse or "NotWorking" => "bad",
        Approval.SendBack or "NoAnswer" or "Expired" or AskOrganisation.Overdue => "late",
        _ => "off",
    };

    /// <summary>"อีก 3 วันทำการ", "ครบกำหนดวันนี้", "เลยกำหนด 2 วันทำการ".</summary>
    public static string Left(Texts texts, WorkingCalendar calendar, DateTimeOffset now, DateTimeOffset due)
    {
        var (today, day) = (ThaiDate.BangkokDate(now), ThaiDate.BangkokDate(due));
        if (due <= now)
        {
            var over = calendar.WorkingDaysBetween(day, today);
            return over == 0 ? texts["เลยกำหนดแล้ว", "overdue"] : texts[$"เลยกำหนด {over} วันทำการ", $"{over} working day{(over == 1 ? "" : "s")} overdue"];
        }
        var left = calendar.WorkingDaysBetween(today, day);
        return day == today ? texts["ครบกำหนดวันนี้", "due today"] : texts[$"อีก {left} วันทำการ", $"{left} working day{(left == 1 ? "" : "s")} left"];
    }

    /// <summary>The tone of a deadline's chip: late, or close enough to hurry.</summary>
    public static string DueTone(WorkingCalendar calendar, DateTimeOffset now, DateTimeOffset due) =>
        due <= now ? "bad" : calendar.WorkingDaysBetween(ThaiDate.BangkokDate(now), ThaiDate.BangkokDate(due)) <= 1 ? "late" : "wait";
}
