using System.Data.Common;
using Microsoft.Extensions.Logging;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Engine.Running.Migration;

namespace WorkflowHost.Activities.Amendments;

/// <summary>
/// Carries amendments out, each case a transaction of its own. Where it is stands in the store, so it may be killed, repeated and
/// run by two hosts at any point. An amendment stops while its circular is paused everywhere.
/// </summary>
public sealed class AmendmentJob(
    Database database, WorkflowRuntime runtime, InstanceMigration migration, TimeProvider clock, ILogger<AmendmentJob> log)
{
    /// <summary>Cases at the same time: the store commits them together.</summary>
    const int Together = 32;

    /// <summary>Does what there is to do; answers how many cases it looked at.</summary>
    /// <param name="together">With 1 they take turns, in the order of their ids.</param>
    public async Task<int> RunAsync(int together = Together, CancellationToken stop = default)
    {
        var done = 0;
        foreach (var id in await database.QueryAsync<string>(
            $"""
            select a.id from amendments a where a.status in ('running', 'returning')
                and (a.status = 'returning' or a.kind = 'withdrawal'
                    or not {CircularPause.Holds("a.circular_id", $"'{CircularPause.Everywhere}'")}) order by a.id
            """))
        {
            var changes = (await Amendment.FindAsync(database, id))!.Read();
            var map = changes.MigrationPlanId is { } plan ? await migration.MapOfAsync(plan) : null;
            while (!stop.IsCancellationRequested && await SomeAsync(id, changes, map, together) is var some and > 0)
                done += some;
        }
        return done;
    }

    async Task<int> SomeAsync(string id, AmendmentChanges changes, MigrationMap? map, int together)
    {
        if (await Amendment.FindAsync(database, id) is not { Status: Amendment.Running or Amendment.Returning } amendment)
            return 0;
        var state = amendment.Status == Amendment.Running ? AmendmentCase.Waiting : AmendmentCase.Applied;
        var atOnce = amendment.Status == Amendment.Running ? Math.Min(together, amendment.Quota ?? together) : together;
        var next = atOnce <= 0 ? [] : await database.QueryAsync<AmendmentCase>(
            "select * from amendment_cases where amendment_id = @id and state = @state order by subject_id limit @atOnce",
            new { id, state, atOnce });
        if (next.Count == 0)
        {
            await database.WriteAsync(transaction => EndAsync(transaction, id));
            return 0;
        }
        var taken = await Task.WhenAll(next.Select(one => OneAsync(one, changes, map)));
        return taken.Count(was => was);
    }

    async Task<bool> OneAsync(AmendmentCase one, AmendmentChanges changes, MigrationMap? map)
    {
        try
        {
            return await database.WriteAsync(transaction => ApplyAsync(transaction, one, changes, map));
        }
        catch (Exception fault) when (fault is CommitUnknownException or ObjectDisposedException
            or DbException { IsTransient: true })
        {
            log.LogWarning(fault, "Case {Case} of amendment {Amendment} will be tried again", one.SubjectId, one.AmendmentId);
            return false;
        }
        catch (Exception fault)
        {
            log.LogError(fault, "Case {Case} could not be changed by amendment {Amendment}", one.SubjectId, one.AmendmentId);
            return await database.WriteAsync(transaction => FailAsync(transaction, one, fault));
        }
    }

    // The case before the amendment: whoever answers it at this moment takes turns with us.
    async Task<bool> ApplyAsync(Transaction transaction, AmendmentCase one, AmendmentChanges changes, MigrationMap? map)
    {
        transaction.Lock(one.Subject == AmendmentCase.Right ? "select id from rights where id = @SubjectId"
            : "select id from instances where id = @SubjectId", new { one.SubjectId });
        if (await TurnAsync(transaction, one) is not { } amendment)
            return false;
        var now = clock.GetUtcNow();
        var work = new AmendedCase(transaction, runtime, migration, amendment, changes, map, now);
        var outcome = amendment.Status == Amendment.Running ? await work.ApplyAsync(one) : await work.TakeBackAsync(one);
        Record(transaction, amendment, one, outcome, now);
        return true;
    }

    // Null when somebody stopped it, another host was quicker, or the stage has had its number.
    static async Task<Amendment?> TurnAsync(Transaction transaction, AmendmentCase one)
    {
        var amendment = await Amendment.LockAsync(transaction, one.AmendmentId);
        var state = await transaction.FirstAsync<string>(
            "select state from amendment_cases where amendment_id = @AmendmentId and subject_id = @SubjectId",
            new { one.AmendmentId, one.SubjectId });
        return state == one.State
            && amendment is { Status: Amendment.Running, Quota: null or > 0 } or { Status: Amendment.Returning }
            ? amendment : null;
    }

    async Task<bool> FailAsync(Transaction transaction, AmendmentCase one, Exception fault)
    {
        if (await TurnAsync(transaction, one) is not { } amendment)
            return false;
        Record(transaction, amendment, one, new AmendedCase.Outcome(
            amendment.Status == Amendment.Running ? AmendmentCase.Refused : AmendmentCase.Kept)
        {
            Thai = $"ระบบขัดข้อง: {fault.Message}",
            English = $"It met a fault: {fault.Message}",
        }, clock.GetUtcNow());
        return true;
    }

    static void Record(
        Transaction transaction, Amendment amendment, AmendmentCase one, AmendedCase.Outcome outcome, DateTimeOffset now)
    {
        transaction.Write(
            """
            update amendment_cases set state = @State, at = @now, sequence = coalesce(@Sequence, sequence), reason_th = @Thai,
                reason_en = @English
            where amendment_id = @AmendmentId and subject_id = @SubjectId
            """,
            new { outcome.State, now, outcome.Sequence, outcome.Thai, outcome.English, one.AmendmentId, one.SubjectId });
        if (amendment.Status != Amendment.Running)
            return;
        var failures = amendment.Failures + (outcome.State == AmendmentCase.Refused ? 1 : 0);
        transaction.Write("update amendments set quota = quota - 1, failures = @failures where id = @Id",
            new { failures, amendment.Id });
        if (failures > amendment.MostFailures && outcome.State == AmendmentCase.Refused)
            Amendment.End(transaction, amendment.Id, Amendment.Stopped, now,
                $"แก้ไขไม่สำเร็จเกินร้อยละ {100 / AmendmentDesk.OneIn} จึงหยุดตามกฎ ดูรายการด้านล่าง แก้เหตุแล้วสั่งทำต่อ",
                $"More than {100 / AmendmentDesk.OneIn} % could not be changed; stopped by the rule. Mend the cause and go on.");
    }

    async Task<int> EndAsync(Transaction transaction, string id)
    {
        var amendment = await Amendment.LockAsync(transaction, id);
        var now = clock.GetUtcNow();
        if (amendment?.Status == Amendment.Returning)
            Amendment.End(transaction, id, Amendment.Returned, now);
        else if (amendment?.Status == Amendment.Running)
            Amendment.End(transaction, id, await transaction.FirstAsync<string>(
                "select subject_id from amendment_cases where amendment_id = @id and state = 'waiting' limit 1", new { id })
                is null ? Amendment.Done : Amendment.Paused, now);
        return 0;
    }
}
