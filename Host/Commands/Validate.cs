using WorkflowHost.Activities;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Commands;

/// <summary><c>validate PATH…</c>: reads definitions (files or folders), prints every problem with its place.</summary>
public static class Validate
{
    public static async Task<int> RunAsync(string[] paths, TextWriter output)
    {
        if (paths.Length == 0)
        {
            output.WriteLine("validate: name files or folders, such as: validate Workflows");
            return 2;
        }
        var tools = new Tools(new OfficeCalendar(), MailTemplates.Load(Folders.MailTemplates), "https://localhost");
        var catalog = AllActivities.Catalog(tools);
        var allWell = true;
        foreach (var file in paths.SelectMany(Files))
            allWell &= await CheckAsync(file, catalog, output);
        return allWell ? 0 : 1;
    }

    static IEnumerable<string> Files(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal) : [path];

    static async Task<bool> CheckAsync(string file, ActivityCatalog catalog, TextWriter output)
    {
        if (!File.Exists(file))
        {
            output.WriteLine($"{file}: there is no such file");
            return false;
        }
        try
        {
            var definition = DefinitionReader.Read(await File.ReadAllTextAsync(file), catalog);
            output.WriteLine($"{file}: ok ({definition.DefinitionId} version {definition.Version})");
            return true;
        }
        catch (DefinitionException fault)
        {
            foreach (var problem in fault.Problems)
                output.WriteLine($"{file}: {problem}");
            return false;
        }
    }
}
