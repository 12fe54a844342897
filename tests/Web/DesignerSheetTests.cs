using System.Text.Json.Nodes;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Tests.Web;

/// <summary>The rule sheet over HTTP: what a designer changes is saved, and nothing else.</summary>
public sealed class DesignerSheetTests
{
    const string Days = "f:root:decide:dueWorkingDays";

    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task The_sheet_says_in_plain_words_who_does_what_by_when_and_what_comes_next()
    {
        var page = await (await host.SignInAsync("designer")).GetAsync("/designer/bbl-access");
        Assert.That(page.Text, Does.Contain("สำนักงบประมาณตรวจคำขอ").And.Contain("กำหนด (วันทำการ)").And.Contain(
            "ถ้าส่งกลับให้แก้ไข →")
            .And.Contain("ถ้าเห็นชอบ/อนุมัติ →"));
        Assert.That(page.Html, Does.Contain("<svg viewBox").And.Contain("href=\"/circulars/A#A-07\""));
        Assert.That(page.Html.IndexOf("id=\"step-rules\"", StringComparison.Ordinal),
            Is.LessThan(page.Html.IndexOf("id=\"step-decide\"", StringComparison.Ordinal)),
            "in the order of the flow");
    }

    [TestCase("bbl-access", "th")]
    [TestCase("bbl-access", "en")]
    [TestCase("bbl-review", "th")]
    public async Task Sending_back_what_was_shown_changes_nothing(string definition, string language)
    {
        var designer = await host.SignInAsync("designer");
        await designer.PostAsync("/designer", new { to = language, back = "/designer" }, to: "/language");
        var form = await DesignerForm.OpenAsync(designer, $"/designer/{definition}");
        var answer = await form.SendAsync(designer, $"/designer/{definition}");
        Assert.That(answer.Status, Is.EqualTo(302), answer.Text);
        Assert.That((await LatestAsync(definition)).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task One_number_is_changed_and_nothing_else()
    {
        var designer = await host.SignInAsync("designer");
        var before = await LatestAsync();
        var form = await DesignerForm.OpenAsync(designer, "/designer/bbl-access");
        Assert.That(form[Days], Is.EqualTo("3"));
        form[Days] = "๕";
        Assert.That((await form.SendAsync(designer, "/designer/bbl-access")).Status, Is.EqualTo(302));
        var draft = await LatestAsync();
        Assert.That((draft.Version, draft.IsDraft, draft.SavedBy), Is.EqualTo((2, true, "designer")));
        var lines = host.Get<DefinitionDifference>().Between(before.Json, draft.Json);
        Assert.That(lines.Select(line => line.Thai),
            Is.EqualTo((string[])["ขั้นตอน \"ผู้อำนวยการพิจารณา\": กำหนด (วันทำการ) 3 → 5"]));
    }

    [Test]
    public async Task Why_a_clause_needs_no_step_is_changed_in_one_language_and_keeps_the_other()
    {
        var designer = await host.SignInAsync("designer");
        var form = await DesignerForm.OpenAsync(designer, "/designer/bbl-access");
        Assert.That(form["d:A-10:english"], Does.Contain("paper"));
        form["d:A-10:thai"] = "เหตุผลใหม่";
        Assert.That((await form.SendAsync(designer, "/designer/bbl-access")).Status, Is.EqualTo(302));
        var reason = DefinitionText.Parse((await LatestAsync()).Json)["customProperties"]!["clauseDecisions"]!["A-10"]!;
        Assert.That(((string?)reason["thai"], (string?)reason["english"]), Is.EqualTo(("เหตุผลใหม่", form["d:A-10:english"])));
    }

    [Test]
    public async Task Every_kind_of_field_is_saved_as_the_engine_reads_it()
    {
        var designer = await host.SignInAsync("designer");
        var form = await DesignerForm.OpenAsync(designer, "/designer/bbl-access");
        form["f:root:rules:opensAt"] = "7 พฤศจิกายน 2566 08.30 น.";
        form["f:root:rules:seats"] = "tambon_municipality=2\r\ncity_municipality=4\r\n";
        form.Tick("f:root:rules:revokeFirstInTambon");
        form.Tick("f:root:rules:coveredTypes", "pao", "city_municipality");
        form["t:root:decide"] = "ผู้อำนวยการวินิจฉัย";
        form["c:root:decide"] = "A-10, A-13";
        form["name"] = "การขอสิทธิ BBL";
        Assert.That((await form.SendAsync(designer, "/designer/bbl-access")).Status, Is.EqualTo(302));
        var text = DefinitionText.Parse((await LatestAsync()).Json);
        var steps = DefinitionStep.AllOf(text);
        var rules = steps.Single(step => step.Id == "rules");
        Assert.That(rules.Constant("opensAt"), Is.EqualTo("2023-11-07T08:30:00+07:00"));
        Assert.That(GivenInput.Of(rules.Json["seats"])!.Lines,
            Is.EqualTo((string[])["tambon_municipality=2", "city_municipality=4"]));
        Assert.That(rules.Constant("revokeFirstInTambon"), Is.EqualTo("False"));
        Assert.That(GivenInput.Of(rules.Json["coveredTypes"])!.Lines, Is.EqualTo((string[])["pao", "city_municipality"]));
        var decide = steps.Single(step => step.Id == "decide");
        Assert.That((decide.Title, text["name"]!.ToString()), Is.EqualTo(("ผู้อำนวยการวินิจฉัย", "การขอสิทธิ BBL")));
        Assert.That(decide.OwnClauses, Is.EqualTo((string[])["A-10", "A-13"]));
        Assert.That(host.Get<DefinitionVersions>().ProblemsOf((await LatestAsync()).Json), Is.Empty);
    }

    [TestCase(Days, "ห้า", "ไม่ใช่จำนวนเต็ม")]
    [TestCase("f:root:rules:opensAt", "เร็ว ๆ นี้", "อ่านวันเวลาไม่ได้")]
    [TestCase("f:root:rules:opensAt", "", "โปรดระบุ")]
    [TestCase("t:root:decide", " ", "โปรดตั้งชื่อขั้นตอน")]
    [TestCase("c:root:decide", "A-99", "ไม่มีข้อ A-99")]
    public async Task What_cant_be_read_is_told_at_the_field_and_nothing_typed_is_lost(string field, string typed, string words)
    {
        var designer = await host.SignInAsync("designer");
        var form = await DesignerForm.OpenAsync(designer, "/designer/bbl-access");
        form[field] = typed;
        form["name"] = "ชื่อใหม่ที่พิมพ์ไว้";
        var answer = await form.SendAsync(designer, "/designer/bbl-access");
        Assert.That((answer.Status, answer.Text), Is.EqualTo((400, answer.Text)));
        Assert.That(answer.Text, Does.Contain(words));
        Assert.That(DesignerForm.Read(answer)["name"], Is.EqualTo("ชื่อใหม่ที่พิมพ์ไว้"));
        Assert.That(DesignerForm.Read(answer)[field], Is.EqualTo(typed.Trim()));
        Assert.That((await LatestAsync()).Version, Is.EqualTo(1));
    }

    [Test]
    public async Task Who_saves_second_is_told_and_both_changes_are_kept()
    {
        var (first, second) = (await host.SignInAsync("designer"), await host.SignInAsync("designer2"));
        var (one, other) = (await DesignerForm.OpenAsync(first, "/designer/bbl-access"),
            await DesignerForm.OpenAsync(second, "/designer/bbl-access"));
        one[Days] = "5";
        one["f:root:review:dueWorkingDays"] = "8";
        await one.SendAsync(first, "/designer/bbl-access");
        other[Days] = "7";
        other["description"] = "คำอธิบายของคนที่สอง";
        var stale = await other.SendAsync(second, "/designer/bbl-access");
        Assert.That(stale.Status, Is.EqualTo(409));
        Assert.That(stale.Text, Does.Contain("มีผู้บันทึกฉบับใหม่กว่า").And.Contain("มีผู้แก้ค่านี้ด้วย ฉบับล่าสุดคือ “5”"));
        var again = DesignerForm.Read(stale);
        Assert.That((again[Days], again["description"]), Is.EqualTo(("7", "คำอธิบายของคนที่สอง")));
        Assert.That((await LatestAsync()).SavedBy, Is.EqualTo("designer"), "nothing was overwritten");

        Assert.That((await again.SendAsync(second, "/designer/bbl-access")).Status, Is.EqualTo(302));
        var text = DefinitionText.Parse((await LatestAsync()).Json);
        var steps = DefinitionStep.AllOf(text);
        Assert.That(steps.Single(step => step.Id == "decide").Constant("dueWorkingDays"), Is.EqualTo("7"));
        Assert.That(steps.Single(step => step.Id == "review").Constant("dueWorkingDays"), Is.EqualTo("8"),
            "the first one's other change");
        Assert.That(text["description"]!.ToString(), Is.EqualTo("คำอธิบายของคนที่สอง"));
    }

    [Test]
    public async Task Formulas_variables_and_what_isnt_shown_are_never_lost()
    {
        var designer = await host.SignInAsync("designer");
        var text = DefinitionText.Parse((await LatestAsync()).Json);
        text["somethingOfTomorrow"] = new JsonObject { ["a"] = 1 };
        var decide = text["root"]!["activities"]!.AsArray().Single(step => step!["id"]!.ToString() == "decide")!.AsObject();
        decide["dueWorkingDays"] = new JsonObject
        {
            ["typeName"] = "Int32",
            ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "getRule() == 'A-08' ? 5 : 3" },
        };
        decide["rule"] = new JsonObject
        {
            ["typeName"] = "String",
            ["expression"] = new JsonObject
            {
                ["type"] = "Variable",
                ["value"] = new JsonObject { ["id"] = "v-rule", ["name"] = "Rule" },
            },
        };
        var actor = (await Actor.FindAsync(host.Database, "designer", host.Clock.GetUtcNow()))!;
        await host.Get<DefinitionDesk>().SaveDraftAsync("bbl-access", text, (await LatestAsync()).Stamp, actor);
        var before = await LatestAsync();

        var page = await designer.GetAsync("/designer/bbl-access");
        Assert.That(page.Text, Does.Contain("ตัวแปร Rule"));
        var form = DesignerForm.Read(page);
        Assert.That(form[Days], Is.EqualTo("getRule() == 'A-08' ? 5 : 3"));
        await form.SendAsync(designer, "/designer/bbl-access");
        Assert.That((await LatestAsync()).Json, Is.EqualTo(before.Json));

        form[Days] = "getRule( == 5";
        var wrong = await form.SendAsync(designer, "/designer/bbl-access");
        Assert.That((wrong.Status, DesignerForm.Read(wrong)[Days]), Is.EqualTo((400, "getRule( == 5")));
        form[Days] = "getNothing()";
        Assert.That((await form.SendAsync(designer, "/designer/bbl-access")).Text, Does.Contain("ไม่มีตัวแปร"),
            "a name that doesn't exist is told at the field");

        form[Days] = "getRule() == 'A-08' ? 6 : 4";
        Assert.That((await form.SendAsync(designer, "/designer/bbl-access")).Status, Is.EqualTo(302));
        var lines = host.Get<DefinitionDifference>().Between(before.Json, (await LatestAsync()).Json);
        Assert.That(lines.Single().Thai, Does.Contain("สูตร getRule() == 'A-08' ? 5 : 3 → สูตร getRule() == 'A-08' ? 6 : 4"));
        Assert.That(DefinitionText.Parse((await LatestAsync()).Json)["somethingOfTomorrow"], Is.Not.Null);
    }

    [Test]
    public async Task A_draft_with_problems_shows_each_at_its_step()
    {
        var designer = await host.SignInAsync("designer");
        var text = DefinitionText.Parse((await LatestAsync()).Json);
        var steps = text["root"]!["activities"]!.AsArray();
        steps.Single(step => step!["id"]!.ToString() == "mail-granted")!["template"]!["expression"]!["value"] = "no-such-mail";
        var actor = (await Actor.FindAsync(host.Database, "designer", host.Clock.GetUtcNow()))!;
        await host.Get<DefinitionDesk>().SaveDraftAsync("bbl-access", text, (await LatestAsync()).Stamp, actor);
        var page = await designer.GetAsync("/designer/bbl-access");
        var shown = page.Html[page.Html.IndexOf("id=\"step-mail-granted\"", StringComparison.Ordinal)..];
        Assert.That(shown[..shown.IndexOf("</section>", StringComparison.Ordinal)],
            Does.Contain("no-such-mail").And.Contain("class=\"error"));
        Assert.That((await designer.GetAsync("/designer")).Text, Does.Contain("1 ข้อ"));
    }

    [TestCase("{}")]
    [TestCase("""{"root":1,"name":{},"description":[],"variables":7,"customProperties":"x"}""")]
    [TestCase("""
        {"root":{"id":"r","type":"Elsa.Flowchart","activities":[1,null,{"id":"a b","type":"No.Such"}],
        "connections":[1,{"source":1}]}}
        """)]
    [TestCase("""
        {"root":{"id":"r","type":"Elsa.Sequence","activities":[{"id":"a","type":"Gov.Approval","mail":7,
        "rule":{"expression":5},
        "dueWorkingDays":{"expression":{"type":7,"value":[1]}},"remindBefore":{"expression":{"type":"Object","value":"[{}]"}},
        "stepUp":{"expression":{"type":"Variable","value":"x"}},"metadata":"m","customProperties":[]}]}}
        """)]
    [TestCase("""
        {"root":{"id":"r","type":"Elsa.If","condition":{"expression":{"type":"JavaScript","value":"1 == 1"}},
        "then":{"id":"t","type":"Elsa.WriteLine","text":"<script>alert(1)</script>"},"else":null}}
        """)]
    public async Task Odd_drafts_are_shown_and_sending_them_back_changes_nothing(string json)
    {
        var designer = await host.SignInAsync("designer");
        var actor = (await Actor.FindAsync(host.Database, "designer", host.Clock.GetUtcNow()))!;
        var saved = await host.Get<DefinitionDesk>().SaveDraftAsync("odd", DefinitionText.Parse(json), null, actor);
        var page = await designer.GetAsync("/designer/odd");
        Assert.That((page.Status, page.Html.Contains("<script>alert", StringComparison.Ordinal)), Is.EqualTo((200, false)));
        Assert.That((await DesignerForm.Read(page).SendAsync(designer, "/designer/odd")).Status, Is.EqualTo(302));
        Assert.That((await LatestAsync("odd")).Stamp, Is.EqualTo(saved.Stamp));
        foreach (var path in (string[])["", "/odd/versions", "/odd/versions/1", "/odd/versions/1/export"])
            Assert.That((await designer.GetAsync("/designer" + path)).Status, Is.EqualTo(200), path);
    }

    [Test]
    public async Task A_definition_of_hundreds_of_steps_is_shown_and_saved()
    {
        var designer = await host.SignInAsync("designer");
        var actor = (await Actor.FindAsync(host.Database, "designer", host.Clock.GetUtcNow()))!;
        var steps = Enumerable.Range(0, 450).Select(number => (JsonNode)new JsonObject
        {
            ["id"] = $"s{number}",
            ["type"] = "Elsa.WriteLine",
            ["version"] = 1,
            ["text"] = $"line {number}",
        });
        var text = new JsonObject
        {
            ["name"] = "long",
            ["root"] = new JsonObject { ["id"] = "r", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray([.. steps]) },
        };
        await host.Get<DefinitionDesk>().SaveDraftAsync("long", text, null, actor);
        var form = await DesignerForm.OpenAsync(designer, "/designer/long");
        Assert.That(form.Pairs, Has.Count.GreaterThan(1024), "more than a form may have otherwise");
        form["f:r:s449:text"] = "the last line";
        var answer = await form.SendAsync(designer, "/designer/long");
        Assert.That(answer.Status, Is.EqualTo(302), answer.Text);
        Assert.That((await LatestAsync("long")).Json, Does.Contain("the last line"));
    }

    [Test]
    public async Task An_older_version_is_read_only()
    {
        var designer = await host.SignInAsync("designer");
        var form = await DesignerForm.OpenAsync(designer, "/designer/bbl-access");
        form[Days] = "5";
        await form.SendAsync(designer, "/designer/bbl-access");
        var old = await designer.GetAsync("/designer/bbl-access?version=1");
        Assert.That(old.Text, Does.Contain("กำลังดูฉบับเก่า แก้ไขไม่ได้").And.Not.Contain("บันทึกเป็นร่าง"));
        Assert.That((await designer.GetAsync("/designer/bbl-access?version=9")).Status, Is.EqualTo(404));
        Assert.That((await designer.GetAsync("/designer/nothing")).Status, Is.EqualTo(404));
    }

    async Task<DefinitionVersion> LatestAsync(string definition = "bbl-access") =>
        (await host.Get<DefinitionVersions>().LatestAsync(definition))!;
}
