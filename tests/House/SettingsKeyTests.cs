using System.Text.Json;
using WorkflowHost.Tests.Support;
using WorkflowHost.Web.Settings;

namespace WorkflowHost.Tests.House;

/// <summary>appsettings.json shows every setting there is, and none that nobody reads.</summary>
public sealed class SettingsKeyTests
{
    [Test]
    public void EveryKeyInTheFile_IsBound_AndEveryProperty_IsInTheFile()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.Path("appsettings.json")),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var written = file.RootElement.EnumerateObject().Where(section => section.Name != "Serilog")
            .SelectMany(section => section.Value.EnumerateObject().Select(key => $"{section.Name}:{key.Name}"));
        var bound = typeof(HostSettings).GetProperties()
            .SelectMany(section => section.PropertyType.GetProperties().Where(key => key.SetMethod is not null)
                .Select(key => $"{section.Name}:{key.Name}"));
        Assert.That(written, Is.EquivalentTo(bound));
    }
}
