using WorkflowHost.Engine.ControlFlow;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Engine.Running;

/// <summary>
/// One instance on the move, in memory: steps one after another until every branch waits, or the budget is used up.
/// What is left then is stored as bookmarks to execute. All of it is one logical transaction.
/// </summary>
sealed class Burst
{
    /// <summary>A definition that does this many steps without waiting for anything is going in circles.</summary>
    const int MostSteps = 500;

    readonly Queue<ActivityNode> ready = new();
    int budget;
    bool isOver;

    public Burst(Transaction transaction, DefinitionStore definitions, WorkflowDefinition definition, Instance instance,
        InstanceState state, DateTimeOffset now, string? by, int budget)
    {
        Transaction = transaction;
        Definitions = definitions;
        Definition = definition;
        Instance = instance;
        State = state;
        Now = now;
        By = by;
        this.budget = budget;
    }

    public Transaction Transaction { get; }
    public DefinitionStore Definitions { get; }
    public WorkflowDefinition Definition { get; }
    public Instance Instance { get; }
    public InstanceState State { get; }
    public DateTimeOffset Now { get; }
    public string? By { get; }

    /// <summary>An instance that was locked; null when it is over.</summary>
    public static async Task<Burst?> OfAsync(
        Transaction transaction, DefinitionStore definitions, Instance instance, DateTimeOffset now, string? by, int budget)
    {
        if (instance.IsOver)
            return null;
        var definition = await definitions.GetAsync(instance.DefinitionId, instance.Version);
        return new Burst(transaction, definitions, definition, instance, InstanceState.Read(instance.State), now, by, budget);
    }

    /// <summary>Begins at the root.</summary>
    public async Task StartAsync()
    {
        ready.Enqueue(Definition.Root);
        await RunAsync();
    }

    /// <summary>Goes on where a bookmark stands.</summary>
    public async Task GoOnAsync(Bookmark bookmark, Stimulus stimulus)
    {
        var node = Definition.Nodes[bookmark.NodeId];
        if (bookmark.Kind == Bookmark.Execute)
        {
            Burn(bookmark);
            ready.Enqueue(node);
        }
        else
        {
            State.Steps = 0;
            budget--;
            var context = new ActivityExecutionContext(this, node, bookmark);
            await ApplyAsync(context, await node.Activity.ResumeAsync(context, stimulus), bookmark);
        }
        await RunAsync();
    }

    /// <summary>Queues a child of a running container.</summary>
    public void Schedule(ActivityNode node)
    {
        ScopeOf(node.Parent!).Running.Add(node.Index);
        ready.Enqueue(node);
    }

    public void OpenScope(ActivityNode container) => State.Scopes[container.NodeId] = new Scope();

    public Scope ScopeOf(ActivityNode container) => State.Scopes[container.NodeId];

    public object SettingsOf(ActivityNode node) =>
        SettingsBinder.Bind(node, new ActivityExecutionContext(this, node, null), Definition);

    /// <summary>Ends the whole workflow, with all that still waits in it.</summary>
    public async Task FinishAsync(string status = Instance.Finished)
    {
        await CancelAsync(Definition.Root);
        Instance.Status = status;
        isOver = true;
    }

    /// <summary>Ends the workflow from outside, and stores that.</summary>
    public async Task CancelAsync(string? reason)
    {
        Journal(Definition.Root, "Cancelled", reason);
        await FinishAsync(Instance.Cancelled);
        Save();
    }

    /// <summary>A child is over: its container decides what comes next.</summary>
    public async Task CompleteAsync(ActivityNode node, IReadOnlyList<string> outcomes)
    {
        State.Scopes.Remove(node.NodeId);
        if (node.Parent is { } parent)
            await ((Container)parent.Activity).ChildCompletedAsync(this, parent, node, outcomes);
        else
            isOver = true;
    }

    /// <summary>Ends a running node from outside, with all that runs inside it.</summary>
    public async Task CancelAsync(ActivityNode node)
    {
        var waiting = await Transaction.QueryAsync<Bookmark>(
            "select * from bookmarks where instance_id = @id", new { id = Instance.Id });
        foreach (var bookmark in waiting.Where(bookmark => IsInside(bookmark.NodeId, node)))
            await CancelAsync(bookmark);
        if (Instance.Status == Instance.Faulted)
            await CancelIncidentsAsync(node);
        foreach (var inside in State.Scopes.Keys.Where(nodeId => IsInside(nodeId, node)).ToList())
            State.Scopes.Remove(inside);
        for (var left = ready.Count; left > 0; left--)
            if (ready.Dequeue() is var queued && !IsInside(queued.NodeId, node))
                ready.Enqueue(queued);
    }

    public void Journal(ActivityNode node, string happened, string? outcome = null) => Transaction.Append(
        """
        insert into journal (instance_id, sequence, at, node_id, event, outcome, by_whom)
        values (@id, @sequence, @Now, @node, @happened, @outcome, @By)
        """,
        new { id = Instance.Id, sequence = ++State.Sequence, Now, node = node.NodeId, happened, outcome, By });

    public static Burst New(Transaction transaction, DefinitionStore definitions, WorkflowDefinition definition,
        StartRequest request, DateTimeOffset now, int budget, string? parentBookmarkId = null)
    {
        var instance = new Instance
        {
            Id = Ids.New(now),
            DefinitionId = definition.DefinitionId,
            Version = definition.Version,
            StartKey = request.StartKey,
            CorrelationId = request.CorrelationId,
            ParentBookmarkId = parentBookmarkId,
            CreatedAt = now,
            IsNew = true,
        };
        var state = new InstanceState();
        foreach (var (name, value) in request.Inputs ?? new Dictionary<string, object?>())
            state.Inputs[name] = JsonValues.AsStored(value);
        return new Burst(transaction, definitions, definition, instance, state, now, request.By, budget);
    }

    /// <summary>Writes the instance as it now stands.</summary>
    public void Save()
    {
        if (isOver)
        {
            if (!Instance.IsOver)
                Instance.Status = Instance.Finished;
            Instance.FinishedAt = Now;
            State.Scopes.Clear();
            if (Instance.ParentBookmarkId is { } parent)
                Transaction.Write("update bookmarks set due_at = @Now where id = @parent", new { Now, parent });
        }
        Instance.State = State.Write();
        Instance.Save(Transaction);
    }

    async Task RunAsync()
    {
        while (!isOver && ready.TryDequeue(out var node))
            if (budget-- > 0)
                await ExecuteAsync(node);
            else
                LeaveForLater(node);
    }

    // Entering a container is a step like any other: its condition may fault, and a loop may hold nothing else.
    async Task ExecuteAsync(ActivityNode node)
    {
        if (++State.Steps > MostSteps)
            throw new InvalidOperationException(
                $"The workflow did {MostSteps} steps without waiting for anything and was stopped at '{node.Title}'. " +
                "A loop in its definition never ends.");
        if (node.Activity is Container container)
        {
            await container.EnterAsync(this, node);
            return;
        }
        var context = new ActivityExecutionContext(this, node, bookmark: null);
        await ApplyAsync(context, await node.Activity.ExecuteAsync(context), bookmark: null);
    }

    async Task ApplyAsync(ActivityExecutionContext context, ActivityResult result, Bookmark? bookmark)
    {
        switch (result)
        {
            case ActivityResult.Completed completed:
                if (bookmark is not null)
                    Burn(bookmark);
                StoreOutputs(context, completed);
                if (context.Node.Activity is not ControlFlow.Start)
                    Journal(context.Node, "Completed", string.Join(", ", completed.Outcomes));
                if (context.FinishRequested)
                    await FinishAsync();
                else
                    await CompleteAsync(context.Node, completed.Outcomes);
                break;
            case ActivityResult.Waiting waiting when bookmark is null:
                Journal(context.Node, "Suspended");
                Keep(context, waiting);
                break;
            case ActivityResult.Waiting waiting:
                Transaction.Write(
                    "update bookmarks set due_at = @DueAt, event_name = @EventName, payload = @Payload where id = @Id",
                    new { waiting.DueAt, waiting.EventName, waiting.Payload, bookmark.Id });
                break;
        }
    }

    void StoreOutputs(ActivityExecutionContext context, ActivityResult.Completed completed)
    {
        foreach (var (name, value) in completed.Outputs ?? new Dictionary<string, object?>())
            if (context.Node.Outputs.TryGetValue(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name), out var variable))
                context.SetVariableById(variable, value);
    }

    void LeaveForLater(ActivityNode node) => Insert(new Bookmark
    {
        Id = Ids.New(Now),
        InstanceId = Instance.Id,
        NodeId = node.NodeId,
        Kind = Bookmark.Execute,
        DueAt = Now,
        Payload = By,
        CreatedAt = Now,
    });

    void Keep(ActivityExecutionContext context, ActivityResult.Waiting waiting) => Insert(new Bookmark
    {
        Id = context.BookmarkId,
        InstanceId = Instance.Id,
        NodeId = context.Node.NodeId,
        Kind = Bookmark.Resume,
        DueAt = waiting.DueAt,
        EventName = waiting.EventName,
        Payload = waiting.Payload,
        CreatedAt = Now,
    });

    void Insert(Bookmark bookmark) => Transaction.Write(
        """
        insert into bookmarks (id, instance_id, node_id, kind, due_at, event_name, payload, created_at)
        values (@Id, @InstanceId, @NodeId, @Kind, @DueAt, @EventName, @Payload, @CreatedAt)
        """, bookmark);

    void Burn(Bookmark bookmark) => Transaction.Write("delete from bookmarks where id = @Id", bookmark);

    async Task CancelAsync(Bookmark bookmark)
    {
        var node = Definition.Nodes[bookmark.NodeId];
        // Before it is burnt: a child that ends at this moment touches the bookmark while it holds its own lock.
        if (bookmark.Kind == Bookmark.Resume)
            await node.Activity.CancelAsync(new ActivityExecutionContext(this, node, bookmark));
        Burn(bookmark);
        Journal(node, "Cancelled");
    }

    // A wait that met a fault has something to clear up too.
    async Task CancelIncidentsAsync(ActivityNode node)
    {
        var open = await Incident.OpenOfAsync(Transaction, Instance.Id);
        foreach (var incident in open.Where(incident => IsInside(incident.NodeId, node)))
        {
            incident.Resolve(Transaction, Now, By, "Cancelled");
            await CancelAsync(incident.Bookmark);
        }
        if (open.All(incident => IsInside(incident.NodeId, node)))
            Instance.Status = Instance.Suspended;
    }

    static bool IsInside(string nodeId, ActivityNode node) =>
        nodeId == node.NodeId || nodeId.StartsWith(node.NodeId + ":", StringComparison.Ordinal);
}
