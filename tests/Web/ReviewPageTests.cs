using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Sheets;
using WorkflowHost.Activities.Tasks;

namespace WorkflowHost.Tests.Web;

/// <summary>
/// The operator's pages of a yearly review: plan, preview, steering, brake, evidence; and one's own answers.
/// </summary>
public sealed class ReviewPageTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A05_TheOperatorLooksAtThePlanFirst_AndLookingChangesNothing()
    {
        var visitor = await host.SignInAsync("operator");
        var empty = await visitor.GetAsync("/reviews/plan");
        Assert.That(empty.Html, Does.Contain("1 ต.ค. 2569").And.Contain("30 ก.ย. 2570"), "the next fiscal year is proposed");
        var preview = await visitor.GetAsync("/reviews/plan?First=1/10/2569&Last=30/9/2570&Percent=5&System=BBL");
        Assert.That(preview.Text, Does.Contain("แผนนี้จะเป็นอย่างไร").And.Contain("ใช้แผนนี้"));
        Assert.That(await CountAsync("review_campaigns"), Is.Zero);
        var wrong = await visitor.GetAsync("/reviews/plan?First=30/2/2570&Last=30/9/2570&Percent=5");
        Assert.That((wrong.Status, wrong.Html.Contains("30/2/2570")), Is.EqualTo((400, true)), "nothing typed is lost");
        Assert.That(
            (await visitor.GetAsync("/reviews/plan?First=1/3/2569&Last=2/3/2569&Percent=5")).Text,
            Does.Contain("วันพรุ่งนี้เป็นอย่างเร็ว"));
    }

    [Test]
    public async Task A05_ThePlanIsMade_PausedWithAReason_AndGoesOn()
    {
        var visitor = await host.SignInAsync("operator");
        var id = await PlannedAsync(visitor);
        var page = await visitor.GetAsync(id);
        Assert.That(page.Text, Does.Contain("ปีงบประมาณ 2569").And.Contain("วางแผนแล้ว").And.Contain("ภาระรายวัน"));
        Assert.That(page.Html, Does.Contain("class=\"twice-the-mean\""));
        var refused = await visitor.PostAsync(id, new { Reason = "" }, id + "?handler=Pause");
        Assert.That((refused.Status, refused.Text.Contains("โปรดระบุเหตุผล")), Is.EqualTo((400, true)));
        await visitor.PostAsync(id, new { Reason = "น้ำท่วม" }, id + "?handler=Pause");
        Assert.That((await visitor.GetAsync(id)).Text, Does.Contain("พักอยู่").And.Contain("เหตุผล: น้ำท่วม"));
        await visitor.PostAsync(id, new { Reason = "น้ำลด" }, id + "?handler=GoOn");
        Assert.That((await visitor.GetAsync(id)).Text, Does.Not.Contain("เหตุผล: น้ำท่วม"));
    }

    [Test]
    public async Task A05_WhoIsAskedWhen_AndWhoIsPutOff_IsShown()
    {
        var visitor = await host.SignInAsync("operator");
        var id = await PlannedAsync(visitor);
        Assert.That(
            (await visitor.GetAsync(id + "/asked")).Text, Does.Contain("นายเกรียงไกร ดอนเมฆ").And.Contain("ยังไม่ถึงวัน"));
        var path = id + "/exceptions";
        var wrong = await visitor.PostAsync(
            path, new { Organisation = "5990102", To = "ไม่ใช่วัน", PostponeReason = "เลือกตั้ง" }, path + "?handler=Postpone");
        Assert.That((wrong.Status, wrong.Html.Contains("ไม่ใช่วัน")), Is.EqualTo((400, true)), wrong.Text);
        await visitor.PostAsync(
            path, new { Organisation = "5990102", To = "25/3/2569", PostponeReason = "เลือกตั้ง" }, path + "?handler=Postpone");
        Assert.That((await visitor.GetAsync(path)).Text, Does.Contain("เลือกตั้ง").And.Contain("25 มี.ค. 2569"));
    }

    [Test]
    public async Task T94_AnExcludedPerson_IsShownAsNotChangeable_WithTheReason()
    {
        var visitor = await host.SignInAsync("operator");
        var id = await PlannedAsync(visitor);
        var path = id + "/exceptions";
        await visitor.PostAsync(
            path, new { Person = "city-officer", ExcludeReason = "อยู่ระหว่างสอบสวน" }, path + "?handler=Exclude");
        Assert.That((await visitor.GetAsync(path)).Text, Does.Contain("เปลี่ยนไม่ได้").And.Contain("อยู่ระหว่างสอบสวน"));
        Assert.That((await visitor.GetAsync(id + "/asked")).Text, Does.Contain("เว้นไว้ อยู่ระหว่างสอบสวน"));
        var several = await visitor.PostAsync(path, new { Person = "a", ExcludeReason = "x" }, path + "?handler=Exclude");
        Assert.That((several.Status, several.Text.Contains("มีหลายคน")), Is.EqualTo((400, true)));
        var chosen = System.Text.RegularExpressions.Regex.Matches(several.Html, "name=\"Chosen\" value=\"([^\"]+)\"")
            .Select(match => match.Groups[1].Value).First(person => person != "city-officer");
        await visitor.PostAsync(
            path, new { Person = "a", Chosen = chosen, ExcludeReason = "เลือกจากรายชื่อ" }, path + "?handler=Exclude");
        Assert.That((await visitor.GetAsync(path)).Text, Does.Contain("เลือกจากรายชื่อ"));
        var unknown = await visitor.PostAsync(path, new { Person = "nobody", ExcludeReason = "x" }, path + "?handler=Exclude");
        Assert.That((unknown.Status, unknown.Text.Contains("ไม่พบผู้ถือสิทธิ")), Is.EqualTo((400, true)));
    }

    [Test]
    public async Task T89_TheBrakesListIsDecidedOnExplicitly_WithAReason()
    {
        var id = await PlannedAsync(await host.SignInAsync("operator"));
        await DaysPassAsync(75);
        var visitor = await host.SignInAsync("operator");
        var page = await visitor.GetAsync(id + "/brakes");
        Assert.That(page.Text, Does.Contain("รอการตัดสินใจ").And.Contain("ระงับทั้งรายการ"));
        var brake = (await host.Database.FirstAsync<BrakeList>(
            "select * from review_brakes where decision is null order by id limit 1"))!.Id;
        var refused = await visitor.PostAsync(id + "/brakes", new { Brake = brake, Decision = "apply", Reason = "" });
        Assert.That(refused.Status, Is.EqualTo(400));
        var done = await visitor.PostAsync(id + "/brakes", new { Brake = brake, Decision = "spare", Reason = "โทรแล้ว" });
        Assert.That((await visitor.FollowAsync(done)).Text, Does.Contain("งดเว้น").And.Contain("โทรแล้ว"));
    }

    [Test]
    public async Task A05_TheEvidence_IsAFileOfEveryRight_AndTakingItIsWrittenDown()
    {
        var visitor = await host.SignInAsync("auditor");
        var id = await PlannedAsync(await host.SignInAsync("operator"));
        var token = (await visitor.GetAsync(id + "/evidence")).FormToken!;
        var csv = await visitor.PostRawAsync(id + "/evidence", [new("format", "csv"), new("__RequestVerificationToken", token)]);
        Assert.That(csv.Html.Trim().Split("\r\n"), Has.Length.EqualTo(4), "a line for each of three rights, and the head");
        Assert.That(csv.Html, Does.Contain("นายเกรียงไกร ดอนเมฆ"));
        using var request = new HttpRequestMessage(HttpMethod.Post, id + "/evidence")
        {
            Content = new FormUrlEncodedContent([new("format", "xlsx"), new("__RequestVerificationToken", token)]),
        };
        var sheet = await visitor.SendForBytesAsync(request);
        Assert.That(sheet.Take(2), Is.EqualTo("PK"u8.ToArray()));
        Assert.That(
            await host.Database.FirstAsync<long>(
                "select count(*) from audit where action = 'review-exported' and by_person = 'auditor'"),
            Is.EqualTo(2));
    }

    [Test]
    public async Task A05_OnesOwnAnswer_IsChangedUntilClosing()
    {
        await PlannedAsync(await host.SignInAsync("operator"));
        await DaysPassAsync(12);
        var clerk = await host.SignInAsync("full-clerk");
        var task = await host.Database.FirstAsync<string>(
            """
            select id from tasks
            where kind = @YearlyReview and organisation_code = '5990102' and closed_at is null order by id limit 1
            """,
            new { WorkTask.YearlyReview });
        await clerk.PostAsync("/tasks/" + task, new { Answer = "Confirm" });
        var mine = await clerk.GetAsync("/reviews/answers");
        Assert.That(mine.Text, Does.Contain("ปิดรับคำตอบ").And.Contain("เปลี่ยนเป็น “คืนสิทธิ”"));
        var right = await host.Database.FirstAsync<string>("select right_id from tasks where id = @task", new { task });
        Assert.That((await clerk.PostAsync("/reviews/answers", new { right, answer = "GiveUp" })).Status, Is.EqualTo(302));
        Assert.That(
            await host.Database.FirstAsync<string>("select answer from reviews where right_id = @right", new { right }),
            Is.EqualTo("GiveUp"));
        var other = await host.SignInAsync("full-officer");
        Assert.That((await other.PostAsync("/reviews/answers", new { right, answer = "Confirm" })).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task T100_NobodyButOperatorAndAuditor_SeesThePages_AndTheAuditorChangesNothing()
    {
        var id = await PlannedAsync(await host.SignInAsync("operator"));
        foreach (var account in (string[])["coordinator", "city-clerk", "reviewer"])
        {
            var visitor = await host.SignInAsync(account);
            foreach (
                var path in (
                    string[])["/reviews", "/reviews/plan", id, id + "/asked", id + "/brakes", id + "/exceptions",
                    id + "/evidence"])
                Assert.That((await visitor.GetAsync(path)).Status, Is.EqualTo(403), $"{account} {path}");
        }
        var auditor = await host.SignInAsync("auditor");
        Assert.That((await auditor.GetAsync(id)).Status, Is.EqualTo(200));
        Assert.That((await auditor.GetAsync("/reviews/plan")).Status, Is.EqualTo(403));
        var token = (await auditor.GetAsync(id + "/evidence")).FormToken!;
        var refused = await auditor.PostRawAsync(
            id + "?handler=Pause", [new("Reason", "x"), new("__RequestVerificationToken", token)]);
        Assert.That(refused.Status, Is.EqualTo(403));
    }

    static async Task<string> PlannedAsync(Visitor visitor) => (await visitor.PostAsync("/reviews/plan",
        new { System = "BBL", First = "9/3/2569", Last = "27/3/2569", Percent = "5", Repeats = "false" })).Location!;

    async Task DaysPassAsync(int days)
    {
        for (var day = 0; day < days; day++)
        {
            host.Clock.SetTo(ThaiDate.At(ThaiDate.BangkokDate(host.Clock.GetUtcNow()).AddDays(1), new TimeOnly(8, 45)));
            await host.RunDueAsync();
            await host.Get<CampaignJob>().RunAsync();
        }
        await host.RunDueAsync();
    }

    Task<long> CountAsync(string table) => host.Database.FirstAsync<long>($"select count(*) from {table}");
}
