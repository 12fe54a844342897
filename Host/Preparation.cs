using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Operations;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web;

/// <summary>What happens before the first request is taken, in this order. Safe to repeat.</summary>
public static class Preparation
{
    public static async Task RunAsync(IServiceProvider services)
    {
        var database = services.GetRequiredService<Database>();
        var clock = services.GetRequiredService<TimeProvider>();
        await MigrateAsync(database, clock);
        await ShippedFacts.LoadAsync(database, clock);
        await ShippedWindows.LoadAsync(database);
        await services.GetRequiredService<CitizenIds>().CheckKeyAsync();
        await services.GetRequiredService<OfficeCalendar>().ReloadAsync(database);
        await SeedDefinitionsAsync(services);
        if (services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            await DemoData.LoadAsync(database, clock, Accounts.HashKnownPassword);
        services.GetRequiredService<Readiness>().Prepared();
    }

    /// <summary>Brings the tables of all parts up to date.</summary>
    public static Task MigrateAsync(Database database, TimeProvider clock) => Migrator.ApplyAsync(database, clock,
        typeof(Database).Assembly, typeof(AuditTrail).Assembly, typeof(Preparation).Assembly);

    static async Task SeedDefinitionsAsync(IServiceProvider services)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Preparation));
        foreach (var definition in await services.GetRequiredService<DefinitionStore>().SeedAsync(DefinitionFiles()))
            log.LogInformation(
                "The database has another content of {Definition} than Workflows/{File}.json and keeps it; "
                + "a designer can import the file",
                definition, definition);
    }

    static IEnumerable<string> DefinitionFiles() =>
        Directory.EnumerateFiles(Folders.Workflows, "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllText);
}
