using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Tests.Web;

/// <summary>A circular under way is amended and withdrawn on its pages (T81, T88, T100).</summary>
public sealed class AmendmentPageTests
{
    const string Circular = "DLA-2569-12";
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        host.Clock.SetTo(new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7)));
        await SendAsync();
    }

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task T81_LookKeepBeginFollow_AndTheCaseShowsOldAndNew()
    {
        var sender = await host.SignInAsync("dla-reviewer");
        Assert.That((await sender.GetAsync($"/circulars/{Circular}")).Text, Does.Contain("แก้ไขหนังสือเวียน"));
        var form = (await sender.GetAsync($"/circulars/{Circular}/amend")).Text;
        Assert.That(form, Does.Contain("13 มี.ค. 2569"));
        var wrong = await sender.PostAsync($"/circulars/{Circular}/amend", Typed("1/3/2569"));
        Assert.That((wrong.Status, wrong.Text.Contains("ผ่านไปแล้ว", StringComparison.Ordinal)), Is.EqualTo((400, true)));
        Assert.That(wrong.Html, Does.Contain("มีผู้ส่งไม่ทัน"), "nothing typed is lost");
        var look = await sender.PostAsync(
            $"/circulars/{Circular}/amend", Typed("20/3/2569"), $"/circulars/{Circular}/amend?handler=Look");
        Assert.That(
            look.Text, Does.Contain("ถ้าใช้การแก้ไขนี้").And.Contain("ดำเนินการและรายงานผล").And.Contain("20 มี.ค. 2569"));
        var kept = await sender.PostAsync($"/circulars/{Circular}/amend", Typed("20/3/2569"));
        Assert.That(kept.Location, Is.EqualTo($"/circulars/{Circular}/amendments/am1"), kept.Text);
        Assert.That((await sender.FollowAsync(kept)).Text, Does.Contain("ร่างไว้").And.Contain("ถ้าเริ่มใช้ตอนนี้"));
        await sender.PostAsync(kept.Location!, new { }, kept.Location + "?handler=Start");
        await host.Get<AmendmentJob>().RunAsync();
        var page = await sender.GetAsync(kept.Location!);
        Assert.That(page.Text, Does.Contain("ใช้ครบแล้ว").And.Contain("ทำแล้ว 14 จาก 14 เรื่อง"));
        var again = await sender.PostAsync(kept.Location!, new { }, kept.Location + "?handler=Start");
        Assert.That(
            (again.Status, again.Text.Contains("จึงทำรายการนี้ไม่ได้", StringComparison.Ordinal)), Is.EqualTo((400, true)));

        var clerk = await host.SignInAsync("city-clerk");
        var task = await host.Database.FirstAsync<string>(
            "select id from tasks where about_code = @City and closed_at is null and rule_id = @rule",
            new { DemoData.City, rule = Circular + "-01" });
        var asked = (await clerk.GetAsync($"/tasks/{task}")).Text;
        Assert.That(asked, Does.Contain("แก้ไขตามหนังสือ มท ๐๘๑๐.๘/ว ๙๙").And.Contain("เดิม").And.Contain("สำรวจทุกใบ"));
        Assert.That(asked, Does.Contain("ทำไมจึงถามฉัน"), "the words of a registered clause stand on the task's page");
        Assert.That((await (await host.SignInAsync("coordinator")).GetAsync($"/cascade/s1/unit/{DemoData.City}")).Text,
            Does.Contain("แก้ไขตามหนังสือ มท ๐๘๑๐.๘/ว ๙๙"));
        Assert.That(
            (await clerk.GetAsync($"/circulars/{Circular}")).Text, Does.Contain("แก้ไขตามหนังสือ").And.Contain("สำรวจทุกใบ"));

        await sender.PostAsync(kept.Location!, new { }, kept.Location + "?handler=Back");
        await host.Get<AmendmentJob>().RunAsync();
        Assert.That((await sender.GetAsync(kept.Location!)).Text, Does.Contain("ย้อนกลับแล้ว 14"));
    }

    [Test]
    public async Task T88_TheCircularIsWithdrawn_OnItsPage()
    {
        var sender = await host.SignInAsync("dla-reviewer");
        var path = $"/circulars/{Circular}/withdraw";
        var wrong = await sender.PostAsync(path, new { FormKey = "wd1", Number = "x", Date = "2/3/2569", Reason = "มีฉบับใหม่" });
        Assert.That(
            (wrong.Status, wrong.Text.Contains("อ่านเลขที่หนังสือไม่ได้", StringComparison.Ordinal)), Is.EqualTo((400, true)));
        var kept = await sender.PostAsync(
            path, new { FormKey = "wd1", Number = "มท ๐๘๑๐.๘/ว ๙๙", Date = "2/3/2569", Reason = "มีฉบับใหม่" });
        Assert.That((await sender.FollowAsync(kept)).Text, Does.Contain("สิ้นสุดด้วยการแก้ไขนี้ 14"));
        await sender.PostAsync(kept.Location!, new { }, kept.Location + "?handler=Start");
        await host.Get<AmendmentJob>().RunAsync();
        Assert.That((await sender.GetAsync(kept.Location!)).Text, Does.Contain("สิ้นสุดแล้ว 14"));
        var page = (await sender.GetAsync($"/circulars/{Circular}")).Text;
        Assert.That(
            page, Does.Contain("หนังสือเวียนนี้ถูกยกเลิกแล้ว").And.Contain("มีฉบับใหม่").And.Not.Contain("ส่งหนังสือเวียน"));
    }

    [Test]
    public async Task T100_NobodyElseSeesOrTouchesAnAmendment()
    {
        await host.Get<AmendmentDesk>()
            .KeepAsync(AmendmentForm.Empty("am1", Circular, "มท ๐๘๑๐.๘/ว ๙๙", new(2026, 3, 2), "เหตุผล")
            with
            { Dates = [new NewDate($"{Circular}-01", new(2026, 3, 20), null)] }, await ActorAsync("dla-reviewer"));
        foreach (var account in (string[])["coordinator", "director", "city-clerk", "operator"])
        {
            var visitor = await host.SignInAsync(account);
            var token = (await visitor.GetAsync("/account")).FormToken!;
            foreach (var path in (string[])["amend", "withdraw", "amendments/am1"])
            {
                Assert.That((await visitor.GetAsync($"/circulars/{Circular}/{path}")).Status, Is.EqualTo(404), path);
                Assert.That(
                    (await visitor.PostRawAsync(
                        $"/circulars/{Circular}/{path}?handler={(path == "amendments/am1" ? "Start" : "")}",
                    [new("__RequestVerificationToken", token)])).Status, Is.EqualTo(404), path);
            }
        }
        Assert.That(
            (await (await host.SignInAsync("dla-reviewer")).GetAsync("/circulars/C/amendments/am1")).Status, Is.EqualTo(404),
            "it is another circular's");
    }

    static Dictionary<string, string> Typed(string day) => new()
    {
        ["Input.FormKey"] = "am1",
        ["Input.Number"] = "มท ๐๘๑๐.๘/ว ๙๙",
        ["Input.Date"] = "2/3/2569",
        ["Input.Reason"] = "มีผู้ส่งไม่ทัน",
        ["Input.Dates[0].Key"] = $"{Circular}-01",
        ["Input.Dates[0].Day"] = day,
        ["Input.Clauses[0].Id"] = $"{Circular}-01",
        ["Input.Clauses[0].Phrase"] = "ให้สำรวจและรายงาน",
        ["Input.Clauses[0].SummaryTh"] = "สำรวจทุกใบ",
        ["Input.Clauses[0].SummaryEn"] = "Count them all",
    };

    async Task SendAsync()
    {
        var sender = await ActorAsync("dla-reviewer");
        await host.Get<CircularRegister>().RegisterAsync(new CircularForm("DLA", "มท ๐๘๑๐.๘/ว ๑๒", new(2026, 3, 2), "สำรวจถังขยะ",
            "Survey of bins", SpeedClass.Urgent, null, [], [], [],
            [new ClauseLine("ให้สำรวจและรายงาน", "สำรวจแล้วรายงาน", "Count and report")],
            [new DeadlineLine(1, new(2026, 3, 13), null, "deadline", "วันสุดท้าย", "Last day")], []), sender);
        await host.Get<SendingDesk>().SendAsync(new SendingForm("s1", Circular, "circular-report", Sending.Direct,
            ["pao", "city_municipality", "town_municipality", "tambon_municipality", "tao"], "/", $"{Circular}-01", 8,
            "มท ๐๘๑๐.๘/ว ๑๒", ThaiDate.BangkokDate(host.Clock.GetUtcNow())), sender);
        await host.Get<SendingJob>().RunAsync();
    }

    async Task<Actor> ActorAsync(string person) => (await Actor.FindAsync(host.Database, person, host.Clock.GetUtcNow()))!;
}
