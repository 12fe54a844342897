using System.Text.Json;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Duties;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.SignOn;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Web.Api;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>An answer to a task, as a program sends it.</summary>
/// <param name="Answer">One of the task's answers.</param>
/// <param name="Code">The one-time code, where the decision needs one (<c>POST /api/tasks/{id}/code</c> mails it).</param>
public sealed record TaskAnswer(string? Answer, TaskAnswerData? Data, string? Code)
{
    /// <summary>What each kind of task can be told through the API.</summary>
    public static IReadOnlyList<string> AnswersTo(WorkTask task) => task.Kind switch
    {
        WorkTask.Review => [Approval.Approve, Approval.SendBack, Approval.Reject],
        WorkTask.Decide => [Approval.Approve, Approval.Reject],
        WorkTask.RevokeFirst => ["Revoke", "Keep"],
        WorkTask.ProveIdentity => ["Prove"],
        WorkTask.Letter => [RequireLetter.Attach, RequireLetter.Reply],
        WorkTask.ChangeOfficer => [ChangeOfficer.Continue, ChangeOfficer.Withdraw],
        WorkTask.YearlyReview => ["Confirm", "Replace", "GiveUp"],
        WorkTask.Restore => ["Restore"],
        WorkTask.AssignDuties => [AssignDuties.Report],
        WorkTask.ApproveAccount => [Approval.Approve, Approval.Reject],
        WorkTask.ConfirmWorks => [ConfirmWorks.Works, ConfirmWorks.NotWorking],
        WorkTask.CollectRoster => [CollectRoster.Send],
        WorkTask.AskOrganisation => [.. task.AskedAnswers.Select(answer => answer.Name)],
        _ => [],
    };

    /// <summary>Reports everything that is wrong with it for this kind of task.</summary>
    public void Check(WorkTask task, Faults faults)
    {
        faults.Require("answer", Answer);
        faults.OneOf("answer", Answer, AnswersTo(task));
        faults.AtMost("code", Code, 20);
        faults.AtMost("data.reason", Data?.Reason, 2_000);
        faults.AtMost("data.evidence", Data?.Evidence, 2_000);
        faults.AtMost("data.reply", Data?.Reply, 2_000);
        for (var i = 0; i < (Data?.Points?.Count ?? 0); i++)
            faults.Require($"data.points[{i}]", Data!.Points![i], 500);
        if (Data?.Points?.Count > 50)
            faults.Add("data.points", "มีได้ไม่เกิน 50 ข้อ", "There can be 50 points at most.");
        faults.AtMost("data.personId", Data?.PersonId, 100);
        if (task.Kind == WorkTask.ChangeOfficer && Answer == ChangeOfficer.Continue)
            faults.Require("data.personId", Data?.PersonId);
        if (task.Kind == WorkTask.Letter && Answer == RequireLetter.Attach)
            faults.Require("data.letterId", Data?.LetterId);
        if (task.Kind == WorkTask.Letter && Answer == RequireLetter.Reply)
            faults.Require("data.reply", Data?.Reply, 2_000);
    }

    /// <summary>The record that the step reads. A program can vouch for a person, but can't state what ThaID said.</summary>
    /// <param name="stepUp">The one-time code's id, once it was used.</param>
    public string Stimulus(WorkTask task, string? stepUp) => task.Kind switch
    {
        WorkTask.ProveIdentity => Json(new ProofAnswer(ProveIdentity.InPerson, "2.1")),
        WorkTask.Letter when Answer == RequireLetter.Reply => Json(new RequireLetter.ReplyAnswer(Data!.Reply!)),
        WorkTask.Letter => Json(new LetterAnswer(
            Data!.LetterId, null, null, null, 0, 0, "", default, "", "", "", "own", null, "scan", Data.Reply)),
        WorkTask.ChangeOfficer => Json(new { reason = Data?.Reason ?? "", via = "api", personId = Data?.PersonId }),
        _ => Json(new DecisionAnswer(Data?.Reason ?? "", Data?.Points, "api", stepUp, Data?.AddresseeRead == true,
            Data?.Evidence, Data?.Grants)),
    };

    static string Json<T>(T answer) => JsonSerializer.Serialize(answer, JsonSerializerOptions.Web);
}

/// <summary>What comes with an answer; each kind of task reads its own part.</summary>
/// <param name="Reason">Decisions: why. Needed to reject.</param>
/// <param name="Points">SendBack: what is to be mended, point by point.</param>
/// <param name="LetterId">Attach: a letter of the same organisation that was uploaded before.</param>
/// <param name="AddresseeRead">Approve: the addressee of a letter whose scan can't be read was read by a person.</param>
/// <param name="PersonId">Continue: the officer who takes the request over.</param>
/// <param name="Evidence">A task about an organisation: what shows that it was done.</param>
/// <param name="Grants">Approve: the systems that are approved, where the request asks for several; all of them when left out.</param>
/// <param name="Reply">Reply, or Attach after a request came back: the answer to the points.</param>
public sealed record TaskAnswerData(string? Reason, IReadOnlyList<string>? Points, string? LetterId, string? Reply, string? PersonId = null,
    bool AddresseeRead = false, string? Evidence = null, IReadOnlyList<string>? Grants = null);
