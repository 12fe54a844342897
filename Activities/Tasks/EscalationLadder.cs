using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Tasks;

/// <summary>
/// Climbs the levels of tasks that are late (feature 14). Each level comes about once, however many hosts look; a deadline that
/// was moved moves its levels on; one that was answered ends them.
/// </summary>
public sealed class EscalationLadder(Database database, Tools tools, TimeProvider clock)
{
    const int AtOnce = 100;
    static readonly TimeOnly Morning = new(8, 30);

    /// <summary>Plans the levels of a task that was just opened.</summary>
    internal static async Task PlanAsync(
        ActivityExecutionContext context, WorkingCalendar calendar, WorkTask task, IReadOnlyList<string> lines)
    {
        foreach (var (level, number) in lines.Select((line, number) => (EscalationLevel.Of(line), number + 1)))
            context.Transaction.Write(
                """
                insert into task_escalations (task_id, level, days, kind, role, organisation_code, at)
                values (@Id, @number, @Days, @Kind, @Role, @place, @at)
                """,
                new
                {
                    task.Id,
                    number,
                    level.Days,
                    level.Kind,
                    level.Role,
                    place = await level.OrganisationAsync(context.Transaction, task.OrganisationCode),
                    at = At(calendar, task.DueAt!.Value, level.Days),
                });
    }

    /// <summary>Nobody answers however often they are reminded: somebody has to call. On the list once.</summary>
    internal static async Task ListForCallAsync(ActivityExecutionContext context, WorkTask task)
    {
        if (await context.Transaction.ExecuteAsync(
            """
            insert into task_escalations (task_id, level, days, kind, at, done_at)
            select @Id, (select coalesce(max(level), 0) + 1 from task_escalations where task_id = @Id), 0, @Call, @Now, @Now
            where not exists (select 1 from task_escalations where task_id = @Id and kind = @Call and done_at is not null)
            """, new { task.Id, EscalationLevel.Call, context.Now }) > 0)
            AuditTrail.Add(
                context.Transaction, context.Now, null, "escalated-to", "task", task.Id, task.OrganisationCode, task.RuleId,
                EscalationLevel.Call);
    }

    /// <returns>How many levels came about.</returns>
    public async Task<int> RunDueAsync(CancellationToken stop = default)
    {
        var climbed = 0;
        var due = await database.QueryAsync<Level>(
            """
            select task_id, level as number, days, kind, role, organisation_code from task_escalations
            where done_at is null and at <= @now order by at, task_id, level limit @AtOnce
            """, new { now = clock.GetUtcNow(), AtOnce });
        foreach (var level in due)
            if (!stop.IsCancellationRequested && await database.WriteAsync(transaction => ClimbAsync(transaction, level)))
                climbed++;
        return climbed;
    }

    async Task<bool> ClimbAsync(Transaction transaction, Level level)
    {
        var now = clock.GetUtcNow();
        // The instance before what belongs to it, as a step does: an answer at this instant comes before or after.
        transaction.Lock("select id from instances where id = (select instance_id from tasks where id = @TaskId)", level);
        if (await WorkTask.FindAsync(transaction, level.TaskId) is not { ClosedAt: null, DueAt: { } due } task)
        {
            transaction.Write("delete from task_escalations where task_id = @TaskId and done_at is null", level);
            return false;
        }
        var calendar = tools.Calendar.Current.For(task.OrganisationCode);
        var at = At(calendar, due, level.Days);
        // While its circular stands still nobody is told; it is looked at again the next working morning.
        if (await CircularPause.OfTaskAsync(transaction, task.Id) is not null)
            at = ThaiDate.At(calendar.NextWorkingDay(ThaiDate.BangkokDate(now)), Morning);
        if (at > now)
        {
            transaction.Write(
                "update task_escalations set at = @at where task_id = @TaskId and level = @Number and done_at is null",
                new { at, level.TaskId, level.Number });
            return false;
        }
        if (await transaction.ExecuteAsync(
            "update task_escalations set done_at = @now where task_id = @TaskId and level = @Number and done_at is null",
            new { now, level.TaskId, level.Number }) == 0)
            return false;
        AuditTrail.Add(transaction, now, null, "escalated-to", "task", task.Id, task.OrganisationCode, task.RuleId,
            $"level {level.Number}: {level.Kind} {level.Role} {level.OrganisationCode}".TrimEnd());
        if (level.Kind == EscalationLevel.Alternate)
            AddRole(transaction, task, level.Role!);
        if (level.Role is not null && level.OrganisationCode is not null)
            await TellAsync(transaction, task, level, now);
        return true;
    }

    static void AddRole(Transaction transaction, WorkTask task, string role)
    {
        if (!task.Roles.Contains(role))
            transaction.Write("update tasks set role = @roles where id = @Id", new { roles = $"{task.Role} {role}", task.Id });
    }

    async Task TellAsync(Transaction transaction, WorkTask task, Level level, DateTimeOffset now)
    {
        var model = await TaskMail.ModelAsync(transaction, tools, task, now);
        model["level"] = level.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        model["waitsForTh"] = string.Join(" หรือ ", task.Roles.Select(Role.Thai));
        model["waitsForEn"] = string.Join(" or ", task.Roles.Select(Role.English));
        if (level.Kind == EscalationLevel.Alternate)
            model["alternate"] = true;
        foreach (var person in await Person.InRoleAsync(transaction, level.OrganisationCode!, level.Role!, now))
        {
            if (level.Kind == EscalationLevel.Alternate)
                model["link"] = $"{tools.PublicUrl}/a/{MailLink.Create(transaction, task.Id, person.Id, now)}";
            CaseMail.Queue(transaction, now, tools, "task-escalated", person, model, $"{task.Id}:task-escalated:{level.Number}",
                task.RequestId, task.RightId, tools.Calendar.Current.For(level.OrganisationCode!).OfficeTimeFrom(now),
                TaskMail.SubjectOf(task));
        }
    }

    static DateTimeOffset At(WorkingCalendar calendar, DateTimeOffset due, int days) =>
        ThaiDate.At(calendar.AddWorkingDays(ThaiDate.BangkokDate(due), days), Morning);

    sealed class Level
    {
        public string TaskId { get; init; } = "";
        public long Number { get; init; }
        public int Days { get; init; }
        public string Kind { get; init; } = "";
        public string? Role { get; init; }
        public string? OrganisationCode { get; init; }
    }
}
