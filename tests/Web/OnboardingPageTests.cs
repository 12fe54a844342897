using WorkflowHost.Activities.Sheets;
using WorkflowHost.Activities.SubUnits;

namespace WorkflowHost.Tests.Web;

/// <summary>Circular C over HTTP: who sees and writes what, and that looking changes nothing.</summary>
public sealed class OnboardingPageTests
{
    const string City = "3990102";
    const string List = "/sub-units/of/" + City;

    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [TestCase("city-officer", List, "ยื่นคำขอพร้อมเหตุผล")]
    [TestCase("city-officer", "/sub-units", "เทศบาลนครตัวอย่าง")]
    [TestCase("city-officer", List + "/import/units", "ดูตัวอย่าง")]
    [TestCase("city-officer", List + "/import/assets", "C-10")]
    [TestCase("city-officer", List + "/unit", "ส่งคำขอถึงกรม")]
    [TestCase("city-officer", List + "/unit/demo-unit-0105", "ยุบรวมกับโรงเรียนเทศบาล")]
    [TestCase("coordinator", List, "ทักท้วง")]
    [TestCase("coordinator", "/sub-units?show=disputed", "เทศบาลนครตัวอย่าง")]
    [TestCase("dla-reviewer", "/late-changes", "ไม่มีคำขอที่รอพิจารณา")]
    [TestCase("city-mayor", "/sites", "ส่งลิงก์ใหม่ให้ที่ยังไม่รับ")]
    [TestCase("coordinator", "/sites", "โรงเรียนเทศบาล ๑")]
    public async Task Page_ShowsWhatItsVisitorNeeds(string account, string path, string words)
    {
        using var visitor = await host.SignInAsync(account);
        var page = await visitor.GetAsync(path);
        Assert.That((page.Status, page.Text), Is.EqualTo((200, page.Text)));
        Assert.That(page.Text, Does.Contain(words));
    }

    [Test]
    public async Task ForeignOrganisation_IsNotThere_AndWritesNothing()
    {
        using var visitor = await host.SignInAsync("officer");
        foreach (var path in new[] { List, List + "/import/units", List + "/unit/demo-unit-0105", List
            + "/import/units?handler=Export" })
            Assert.That((await visitor.GetAsync(path)).Status, Is.EqualTo(404), path);
        Assert.That((await visitor.GetAsync("/late-changes")).Status, Is.EqualTo(403));
        Assert.That((await visitor.GetAsync("/sites")).Text, Does.Not.Contain("โรงเรียนเทศบาล ๑"));
    }

    [Test]
    public async Task T22_T69_UploadedSheet_IsPreviewedWithThaiWordsPerRow_AndOnlyThenApplied()
    {
        using var visitor = await host.SignInAsync("city-officer");
        var file = SheetFile.Write(SubUnitSheet.Name, SubUnitSheet.Columns,
        [
            ["0103", "โรงเรียนเทศบาล ๒ (ใบชาใหม่)", "โรงเรียน", "ใช่", "", ""],
            ["0199", "โรงเรียนใหม่", "โรงเรียน", "ใช่", "", ""],
            ["0104", "สถานธนานุบาล", "ร้านค้า", "ใช่", "", ""],
        ]);
        var preview = await visitor.FollowAsync(await UploadAsync(visitor, List + "/import/units", file, "รายชื่อ.xlsx"));
        Assert.That(preview.Text, Does.Contain("ใหม่ 0 แก้ไข 1 เหมือนเดิม 0 ไม่รับ 2").And.Contain("แถว 3:").And.Contain("C-04")
            .And.Contain("แถว 4: ประเภทต้องเป็นหนึ่งใน").And.Contain("→ โรงเรียนเทศบาล ๒ (ใบชาใหม่)"));
        Assert.That(await NameOfAsync("demo-unit-0103"), Is.EqualTo("โรงเรียนเทศบาล ๒ (ใบชา)"));
        var import = (await host.Database.FirstAsync<string>("select id from sheet_imports"))!;
        var done = await visitor.PostAsync($"{List}/import/units?importId={import}", new { importId = import },
            $"{List}/import/units?handler=Apply");
        Assert.That((await visitor.FollowAsync(done)).Text, Does.Contain("แก้ไข 1"));
        Assert.That(await NameOfAsync("demo-unit-0103"), Is.EqualTo("โรงเรียนเทศบาล ๒ (ใบชาใหม่)"));

        var hostile = await UploadAsync(visitor, List + "/import/units", "PK no"u8.ToArray(), "ก.xlsx");
        Assert.That((hostile.Status, hostile.Text), Is.EqualTo((400, hostile.Text)));
        Assert.That(hostile.Text, Does.Contain("เนื้อหาไฟล์ไม่ใช่ .xlsx"));
    }

    [Test]
    public async Task T20_UnknownClaimLink_IsOver_ForAnybody()
    {
        using var visitor = host.NewVisitor();
        Assert.That((await visitor.GetAsync("/site/unknown")).Status, Is.EqualTo(404));
    }

    Task<string?> NameOfAsync(string id) =>
        host.Database.FirstAsync<string>("select name_th from sub_units where id = @id", new { id });

    static Task<Visitor.Answer> UploadAsync(Visitor visitor, string path, byte[] file, string name) =>
        visitor.UploadAsync(path, new { }, "Attached", name, file, SheetFile.MediaType);
}
