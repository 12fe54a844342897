using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Web.Commands;

/// <summary>
/// <c>import organisations FILE.csv [--Section:Key=value …]</c>: stores a file of organisations in the site's own store, all
/// of it or nothing, and names every row that is wrong. Running it again changes nothing.
/// </summary>
static class Import
{
    const string Usage = "Usage: import organisations FILE.csv [--Store:Path=… or another setting]";

    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (args is not ["organisations", var file, .. var settings])
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }
        try
        {
            return await ImportAsync(file, settings, output);
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or SettingsException or InvalidOperationException)
        {
            await output.WriteLineAsync($"import: {fault.Message}");
            return 1;
        }
    }

    static async Task<int> ImportAsync(string file, string[] settings, TextWriter output)
    {
        OrganisationFileContent content;
        await using (var stream = File.OpenRead(file))
            content = OrganisationFile.Read(stream);
        if (!content.IsValid)
            return await SayAsync(file, content.Problems, output);

        await using var app = Composition.Build(settings);
        var database = app.Services.GetRequiredService<Database>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        await Preparation.MigrateAsync(database, clock);
        content = OrganisationParents.Find(content.Rows, await database.QueryAsync<Organisation>("select * from organisations"));
        if (!content.IsValid)
            return await SayAsync(file, content.Problems, output);
        var (added, changed) = await database.WriteAsync(
            transaction => StoreAsync(transaction, content.Rows, Path.GetFileName(file), clock.GetUtcNow()));
        await output.WriteLineAsync($"เพิ่ม {added} หน่วยงาน แก้ไข {changed} จากทั้งหมด {content.Rows.Count}");
        await output.WriteLineAsync(
            $"Added {added} and changed {changed} of {content.Rows.Count} organisations "
            + "(with the provinces and districts they need).");
        return 0;
    }

    static async Task<(int Added, int Changed)> StoreAsync(
        Transaction transaction, IReadOnlyList<OrganisationRow> rows, string file, DateTimeOffset now)
    {
        var (added, changed) = await OrganisationTree.StoreAsync(transaction, rows, ThaiDate.BangkokDate(now));
        if (added + changed > 0)
            AuditTrail.Add(transaction, now, null, "organisations-imported", "organisation", "all",
                detail: $"{file}: {added} added, {changed} changed");
        return (added, changed);
    }

    static async Task<int> SayAsync(string file, IReadOnlyList<OrganisationFileProblem> problems, TextWriter output)
    {
        foreach (var problem in problems)
        {
            await output.WriteLineAsync(
                $"{file}:{problem.Line}: {problem.Column ?? "-"}: found “{problem.Found}”, expected {problem.Expected}");
            await output.WriteLineAsync($"  {problem.MessageTh}");
            await output.WriteLineAsync($"  {problem.MessageEn}");
        }
        await output.WriteLineAsync($"\nพบ {problems.Count} ข้อผิดพลาด ยังไม่มีข้อมูลใดถูกบันทึก");
        await output.WriteLineAsync($"{problems.Count} problem(s); nothing was stored.");
        return 1;
    }
}
