using System.Text.Json.Nodes;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Publishing;

/// <summary>The demo province with its two designers at work.</summary>
sealed class DesignOffice : IAsyncDisposable
{
    public const string Access = "bbl-access";

    DesignOffice(World world)
    {
        World = world;
        Tools = new Tools(world.Calendar, Repository.MailTemplates, "https://flow.example");
        Versions = new DefinitionVersions(world.Database, AllActivities.Catalog(Tools), world.Clock);
        Desk = new DefinitionDesk(world.Database, Versions, world.Definitions, world.Clock);
    }

    public World World { get; }
    public Tools Tools { get; }
    public DefinitionVersions Versions { get; }
    public DefinitionDesk Desk { get; }

    public static async Task<DesignOffice> OnAsync(Func<TestDatabase> open) => new(await World.OnAsync(open));

    public Task<Actor> ActorAsync(string person) => World.ActorAsync(person);

    public async Task<DefinitionVersion> LatestAsync(string definition = Access) => (await Versions.LatestAsync(definition))!;

    /// <summary>The newest text of a definition, to be changed.</summary>
    public async Task<JsonObject> OpenAsync(string definition = Access) =>
        DefinitionText.Parse((await LatestAsync(definition)).Json);

    /// <summary>Changes the Director's days and saves; a draft unless nothing differs.</summary>
    public Task<DefinitionVersion> SaveDaysAsync(string days, string by = "designer") =>
        SaveAsync(text => Step(text, "decide")["dueWorkingDays"]!["expression"]!["value"] = days, by);

    /// <summary>Changes the newest text and saves it.</summary>
    public async Task<DefinitionVersion> SaveAsync(Action<JsonObject> change, string by = "designer")
    {
        var latest = await LatestAsync();
        var text = DefinitionText.Parse(latest.Json);
        change(text);
        return await Desk.SaveDraftAsync(Access, text, latest.Stamp, await ActorAsync(by));
    }

    /// <summary>Two people, but no simulation, unless told otherwise.</summary>
    public Publication Publication(PublishingRules? rules = null)
    {
        rules ??= new PublishingRules(TwoPeople: true, SimulationNeeded: false);
        return new Publication(World.Database, Versions, World.Definitions,
            new PublishingChecks(World.Database, Versions, rules), rules, Tools,
            World.Clock);
    }

    /// <summary>As if the simulation had run this content, to its end unless told otherwise.</summary>
    public Task SimulatedAsync(string hash, string state = "done") => World.Database.WriteAsync(transaction =>
        transaction.ExecuteAsync(
            """
            insert into simulations (id, definition_id, version, hash, by_person, started_at, seen_at, ended_at, state,
              percent_done, settings)
            values (@id, @Access, 2, @hash, 'designer', @now, @now, @now, @state, 100, '{}')
            """, new { id = Ids.New(World.Clock.GetUtcNow()), Access, hash, now = World.Clock.GetUtcNow(), state }));

    public static JsonObject Step(JsonObject definition, string id) => definition["root"]!["activities"]!.AsArray()
        .Select(step => step!.AsObject()).Single(step => step["id"]!.ToString() == id);

    public Task<IReadOnlyList<AuditRow>> AuditAsync(string definition = Access) => World.Database.QueryAsync<AuditRow>(
        "select * from audit where subject = 'definition' and subject_id = @definition order by id", new { definition });

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
