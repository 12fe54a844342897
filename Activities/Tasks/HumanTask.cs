using System.Globalization;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Activities.Tasks;

/// <summary>Settings that every waiting step for people has.</summary>
public interface IHumanTaskSettings
{
    /// <summary>Working days until the deadline; 0 sets none.</summary>
    int DueWorkingDays { get; }

    /// <summary>Reminders this many working days before the deadline, at 08:30.</summary>
    IReadOnlyList<string> RemindWorkingDaysBefore { get; }

    /// <summary>The template of the mail that asks; empty sends none.</summary>
    string Mail { get; }

    /// <summary>The clause it rests on.</summary>
    string Rule { get; }

    /// <summary>Whether it has one, which may be a circular's date as well.</summary>
    bool HasDeadline => DueWorkingDays > 0;

    /// <summary>Whom it is taken to after its deadline, a level a line (<see cref="EscalationLevel"/>).</summary>
    IReadOnlyList<string> EscalationLines => [];
}

/// <summary>
/// A step that waits for a person: opens a task with its deadline, asks by mail with a link for each who may answer,
/// reminds in working days only those who still owe the answer, and checks who answers.
/// </summary>
[Outcome(OfficerLeft.Outcome, "เจ้าหน้าที่พ้นจากหน่วยงาน", "The officer has left")]
public abstract class HumanTask<TSettings>(Tools tools) : Activity<TSettings> where TSettings : class, IHumanTaskSettings
{
    public abstract override IReadOnlyList<string> Answers { get; }

    protected Tools Tools => tools;

    public override IEnumerable<DefinitionProblem> Problems(ActivityNode node, WorkflowDefinition definition)
    {
        var settings = SettingsBinder.Constants<TSettings>(node);
        if (settings.Mail.Length > 0)
            foreach (var problem in tools.Templates.Problems(settings.Mail, "mail"))
                yield return problem;
        if (settings.DueWorkingDays < 0)
            yield return new("กำหนดวันทำการติดลบไม่ได้ ถ้าไม่มีกำหนดให้ใส่ 0",
                "is below 0; 0 sets no deadline", "dueWorkingDays");
        foreach (var days in settings.RemindWorkingDaysBefore
            .Where(days => !int.TryParse(days, CultureInfo.InvariantCulture, out var whole) || whole < 0))
            yield return new($"วันเตือน '{days}' ต้องเป็นจำนวนวันทำการ เช่น 2",
                $"'{days}' is not a number of working days", "remindBefore");
        foreach (var problem in EscalationLevel.Problems(settings.EscalationLines, settings.HasDeadline))
            yield return problem;
    }

    public sealed override async Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var settings = Settings(context);
        if (await OpenAsync(context, settings) is not { } task)
            return await NothingToAskAsync(context);
        task.Insert(context.Transaction);
        await OpenedAsync(context, settings, task);
        if (task.DueAt is { } due)
            await SetDeadlineAsync(context, settings, task, due);
        await AskAsync(context, settings, task, reminder: 0);
        // Opened after its day has passed: the clock says so at once.
        return task.DueAt <= context.Now ? new ActivityResult.Waiting(task.DueAt, EventName(task))
            : Wait(context, settings, task);
    }

    public sealed override async Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus)
    {
        var settings = Settings(context);
        if (stimulus.By is { } by)
            context.Transaction.Expect(read => Actor.GetAsync(read, by, context.Now));
        var task = await WorkTask.FindAsync(context.Transaction, context.BookmarkId)
            ?? throw new InvalidOperationException($"The task {context.BookmarkId} is gone.");
        if (stimulus.By is null)
            return await WakeAsync(context, settings, task);
        if (!AnswersOf(context.Node).Contains(stimulus.Name))
            throw Answer.Unreadable();
        var actor = await Actor.GetAsync(context.Transaction, stimulus.By, context.Now);
        var membership = TaskAuthority.Require(task, actor);
        if (await HearAsync(context, settings, task, new Answer(stimulus, actor, membership)) is not { } last)
            return WaitOn(context, settings, task);
        var completed = await AnswerAsync(context, settings, task, last);
        Deadline.Close(context.Transaction, task.Id, context.Now, answered: true);
        WorkTask.Close(context.Transaction, task.Id, context.Now, actor.PersonId, last.Name);
        return completed;
    }

    public sealed override Task CancelAsync(ActivityExecutionContext context)
    {
        Deadline.Close(context.Transaction, context.BookmarkId, context.Now, answered: false);
        WorkTask.Close(context.Transaction, context.BookmarkId, context.Now, context.By, "Cancelled");
        return Task.CompletedTask;
    }

    /// <summary>The task to open, or null when there is nothing to ask any more.</summary>
    protected abstract Task<WorkTask?> OpenAsync(ActivityExecutionContext context, TSettings settings);

    /// <summary>What else is stored with a new task, before anybody is asked.</summary>
    protected virtual Task OpenedAsync(ActivityExecutionContext context, TSettings settings, WorkTask task) => Task.CompletedTask;

    /// <summary>
    /// Hears an answer by somebody who may give it. Where several are asked it may be one of many: null while others are
    /// still asked, and otherwise the answer that the task ends with.
    /// </summary>
    protected virtual Task<Answer?> HearAsync(
        ActivityExecutionContext context, TSettings settings, WorkTask task, Answer answer) =>
        Task.FromResult<Answer?>(answer);

    /// <summary>Works off the answer that ends the task.</summary>
    protected abstract Task<ActivityResult.Completed> AnswerAsync(
        ActivityExecutionContext context, TSettings settings, WorkTask task, Answer answer);

    protected virtual Task<ActivityResult> NothingToAskAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(ActivityResult.Complete(Outcomes[0]));

    /// <summary>The deadline passed without an answer. Most tasks stay open and are shown as late.</summary>
    protected virtual Task<ActivityResult> OverdueAsync(ActivityExecutionContext context, TSettings settings, WorkTask task) =>
        Task.FromResult<ActivityResult>(new ActivityResult.Waiting(EventName: EventName(task)));

    /// <summary>Whether what it waited for has come about by another way; asked each time the clock wakes it.</summary>
    protected virtual Task<ActivityResult.Completed?> LookAsync(
        ActivityExecutionContext context, TSettings settings, WorkTask task) =>
        Task.FromResult<ActivityResult.Completed?>(null);

    /// <summary>Who is asked by mail: as a rule all who may answer. Who has only a say in it isn't bothered.</summary>
    protected virtual Task<IReadOnlyList<Person>> RecipientsAsync(ActivityExecutionContext context, WorkTask task) =>
        TaskMail.AllWhoMayAnswerAsync(context, task);

    /// <summary>Who stated the deadline, where it isn't the definition's own.</summary>
    protected virtual Deadline Stated(Deadline deadline, TSettings settings, WorkTask task) => deadline;

    /// <summary>When it looks again whether those it asks are still there; null where that doesn't matter.</summary>
    protected virtual DateTimeOffset? LooksAgainAt(ActivityExecutionContext context, TSettings settings) => null;

    /// <summary>What the mail that asks says beyond what every task's mail says.</summary>
    protected virtual Task<IReadOnlyDictionary<string, object?>?> MoreAsync(ActivityExecutionContext context, WorkTask task) =>
        Task.FromResult<IReadOnlyDictionary<string, object?>?>(null);

    /// <summary>An event that wakes it before its time, or null.</summary>
    protected virtual string? EventName(WorkTask task) => null;

    /// <param name="organisation">Whose people are asked: the days are theirs.</param>
    protected DateTimeOffset? DueAt(ActivityExecutionContext context, TSettings settings, string organisation) =>
        settings.DueWorkingDays == 0 ? null : CalendarOf(organisation).DueAfterWorkingDays(context.Now, settings.DueWorkingDays);

    /// <summary>Stores the deadline of a task that was just opened.</summary>
    protected virtual async Task<Deadline> SetDeadlineAsync(
        ActivityExecutionContext context, TSettings settings, WorkTask task, DateTimeOffset due, int? days = null)
    {
        var deadline = Stated(new Deadline
        {
            Id = Ids.New(context.Now),
            TaskId = task.Id,
            RuleId = settings.Rule,
            Days = days ?? settings.DueWorkingDays,
            DueAt = due,
        }, settings, task);
        deadline.Insert(context.Transaction);
        await EscalationLadder.PlanAsync(context, CalendarOf(task.OrganisationCode), task, settings.EscalationLines);
        return deadline;
    }

    /// <summary>The working days of the office that is asked.</summary>
    protected Calendar.WorkingCalendar CalendarOf(string organisation) => tools.Calendar.Current.For(organisation);

    async Task<ActivityResult> WakeAsync(ActivityExecutionContext context, TSettings settings, WorkTask task)
    {
        if (await LookAsync(context, settings, task) is { } completed)
        {
            // Who was asked for an officer that is no longer there neither met the deadline nor missed it.
            Deadline.Close(context.Transaction, task.Id, context.Now,
                answered: completed.Outcomes[0] is not (OfficerLeft.Outcome or Approvals.Approval.NoApprover));
            WorkTask.Close(context.Transaction, task.Id, context.Now, by: null, completed.Outcomes[0]);
            return completed;
        }
        if (await CircularPause.OfTaskAsync(context.Transaction, task.Id) is not null)
            return Hold(context, task);
        if (task.DueAt is { } due && due <= context.Now)
        {
            // Late already, and told so: the next time stands in the plan.
            if (WakesAt(context.Payload) > context.Now)
                return WaitOn(context, settings, task);
            Deadline.Miss(context.Transaction, task.Id, context.Now);
            return await OverdueAsync(context, settings, task);
        }
        // An event woke it that was none of its business, or its deadline moved: what comes next is planned anew.
        if (WakesAt(context.Payload) is not { } planned || planned > context.Now)
            return Wait(context, settings, task);
        await AskAsync(context, settings, task, task.Reminders + 1);
        context.Transaction.Write("update tasks set reminders = reminders + 1 where id = @Id", new { task.Id });
        return Wait(context, settings, task);
    }

    // Its circular stands still: it looks again tomorrow, and is woken when the circular goes on. What had its time meanwhile is
    // planned anew then.
    ActivityResult.Waiting Hold(ActivityExecutionContext context, WorkTask task) => new(
        context.Now.AddDays(1), EventName(task), WakesAt(context.Payload) <= context.Now ? null : context.Payload);

    ActivityResult.Waiting Wait(ActivityExecutionContext context, TSettings settings, WorkTask task)
    {
        var next = NextWake(context, settings, task);
        return WaitUntil(context, settings, task, next, next?.ToString("O", CultureInfo.InvariantCulture));
    }

    // What the clock had planned stays planned.
    ActivityResult.Waiting WaitOn(ActivityExecutionContext context, TSettings settings, WorkTask task) =>
        WakesAt(context.Payload) is { } planned && planned > context.Now
            ? WaitUntil(context, settings, task, planned, context.Payload)
            : Wait(context, settings, task);

    ActivityResult.Waiting WaitUntil(
        ActivityExecutionContext context, TSettings settings, WorkTask task, DateTimeOffset? next, string? planned)
    {
        var again = LooksAgainAt(context, settings);
        return new ActivityResult.Waiting(again < next || next is null ? again : next, EventName(task), planned);
    }

    // Null as well where a step that is late waits for something of its own, such as a date of its circular.
    static DateTimeOffset? WakesAt(string? payload) =>
        DateTimeOffset.TryParseExact(payload, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;

    async Task AskAsync(ActivityExecutionContext context, TSettings settings, WorkTask task, int reminder)
    {
        if (settings.Mail.Length > 0)
            await TaskMail.AskAsync(context, tools, settings.Mail, task, await RecipientsAsync(context, task), reminder,
                await MoreAsync(context, task));
    }

    // Reminders go by the day that is shown; what follows from silence waits for the one that is enforced.
    DateTimeOffset? NextWake(ActivityExecutionContext context, TSettings settings, WorkTask task)
    {
        if (task.DueAt is not { } due)
            return null;
        var days = settings.RemindWorkingDaysBefore.Select(days => int.Parse(days, CultureInfo.InvariantCulture));
        var next = Deadlines.Reminders.NextWake(CalendarOf(task.OrganisationCode), context.Now, task.Shown!.Value, days);
        return task.ShownDueAt is null ? next
            : next is null || next == task.ShownDueAt ? due > context.Now ? due : null : next;
    }
}
