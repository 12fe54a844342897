using System.Text.Json;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// Stores the held decisions whose ten minutes are over, as their people's answers. Safe to call as often as one likes, from any
/// number of hosts: the step itself marks what it stored, in the same transaction. Who is refused then is told by mail.
/// </summary>
public sealed class HeldDecisions(Database database, WorkflowRuntime runtime, Tools tools, TimeProvider clock)
{
    const int AtOnce = 200;

    /// <returns>How many came to their end.</returns>
    public async Task<int> RunDueAsync(CancellationToken stop = default)
    {
        var due = await database.QueryAsync<HeldDecision>(
            """
            select * from held_decisions
            where done_at is null and taken_back_at is null and effective_at is not null and effective_at <= @now
            order by effective_at, id limit @AtOnce
            """, new { now = clock.GetUtcNow(), AtOnce });
        foreach (var held in due)
            if (!stop.IsCancellationRequested)
                await StoreAsync(held);
        return due.Count;
    }

    async Task StoreAsync(HeldDecision held)
    {
        var answer = new DecisionAnswer(held.Reason, HeldId: held.Id);
        switch (await runtime.ResumeAsync(held.TaskId,
            new Stimulus(held.Answer, held.PersonId, JsonSerializer.Serialize(answer, JsonSerializerOptions.Web))))
        {
            case StepResult.AlreadyDone:
                await EndAsync(held, HeldDecision.TooLate, null);
                break;
            case StepResult.Refused refused:
                await EndAsync(held, HeldDecision.Refused, refused.Reason);
                break;
        }
    }

    // What another host stored meanwhile, or its person took back, stays so.
    Task EndAsync(HeldDecision held, string result, RefusedException? why) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var ended = await transaction.ExecuteAsync(
            """
            update held_decisions set done_at = @now, result = @result, refusal_th = @thai, refusal_en = @english
            where id = @Id and done_at is null and taken_back_at is null
            """, new { now, result, thai = why?.Thai, english = why?.English, held.Id });
        if (ended > 0 && why is not null)
            await TellAsync(transaction, held, why, now);
    });

    // Whoever confirmed it counts on it: they hear at once that it has no effect, why, and what to do.
    async Task TellAsync(Transaction transaction, HeldDecision held, RefusedException why, DateTimeOffset now)
    {
        if (await WorkTask.FindAsync(transaction, held.TaskId) is not { } task)
            return;
        var model = await TaskMail.ModelAsync(transaction, tools, task, now);
        model["refusalTh"] = why.Thai;
        model["refusalEn"] = why.English;
        model["link"] = $"{tools.PublicUrl}/tasks/{task.Id}";
        CaseMail.Queue(transaction, now, tools, "held-refused", await Person.GetAsync(transaction, held.PersonId), model,
            $"held-refused:{held.Id}", task.RequestId, task.RightId, about: TaskMail.SubjectOf(task));
    }
}
