using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>Keeps the scan of a signed order with it (E-04): checked as a letter is, kept once, never taken away.</summary>
public sealed class OrderScans(Database database, KeptFiles files, TimeProvider clock)
{
    /// <param name="open">Opens the content from its start; called twice.</param>
    /// <exception cref="RefusedException">Not the finance division, not signed yet, or the file isn't fit ("file").</exception>
    public async Task KeepAsync(string orderId, Func<Stream> open, string fileName, Actor actor)
    {
        if (!actor.Is(Role.Finance))
            throw new RefusedException("finance-only", "เฉพาะกองคลังเท่านั้นที่แนบคำสั่งได้",
                "Only the finance division attaches the order.", "E-04");
        if (await AppointmentOrder.FindAsync(database, orderId) is not { IsSigned: true } order)
            throw new RefusedException("order-not-signed", "โปรดบันทึกการลงนามก่อน แล้วจึงแนบสำเนาคำสั่ง",
                "Record the signature first, then attach the scan.", "E-04");
        var file = await files.TakeInAsync(open, fileName);
        await database.WriteAsync(transaction =>
        {
            var now = clock.GetUtcNow();
            KeptFiles.Add(transaction, KeptFile.Order, orderId, "DOPA", file, fileName, actor, now);
            AuditTrail.Add(transaction, now, actor.PersonId, "order-scan-kept", "order", orderId, "DOPA", "E-04",
                $"{order.Number} {file.Sha256[..12]}");
            return Task.CompletedTask;
        });
    }
}
