using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Opens the review of every right whose day has come. Found by one query, each started under a key of its own:
/// however often it runs, or how late, a right is asked once a cycle.
/// </summary>
public sealed class YearlyReview(Database database, WorkflowRuntime runtime, TimeProvider clock)
{
    public const string Definition = "bbl-review";
    const int AtOnce = 1_000;

    /// <param name="parallel">How many are opened at the same time; with 1 their order is that of their days and ids.</param>
    /// <returns>How many reviews it opened.</returns>
    public async Task<int> OpenDueAsync(int parallel = 32, CancellationToken stop = default)
    {
        var today = ThaiDate.BangkokDate(clock.GetUtcNow());
        var opened = 0;
        while (!stop.IsCancellationRequested)
        {
            var due = await database.QueryAsync<Right>(
                "select * from rights where valid_to is null and review_on <= @today order by review_on, id limit @AtOnce", new { today, AtOnce });
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (right, _) =>
            {
                await OpenAsync(right);
                Interlocked.Increment(ref opened);
            });
            if (due.Count < AtOnce)
                break;
        }
        return opened;
    }

    Task<StartResult> OpenAsync(Right right)
    {
        var now = clock.GetUtcNow();
        var cycle = right.ReviewOn!.Value.Year + 543;
        var start = new StartRequest(YearlyReview.Definition, CorrelationId: right.Id,
            Inputs: new Dictionary<string, object?> { ["rightId"] = right.Id },
            StartKey: $"review:{right.Id}:{right.ReviewOn:yyyy-MM-dd}");
        return runtime.StartAsync(start, (transaction, instanceId) =>
        {
            transaction.Write(
                """
                insert into reviews (id, right_id, cycle, instance_id, opened_at) values (@id, @right, @cycle, @instanceId, @now)
                on conflict (right_id, cycle) do update set instance_id = excluded.instance_id, opened_at = excluded.opened_at,
                    closed_at = null, outcome = null
                """, new { id = Ids.New(now), right = right.Id, cycle, instanceId, now });
            transaction.Write("update rights set review_on = null where id = @Id", new { right.Id });
            return Task.CompletedTask;
        });
    }
}

/// <summary>Writes down how a review ended.</summary>
[Described("ปิดการทบทวน", "Close the review",
    "บันทึกว่าการทบทวนจบอย่างไร",
    "Writes down how a review ended.", ActivityCategory.Cases)]
public sealed class CloseReview : Activity<CloseReview.Values>
{
    public sealed record Values(
        [Input("ผลการทบทวน", "Outcome")]
        [Option("confirmed", "ยืนยันแล้ว", "Confirmed")]
        [Option("replace", "ขอเปลี่ยนตัว", "Replacement asked for")]
        [Option("revoked", "ยกเลิกสิทธิ", "Revoked")]
        [Option("nobody-to-ask", "ไม่มีผู้ใดให้ถาม", "Nobody to ask")]
        [Option("ended", "สิทธิสิ้นสุดหรือยืนยันทางอื่น", "Ended or confirmed otherwise")] string Outcome);

    public override string Type => "Gov.CloseReview";

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        context.Transaction.Write(
            "update reviews set closed_at = @Now, outcome = @Outcome where instance_id = @InstanceId",
            new { context.Now, Settings(context).Outcome, context.InstanceId });
        return Task.FromResult<ActivityResult>(ActivityResult.Done);
    }
}
