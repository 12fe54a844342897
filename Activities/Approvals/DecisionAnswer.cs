using System.Text.Json;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Approvals;

/// <summary>What comes with a decision.</summary>
/// <param name="Reason">Why; needed to reject.</param>
/// <param name="Points">Numbered points; needed to send back.</param>
/// <param name="Via">"page", "mail" or "api".</param>
/// <param name="StepUpId">The one-time code that was used for it, where one is asked for.</param>
/// <param name="Evidence">What shows that it was done, such as a letter's number.</param>
/// <param name="Grants">The systems that are approved, where a request asks for several; all of them when null (B-02).</param>
/// <param name="AddresseeRead">They read the letter's addressee with their own eyes; needed where the scan can't be read (T56).</param>
/// <param name="HeldId">The held decision of a batch that takes effect with it; never said from outside.</param>
public sealed record DecisionAnswer(
    string Reason, IReadOnlyList<string>? Points = null, string Via = "page", string? StepUpId = null, bool AddresseeRead = false,
    string? Evidence = null, IReadOnlyList<string>? Grants = null, string? HeldId = null);

/// <summary>Writes down who decided what, in which capacity.</summary>
static class Decision
{
    static readonly string[] Ways = ["page", "mail", "api"];

    /// <summary>Reads a decision; what is missing is empty.</summary>
    public static DecisionAnswer Read(Answer answer)
    {
        var decision = answer.Read<DecisionAnswer>();
        return Ways.Contains(decision.Via) ? decision with { Reason = decision.Reason ?? "" } : throw Answer.Unreadable();
    }

    /// <returns>The decision's id.</returns>
    public static string Record(
        ActivityExecutionContext context, WorkTask task, Answer answer, DecisionAnswer decision, string stage, string? stepUp = null)
    {
        var id = Ids.New(context.Now);
        context.Transaction.Write(
            """
            insert into decisions (id, task_id, request_id, right_id, stage, answer, reason, points, evidence, by_person, capacity,
                order_number, for_person, step_up, via, at)
            values (@id, @TaskId, @RequestId, @RightId, @stage, @Name, @Reason, @points, @Evidence, @By, @Capacity,
                @OrderNumber, @ForPerson, @stepUp, @Via, @Now)
            """,
            new
            {
                id,
                TaskId = task.Id,
                task.RequestId,
                task.RightId,
                stage,
                answer.Name,
                decision.Reason,
                points = decision.Points is { Count: > 0 } points ? JsonSerializer.Serialize(points) : null,
                Evidence = string.IsNullOrWhiteSpace(decision.Evidence) ? null : decision.Evidence.Trim(),
                answer.By,
                answer.Membership.Capacity,
                answer.Membership.OrderNumber,
                answer.Membership.ForPerson,
                stepUp,
                decision.Via,
                context.Now,
            });
        return id;
    }
}
