using WorkflowHost.Engine.Definitions;
using WorkflowHost.Web;
using WorkflowHost.Web.Commands;

namespace WorkflowHost.Tests.Publishing;

/// <summary><c>export FOLDER</c>, as typed.</summary>
public sealed class ExportTests
{
    string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("workflowhost-export").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task Published_definitions_are_written_in_canonical_form_and_unchanged_files_are_left_alone()
    {
        await PrepareAsync();
        var (code, text) = await ExportAsync();
        Assert.That(code, Is.Zero, text);
        var files = Directory.GetFiles(Path.Combine(folder, "out"));
        Assert.That(files.Select(Path.GetFileName), Is.SupersetOf((string[])["bbl-access.json", "bbl-review.json"]));
        foreach (var file in files)
        {
            var json = await File.ReadAllTextAsync(file);
            Assert.That(json, Is.EqualTo(DefinitionText.Canonical(DefinitionText.Parse(json),
                Path.GetFileNameWithoutExtension(file), 1)));
        }
        Assert.That((await ExportAsync()).Text, Does.Contain("unchanged").And.Not.Contain("written"));
    }

    [Test]
    public async Task Where_it_cant_write_it_says_so()
    {
        await PrepareAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "out"), "a file in the way");
        var (code, text) = await ExportAsync();
        Assert.That(code, Is.EqualTo(1));
        Assert.That(text, Does.StartWith("export: "));
    }

    async Task PrepareAsync()
    {
        await using var app = Composition.Build(Settings);
        await Preparation.RunAsync(app.Services);
    }

    async Task<(int Code, string Text)> ExportAsync()
    {
        await using var output = new StringWriter();
        var code = await CommandLine.RunAsync(["export", Path.Combine(folder, "out"), .. Settings], output);
        return (code, output.ToString());
    }

    string[] Settings =>
    [
        "--environment", "Development", $"--Store:Path={folder}/store.db", $"--Letters:Folder={folder}/letters",
            $"--Mail:FolderPath={folder}/mail",
        $"--Serilog:WriteTo:File:Args:path={folder}/log-.json", "--Serilog:MinimumLevel:Default=Error",
    ];
}
