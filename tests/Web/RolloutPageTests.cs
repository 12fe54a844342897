using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Tests.Web;

/// <summary>Circular E on its pages, in June 2022: from the roster to the signed order and the trial.</summary>
public sealed class RolloutPageTests
{
    const string Citizen = "0000000079197";

    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        host.Clock.SetTo(At(6, 16));
        await host.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update memberships set valid_from = @from", new { from = At(1, 1) }));
        foreach (var office in (string[])[DemoData.Province, "D9901", "D9902", "D9903"])
            await host.Get<WorkflowRuntime>().StartAsync(new StartRequest("ebill-rollout", StartKey: "E:" + office,
                Inputs: new Dictionary<string, object?> { ["circularId"] = "E", ["organisationCode"] = office }));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test, Order(1)]
    public async Task A_name_is_checked_beside_its_field_and_what_was_typed_is_kept()
    {
        var coordinator = await host.SignInAsync("coordinator");
        var wrong = await coordinator.PostAsync("/rollout/9900", Row("D9901", "1234567890123"), "/rollout/9900?handler=Add");
        Assert.That(wrong.Status, Is.EqualTo(400));
        Assert.That(wrong.Text, Does.Contain("หลักตรวจสอบไม่ถูกต้อง"));
        Assert.That(wrong.Html, Does.Contain("value=\"สมหญิง\""));
        Assert.That((await coordinator.PostAsync("/rollout/9900", Row("9900", "0000000158381"),
            "/rollout/9900?handler=Add")).Status, Is.EqualTo(302));
        var page = (await coordinator.GetAsync("/rollout/9900")).Text;
        Assert.That(page, Does.Contain("นางสมหญิง ใจดี").And.Contain("x-xxxx-xxxxx-38-1").And.Contain("ยังไม่มีรายชื่อ 3 แห่ง"));
        Assert.That((await (await host.SignInAsync("officer")).GetAsync("/rollout/9900")).Status, Is.EqualTo(404),
            "outside their scope");
        Assert.That((await (await host.SignInAsync("district")).GetAsync("/rollout/D9901")).Text,
            Does.Contain("ที่ทำการปกครองอำเภอเมืองตัวอย่าง"));
    }

    [Test, Order(2)]
    public async Task A_file_is_looked_at_first_and_then_taken_over()
    {
        var coordinator = await host.SignInAsync("coordinator");
        var file = SheetFile.Write("รายชื่อ", RosterForm.Columns,
        [
            ["อำเภอเมืองตัวอย่าง", "นาย", "อำนวย", "เมืองงาม", Citizen, "ปลัดอำเภอ", ""],
            ["อำเภอทุ่งสมมติ", "นาย", "ข", "ใจดี", "0000000000027", "ปลัดอำเภอ", ""],
            ["อำเภอเขาจำลอง", "นาย", "ค", "ใจดี", "111", "ปลัดอำเภอ", ""],
        ]);
        var looked = await coordinator.UploadAsync("/rollout/9900/import", new { }, "Upload", "roster.xlsx", file,
            SheetFile.MediaType);
        Assert.That(looked.Status, Is.EqualTo(302), looked.Text);
        var preview = await coordinator.GetAsync(looked.Location!);
        Assert.That(preview.Text, Does.Contain("เพิ่ม 2 แก้ 0 เหมือนเดิม 0 ไม่รับ 1"));
        var import = looked.Location!.Split('=')[1];
        Assert.That((await coordinator.PostAsync(looked.Location!, new { Import = import },
            "/rollout/9900/import?handler=Apply")).Status, Is.EqualTo(302));
        Assert.That((await coordinator.GetAsync("/rollout/9900")).Text,
            Does.Contain("ยังไม่มีรายชื่อ 1 แห่ง").And.Contain("นายอำนวย เมืองงาม"));
        var form = await coordinator.GetAsync("/rollout/9900?handler=Form");
        Assert.That(form.Headers["Content-Type"], Does.StartWith(SheetFile.MediaType));
    }

    [Test, Order(3)]
    public async Task The_roster_is_sent_the_order_compiled_printed_and_signed()
    {
        var coordinator = await host.SignInAsync("coordinator");
        Assert.That((await coordinator.GetAsync("/tasks")).Text, Does.Contain("ส่งบัญชีรายชื่อผู้ใช้ e-bill"));
        Assert.That((await coordinator.PostAsync("/rollout/9900", new { }, "/rollout/9900?handler=Send")).Status,
            Is.EqualTo(302));
        Assert.That((await coordinator.GetAsync("/rollout/9900")).Text,
            Does.Contain("ส่งแล้วบางส่วน").And.Contain("ส่งกองคลังแล้ว"));
        var finance = await host.SignInAsync("finance");
        var task = (await host.Database.FirstAsync<string>(
            "select id from tasks where organisation_code = 'DOPA' and closed_at is null"))!;
        Assert.That((await finance.PostAsync($"/tasks/{task}", new { Answer = "Accept" })).Status, Is.EqualTo(302));
        Assert.That((await finance.GetAsync("/rollout")).Text, Does.Contain("3/4"));
        var order = (await finance.PostAsync("/rollout/orders", new { })).Location!;
        var print = await finance.GetAsync(order + "/print");
        Assert.That(print.Text, Does.Contain("คำสั่งกรมการปกครอง").And.Contain("จำนวน ๓ ราย").And.Contain(
            "สั่ง ณ วันที่ ....").And.Contain("๑ นางสมหญิง ใจดี"));
        var unsigned = await finance.PostAsync(order,
            new { Input_Number = "๑๒๓/๒๕๖๕", Input_Date = "16 มิ.ย. 2565", Input_Capacity = "own" });
        Assert.That(unsigned.Text, Does.Contain("โปรดกรอกชื่อผู้ลงนาม").And.Contain("พิมพ์คำสั่ง"));
        var signed = await finance.PostAsync(order, new
        {
            Input_Number = "๑๒๓/๒๕๖๕",
            Input_Date = "16 มิ.ย. 2565",
            Input_SignerName = "นายสมมุติ อธิบดี",
            Input_SignerPosition = "อธิบดีกรมการปกครอง",
            Input_Capacity = "own",
        });
        Assert.That(signed.Status, Is.EqualTo(302), signed.Text);
        Assert.That((await finance.GetAsync(order + "/print")).Text,
            Does.Contain("ที่ ๑๒๓/๒๕๖๕").And.Contain("สั่ง ณ วันที่ ๑๖ มิถุนายน พ.ศ. ๒๕๖๕"));
        var bad = await finance.UploadAsync(order + "?handler=Scan", new { }, "Scan", "คำสั่ง.pdf", "no pdf"u8.ToArray(),
            "application/pdf");
        Assert.That((bad.Status, bad.Text), Is.EqualTo((400, bad.Text)));
        Assert.That(
            (await finance.UploadAsync(
                order + "?handler=Scan", new { }, "Scan", "คำสั่ง.png",
                WorkflowHost.Activities.Letters.ReferenceCode.Png("BBL-2569-7K3M9QX4"),
            "image/png")).Status, Is.EqualTo(302));
        var scan = System.Text.RegularExpressions.Regex.Match((await finance.GetAsync(order)).Html, "/files/[^\"]+").Value;
        Assert.That(
            (await coordinator.GetAsync(scan)).Headers["Content-Type"], Is.EqualTo("image/png"), "it concerns the province");
        Assert.That((await (await host.SignInAsync("officer")).GetAsync(scan)).Status, Is.EqualTo(404));
        var excerpt = await coordinator.GetAsync(order + "/print?province=9900");
        Assert.That(excerpt.Text, Does.Contain("ส่วนคัด").And.Contain("นายอำนวย เมืองงาม"));
        Assert.That(
            (await coordinator.GetAsync(order + "/print")).Status, Is.EqualTo(404), "the whole is the finance division's");
        Assert.That((await coordinator.GetAsync("/rollout/9900")).Text, Does.Contain("ส่วนคัดของจังหวัด"));
        Assert.That((await coordinator.GetAsync("/rollout/orders")).Status, Is.EqualTo(403).Or.EqualTo(302));
        await host.RunDueAsync();
    }

    [Test, Order(4)]
    public async Task A_person_registers_and_enters_the_trial_and_the_purge_is_certified()
    {
        var district = await host.SignInAsync("district");
        var stranger = await district.PostAsync(
            "/rollout/register", new { Office = "D9901", Citizen = "0000000000035", NameTh = "อำนวย เมืองงาม" });
        Assert.That(stranger.Text, Does.Contain("ไม่พบชื่อของท่านในบัญชีรายชื่อ"));
        Assert.That(
            (await district.PostAsync("/rollout/register", new { Office = "D9901", Citizen, NameTh = "อำนวย เมืองงาม" })).Status,
            Is.EqualTo(302));
        Assert.That((await district.GetAsync("/rollout/register")).Text, Does.Contain("ใช้งานได้"));
        host.Clock.SetTo(At(6, 23));
        district = await host.SignInAsync("district");
        Assert.That((await district.PostAsync("/rollout/D9901/trial",
            new { Office = "D9901", Type = "type1", Amount = "๑๒๐.๕๐", Kind = "trial" })).Status,
            Is.EqualTo(302));
        Assert.That((await district.PostAsync("/rollout/D9901/trial",
            new { Office = "D9901", Type = "type1", Amount = "5", Kind = "live" })).Text,
            Does.Contain("ยังออกใบเสร็จจริงไม่ได้ เริ่มใช้งานจริงวันที่ 1 สิงหาคม 2565"));
        Assert.That((await district.GetAsync("/rollout/D9901/trial")).Text, Does.Contain("ขาด 7 ประเภท"));
        host.Clock.SetTo(At(7, 27));
        var finance = await host.SignInAsync("finance");
        Assert.That((await finance.PostAsync("/rollout/purge", new { Sure = "true" })).Status, Is.EqualTo(302));
        Assert.That((await finance.GetAsync("/rollout/purge")).Text, Does.Contain("1 → 0").And.Contain("SHA-256"));
    }

    static DateTimeOffset At(int month, int day) => new(2022, month, day, 9, 0, 0, TimeSpan.FromHours(7));

    static object Row(string office, string citizen) => new
    {
        Input_Office = office,
        Input_Title = "นาง",
        Input_Given = "สมหญิง",
        Input_Family = "ใจดี",
        Input_Citizen = citizen,
        Input_Position = "ปลัดจังหวัด",
    };
}
