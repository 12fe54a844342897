using System.Globalization;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// What happens when a task about a request is late (B-04, B-05; left open: time limit): those who owe the answer are reminded, the
/// province is told, and both again after as many working days, until it is answered or a setting's number is reached; then
/// it is on the call list. The task stays where it is.
/// </summary>
static class Escalation
{
    public static async Task<ActivityResult> AskAgainAsync(ActivityExecutionContext context, Tools tools, WorkTask task, string mail,
        string toProvince, int everyWorkingDays, Func<Task<IReadOnlyList<Person>>> recipients, int most = int.MaxValue)
    {
        var next = tools.Calendar.Current.For(task.OrganisationCode)
            .DueAfterWorkingDays(context.Now, Math.Max(1, everyWorkingDays));
        // It goes on looking whether somebody else answers, without another mail.
        var waiting = new ActivityResult.Waiting(next, Payload: next.ToString("O", CultureInfo.InvariantCulture));
        if (await TimesAsync(context, task) >= most)
        {
            await EscalationLadder.ListForCallAsync(context, task);
            return waiting;
        }
        if (mail.Length > 0)
            await TaskMail.AskAsync(context, tools, mail, task, await recipients(), task.Reminders + 1);
        await TellProvinceAsync(context, tools, task, toProvince, await TimesAsync(context, task) + 1);
        context.Transaction.Write("update tasks set reminders = reminders + 1 where id = @Id", new { task.Id });
        AuditTrail.Add(context.Transaction, context.Now, null, "escalated", "request", task.RequestId!, task.OrganisationCode, task.RuleId,
            task.Kind);
        return waiting;
    }

    /// <summary>How often the province was told of tasks of this kind of a request.</summary>
    public static Task<long> TimesAsync(ActivityExecutionContext context, WorkTask task) => context.Transaction.FirstAsync<long>(
        "select count(*) from audit where subject_id = @RequestId and action = 'escalated' and detail = @Kind",
        new { task.RequestId, task.Kind });

    static async Task TellProvinceAsync(ActivityExecutionContext context, Tools tools, WorkTask task, string template, long times)
    {
        if (await Organisation.ProvinceOfAsync(context.Transaction, task.OrganisationCode) is not { } province)
            return;
        var model = await TaskMail.ModelAsync(context.Transaction, tools, task, context.Now);
        model["times"] = times;
        foreach (var person in await Person.InRoleAsync(context.Transaction, province, Role.Coordinator, context.Now))
            CaseMail.Queue(context, tools, template, person, model, $"{task.Id}:{template}:{times}", task.RequestId);
    }
}
