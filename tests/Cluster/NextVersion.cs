using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web;

namespace WorkflowHost.Tests.Cluster;

/// <summary>
/// The program as its next version might be: the same, with the migrations of this assembly on top. A command of the tests, so
/// that the program itself needs no door for it.
/// </summary>
static class NextVersion
{
    public const string Command = "next-version";

    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = Composition.Build(args);
        await MigrateAsync(app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<TimeProvider>());
        await Preparation.RunAsync(app.Services);
        await app.RunAsync();
        return 0;
    }

    public static Task MigrateAsync(Database database, TimeProvider clock) => Migrator.ApplyAsync(database, clock,
        typeof(Database).Assembly, typeof(AuditTrail).Assembly, typeof(Preparation).Assembly, typeof(NextVersion).Assembly);
}
