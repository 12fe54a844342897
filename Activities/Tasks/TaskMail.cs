using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Tasks;

/// <summary>Asks those who may answer a task, each with a link of their own.</summary>
static class TaskMail
{
    /// <param name="reminder">0 for the first mail; otherwise the how-manieth reminder it is.</param>
    /// <param name="more">What this kind of task says beyond what all say.</param>
    public static async Task AskAsync(ActivityExecutionContext context, Tools tools, string template, WorkTask task,
        IReadOnlyList<Person> recipients, int reminder, IReadOnlyDictionary<string, object?>? more = null)
    {
        var model = await ModelAsync(context.Transaction, tools, task, context.Now);
        foreach (var (name, value) in more ?? new Dictionary<string, object?>())
            model[name] = value;
        var calendar = await CalendarOfAsync(context.Transaction, task, context.Now);
        if (reminder > 0)
            model["reminder"] = reminder;
        foreach (var person in recipients)
        {
            var token = MailLink.Create(context.Transaction, task.Id, person.Id, context.Now);
            CaseMail.Queue(context, tools, template, person,
                new Dictionary<string, object?>(model) { ["link"] = $"{tools.PublicUrl}/a/{token}" },
                $"{task.Id}:{template}:{reminder}", task.RequestId, task.RightId, task.AboutCode, calendar,
                task.OrganisationCode);
        }
    }

    /// <summary>What a mail says about a task.</summary>
    public static async Task<Dictionary<string, object?>> ModelAsync(
        Transaction transaction, Tools tools, WorkTask task, DateTimeOffset now)
    {
        var model = await CaseModel.OfAsync(transaction, task.RequestId, task.RightId, task.RuleId, now);
        CaseModel.AddDue(model, tools.Calendar.Current, now, task.Shown);
        if (task.AboutCode is not { } about)
            return model;
        await CaseModel.AddOrganisationAsync(transaction, model, about);
        model["titleTh"] = task.TitleTh;
        model["titleEn"] = task.TitleEn;
        model["textTh"] = task.TextTh;
        model["textEn"] = task.TextEn;
        return model;
    }

    /// <summary>The deadline as the person is told it; null when there is none.</summary>
    public static async Task<IReadOnlyList<CalendarEntry>?> CalendarOfAsync(
        Transaction transaction, WorkTask task, DateTimeOffset now)
    {
        if (task.Shown is not { } due)
            return null;
        // What opens at this moment has not moved yet.
        var moves = task.OpenedAt == now ? 0 : await transaction.FirstAsync<long>(
            "select count(*) from deadline_moves v join deadlines d on d.id = v.deadline_id where d.task_id = @Id",
            new { task.Id });
        return [new CalendarEntry(task.Id, (int)moves, due)];
    }

    /// <summary>Null for a task about a request or a right.</summary>
    public static MailSubject? SubjectOf(WorkTask task) =>
        task.AboutCode is { } about ? new MailSubject(task.InstanceId, about) : null;

    public static async Task<IReadOnlyList<Person>> AllWhoMayAnswerAsync(ActivityExecutionContext context, WorkTask task)
    {
        if (task.PersonId is { } person)
            return [await Person.GetAsync(context.Transaction, person)];
        return await WithRolesAsync(context, task, [], task.Roles);
    }

    /// <summary>
    /// The officer it is about, while they are one (a leaver gets no mail, T90), and those who hold some roles in the
    /// task's organisation, each once.
    /// </summary>
    public static async Task<IReadOnlyList<Person>> WithRolesAsync(
        ActivityExecutionContext context, WorkTask task, IEnumerable<string> personIds, IEnumerable<string> roles)
    {
        var people = new Dictionary<string, Person>();
        foreach (var id in personIds)
            if (await OwnOfficer.IsAsync(context.Transaction, id, task.OrganisationCode, context.Now))
                people.TryAdd(id, await Person.GetAsync(context.Transaction, id));
        foreach (var role in roles)
            foreach (var member in await Person.InRoleAsync(context.Transaction, task.OrganisationCode, role, context.Now))
                people.TryAdd(member.Id, member);
        return [.. people.Values];
    }
}
