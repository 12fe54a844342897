using System.Text.Json.Nodes;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Designer;

/// <summary>What Studio learns about our steps before it draws anything.</summary>
public sealed class DescriptorsApiTests
{
    TestHost host = null!;
    StudioCaller designer = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        designer = await StudioCaller.AsAsync(host, "designer");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Every_route_Studio_asks_at_its_start_answers_with_a_list()
    {
        foreach (var path in (string[])["features/installed", "descriptors/activities?Refresh=True",
            "descriptors/expression-descriptors",
            "descriptors/variables", "descriptors/storage-drivers", "descriptors/workflow-activation-strategies",
            "descriptors/incident-strategies", "descriptors/log-persistence-strategies",
            "descriptors/commit-strategies/workflows",
            "descriptors/commit-strategies/activities", "descriptors/output-converters?sourceType=&destinationType="])
            Assert.That((await designer.OkAsync(designer.GetAsync(path)))["items"], Is.InstanceOf<JsonArray>(), path);
    }

    [Test]
    public async Task An_approval_is_called_in_the_language_of_the_page()
    {
        var thai = await DescriptorAsync("Gov.Approval", "th");
        var english = await DescriptorAsync("Gov.Approval", "en");
        Assert.That((string)thai["displayName"]!, Is.EqualTo("ขอความเห็นหรืออนุมัติ"));
        Assert.That((string)english["displayName"]!, Is.EqualTo("Approval"));
        Assert.That(thai["ports"]!.AsArray().Select(port => ((string)port!["name"]!, (string)port["displayName"]!)),
            Does.Contain(("Approved", "เห็นชอบ/อนุมัติ")).And.Contain(("SentBack", "ส่งกลับให้แก้ไข")));
    }

    [Test]
    public async Task Drop_downs_offer_what_there_is_now()
    {
        var mail = await DescriptorAsync("Gov.SendMail");
        Assert.That(Values(mail, "Template", "dropdown", "selectList"), Does.Contain("granted").And.Contain("rejected"));
        Assert.That(Values(mail, "Rule", "dropdown", "selectList"), Does.Contain("").And.Contain("A-07").And.Contain("E-12"));
        Assert.That(Values(mail, "To", "checklist", "checkList"), Does.Contain("officer").And.Contain("province"));
        Assert.That(Values(await DescriptorAsync("Gov.Approval"), "Organisation", "dropdown", "selectList"), Does.Contain("BB"));
    }

    [Test]
    public async Task Structural_types_are_described_and_not_offered()
    {
        foreach (var type in (string[])["Elsa.Workflow", "Elsa.Flowchart"])
            Assert.That((bool)(await DescriptorAsync(type))["isBrowsable"]!, Is.False);
        Assert.That((await DescriptorAsync("Elsa.If"))["ports"]!.AsArray().Select(port => (string)port!["type"]!),
            Is.EqualTo(new[] { "Embedded", "Embedded", "Flow" }));
    }

    [Test]
    public async Task A_script_is_offered_the_variables_of_the_definition()
    {
        var (status, text) = await designer.PostAsync("scripting/javascript/type-definitions/bbl-access",
            new JsonObject { ["workflowDefinitionId"] = "bbl-access", ["propertyName"] = "Condition" });
        Assert.That(status, Is.EqualTo(200));
        Assert.That((string)text!,
            Does.Contain("declare function getDecisionId(): string;").And.Contain("declare function getInput("));
    }

    [Test]
    public async Task Others_than_designers_are_refused_with_problem_details()
    {
        var (status, body) = await (await StudioCaller.AsAsync(host, "officer")).GetAsync("descriptors/activities");
        Assert.That((status, (int)body["status"]!), Is.EqualTo((403, 403)));
        (status, _) = await new StudioCaller(host.NewVisitor()).GetAsync("descriptors/activities");
        Assert.That(status, Is.EqualTo(401));
    }

    async Task<JsonNode> DescriptorAsync(string type, string language = "th") =>
        (await designer.OkAsync(designer.GetAsync("descriptors/activities", language)))["items"]!.AsArray()
            .Single(item => (string)item!["typeName"]! == type)!;

    static IEnumerable<string> Values(JsonNode descriptor, string input, string editor, string list) =>
        descriptor["inputs"]!.AsArray().Single(one => (string)one!["name"]! == input)!
            ["uiSpecifications"]![editor]![list]!["items"]!.AsArray().Select(item => (string)item!["value"]!);
}
