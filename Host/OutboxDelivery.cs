using WorkflowHost.Engine.Outbox;

namespace WorkflowHost.Web;

/// <summary>Gives an outbox row to the carrier of its channel.</summary>
public sealed class OutboxDelivery
{
    public Task<Delivery> DeliverAsync(OutboxItem item, CancellationToken stop) => Task.FromResult<Delivery>(item.Channel switch
    {
        _ => new Delivery.TryLater($"This host has no carrier for the channel '{item.Channel}'."),
    });
}
