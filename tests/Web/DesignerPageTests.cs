using System.Text;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Tests.Web;

/// <summary>
/// The other pages of the designers: the list, new definitions, files in and out, history, and publishing by two.
/// </summary>
public sealed class DesignerPageTests
{
    static readonly string[] Pages =
    [
        "/designer", "/designer/new", "/designer/import", "/designer/bbl-access", "/designer/bbl-access/versions",
        "/designer/bbl-access/versions/1", "/designer/bbl-access/versions/1/export", "/designer/bbl-access/compare?from=1&to=1",
        "/designer/bbl-access/retract", "/designer/bbl-access/delete-draft",
    ];

    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync("Development", "--Designer:TwoPeople=true");

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task Designers_see_their_pages_for_others_they_arent_there_and_looking_changes_nothing()
    {
        var before = await BooksAsync();
        var designer = await host.SignInAsync("designer");
        Assert.That((await designer.GetAsync("/")).Html, Does.Contain("href=\"/designer\""));
        foreach (var page in Pages)
            Assert.That((await designer.GetAsync(page)).Status, Is.EqualTo(200), page);
        foreach (var account in (string[])["officer", "director", "operator", "auditor"])
        {
            var other = await host.SignInAsync(account);
            Assert.That((await other.GetAsync("/")).Html, Does.Not.Contain("href=\"/designer\""));
            var token = (await other.GetAsync("/sign-out")).FormToken!;
            foreach (var page in Pages)
            {
                Assert.That((await other.GetAsync(page)).Status, Is.EqualTo(403), $"{account} {page}");
                if (!page.Contains("export", StringComparison.Ordinal))
                    Assert.That((await other.PostRawAsync(page,
                        [new("__RequestVerificationToken", token), new("Id", "x"), new("Name", "x")])).Status,
                        Is.EqualTo(403), $"POST {account} {page}");
            }
        }
        var nobody = host.NewVisitor();
        Assert.That((await nobody.GetAsync("/designer")).Location, Does.Contain("/sign-in"));
        Assert.That(await BooksAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task T85_A_change_goes_through_two_people_and_the_second_sees_it_in_words()
    {
        var (designer, designer2) = (await host.SignInAsync("designer"), await host.SignInAsync("designer2"));
        var form = await DesignerForm.OpenAsync(designer, "/designer/bbl-access");
        form["f:root:decide:dueWorkingDays"] = "5";
        await form.SendAsync(designer, "/designer/bbl-access");
        var draft = await LatestAsync();
        var path = $"/designer/bbl-access/versions/{draft.Version}";

        var empty = await designer.PostAsync(path, new { hash = draft.Hash, Note = "" }, to: path + "?handler=Ask");
        Assert.That((empty.Status, empty.Text.Contains("โปรดเขียนสั้น ๆ ว่าแก้ไขอะไร")), Is.EqualTo((400, true)));
        var asked = await designer.PostAsync(path, new { hash = draft.Hash, Note = "ผู้อำนวยการขอเวลาเพิ่ม" }, to: path +
            "?handler=Ask");
        Assert.That((await designer.FollowAsync(asked)).Text,
            Does.Contain("ส่งขออนุมัติแล้ว").And.Contain("ต้องให้ผู้ออกแบบกระบวนการอีกคนหนึ่งอนุมัติ")
            .And.Not.Contain("อนุมัติและประกาศใช้"));
        var request = await host.Database.FirstAsync<string>("select id from publication_requests where closed_at is null");
        var alone = await designer.PostAsync(path, new { request }, to: path + "?handler=Approve");
        Assert.That((alone.Status, alone.Text.Contains("ผู้จัดทำประกาศใช้เองไม่ได้")), Is.EqualTo((400, true)));
        Assert.That((await designer.PostAsync(path, new { hash = draft.Hash }, to: path + "?handler=Publish")).Status,
            Is.EqualTo(400));

        Assert.That((await designer2.GetAsync("/designer")).Text, Does.Contain("รออนุมัติประกาศใช้"));
        var page = await designer2.GetAsync(path);
        Assert.That(page.Text, Does.Contain("ผู้อำนวยการขอเวลาเพิ่ม").And.Contain("กำหนด (วันทำการ) 3 → 5").And.Contain(
            "อนุมัติและประกาศใช้"));
        var noReason = await designer2.PostAsync(path, new { request, Reason = "" }, to: path + "?handler=Refuse");
        Assert.That((noReason.Status, noReason.Text.Contains("โปรดระบุเหตุผลที่ไม่อนุมัติ")), Is.EqualTo((400, true)));
        var approved = await designer2.PostAsync(path, new { request }, to: path + "?handler=Approve");
        Assert.That((await designer2.FollowAsync(approved)).Text, Does.Contain("ประกาศใช้แล้ว"));
        Assert.That((await LatestAsync()).IsCurrent);
        Assert.That((await host.SignInAsync("officer") is var officer) && (await officer.FileAsync("new", "officer")).Length > 0);
        Assert.That(await host.Database.FirstAsync<int>("select version from instances order by created_at desc limit 1"),
            Is.EqualTo(draft.Version));
    }

    [Test]
    public async Task T85_The_page_says_why_it_cant_be_published_yet()
    {
        await host.DisposeAsync();
        host = await TestHost.StartAsync("Development", "--Designer:TwoPeople=true", "--Designer:SimulationNeeded=true");
        var designer = await host.SignInAsync("designer");
        var form = await DesignerForm.OpenAsync(designer, "/designer/bbl-access");
        // The only step that carries it out rests on another clause now.
        form["f:root:mail-granted:rule"] = "A-14";
        await form.SendAsync(designer, "/designer/bbl-access");
        var draft = await LatestAsync();
        var page = await designer.GetAsync($"/designer/bbl-access/versions/{draft.Version}");
        Assert.That(page.Text, Does.Contain("ยังไม่มีขั้นตอนใดปฏิบัติตามข้อ").And.Contain("A-12").And.Contain(
            "ยังไม่ได้จำลองการทำงาน"));
        var asked = await designer.PostAsync($"/designer/bbl-access/versions/{draft.Version}",
            new { hash = draft.Hash, Note = "ลอง" },
            to: $"/designer/bbl-access/versions/{draft.Version}?handler=Ask");
        Assert.That(asked.Status, Is.EqualTo(400));
        Assert.That(await host.Database.FirstAsync<int>("select count(*) from publication_requests"), Is.Zero);
    }

    [Test]
    public async Task A_new_definition_is_an_empty_chart_that_can_be_taken_further()
    {
        var designer = await host.SignInAsync("designer");
        var bad = await designer.PostAsync("/designer/new", new { Name = "ทดลอง", Id = "ไทย", Circular = "B" });
        Assert.That((bad.Status, bad.Html.Contains("value=\"ทดลอง\"")), Is.EqualTo((400, true)));
        Assert.That((await designer.PostAsync("/designer/new", new { Name = "ทดลอง", Id = "bbl-access", Circular = "" })).Text,
            Does.Contain("อยู่แล้ว"));
        Assert.That((await designer.PostAsync("/designer/new", new { Name = "ทดลอง", Id = "import", Circular = "" })).Status,
            Is.EqualTo(400));
        var made = await designer.PostAsync("/designer/new", new { Name = "ทดลอง", Id = "trial", Circular = "B" });
        Assert.That((await designer.FollowAsync(made)).Text, Does.Contain("สร้างร่างแล้ว").And.Contain("B-01"));
        Assert.That(host.Get<DefinitionVersions>().ProblemsOf((await LatestAsync("trial")).Json), Is.Empty);
    }

    [Test]
    public async Task History_goes_back_deletes_and_retracts_each_after_a_question()
    {
        var designer = await host.SignInAsync("designer");
        var form = await DesignerForm.OpenAsync(designer, "/designer/bbl-access");
        form["f:root:decide:dueWorkingDays"] = "5";
        await form.SendAsync(designer, "/designer/bbl-access");
        Assert.That((await designer.GetAsync("/designer/bbl-access/compare?from=1&to=2")).Text,
            Does.Contain("กำหนด (วันทำการ) 3 → 5"));
        var inTheWay = await designer.PostAsync("/designer/bbl-access/versions", new { version = 1 },
            to: "/designer/bbl-access/versions?handler=Revert");
        Assert.That((inTheWay.Status, inTheWay.Text.Contains("ร่างฉบับที่ 2")), Is.EqualTo((400, true)));
        Assert.That((await designer.FollowAsync(await designer.PostAsync("/designer/bbl-access/delete-draft", new { }))).Text,
            Does.Contain("ลบร่างแล้ว"));
        Assert.That((await LatestAsync()).Version, Is.EqualTo(1));
        Assert.That((await designer.FollowAsync(await designer.PostAsync("/designer/bbl-access/retract", new { }))).Text,
            Does.Contain("หยุดรับเรื่องใหม่แล้ว"));
        Assert.That((await LatestAsync()).IsCurrent, Is.False);
    }

    [Test]
    public async Task A_file_that_was_exported_comes_back_and_what_it_changes_is_shown_first()
    {
        var designer = await host.SignInAsync("designer");
        var exported = await designer.GetAsync("/designer/bbl-access/versions/1/export");
        Assert.That(exported.Html, Is.EqualTo(DefinitionText.Canonical(DefinitionText.Parse(exported.Html), "bbl-access", 1)));
        var text = DefinitionText.Parse(exported.Html);
        text["root"]!["activities"]!.AsArray()
            .Single(step => step!["id"]!.ToString() == "decide")!["dueWorkingDays"]!["expression"]!["value"] = "9";
        var shown = await ImportAsync(designer, text.ToJsonString());
        Assert.That(shown.Text, Does.Contain("จะบันทึกเป็นร่างต่อจากฉบับที่ 1").And.Contain("กำหนด (วันทำการ) 3 → 9"));
        Assert.That((await LatestAsync()).Version, Is.EqualTo(1), "reading the file stores nothing");

        var stored = await StoreAsync(designer, text.ToJsonString(), (await LatestAsync()).Stamp);
        Assert.That(stored.Location, Is.EqualTo("/designer/bbl-access"));
        Assert.That(((await LatestAsync()).Version, (await LatestAsync()).IsDraft), Is.EqualTo((2, true)));
        var stale = await StoreAsync(designer, exported.Html, "an older stamp");
        Assert.That((stale.Status, stale.Text.Contains("ไว้ใหม่กว่าที่ท่านเปิดอยู่")), Is.EqualTo((400, true)));
    }

    [Test]
    public async Task Bad_files_are_answered_with_what_is_wrong_and_nothing_is_stored()
    {
        var designer = await host.SignInAsync("designer");
        var before = await BooksAsync();
        (string Content, string Words)[] files =
        [
            ("", "เลือกไฟล์ก่อน"),
            ("สวัสดี", "ไม่ใช่ JSON"),
            ("[1, 2]", "ต้องเป็นออบเจกต์"),
            (new string('[', 100_000), "ไม่ใช่ JSON"),
            (new StringBuilder().Insert(0, "{\"root\":", 5_000).ToString(), "ไม่ใช่ JSON"),
            ("{\"name\":\"x\"}", "ไม่มี definitionId"),
            ("{\"definitionId\":\"x\",\"name\":\"" + new string('a', 5_000_000) + "\"}", "ยาวเกิน"),
            ("{\"definitionId\":\"x\",\"definitionId\":\"y\"}", "definitionId"),
        ];
        foreach (var (content, words) in files)
        {
            var answer = await ImportAsync(designer, content);
            Assert.That(answer.Status, Is.EqualTo(400), words);
            Assert.That(answer.Text, Does.Contain(words));
        }
        var binary = await designer.UploadAsync("/designer/import", new { }, "Upload", "picture.json",
            [0xFF, 0xD8, 0xFF, 0xE0, 0x00], "application/json");
        Assert.That((binary.Status, binary.Text.Contains("ไม่ใช่ข้อความ UTF-8")), Is.EqualTo((400, true)));
        Assert.That(await BooksAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_file_with_unknown_steps_can_be_kept_as_a_draft_that_says_so()
    {
        var designer = await host.SignInAsync("designer");
        var text = DefinitionText.Parse((await LatestAsync()).Json);
        text["definitionId"] = "from-elsewhere";
        text["root"]!["activities"]!.AsArray().Single(step => step!["id"]!.ToString() == "decide")!["type"] =
            "Elsa.SendHttpRequest";
        var shown = await ImportAsync(designer, text.ToJsonString());
        Assert.That(shown.Text, Does.Contain("Elsa.SendHttpRequest").And.Contain("จะเป็นแบบใหม่"));
        Assert.That((await StoreAsync(designer, text.ToJsonString(), "")).Status, Is.EqualTo(302));
        var sheet = await designer.GetAsync("/designer/from-elsewhere");
        Assert.That(sheet.Text, Does.Contain("Elsa.SendHttpRequest").And.Contain("ผังจะแสดงเมื่อแก้สิ่งที่ต้องแก้แล้ว"));
    }

    async Task<DefinitionVersion> LatestAsync(string definition = "bbl-access") =>
        (await host.Get<DefinitionVersions>().LatestAsync(definition))!;

    static Task<Visitor.Answer> ImportAsync(Visitor designer, string json) =>
        designer.UploadAsync("/designer/import", new { }, "Upload", "definition.json", Encoding.UTF8.GetBytes(json),
            "application/json");

    static async Task<Visitor.Answer> StoreAsync(Visitor designer, string json, string stamp)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(json), "Text");
        form.Add(new StringContent(stamp), "Stamp");
        form.Add(new StringContent((await designer.GetAsync("/designer/import")).FormToken!), "__RequestVerificationToken");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/designer/import?handler=Store") { Content = form };
        return await designer.SendAsync(request);
    }

    async Task<string> BooksAsync() => string.Join('\n',
        await host.Database.QueryAsync<string>(
            "select definition_id || version || stamp || coalesce(published_at, '') from definitions order by 1"))
        + await host.Database.FirstAsync<long>("select count(*) from audit where subject = 'definition'")
        + await host.Database.FirstAsync<long>("select count(*) from publication_requests");
}
