using System.IO.Compression;
using System.Text.Json.Nodes;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Web;

namespace WorkflowHost.Tests.Designer;

/// <summary>
/// The definitions as Studio opens, saves and publishes them. Studio repeats every call, and never looks at a stamp.
/// </summary>
public sealed class DefinitionsApiTests
{
    TestHost host = null!;
    StudioCaller designer = null!;

    [SetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        designer = await StudioCaller.AsAsync(host, "designer");
    }

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task The_list_shows_the_shipped_definitions_by_name_and_in_pages()
    {
        var all = await ListAsync("versionOptions=Latest&Page=0&PageSize=10&SearchTerm=&IsSystem=False&OrderDirection=Ascending");
        Assert.That(all.Select(one => (string)one["definitionId"]!), Is.SupersetOf(new[] { "bbl-access", "bbl-review" }));
        Assert.That(all.All(one => (bool)one["isLatest"]! && (bool)one["isPublished"]!));
        var second = await ListAsync("VersionOptions=Latest&page=1&pageSize=1");
        Assert.That(second, Has.Count.EqualTo(1));
        Assert.That((string)second[0]["definitionId"]!, Is.EqualTo((string)all[1]["definitionId"]!));
        Assert.That(await ListAsync("versionOptions=Latest&SearchTerm=ทบทวน"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Opened_it_may_be_edited_and_its_steps_have_the_engines_node_ids()
    {
        var definition = await OpenAsync();
        Assert.That(definition["links"]!.AsArray().Select(link => (string)link!["rel"]!), Is.EqualTo(new[] { "publish" }));
        Assert.That((string)Step(definition, "rules")["nodeId"]!, Is.EqualTo("root:rules"));
        Assert.That((string)Step(definition, "rules")["opensAt"]!["expression"]!["value"]!,
            Is.EqualTo("2023-11-06T00:00:00"), "Bangkok time");
    }

    [Test]
    public async Task Saving_what_was_opened_changes_nothing()
    {
        var before = (await host.Get<DefinitionVersions>().LatestAsync("bbl-access"))!;
        var saved = await SaveAsync(await OpenAsync());
        Assert.That(((int)saved["version"]!, (bool)saved["isPublished"]!), Is.EqualTo((1, true)));
        Assert.That((await host.Get<DefinitionVersions>().LatestAsync("bbl-access"))!.Stamp, Is.EqualTo(before.Stamp));
    }

    [Test]
    public async Task A_change_becomes_draft_2_and_the_published_version_stays_as_it_is()
    {
        var published = (await host.Get<DefinitionVersions>().FindAsync("bbl-access", 1))!;
        var draft = await SaveAsync(await ChangedAsync());
        Assert.That(((int)draft["version"]!, (bool)draft["isPublished"]!, (bool)draft["isLatest"]!),
            Is.EqualTo((2, false, true)));
        Assert.That(draft["problems"]!.AsArray(), Is.Empty);
        var stored = (await host.Get<DefinitionVersions>().LatestAsync("bbl-access"))!;
        Assert.That(stored.Json, Does.Not.Contain("stamp").And.Not.Contain("nodeId").And.Not.Contain("\"problems\""));
        Assert.That(stored.Json, Does.Contain("2023-11-06T00:00:00+07:00"), "the date went to Studio and came back");
        Assert.That((await host.Get<DefinitionVersions>().FindAsync("bbl-access", 1))!.Json, Is.EqualTo(published.Json));
        var history = await ListAsync(
            "versionOptions=AllVersions&DefinitionIds=bbl-access&OrderBy=Version&OrderDirection=Descending");
        Assert.That(history.Select(one => (int)one["version"]!), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public async Task A_repeated_save_changes_nothing_and_tells_the_same()
    {
        var changed = await ChangedAsync();
        var first = await SaveAsync(changed);
        var again = await SaveAsync(changed);
        Assert.That(again["customProperties"]!.ToJsonString(), Is.EqualTo(first["customProperties"]!.ToJsonString()));
        Assert.That(await ListAsync("versionOptions=AllVersions&DefinitionIds=bbl-access"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_stale_editor_is_told_so_in_Thai_and_overwrites_nothing()
    {
        var mine = await ChangedAsync();
        var other = await ChangedAsync("ฉบับของอีกคน");
        await SaveAsync(other);
        var (status, problem) = await designer.PostAsync("workflow-definitions", Save(mine));
        Assert.That((status, (string)problem["code"]!), Is.EqualTo((400, "definition-stale")));
        Assert.That(Sentences(problem).Single(), Does.Contain("ไม่บันทึกทับ"));
        Assert.That((await host.Get<DefinitionVersions>().LatestAsync("bbl-access"))!.Json, Does.Contain("ฉบับของอีกคน"));
    }

    [Test]
    public async Task A_draft_may_be_wrong_and_says_in_Thai_which_step_keeps_it_from_running()
    {
        var definition = await OpenAsync();
        Step(definition, "mail-kept")["template"]!["expression"]!["value"] = "no-such-template";
        var draft = await SaveAsync(definition);
        Assert.That(draft["problems"]!.AsArray().Select(problem => (string)problem!).Single(),
            Does.Contain("แจ้งว่าคงผู้ถือสิทธิเดิม"));
    }

    [Test]
    public async Task Publishing_alone_publishes_and_a_repeated_press_changes_nothing()
    {
        var changed = await ChangedAsync();
        foreach (var already in (bool[])[false, true])
        {
            var answer = await designer.OkAsync(designer.PostAsync("workflow-definitions", Save(changed, publish: true)));
            Assert.That((bool)answer["alreadyPublished"]!, Is.EqualTo(already));
            var saved = answer["workflowDefinition"]!;
            Assert.That(((int)saved["version"]!, (bool)saved["isPublished"]!), Is.EqualTo((2, true)));
        }
        Assert.That((await host.Get<DefinitionStore>().PublishedAsync("bbl-access")).Version, Is.EqualTo(2));
    }

    [Test]
    public async Task What_cant_run_is_saved_but_not_published_and_every_problem_is_told()
    {
        var definition = await OpenAsync();
        Step(definition, "mail-kept")["template"]!["expression"]!["value"] = "no-such-template";
        Step(definition, "grant")["reviewAfterMonths"]!["expression"]!["value"] = "many";
        var (status, problem) = await designer.PostAsync("workflow-definitions", Save(definition, publish: true));
        Assert.That((status, (string)problem["code"]!), Is.EqualTo((400, "definition-problems")));
        Assert.That(Sentences(problem), Has.Some.Contains("แจ้งว่าคงผู้ถือสิทธิเดิม").And.Some.Contains("ให้สิทธิ"));
        Assert.That((await host.Get<DefinitionVersions>().LatestAsync("bbl-access"))!.IsDraft);
    }

    [Test]
    public async Task T85_WhereTwoPublish_StudioSavesTheDraft_AndSaysWhereToAsk()
    {
        await using var strict = await TestHost.StartAsync("Development", "--Designer:TwoPeople=true");
        var alone = await StudioCaller.AsAsync(strict, "designer");
        var opened = alone.GetAsync("workflow-definitions/by-definition-id/bbl-access?versionOptions=Latest");
        var definition = (await alone.OkAsync(opened)).AsObject();
        definition["description"] = "ต้องสองคน";
        var (status, problem) = await alone.PostAsync("workflow-definitions", Save(definition, publish: true));
        Assert.That((status, (string)problem["code"]!), Is.EqualTo((400, "publish-by-two")));
        Assert.That(Sentences(problem).Single(), Does.Contain("/designer/bbl-access/versions/2"));
        Assert.That((await strict.Get<DefinitionVersions>().LatestAsync("bbl-access"))!.Json, Does.Contain("ต้องสองคน"));
        (status, problem) = await alone.PostAsync("workflow-definitions/bbl-access/publish", new JsonObject());
        Assert.That((status, (string)problem["code"]!), Is.EqualTo((400, "publish-by-two")));
        Assert.That((await strict.Get<DefinitionStore>().PublishedAsync("bbl-access")).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task A_new_definition_gets_an_id_that_a_repeated_call_gets_again()
    {
        var fresh = new JsonObject
        {
            ["id"] = null,
            ["definitionId"] = null,
            ["name"] = "ทดลอง",
            ["createdAt"] = "0001-01-01T00:00:00+00:00",
            ["customProperties"] = new JsonObject(),
            ["root"] = new JsonObject
            {
                ["id"] = "f1",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["activities"] = new JsonArray(),
                ["connections"] = new JsonArray(),
            },
        };
        var first = await SaveAsync(fresh);
        var again = await SaveAsync(fresh);
        Assert.That((string)again["definitionId"]!, Is.EqualTo((string)first["definitionId"]!).And.Not.Empty);
        Assert.That(await IsUniqueAsync("ทดลอง", ""), Is.False);
        Assert.That(await IsUniqueAsync("ทดลอง", (string)first["definitionId"]!), Is.True);
        for (var tries = 0; tries < 2; tries++)
            Assert.That((await designer.DeleteAsync($"workflow-definitions/{first["definitionId"]}")).Status, Is.EqualTo(204));
        var (status, _) = await designer.GetAsync(
            $"workflow-definitions/by-definition-id/{first["definitionId"]}?versionOptions=Latest");
        Assert.That(status, Is.EqualTo(404));
    }

    [Test]
    public async Task What_was_published_once_is_not_deleted_but_its_draft_is()
    {
        await SaveAsync(await ChangedAsync());
        Assert.That((await designer.DeleteAsync("workflow-definitions/bbl-access")).Status, Is.EqualTo(204), "the draft");
        var (status, problem) = await designer.DeleteAsync("workflow-definitions/bbl-access");
        Assert.That((status, (string)problem["code"]!), Is.EqualTo((400, "once-published")));
        Assert.That((await OpenAsync())["version"]!.GetValue<int>(), Is.EqualTo(1));
    }

    [Test]
    public async Task Reverting_retracting_and_exporting_do_what_they_say()
    {
        await SaveAsync(await ChangedAsync());
        var (status, problem) = await designer.PostAsync("workflow-definitions/bbl-access/revert/1");
        Assert.That((status, (string)problem["code"]!), Is.EqualTo((400, "draft-in-the-way")));
        await designer.DeleteAsync("workflow-definitions/bbl-access");
        for (var tries = 0; tries < 2; tries++)
        {
            var retracted = await designer.OkAsync(
                designer.PostAsync("workflow-definitions/bbl-access/retract", new JsonObject()));
            Assert.That((bool)retracted["isPublished"]!, Is.False);
        }
        var text = await designer.OkAsync(designer.GetAsync("workflow-definitions/bbl-access/export?versionOptions=1"));
        Assert.That((string)text["definitionId"]!, Is.EqualTo("bbl-access"));
    }

    [Test]
    public async Task Several_are_exported_as_one_zip()
    {
        var ids = (await ListAsync("versionOptions=Latest")).Select(one => (JsonNode?)(string)one["id"]!).ToArray();
        var visitor = await host.SignInAsync("designer");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/bulk-actions/export/workflow-definitions")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new JsonObject { ["ids"] = new JsonArray(ids) }),
        };
        var bytes = await visitor.SendForBytesAsync(request);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.That(zip.Entries.Select(entry => entry.Name),
            Does.Contain("bbl-access-v1.json").And.Contain("bbl-review-v1.json"));
    }

    [Test]
    public async Task Importing_makes_a_draft_and_never_takes_the_place_of_somebody_elses()
    {
        var file = JsonNode.Parse(File.ReadAllText(Support.Repository.Path("Workflows/bbl-review.json")))!.AsObject();
        file["description"] = "นำเข้า";
        for (var tries = 0; tries < 2; tries++)
            Assert.That((int)(await designer.OkAsync(designer.PostAsync("workflow-definitions/import", file)))["version"]!,
                Is.EqualTo(2));
        await host.Database.WriteAsync(transaction =>
        {
            transaction.Write(
                "update definitions set saved_by = 'somebody' where definition_id = 'bbl-review' and version = 2", new { });
            return Task.CompletedTask;
        });
        file["description"] = "นำเข้าอีกครั้ง";
        var (status, problem) = await designer.PostAsync("workflow-definitions/import", file);
        Assert.That((status, (string)problem["code"]!), Is.EqualTo((400, "draft-in-the-way")));
    }

    [Test]
    public async Task A_case_is_not_started_from_the_canvas_nor_with_a_foreign_page()
    {
        var (status, _) = await designer.PostAsync("workflow-definitions/bbl-access/execute", new JsonObject());
        Assert.That(status, Is.EqualTo(400));
        var visitor = await host.SignInAsync("designer");
        using var foreign = new HttpRequestMessage(HttpMethod.Delete, "/elsa/api/workflow-definitions/bbl-access");
        Assert.That((await visitor.SendAsync(foreign)).Status, Is.EqualTo(400), "without the header of our script");
    }

    [Test]
    public async Task A_body_that_is_no_definition_is_a_problem_and_no_fault()
    {
        var visitor = await host.SignInAsync("designer");
        foreach (var text in (string[])["{\"model\":{\"name\":\"a\",\"name\":\"b\"}}", "{\"model\":[1]}",
            "{\"model\":{\"root\":7}}", "{}", "nothing"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/workflow-definitions")
            {
                Content = new StringContent(text, System.Text.Encoding.UTF8, "application/json"),
            };
            Assert.That((await visitor.SendAsync(request)).Status, Is.AnyOf(200, 400), text);
        }
    }

    async Task<IReadOnlyList<JsonNode>> ListAsync(string query) =>
        [.. (await designer.OkAsync(designer.GetAsync("workflow-definitions?" + query)))["items"]!.AsArray().Select(one => one!)];

    async Task<JsonObject> OpenAsync() => (await designer.OkAsync(
        designer.GetAsync("workflow-definitions/by-definition-id/bbl-access?versionOptions=Latest"))).AsObject();

    async Task<JsonObject> ChangedAsync(string description = "เปลี่ยนแล้ว")
    {
        var definition = await OpenAsync();
        definition["description"] = description;
        return definition;
    }

    async Task<JsonObject> SaveAsync(JsonObject definition) =>
        (await designer.OkAsync(designer.PostAsync("workflow-definitions", Save(definition))))["workflowDefinition"]!.AsObject();

    async Task<bool> IsUniqueAsync(string name, string definitionId) => (bool)(await designer.OkAsync(designer.GetAsync(
        $"workflow-definitions/validation/is-name-unique?name={name}&definitionId={definitionId}")))["isUnique"]!;

    static JsonObject Save(JsonObject definition, bool publish = false) =>
        new() { ["model"] = definition.DeepClone(), ["publish"] = publish };

    static JsonNode Step(JsonObject definition, string id) =>
        definition["root"]!["activities"]!.AsArray().Single(step => (string)step!["id"]! == id)!;

    static IEnumerable<string> Sentences(JsonNode problem) =>
        problem["errors"]!.AsObject().SelectMany(error => error.Value!.AsArray()).Select(sentence => (string)sentence!);
}
