using WorkflowHost.Web;
using WorkflowHost.Web.Commands;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Tests.Web;

public sealed class SettingsTests
{
    [Test]
    public void WrongSettings_AreAllNamedAtOnce()
    {
        var fault = Assert.Throws<SettingsException>(() => Composition.Build(
        [
            "--environment", "Production", "--Store:Kind=mysql", "--Letters:Folder=", "--Site:PublicUrl=http://flow.example",
            "--Limits:SignInsPerMinute=0", "--Operations:MetricsToken=short", "--Mail:Mode=Pigeon",
        ]))!;
        Assert.That(fault.Problems, Has.Count.EqualTo(6));
        string[] keys =
            ["Store:Kind", "Letters:Folder", "Site:PublicUrl", "Limits:SignInsPerMinute", "Operations:MetricsToken", "Mail:Mode"];
        foreach (var key in keys)
            Assert.That(fault.Message, Does.Contain(key));
    }

    [Test]
    public void NumberThatIsNone_IsNamed()
    {
        var fault = Assert.Throws<SettingsException>(() => Composition.Build(["--Limits:SignInsPerMinute=many"]))!;
        Assert.That(fault.Message, Does.Contain("Limits:SignInsPerMinute"));
    }

    [Test]
    public async Task Help_ListsEveryCommand()
    {
        var (code, output) = await RunAsync("help");
        Assert.That(code, Is.Zero);
        Assert.That(output, Does.Contain("validate PATH"));
    }

    [Test]
    public async Task UnknownCommand_IsSaid_WithTheHelp()
    {
        var (code, output) = await RunAsync("fly");
        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Does.Contain("no command 'fly'").And.Contain("validate PATH"));
    }

    [Test]
    public async Task Validate_SaysOkForEveryDefinitionWeShip()
    {
        var (code, output) = await RunAsync("validate", Folders.Workflows);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("bbl-access.json: ok"));
    }

    [Test]
    public async Task Validate_PrintsEveryProblemWithItsFile()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "broken.json");
        await File.WriteAllTextAsync(
            file, """{ "definitionId": "x", "version": 0, "root": { "id": "r", "type": "Elsa.Nothing" } }""");
        var (code, output) = await RunAsync("validate", file, "missing.json");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.Contain($"{file}: version:").And.Contain("Elsa.Nothing"));
        Assert.That(output, Does.Contain("missing.json: there is no such file"));
    }

    static async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        return (await CommandLine.RunAsync(args, output), output.ToString());
    }
}
