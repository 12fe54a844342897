using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Commands;

namespace WorkflowHost.Tests.Commands;

/// <summary><c>citizen-ids …</c>, as typed: a new sealing key, sealing again, and letting the old key go.</summary>
public sealed class CitizenIdKeysTests
{
    [Test]
    public async Task TheThreeSteps_InTheirOrder_AndNotBefore()
    {
        var folder = Directory.CreateTempSubdirectory("workflowhost-keys").FullName;
        var file = new CitizenIdKeyFile(Path.Combine(folder, "ids.key"));
        Assert.That((await RunAsync(folder, "new-key")).Text, Does.Contain("which isn't there").And.Contain("openssl rand"));
        var first = file.Read(makeIfMissing: true).Current.Name;
        var (code, text) = await RunAsync(folder, "new-key");
        Assert.That((code, text.Contains(first, StringComparison.Ordinal)), Is.EqualTo((0, true)), text);
        await using (var database = new SqliteDatabase(Path.Combine(folder, "store.db")))
            await SealUnderAsync(database, Path.Combine(folder, "ids.key"), first);
        Assert.That((await RunAsync(folder, "drop-old")).Text, Does.Contain("1 in the store still need an older key"));
        Assert.That((await RunAsync(folder, "reseal")).Text, Does.Contain("1 sealed again, 0 still under an older key"));
        Assert.That((await RunAsync(folder, "drop-old")).Code, Is.Zero);
        Assert.That(file.Read().Older, Is.Empty);
        Assert.That((await RunAsync(folder, "else")).Code, Is.EqualTo(2));
        Directory.Delete(folder, recursive: true);
    }

    static Task SealUnderAsync(SqliteDatabase database, string path, string name) => database.WriteAsync(transaction =>
    {
        transaction.Write(
            "insert into people (id, title_th, given_name_th, family_name_th, name_en, email) values ('p', '', '', '', '', '')",
            new { });
        var before = new CitizenIds(database, () => CitizenIdKeys.Of(SecretOf(path, name)), TimeProvider.System);
        CitizenIds.Store(
            transaction, "p",
            before.Seal(CitizenId.TryParse("0000000079197", out var id) ? id! : throw new AssertionException("")),
            "ThaID", TimeProvider.System.GetUtcNow());
        return Task.CompletedTask;
    });

    // The key that only opens now, as it stands in the file.
    static byte[] SecretOf(string path, string name)
    {
        Assert.That(new CitizenIdKeyFile(path).Read().Older.Single().Name, Is.EqualTo(name));
        return Convert.FromBase64String(
            File.ReadAllLines(path).Single(line => line.StartsWith("open ", StringComparison.Ordinal))[5..]);
    }

    static async Task<(int Code, string Text)> RunAsync(string folder, string step)
    {
        var output = new StringWriter();
        return (await CommandLine.RunAsync(
            ["citizen-ids", step, $"--Store:Path={folder}/store.db", "--Site:PublicUrl=https://flow.example",
            $"--CitizenIds:KeyFile={folder}/ids.key", $"--Serilog:WriteTo:File:Args:path={folder}/log-.json"], output),
                output.ToString());
    }
}
