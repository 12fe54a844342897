using System.Globalization;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Commands;

/// <summary>
/// <c>citizen-ids new-key|reseal|drop-old</c>: changes the key under which citizen ids are sealed, in three steps that may be
/// days
/// apart. Nothing is ever unreadable in between.
/// </summary>
static class CitizenIdKeysCommand
{
    const string Usage =
        """
        Usage: citizen-ids new-key | reseal | drop-old [--Section:Key=value …]
          new-key   puts a new key into CitizenIds:KeyFile; the one before it only opens from then on. Restart the hosts.
          reseal    seals every id of the store again under the new key; may be stopped and run again
          drop-old  takes the old keys out of the file, once nothing in the store needs them
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args is not ["new-key" or "reseal" or "drop-old", ..])
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }
        try
        {
            await using var app = Composition.Build([.. args.Where(argument => argument.Contains(':'))]);
            var file = new CitizenIdKeyFile(app.Services.GetRequiredService<HostSettings>().CitizenIds.KeyFile);
            var database = app.Services.GetRequiredService<Database>();
            await Preparation.MigrateAsync(database, app.Services.GetRequiredService<TimeProvider>());
            var vault = app.Services.GetRequiredService<CitizenIds>();
            return await DoAsync(
                args[0], file, new CitizenIdResealing(database, vault), words => Say(app.Services, args[0], words, output));
        }
        catch (Exception fault) when (fault is CitizenIdKeyException or SettingsException or IOException
            or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"citizen-ids: {fault.Message}");
            return 1;
        }
    }

    static async Task<int> DoAsync(string step, CitizenIdKeyFile file, CitizenIdResealing resealing, Func<string, Task> say)
    {
        switch (step)
        {
            case "new-key":
                var keys = file.AddKey();
                await say($"The key {keys.Current.Name} seals from now on; {keys.Older[0].Name} only opens. "
                    + "Back up the file, restart every host, then run: citizen-ids reseal");
                return 0;
            case "reseal":
                var count = await resealing.RunAsync();
                var left = await resealing.LeftAsync();
                await say(string.Create(CultureInfo.InvariantCulture, $"{count} sealed again, {left} still under an older key.")
                    + (left == 0 ? " citizen-ids drop-old may follow; backups of the store still need the old key."
                        : " Run it again; resolve incidents that hold an id first."));
                return left == 0 ? 0 : 1;
            default:
                if (await resealing.LeftAsync() is > 0 and var needed)
                {
                    await say(string.Create(CultureInfo.InvariantCulture,
                        $"{needed} in the store still need an older key; run: citizen-ids reseal"));
                    return 1;
                }
                file.DropOlder();
                await say("The older keys are out of the file. Keep them with the backups that need them.");
                return 0;
        }
    }

    static async Task Say(IServiceProvider services, string step, string words, TextWriter output)
    {
        await services.GetRequiredService<Database>().WriteAsync(transaction =>
        {
            AuditTrail.Add(
                transaction, services.GetRequiredService<TimeProvider>().GetUtcNow(), null, "citizen-ids-" + step, "store",
                "citizen-ids", detail: words);
            return Task.CompletedTask;
        });
        await output.WriteLineAsync(words);
    }
}
