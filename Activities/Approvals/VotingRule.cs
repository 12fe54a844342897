using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Approvals;

/// <summary>What the answers of several approvers come to (feature 13: any, all, one after another, a quorum).</summary>
/// <param name="Mode">One of the four below.</param>
/// <param name="Quorum">How many approvals a quorum needs.</param>
/// <param name="NoEnds">A single no ends it; otherwise all are heard, as long as it isn't settled.</param>
public sealed record VotingRule(string Mode, int Quorum, bool NoEnds)
{
    public const string Any = "any";
    public const string All = "all";
    public const string Sequence = "sequence";
    public const string SomeOf = "quorum";

    /// <summary>Whether each who is asked has a place of their own; otherwise the first answer is the decision.</summary>
    public bool AsksSeveral => Mode != Any || !NoEnds;

    public bool IsInTurn => Mode == Sequence;

    /// <summary>The answer that it ends with; null while others are to be heard.</summary>
    /// <param name="yes">Who approved.</param>
    /// <param name="no">Who rejected.</param>
    /// <param name="open">Who hasn't answered.</param>
    public string? Outcome(int yes, int no, int open)
    {
        var needed = Mode switch { Any => 1, SomeOf => Quorum, _ => yes + no + open };
        if (yes > 0 && yes >= needed)
            return Approval.Approve;
        // Without a no nothing is lost: somebody may yet take the office.
        return no > 0 && (NoEnds || open == 0 || Mode == SomeOf && yes + open < needed) ? Approval.Reject : null;
    }
}

/// <summary>What can be wrong with those settings.</summary>
static class VotingChecks
{
    public static IEnumerable<DefinitionProblem> Problems(Approval.Values settings)
    {
        if (settings.Approvers == VotingRule.SomeOf && settings.Quorum < 1)
            yield return new("จำนวนเสียงที่ต้องได้ต้องเป็น 1 ขึ้นไป", "a quorum needs 1 approval at least", "quorum");
        if (settings.Approvers == VotingRule.SomeOf && settings.FurtherRoles is { Count: > 0 } && settings.Quorum > settings.Offices.Count)
            yield return new($"ต้องได้ {settings.Quorum} เสียง แต่ถามเพียง {settings.Offices.Count} ตำแหน่ง",
                $"{settings.Quorum} approvals are needed, but {settings.Offices.Count} offices asked", "quorum");
        if (settings.FurtherRoles is { Count: > 0 } && settings.Approvers == VotingRule.Any && settings.NoEnds)
            yield return new("ระบุตำแหน่งต่อไปแล้ว ต้องเลือกด้วยว่าใครต้องเห็นชอบ",
                "further offices are named, but any one decides: choose all, in turn or a quorum", "furtherRoles");
        foreach (var role in settings.FurtherRoles?.Where(role => !Role.Deciding.Contains(role)) ?? [])
            yield return new($"ไม่มีบทบาท '{role}'{Words.OrPerhaps(role, Role.Deciding)}",
                $"there is no role '{role}'{Words.DidYouMean(role, Role.Deciding)}", "furtherRoles");
        if (settings.Offices.Distinct().Count() < settings.Offices.Count)
            yield return new("ระบุตำแหน่งเดียวกันซ้ำ", "names the same office twice", "furtherRoles");
        if (settings.Voting.AsksSeveral && settings.Organisation == Tasks.AskOrganisation.Own)
            yield return new("ผู้พิจารณาหลายคนใช้ได้กับหน่วยงานเจ้าของระบบ จังหวัด และอำเภอ",
                "several approvers can be asked of an agency, a province or a district", "approvers");
    }
}
