using System.Text.Json.Nodes;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Publishing;

/// <summary>Two versions compared in words that a civil servant reads.</summary>
public sealed class DefinitionDifferenceTests
{
    static readonly string Shipped = File.ReadAllText(Repository.Path("Workflows/bbl-access.json"));

    static readonly DefinitionDifference Comparing = new(new StepWords(AllActivities.Catalog(
        new Tools(new OfficeCalendar(), Repository.MailTemplates, "https://flow.example"))));

    [Test]
    public void A_setting_is_told_by_its_name_with_both_values()
    {
        AssertLines(text => Step(text, "decide")["dueWorkingDays"]!["expression"]!["value"] = "5",
            ("ขั้นตอน \"ผู้อำนวยการพิจารณา\": กำหนด (วันทำการ) 3 → 5", "Step \"ผู้อำนวยการพิจารณา\": Due in working days 3 → 5"));
    }

    [Test]
    public void Options_ticks_lists_and_what_is_taken_out_are_told_in_words()
    {
        AssertThai(text =>
            Step(text, "decide")["approverRole"]!["expression"]!["value"] = "reviewer",
            "บทบาทผู้พิจารณา ผู้อำนวยการ → ผู้ตรวจคำขอ");
        AssertThai(text => Step(text, "rules")["revokeFirstInTambon"]!["expression"]!["value"] = "False", "ใช่ → ไม่");
        AssertThai(text =>
            Step(text, "confirm")["remindBefore"]!["expression"]!["value"] = "[\"5\",\"3\",\"1\"]", "3, 1 → 5, 3, 1");
        AssertThai(text => Step(text, "rules").Remove("gapAlarmWorkingDays"), "3 → 3 (ค่าปริยาย)");
    }

    [Test]
    public void Formulas_and_variables_are_told_by_what_they_say()
    {
        AssertThai(text =>
            Step(text, "decide")["dueWorkingDays"]!["expression"] =
            new JsonObject { ["type"] = "JavaScript", ["value"] = "getDays()" },
            "3 → สูตร getDays()");
        AssertThai(text => Step(text, "decide")["rule"]!["expression"] = new JsonObject
        {
            ["type"] = "Variable",
            ["value"] = new JsonObject { ["id"] = "v-rule" },
        }, "→ ตัวแปร Rule");
    }

    [Test]
    public void Titles_names_and_clauses_are_told()
    {
        AssertThai(text =>
            Step(text, "decide")["metadata"]!["displayText"] = "ผู้อำนวยการวินิจฉัย",
            "ขั้นตอน \"ผู้อำนวยการพิจารณา\": ชื่อ → \"ผู้อำนวยการวินิจฉัย\"");
        AssertThai(text => text["name"] = "ชื่อใหม่", "ชื่อกระบวนการ:");
        AssertThai(text =>
            Step(text, "decide")["customProperties"] = new JsonObject { ["clauses"] = new JsonArray("A-10") }, "ปฏิบัติตามข้อ");
        AssertThai(text => text["customProperties"]!["circular"] = "B", "หนังสือเวียน: A → B");
        AssertThai(text =>
            text["customProperties"]!["clauseDecisions"] =
            new JsonObject { ["A-14"] = new JsonObject { ["thai"] = "ไม่ต้องมี" } },
            "เหตุผลที่ข้อ A-14 ไม่ต้องมีขั้นตอน:");
    }

    [Test]
    public void A_step_that_comes_or_goes_is_told_with_its_arrows()
    {
        AssertThai(text =>
        {
            var steps = text["root"]!["activities"]!.AsArray();
            steps.Add(new JsonObject
            {
                ["id"] = "note",
                ["type"] = "Elsa.WriteLine",
                ["version"] = 1,
                ["text"] = "ถึงขั้นนี้แล้ว",
                ["metadata"] = new JsonObject { ["displayText"] = "จดไว้" },
            });
            Arrow(text, "decide", "Approved")["target"]!["activity"] = "note";
        }, "เพิ่มขั้นตอน \"จดไว้\" (จดบันทึก)", "ขั้นตอน \"จดไว้\": ข้อความ = ถึงขั้นนี้แล้ว",
            "ทางออก \"เห็นชอบ/อนุมัติ\": ไปที่");
        AssertThai(text =>
        {
            var steps = text["root"]!["activities"]!.AsArray();
            steps.Remove(Step(text, "decide"));
        }, "ลบขั้นตอน \"ผู้อำนวยการพิจารณา\"");
        AssertThai(text => text["root"]!["connections"]!.AsArray().Remove(Arrow(text, "decide", "Approved")), "ตัดลูกศรไปที่");
    }

    [Test]
    public void Variables_are_told_by_name()
    {
        AssertThai(text =>
            text["variables"]!.AsArray().Add(new JsonObject { ["id"] = "v-days", ["name"] = "Days", ["typeName"] = "Int32" }),
            "เพิ่มตัวแปร \"Days\" (Int32)");
        AssertThai(text => text["variables"]![0]!["typeName"] = "Int32", "ตัวแปร \"DecisionId\": typeName: String → Int32");
        AssertThai(text => text["variables"]!.AsArray().RemoveAt(1), "ลบตัวแปร \"Rule\"");
    }

    [Test]
    public void Moving_a_box_and_the_order_of_the_file_are_no_difference()
    {
        AssertThai(text =>
        {
            Step(text, "decide")["metadata"]!["designer"]!["position"]!["x"] = 4711;
            var steps = text["root"]!["activities"]!.AsArray();
            var first = steps[3]!;
            steps.RemoveAt(3);
            steps.Add(first);
            text["toolVersion"] = "9.9.9";
            text["isLatest"] = false;
        });
    }

    [Test]
    public void Whatever_differs_is_told_and_whatever_doesnt_isnt()
    {
        var random = new Random(4711);
        for (var round = 0; round < 400; round++)
        {
            var text = DefinitionText.Parse(Shipped);
            var place = Change(text, random);
            var changed = text.ToJsonString();
            var differs = DefinitionText.ContentHash(changed) != DefinitionText.ContentHash(Shipped);
            var lines = Comparing.Between(Shipped, changed);
            Assert.That(lines.Count > 0, Is.EqualTo(differs), $"round {round}: {place}");
            Assert.That(lines.All(line => line.Thai.Length > 0 && line.English.Length > 0), place);
        }
    }

    [Test]
    public void Texts_that_arent_quite_definitions_are_compared_too()
    {
        string[] odd =
        [
            "{}", "{\"root\":1}", "{\"root\":{\"id\":\"a\",\"type\":\"X\"}}",
                "{\"variables\":1,\"inputs\":{},\"customProperties\":[]}",
            "{\"root\":{\"id\":\"a\",\"type\":\"Elsa.Flowchart\",\"activities\":[1,null,{\"id\":\"b\",\"type\":\"T\"}],"
                + "\"connections\":[1,{\"source\":1}]}}",
            "{\"customProperties\":{\"clauseDecisions\":{\"A-01\":7}}}",
        ];
        foreach (var older in odd)
            foreach (var newer in odd)
                Assert.That(Comparing.Between(older, newer), older == newer ? Is.Empty : Is.Not.Empty, $"{older} and {newer}");
    }

    static void AssertThai(Action<JsonObject> change, params string[] lines)
    {
        var text = DefinitionText.Parse(Shipped);
        change(text);
        var found = Comparing.Between(Shipped, text.ToJsonString());
        if (lines.Length == 0)
            Assert.That(found, Is.Empty);
        foreach (var line in lines)
            Assert.That(string.Join('\n', found.Select(difference => difference.Thai)), Does.Contain(line));
    }

    static void AssertLines(Action<JsonObject> change, params (string Thai, string English)[] lines)
    {
        var text = DefinitionText.Parse(Shipped);
        change(text);
        Assert.That(Comparing.Between(Shipped, text.ToJsonString()).Select(line => (line.Thai, line.English)), Is.EqualTo(lines));
    }

    static JsonObject Step(JsonObject text, string id) => DefinitionStep.AllOf(text).Single(step => step.Id == id).Json;

    static JsonObject Arrow(JsonObject text, string from, string port) =>
        text["root"]!["connections"]!.AsArray().Select(arrow => arrow!.AsObject())
        .Single(arrow => arrow["source"]!["activity"]!.ToString() == from && arrow["source"]!["port"]!.ToString() == port);

    // Walks down at random, and changes, removes or adds what it finds there.
    static string Change(JsonNode node, Random random)
    {
        var path = "";
        while (true)
        {
            var children = node switch
            {
                JsonObject members => members.Select(member => (member.Key, member.Value)).ToList(),
                JsonArray list => [.. list.Select((item, index) => (index.ToString(null, null), item))],
                _ => [],
            };
            var (name, child) = children.Count == 0 ? ("", null) : children[random.Next(children.Count)];
            path += "/" + name;
            if (child is JsonObject or JsonArray && random.Next(6) > 0)
            {
                node = child;
                continue;
            }
            if (node is JsonObject to)
            {
                if (name.Length == 0 || random.Next(5) == 0)
                    to["added"] = "x";
                else if (random.Next(3) == 0)
                    to.Remove(name);
                else
                    to[name] = "changed " + random.Next(10);
            }
            else if (node is JsonArray array)
                array.Add("added " + random.Next(10));
            return path;
        }
    }
}
