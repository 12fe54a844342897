using WorkflowHost.Activities.Requests;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>One step of a case on its page.</summary>
/// <param name="State">"done", "now" or "todo".</param>
public sealed record CaseStep(string Title, string State);

/// <summary>The way a request takes, and where it stands. The order is part of the rule.
/// Nothing for a request that ended without a right: how far it came, its history says.</summary>
public static class CaseSteps
{
    public static IReadOnlyList<CaseStep> Of(string kind, string stage, Texts t)
    {
        var steps = Way(kind, stage, t);
        var at = steps.FindIndex(step => step.Stages.Contains(stage));
        var done = stage is RequestStage.Granted or RequestStage.Confirmed;
        if (at < 0)
            return [];
        return [.. steps.Select((step, index) => new CaseStep(step.Title, done || index < at ? "done" : index == at ? "now" : "todo"))];
    }

    static List<(string Title, string[] Stages)> Way(string kind, string stage, Texts t)
    {
        List<(string, string[])> way = [(t["ยื่นคำขอ", "Filed"], ["filed"])];
        if (kind == RequestKind.Replace)
            way.Add((t["ยกเลิกสิทธิคนเดิม", "Old right revoked"], [RequestStage.WaitingRevoke]));
        // Only while it stands there: most requests never come this way (T33).
        if (stage == RequestStage.OfficerLeft)
            way.Add((t["เลือกเจ้าหน้าที่คนใหม่", "Another officer"], [RequestStage.OfficerLeft]));
        if (kind is RequestKind.Account or RequestKind.AddSystem)
            return [.. way, .. AccountWay(kind, stage, t)];
        way.Add((t["ยืนยันตัวตน", "Identity"], [RequestStage.WaitingProof]));
        if (kind == RequestKind.Confirm)
            way.Add((t["ใช้สิทธิต่อเนื่อง", "Goes on"], [RequestStage.Confirmed]));
        else
        {
            way.Add((t["แนบหนังสือ", "Letter"], [RequestStage.WaitingLetter, RequestStage.SentBack]));
            way.Add((t["เจ้าหน้าที่ตรวจ", "Checked"], [RequestStage.InReview]));
            way.Add((t["ผู้อำนวยการ", "Director"], [RequestStage.WithDirector]));
            way.Add((t["ได้รับสิทธิ", "Granted"], [RequestStage.Granted]));
        }
        return way;
    }

    static IEnumerable<(string Title, string[] Stages)> AccountWay(string kind, string stage, Texts t)
    {
        if (kind == RequestKind.Account)
            yield return (t["ยืนยันตัวตนด้วย ThaID", "ThaID"], [RequestStage.WaitingProof]);
        yield return (stage == RequestStage.WithProvince ? t["จังหวัดอนุมัติ", "The province approves"] : t["Admin SSO อนุมัติ", "Admin SSO approves"],
            [RequestStage.WithAdmin, RequestStage.WithProvince]);
        if (stage == RequestStage.WaitingOpening)
            yield return (t["รอระบบเปิด", "Opening"], [RequestStage.WaitingOpening]);
        yield return (t["ยืนยันว่าใช้ได้", "Checked"], [RequestStage.WaitingCheck]);
        yield return (t["ใช้งานได้", "Works"], [RequestStage.Granted]);
    }
}
