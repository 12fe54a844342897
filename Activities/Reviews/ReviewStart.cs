using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Reviews;

/// <summary>Starts the review of one right, once under its key, and writes down that it is open, in one transaction.</summary>
/// <param name="Cycle">The year that it counts for, B.E.</param>
/// <param name="Campaign">The campaign it belongs to; null where nobody planned one.</param>
sealed record ReviewStart(string Right, int Cycle, string Key, string? Campaign)
{
    public static Task<StartResult> RunAsync(WorkflowRuntime runtime, TimeProvider clock, ReviewStart start)
    {
        var inputs = new Dictionary<string, object?> { ["rightId"] = start.Right };
        if (start.Campaign is not null)
            inputs[Reviews.Campaign.Input] = start.Campaign;
        return runtime.StartAsync(
            new StartRequest(YearlyReview.Definition, CorrelationId: start.Right, Inputs: inputs, StartKey: start.Key),
            (transaction, instanceId) =>
            {
                Note(transaction, start, instanceId, clock.GetUtcNow());
                return Task.CompletedTask;
            });
    }

    static void Note(Transaction transaction, ReviewStart start, string instanceId, DateTimeOffset now)
    {
        transaction.Write(
            """
            insert into reviews (id, right_id, cycle, instance_id, opened_at) values (@id, @Right, @Cycle, @instanceId, @now)
            on conflict (right_id, cycle) do update set instance_id = excluded.instance_id, opened_at = excluded.opened_at,
                closed_at = null, outcome = null, answer = null, answered_by = null, answered_at = null, answer_until = null,
                answers = 0
            """, new { id = Ids.New(now), start.Right, start.Cycle, instanceId, now });
        transaction.Write("update rights set review_on = null where id = @Right", new { start.Right });
        if (start.Campaign is not null)
            transaction.Write(
                """
                update review_items set state = 'open', instance_id = @instanceId, brake_id = null, closed_at = null,
                    outcome = null,
                    opened_on = case when state = 'opening' then @today else coalesce(opened_on, @today) end
                where campaign_id = @Campaign and right_id = @Right
                """, new { instanceId, start.Campaign, start.Right, today = Calendar.ThaiDate.BangkokDate(now) });
    }
}
