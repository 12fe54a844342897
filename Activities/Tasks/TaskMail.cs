using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Tasks;

/// <summary>Asks those who may answer a task, each with a link of their own.</summary>
static class TaskMail
{
    /// <param name="reminder">0 for the first mail; otherwise the how-manieth reminder it is.</param>
    public static async Task AskAsync(ActivityExecutionContext context, Tools tools, string template, WorkTask task,
        IReadOnlyList<Person> recipients, int reminder)
    {
        var model = await CaseModel.OfAsync(context.Transaction, task.RequestId, task.RightId, task.RuleId, context.Now);
        CaseModel.AddDue(model, tools.Calendar.Current, context.Now, task.DueAt);
        if (reminder > 0)
            model["reminder"] = reminder;
        foreach (var person in recipients)
        {
            var token = MailLink.Create(context.Transaction, task.Id, person.Id, context.Now);
            CaseMail.Queue(context, tools, template, person,
                new Dictionary<string, object?>(model) { ["link"] = $"{tools.PublicUrl}/a/{token}" },
                $"{task.Id}:{template}:{reminder}", task.RequestId, task.RightId);
        }
    }

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
