namespace WorkflowHost.Engine.Running;

/// <summary>Instances that a step of another starts, and that end with it when it waits for them.</summary>
static class ChildWorkflows
{
    /// <summary>
    /// Starts a definition in the parent's transaction; the child makes its own steps when its bookmark comes due, as the
    /// clock's doing: a circular that one person sends to thousands is no letter of that person to each of them.
    /// </summary>
    public static async Task<string> StartAsync(Burst parent, string definitionId, string? correlationId,
        IReadOnlyDictionary<string, object?>? inputs, string? parentBookmarkId)
    {
        // A fault and not a refusal: what the person said, who caused this step, must survive it.
        var definition = await parent.Definitions.FindPublishedAsync(definitionId)
            ?? throw new KeyNotFoundException($"There is no published workflow definition '{definitionId}'.");
        var child = Burst.New(parent.Transaction, parent.Definitions, definition,
            new StartRequest(definitionId, correlationId, inputs), parent.Now, budget: 0, parentBookmarkId);
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
}
