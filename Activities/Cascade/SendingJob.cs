using Microsoft.Extensions.Logging;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Cascade;

/// <summary>
/// Carries sendings out, in pieces: lists the organisations, starts one instance for each that the letter has reached, and tells
/// the offices that pass it on. Where it is stands in the store, so it may be killed, repeated and run by two hosts at any point.
/// Where the circular is paused nothing begins; what has arrived there is started when it goes on.
/// </summary>
public sealed class SendingJob(
    Database database, WorkflowRuntime runtime, Tools tools, TimeProvider clock, ILogger<SendingJob> log)
{
    const int StartedAtOnce = 1_000;

    /// <summary>Does what there is to do; answers how many organisations it listed, started or told.</summary>
    /// <param name="parallel">How many instances start at the same time; with 1 in the order of their codes.</param>
    public async Task<int> RunAsync(int parallel = 64, CancellationToken stop = default)
    {
        var done = 0;
        foreach (var sending in await database.QueryAsync<Sending>(
            $"""
            select * from sendings s
            where s.phase in ('listing', 'open') and not {CircularPause.Holds("s.circular_id", "s.path")} order by s.id
            """))
        {
            var id = sending.Id;
            while (!stop.IsCancellationRequested && await SendingList.StepAsync(database, tools, id) is var listed and > 0)
                done += listed;
            // Where organisations file requests, they come by themselves.
            if (sending.System is null)
                done += await StartAsync(id, parallel, stop);
            while (!stop.IsCancellationRequested
                && await DeliveryNotices.NoteAsync(database, clock, sending) is var noted and > 0)
                done += noted;
        }
        return done;
    }

    async Task<int> StartAsync(string sendingId, int parallel, CancellationToken stop)
    {
        var started = 0;
        while (!stop.IsCancellationRequested)
        {
            var due = await database.QueryAsync<Due>(
                $"""
                select d.id, d.organisation_code, d.circular_id, s.definition_id from deliveries d
                join sendings s on s.id = d.sending_id
                where d.sending_id = @sendingId and d.is_covered = 1 and d.arrived_at is not null and d.instance_id is null
                and s.phase = 'open' and not {CircularPause.Holds("d.circular_id", "d.path")} order by d.organisation_code limit
                    @StartedAtOnce
                """, new { sendingId, StartedAtOnce });
            try
            {
                await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (one, _) =>
                {
                    if (stop.IsCancellationRequested)
                        return;
                    await StartAsync(sendingId, one);
                    Interlocked.Increment(ref started);
                });
            }
            catch (RefusedException refusal)
            {
                await PauseAsync(sendingId, refusal);
                break;
            }
            if (due.Count < StartedAtOnce)
                break;
        }
        return started;
    }

    // One instance a circular, definition and organisation, however often it is sent: a second sending finds the first.
    async Task StartAsync(string sendingId, Due one)
    {
        void Keep(Transaction transaction, string instanceId) => transaction.Write(
            "update deliveries set instance_id = @instanceId where id = @Id and instance_id is null", new { instanceId, one.Id });
        var start = new StartRequest(one.DefinitionId, CorrelationId: $"{one.CircularId}:{one.OrganisationCode}",
            Inputs: new Dictionary<string, object?>
            {
                [Coverage.CircularInput] = one.CircularId,
                [Coverage.OrganisationInput] = one.OrganisationCode,
                [Coverage.SendingInput] = sendingId,
            },
            StartKey: $"cascade:{one.CircularId}:{one.DefinitionId}:{one.OrganisationCode}");
        var result = await runtime.StartAsync(start, (transaction, instanceId) =>
        {
            Keep(transaction, instanceId);
            return Task.CompletedTask;
        });
        if (result.WasThere)
            await database.WriteAsync(transaction =>
            {
                Keep(transaction, result.InstanceId);
                return Task.CompletedTask;
            });
    }

    Task PauseAsync(string sendingId, RefusedException refusal)
    {
        log.LogWarning("Sending {SendingId} stops: {Reason}", sendingId, refusal.English);
        return database.WriteAsync(transaction =>
        {
            transaction.Write(
                """
                update sendings set phase = 'stopped', ended_at = @now, reason_th = @Thai, reason_en = @English
                where id = @sendingId and phase = 'open'
                """, new { now = clock.GetUtcNow(), refusal.Thai, refusal.English, sendingId });
            return Task.CompletedTask;
        });
    }

    sealed class Due
    {
        public string Id { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
        public string CircularId { get; init; } = "";
        public string DefinitionId { get; init; } = "";
    }
}
