using System.Collections.Concurrent;
using System.Reflection;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Tests.Support;

/// <summary>A store that can be closed and opened again, as after a crash.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    static readonly ConcurrentDictionary<(MethodInfo Store, string State), Lazy<Task<TestDatabase>>> Prepared = new();

    readonly Func<string?, string>? create;
    readonly Func<string, Database> open;
    readonly Action<string> remove;
    string? address;
    Database? database;

    /// <param name="create">Makes a new store, empty or as a copy of another, and answers its address.</param>
    public TestDatabase(Func<string?, string> create, Func<string, Database> open, Action<string> remove) =>
        (this.create, this.open, this.remove) = (create, open, remove);

    /// <summary>One that is there already.</summary>
    public TestDatabase(Func<Database> open, Action remove) =>
        (this.open, this.remove, address) = (_ => open(), _ => remove(), "");

    public Database Database => database ??= open(address ??= create!(null));

    /// <summary>Begins in a state that many tests begin in: it is made once in a run, and copied for each.</summary>
    public async Task StartFromAsync(string state, Func<TestDatabase, Task> make)
    {
        if (create is null)
        {
            await make(this);
            return;
        }
        var prepared = await Prepared.GetOrAdd((create.Method, state), _ => new(() => MakeAsync(make))).Value;
        address = create(prepared.address);
    }

    public async Task ReopenAsync()
    {
        await Database.DisposeAsync();
        database = open(address!);
    }

    public Task MigrateAsync(TimeProvider clock, params Assembly[] parts) => Migrator.ApplyAsync(Database, clock, parts);

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
            await database.DisposeAsync();
        if (address is not null)
            remove(address);
    }

    /// <summary>Removes what was prepared, at the end of the run.</summary>
    public static async Task RemovePreparedAsync()
    {
        foreach (var prepared in Prepared.Values)
            await (await prepared.Value).DisposeAsync();
    }

    async Task<TestDatabase> MakeAsync(Func<TestDatabase, Task> make)
    {
        var prepared = new TestDatabase(create!, open, remove);
        await make(prepared);
        // A store that somebody is connected to can't be copied.
        await prepared.Database.DisposeAsync();
        prepared.database = null;
        return prepared;
    }
}
