using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// The approver's clock stands still while a case is sent back (feature 17): when it returns, the working days that were left go
/// on, one at least. The requester's own deadline runs meanwhile.
/// </summary>
static class StoppedClock
{
    /// <summary>The approver's deadline before the case was sent back; null when it comes for the first time.</summary>
    public static Task<Before?> BeforeAsync(ActivityExecutionContext context, string requestId, string kind, string organisation) =>
        context.Transaction.FirstAsync<Before>(
            """
            select t.id as task_id, t.outcome, t.opened_at, t.closed_at, d.due_at, d.days from tasks t
            join deadlines d on d.task_id = t.id and d.basis = 'working-days'
            where t.request_id = @requestId and t.kind = @kind and t.organisation_code = @organisation and t.closed_at is not null
            order by t.opened_at desc, t.id desc limit 1
            """, new { requestId, kind, organisation });

    /// <summary>Writes the move down beside the deadline, with its reason.</summary>
    public static void Move(ActivityExecutionContext context, Before before, Deadline deadline) => context.Transaction.Write(
        """
        insert into deadline_moves (id, deadline_id, cause, from_at, to_at, reason, by_person, at)
        values (@move, @Id, @cause, @from, @DueAt, @reason, @by, @Now)
        """,
        new
        {
            move = Ids.New(context.Now),
            deadline.Id,
            cause = $"sent-back:{before.TaskId}",
            from = before.DueAt,
            deadline.DueAt,
            reason = $"ส่งกลับให้แก้ไข นาฬิกาของผู้พิจารณาหยุดตั้งแต่ {ThaiDate.WithTime(before.ClosedAt)} "
                + $"ถึง {ThaiDate.WithTime(context.Now)} เหลือ {deadline.Days} วันทำการ",
            by = context.By ?? "",
            context.Now,
        });

    public sealed class Before
    {
        public string TaskId { get; init; } = "";
        public string? Outcome { get; init; }
        public DateTimeOffset OpenedAt { get; init; }
        public DateTimeOffset ClosedAt { get; init; }
        public DateTimeOffset DueAt { get; init; }
        public int Days { get; init; }

        public bool WasSentBack => Outcome == Approval.SendBack;

        /// <summary>The working days that were left when it was sent back.</summary>
        public int Left(WorkingCalendar calendar) => Math.Max(1, calendar.WorkingDaysBetween(
            ThaiDate.BangkokDate(ClosedAt), ThaiDate.BangkokDate(DueAt)));
    }
}
