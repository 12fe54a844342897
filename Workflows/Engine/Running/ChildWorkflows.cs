using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Running;

/// <summary>Instances that a step of another starts, and that end with it when it waits for them.</summary>
static class ChildWorkflows
{
    /// <summary>Starts a definition in the parent's transaction; the child makes its own steps when its bookmark comes due.</summary>
    public static async Task<string> StartAsync(Burst parent, string definitionId, string? correlationId,
        IReadOnlyDictionary<string, object?>? inputs, string? parentBookmarkId)
    {
        var child = Burst.New(parent.Transaction, parent.Definitions, await PublishedAsync(parent, definitionId),
            new StartRequest(definitionId, correlationId, inputs, By: parent.By), parent.Now, budget: 0, parentBookmarkId);
        await child.StartAsync();
        child.Save();
        return child.Instance.Id;
    }

    /// <summary>
    /// Ends what was started for a bookmark that goes away, with what that waits for in turn; in the parent's transaction.
    /// </summary>
    public static async Task CancelAsync(Burst parent, string bookmarkId)
    {
        var children = await parent.Transaction.QueryAsync<string>(
            "select id from instances where parent_bookmark_id = @bookmarkId order by id", new { bookmarkId });
        foreach (var id in children)
            if (await Instance.LockAsync(parent.Transaction, id) is { } instance && await Burst.OfAsync(
                parent.Transaction, parent.Definitions, instance, parent.Now, parent.By, budget: 0) is { } child)
                await child.CancelAsync("the workflow that waits for it was cancelled");
    }

    // That a step can't start its child is no fault of the person whose answer led there: it is an incident.
    static async Task<WorkflowDefinition> PublishedAsync(Burst parent, string definitionId)
    {
        try
        {
            return await parent.Definitions.PublishedAsync(definitionId);
        }
        catch (RefusedException refusal)
        {
            throw new InvalidOperationException(refusal.English, refusal);
        }
    }
}
