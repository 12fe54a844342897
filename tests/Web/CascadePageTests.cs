using System.Text.Json;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Sheets;

namespace WorkflowHost.Tests.Web;

/// <summary>A circular from the register through the offices to the cockpit, on pages (B-10, C-12, C-13, T14, T100).</summary>
public sealed class CascadePageTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task ACircularIsRegistered_AndWhatIsWrongIsSaidBesideTheForm()
    {
        var sender = await host.SignInAsync("dla-reviewer");
        var wrong = await sender.PostAsync("/circulars/new", Form("ว ๑๒", "6/11/2566"));
        Assert.That((wrong.Status, wrong.Text), Is.EqualTo((400, wrong.Text)));
        Assert.That(wrong.Text, Does.Contain("อ่านเลขที่หนังสือไม่ได้"));
        Assert.That(wrong.Html, Does.Contain("สำรวจถังขยะ"), "nothing typed is lost");
        var done = await sender.PostAsync("/circulars/new", Form("มท ๐๘๑๐.๘/ว ๑๒", "2/3/2569"));
        Assert.That(done.Location, Is.EqualTo("/circulars/DLA-2569-12"));
        var page = await sender.FollowAsync(done);
        Assert.That(page.Text,
            Does.Contain("สำรวจถังขยะ").And.Contain("ให้สำรวจและรายงาน").And.Contain("ยืนยันแล้ว").And.Contain("หนังสือเดิม"));
        Assert.That((await sender.PostAsync("/circulars/new", Form("มท0810.8/ว12", "5/3/2569"))).Text,
            Does.Contain("DLA-2569-12"));
        Assert.That((await (await host.SignInAsync("officer")).GetAsync("/circulars/new")).Status, Is.EqualTo(403));
    }

    [Test]
    public async Task TheConflictsOfAShippedCircular_AndTheStatesOfItsLetters_AreShown()
    {
        var page = await (await host.SignInAsync("officer")).GetAsync("/circulars/C");
        Assert.That(page.Text,
            Does.Contain("เลขขัดแย้งกัน").And.Contain("ข้อขัดแย้งและคำที่อ่านผิด").And.Contain("จังหวัดยโสธร"));
    }

    [Test]
    public async Task TheWholeWay_RegisterSendPassOnFollowRemindReport()
    {
        var sending = await SentAsync();
        var coordinator = await host.SignInAsync("coordinator");
        Assert.That((await coordinator.GetAsync("/cascade")).Text, Does.Contain("รอลงรับ"));
        var letter = $"/cascade/{sending}/letter/9900";
        await coordinator.PostAsync(letter, new { ReceiveNumber = "4425" }, $"{letter}?handler=Receive");
        var late = await coordinator.PostAsync(letter, new
        {
            OwnNumber = "ตย ๐๐๒๓/ว ๗",
            OwnDate = Today,
            OwnDeadline = "1/1/2570"
        },
            $"{letter}?handler=Reissue");
        Assert.That(late.Text, Does.Contain("แต่ขยายไม่ได้"));
        Assert.That(late.Html, Does.Contain("1/1/2570"));
        var passed = await coordinator.PostAsync(letter, new
        {
            OwnNumber = "ตย ๐๐๒๓/ว ๗",
            OwnDate = Today,
            OwnDeadline = "9/3/2569"
        },
            $"{letter}?handler=Reissue");
        Assert.That((await coordinator.FollowAsync(passed)).Text,
            Does.Contain("ตย ๐๐๒๓/ว ๗").And.Contain("4425").And.Contain("9 มีนาคม 2569"));
        await host.Get<SendingJob>().RunAsync();

        var cockpit = await coordinator.GetAsync($"/cascade/{sending}/at/9900");
        Assert.That(cockpit.Text, Does.Contain("ยังไม่เปิด").And.Contain("ทน.ตัวอย่าง").And.Contain("ปลัด/งานสารบรรณ"));
        var filtered = await coordinator.GetAsync($"/cascade/{sending}/at/9900?state=unreached");
        Assert.That(filtered.Text, Does.Contain("เทศบาลตำบลบ้านลองดู").And.Not.Contain("เทศบาลเมืองทุ่งสมมติ"));
        var empty = await coordinator.PostAsync($"/cascade/{sending}/at/9900", new { FormKey = "f1", Words = "" },
            $"/cascade/{sending}/at/9900?handler=Remind");
        Assert.That((empty.Status, empty.Text.Contains("โปรดพิมพ์ข้อความ", StringComparison.Ordinal)), Is.EqualTo((400, true)));
        var reminded = await coordinator.PostAsync($"/cascade/{sending}/at/9900", new { FormKey = "f1", Words = "โปรดรีบรายงาน" },
            $"/cascade/{sending}/at/9900?handler=Remind");
        Assert.That((await coordinator.FollowAsync(reminded)).Text, Does.Contain("โปรดรีบรายงาน").And.Contain("คนละหนึ่งฉบับ"));

        Assert.That((await coordinator.GetAsync($"/cascade/{sending}/at/9900/report")).Text,
            Does.Contain("ขอรายงานว่า หน่วยงานในข่ายทั้งหมด ๑๔ แห่ง").And.Contain("๔๔๒๕"));
        Assert.That((await coordinator.GetAsync($"/cascade/{sending}/at/9900/calls")).Text,
            Does.Contain("city-clerk@demo.example"));
        var unit = $"/cascade/{sending}/unit/{DemoData.City}";
        await coordinator.PostAsync(unit, new { Kind = Chasing.Call, Words = "ไม่มีผู้รับสาย" });
        Assert.That((await coordinator.GetAsync(unit)).Text, Does.Contain("ไม่มีผู้รับสาย"));
        Assert.That((await (await host.SignInAsync("city-clerk")).GetAsync(unit)).Text, Does.Not.Contain("ไม่มีผู้รับสาย"));
        Assert.That((await (await host.SignInAsync("dla-reviewer")).GetAsync($"/cascade/{sending}")).Text,
            Does.Contain("จัดทำรายชื่อ 14 จาก 14").And.Contain("สำนักงานที่แจ้งต่อแล้ว 1 จาก 4"));
    }

    [Test]
    public async Task TheExports_HoldTheSameUnits()
    {
        var sending = await SentAsync(Sending.Direct);
        var coordinator = await host.SignInAsync("coordinator");
        var csv = await coordinator.GetAsync($"/cascade/{sending}/at/9900/units.csv");
        Assert.That(csv.Headers["Content-Type"], Is.EqualTo("text/csv; charset=utf-8"));
        Assert.That(csv.Html.Trim().Split("\r\n"), Has.Length.EqualTo(15));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/cascade/{sending}/at/9900/units.xlsx");
        var sheet = SheetFile.Read(new MemoryStream(await coordinator.SendForBytesAsync(request)),
            [new SheetColumn("code", "รหัส"), new SheetColumn("state", "สถานะ")]);
        Assert.That(sheet.Rows.Select(row => row["code"]), Does.Contain(DemoData.City));
        Assert.That(sheet.Rows, Has.Count.EqualTo(14));
    }

    [Test]
    public async Task T100_NobodySeesOrTouchesWhatLiesOutsideTheirOwnOffice()
    {
        var sending = await SentAsync(Sending.Direct);
        var (district, clerk) = (await host.SignInAsync("district"), await host.SignInAsync("city-clerk"));
        string[] paths =
        [
            $"/cascade/{sending}/at/9900", $"/cascade/{sending}/letter/9900", $"/cascade/{sending}/at/9900/report",
            $"/cascade/{sending}/at/9900/calls", $"/cascade/{sending}/at/9900/units.csv",
                $"/cascade/{sending}/at/9900/units.xlsx",
            $"/cascade/{sending}/unit/{DemoData.Town}", $"/api/sendings/{sending}/offices/9900",
        ];
        foreach (var visitor in (Visitor[])[district, clerk])
            foreach (var path in paths)
                Assert.That((await visitor.GetAsync(path)).Status, Is.EqualTo(404), path);
        var own = $"/cascade/{sending}/at/D9901";
        Assert.That((await district.GetAsync(own)).Text, Does.Contain("บ้านลองดู").And.Not.Contain("ทุ่งสมมติ"));
        Assert.That((await district.GetAsync($"/cascade/{sending}/late")).Text, Does.Not.Contain("ทุ่งสมมติ"));
        var token = (await district.GetAsync(own)).FormToken!;
        foreach (var path in (string[])[$"/cascade/{sending}/letter/9900?handler=Receive",
            $"/cascade/{sending}/letter/9900?handler=Shorten",
            $"/cascade/{sending}/at/9900?handler=Remind", $"/cascade/{sending}/unit/{DemoData.Town}",
                $"/cascade/{sending}?handler=Stop",
            "/circulars/C/send", "/circulars/C?handler=Link"])
            Assert.That((await district.PostRawAsync(path, [new("__RequestVerificationToken", token), new("Words", "x"),
                new("Reason", "x")])).Status,
                Is.EqualTo(404), path);
        var json = JsonDocument.Parse((await district.GetAsync($"/api/sendings/{sending}/offices/D9901")).Html);
        Assert.That(json.RootElement.GetProperty("units").GetArrayLength(), Is.EqualTo(4));
    }

    static string Today => "2/3/2569";

    /// <summary>Registers and sends a circular due on 13 March 2026.</summary>
    [Test]
    public async Task A13_CircularA_IsFollowedByRequestsAndRights_WithFilterExportAndCallList()
    {
        host.Clock.SetTo(new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7)));
        var sender = await host.SignInAsync("reviewer");
        Assert.That((await sender.GetAsync("/circulars/A/send")).Html, Does.Contain("bbl-access"));
        var sent = await sender.PostAsync("/circulars/A/send", new List<KeyValuePair<string, string>>
        {
            new("FormKey", "send-a"), new("Definition", "bbl-access"), new("Mode", Sending.Direct), new("LeastHours", "8"),
            new("LetterNumber", "นร ๐๗๒๑/ว๙"), new("LetterDate", "2/11/2566"), new("Types", "pao"),
            new("Types", "city_municipality"), new("Types", "tambon_municipality"),
        });
        Assert.That(sent.Location, Is.EqualTo("/cascade/send-a"), sent.Text);
        await host.Get<SendingJob>().RunAsync();
        var coordinator = await host.SignInAsync("coordinator");
        var cockpit = (await coordinator.GetAsync("/cascade/send-a/at/9900")).Text;
        Assert.That(cockpit, Does.Contain("เสร็จแล้ว").And.Contain("ยังไม่เปิด").And.Contain("เจ้าหน้าที่"));
        var done = (await coordinator.GetAsync("/cascade/send-a/at/9900?state=done")).Html;
        Assert.That(done[done.IndexOf("id=\"units\"", StringComparison.Ordinal)..], Does.Contain($"/unit/{DemoData.City}")
            .And.Not.Contain($"/unit/{DemoData.Tambon}"));
        var unit = (await coordinator.GetAsync($"/cascade/send-a/unit/{DemoData.Tambon}")).Html;
        Assert.That(unit, Does.Contain($"/rights/of/{DemoData.Tambon}"));
        Assert.That((await coordinator.GetAsync("/cascade/send-a/at/9900/calls")).Html,
            Does.Contain($"/unit/{DemoData.Tambon}").And.Not.Contain($"/unit/{DemoData.City}"));
        Assert.That((await coordinator.GetAsync("/cascade/send-a/at/9900/units.csv")).Html, Does.Contain("ยังไม่เปิด"));
        var reminded = await coordinator.PostAsync("/cascade/send-a/at/9900",
            new { FormKey = "r1", Words = "โปรดยื่นคำขอ" }, "/cascade/send-a/at/9900?handler=Remind");
        Assert.That((await coordinator.FollowAsync(reminded)).Text, Does.Contain("ส่งคำเตือนถึง"));
    }

    async Task<string> SentAsync(string mode = Sending.Relay)
    {
        host.Clock.SetTo(new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7)));
        var sender = await host.SignInAsync("dla-reviewer");
        await sender.PostAsync("/circulars/new", Form("มท ๐๘๑๐.๘/ว ๑๒", "2/3/2569"));
        var form = new List<KeyValuePair<string, string>>
        {
            new("FormKey", "send1"), new("Definition", "circular-report"), new("Mode", mode), new("DeadlineKey",
                "DLA-2569-12-01"),
            new("LeastHours", "8"), new("LetterNumber", "มท ๐๘๑๐.๘/ว ๑๒"), new("LetterDate", "2/3/2569"),
        };
        foreach (var type in (string[])["pao", "city_municipality", "town_municipality", "tambon_municipality", "tao"])
            form.Add(new("Types", type));
        var sent = await sender.PostAsync("/circulars/DLA-2569-12/send", form);
        Assert.That(sent.Location, Is.EqualTo("/cascade/send1"), sent.Text);
        await host.Get<SendingJob>().RunAsync();
        return "send1";
    }

    static List<KeyValuePair<string, string>> Form(string number, string date) =>
    [
        new("Input.Number", number), new("Input.Date", date), new("Input.TitleTh", "สำรวจถังขยะ"), new("Input.Speed", "urgent"),
        new("Input.References", "หนังสือเดิม"),
        new("Input.Clauses[0].Phrase", "ให้สำรวจและรายงาน"), new("Input.Clauses[0].SummaryTh", "สำรวจแล้วรายงาน"),
        new("Input.Dates[0].Clause", "1"), new("Input.Dates[0].Date", "13/3/2569"), new("Input.Dates[0].Kind", "deadline"),
        new("Input.Dates[0].WhatTh", "วันสุดท้ายที่รายงาน"), new("Input.ContactUnit", "กองสาธารณสุข"),
    ];
}
