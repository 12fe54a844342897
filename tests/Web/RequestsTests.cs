using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Tasks;

namespace WorkflowHost.Tests.Web;

/// <summary>The pages of requests: filing by the rules of A, the case page, and who may see it.</summary>
public sealed class RequestsTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task A08_Form_ShowsBothSeatsAndFilesTheFirst()
    {
        var officer = await host.SignInAsync("officer");
        Assert.That((await officer.GetAsync("/requests/new")).Text, Does.Contain("ที่นั่งที่ 1 จาก 2").And.Contain("ที่นั่งที่ 2 จาก 2").And.Contain("ว่าง"));
        var id = await officer.FileAsync("new", "officer");
        var page = await officer.GetAsync($"/requests/{id}");
        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Text, Does.Contain("ที่นั่งที่ 1 จาก 2").And.Contain("ยืนยันตัวตน").And.Contain("มีสิทธิแล้ว 0 จาก 2").And.Contain("วันทำการ"));
        Assert.That((await officer.GetAsync("/requests")).Text, Does.Contain("นางสาวมาลี ใจงาม"));
    }

    [Test]
    public async Task A02_TambonAdministration_SeesTheClauseAtOnce_AndIsRefusedWhenItPosts()
    {
        var officer = await host.SignInAsync("tao-officer");
        Assert.That((await officer.GetAsync("/requests/new")).Text, Does.Contain("หน่วยรับงบประมาณ (องค์การบริหารส่วนจังหวัด และเทศบาล)"));
        var refused = await officer.PostAsync("/requests/new", new { FormKey = Guid.NewGuid(), System = "BBL", Choice = "new", PersonId = "tao-officer" });
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Text, Does.Contain("ไม่อยู่ในข่าย").And.Contain("A-02"));
        Assert.That(await RequestsAsync(), Is.Zero);
    }

    [TestCase("e-Budgeting")]
    [TestCase("BB EvMIS")]
    public async Task A03_OtherSystem_IsOfferedAndRefusedWithTheClause_AndNothingTypedIsLost(string system)
    {
        var officer = await host.SignInAsync("officer");
        Assert.That((await officer.GetAsync("/requests/new")).Text, Does.Contain(system));
        var refused = await officer.PostAsync("/requests/new",
            new { FormKey = Guid.NewGuid(), System = system, Choice = "new", PersonId = "officer", Note = "โปรดพิจารณาด่วน" });
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Text, Does.Contain("เฉพาะระบบ").And.Contain("A-03").And.Contain("โปรดพิจารณาด่วน"));
        Assert.That(refused.Html, Does.Contain($"<option value=\"{system}\" selected=\"selected\">").And.Contain("<option value=\"officer\" selected=\"selected\">"));
    }

    [Test]
    public async Task A09_BeforeTheOpening_ThePageSaysWhen_AndPostingIsRefused()
    {
        host.Clock.SetTo(new DateTimeOffset(2023, 11, 5, 23, 59, 0, TimeSpan.FromHours(7)));
        var officer = await host.SignInAsync("officer");
        Assert.That((await officer.GetAsync("/requests/new")).Text, Does.Contain("วันจันทร์ที่ 6 พฤศจิกายน 2566"));
        var refused = await officer.PostAsync("/requests/new", new { FormKey = Guid.NewGuid(), System = "BBL", Choice = "new", PersonId = "officer" });
        Assert.That(refused.Text, Does.Contain("6 พฤศจิกายน 2566").And.Contain("A-09"));
        Assert.That(await RequestsAsync(), Is.Zero);
    }

    [Test]
    public async Task T67_SameFormTwice_AndASecondTab_AreOneRequest()
    {
        var officer = await host.SignInAsync("officer");
        var key = Guid.NewGuid();
        var first = await officer.PostAsync("/requests/new", new { FormKey = key, System = "BBL", Choice = "new", PersonId = "officer" });
        var doubled = await officer.PostAsync("/requests/new", new { FormKey = key, System = "BBL", Choice = "new", PersonId = "officer" });
        var secondTab = await (await host.SignInAsync("clerk")).PostAsync(
            "/requests/new", new { FormKey = Guid.NewGuid(), System = "BBL", Choice = "new", PersonId = "officer" });
        Assert.That((doubled.Location, secondTab.Location), Is.EqualTo((first.Location, first.Location)));
        Assert.That(await RequestsAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task T07_FullMunicipality_OffersOnlyReplacing_AndRefusesAThird()
    {
        var officer = await host.SignInAsync("full-officer");
        Assert.That((await officer.GetAsync("/requests/new")).Html, Does.Contain("replace:full-1").And.Contain("replace:full-2").And.Not.Contain("value=\"new\""));
        var refused = await officer.PostAsync("/requests/new", new { FormKey = Guid.NewGuid(), System = "BBL", Choice = "new", PersonId = "full-officer3" });
        Assert.That(refused.Text, Does.Contain("ที่นั่งครบ 2 ที่แล้ว").And.Contain("A-08"));
    }

    [Test]
    public async Task A04_City_MayGoOnWithTheSameOfficer_AndATambonMunicipalityMayNot()
    {
        var city = await host.SignInAsync("city-officer");
        Assert.That((await city.GetAsync("/requests/new")).Html, Does.Contain("confirm:city-1"));
        var id = await city.FileAsync("confirm:city-1", "");
        await host.ProveAsync(id);
        Assert.That((await city.GetAsync($"/requests/{id}")).Text, Does.Contain("ยืนยันแล้ว").And.Contain("ไม่ต้องมีหนังสือ").And.Contain("ไม่มีช่วงขาด"));
        var tambon = await host.SignInAsync("full-officer");
        var refused = await tambon.PostAsync("/requests/new", new { FormKey = Guid.NewGuid(), System = "BBL", Choice = "confirm:full-1" });
        Assert.That(refused.Text, Does.Contain("A-04"));
    }

    [Test]
    public async Task A06_Replacement_ShowsOldAndNewWithTheGapMeasured()
    {
        var officer = await host.SignInAsync("city-officer2");
        var id = await officer.FileAsync("replace:city-1", "city-officer2");
        Assert.That((await officer.GetAsync($"/requests/{id}")).Text, Does.Contain("รอยกเลิกสิทธิคนเดิม").And.Contain("ยังใช้อยู่"));
        await host.AnswerAsync(id, WorkTask.RevokeFirst, "city-clerk", "Revoke", new DecisionAnswer(""));
        // Tuesday 3 March 2026 is Makha Bucha.
        host.Clock.SetTo(host.Clock.GetUtcNow().AddDays(3));
        officer = await host.SignInAsync("city-officer2");
        Assert.That((await officer.GetAsync($"/requests/{id}")).Text, Does.Contain("ที่นั่งว่างมาแล้ว 2 วันทำการ (3 วัน").And.Contain("คนใหม่"));
    }

    [Test]
    public async Task Withdraw_NeedsAReason_AndFreesTheSeat()
    {
        var officer = await host.SignInAsync("officer");
        var id = await officer.FileAsync("new", "officer");
        Assert.That((await officer.PostAsync($"/requests/{id}", new { Reason = " " }, $"/requests/{id}?handler=Withdraw")).Status, Is.EqualTo(400));
        var done = await officer.PostAsync($"/requests/{id}", new { Reason = "เปลี่ยนใจ" }, $"/requests/{id}?handler=Withdraw");
        Assert.That((await officer.FollowAsync(done)).Text, Does.Contain("ถอนคำขอแล้ว").And.Contain("เปลี่ยนใจ"));
        Assert.That(await host.StageAsync(id), Is.EqualTo("withdrawn"));
        var again = await officer.PostAsync($"/requests/{id}", new { Reason = "อีกครั้ง" }, $"/requests/{id}?handler=Withdraw");
        Assert.That(again.Text, Does.Contain("เสร็จสิ้นแล้ว"));
    }

    [Test]
    public async Task T100_AnotherOrganisation_FindsNothingAtAnyAddress_AndItIsWrittenDown()
    {
        var officer = await host.SignInAsync("officer");
        var id = await officer.FileAsync("new", "officer");
        var foreign = await host.SignInAsync("city-officer");
        foreach (var path in (string[])[$"/requests/{id}", $"/requests/{id}/letter", $"/requests/{id}/upload", "/requests/new?organisation=5990101", "/people/new?organisation=5990101"])
            Assert.That((await foreign.GetAsync(path)).Status, Is.EqualTo(404), path);
        Assert.That((await foreign.PostAsync("/requests", new { Reason = "x" }, $"/requests/{id}?handler=Withdraw")).Status, Is.EqualTo(404));
        Assert.That((await foreign.GetAsync("/requests")).Text, Does.Not.Contain("มาลี"));
        Assert.That(await host.Database.FirstAsync<long>("select count(*) from audit where action = 'outside-scope' and subject_id = @id", new { id }),
            Is.GreaterThanOrEqualTo(3));
        Assert.That(await host.StageAsync(id), Is.EqualTo("waiting-proof"));
    }

    [Test]
    public async Task Looking_ChangesNothing()
    {
        var officer = await host.SignInAsync("officer");
        var id = await officer.FileAsync("new", "officer");
        var before = await StateAsync();
        foreach (var path in (string[])["/", "/requests", $"/requests/{id}", $"/requests/{id}/letter", $"/requests/{id}/upload", "/requests/new", "/rights", "/circulars/A"])
            Assert.That((await officer.GetAsync(path)).Status, Is.EqualTo(200), path);
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task List_IsFilteredByStageAndText_AndPagedByKey()
    {
        var officer = await host.SignInAsync("officer");
        var id = await officer.FileAsync("new", "officer");
        await officer.FileAsync("new", "officer2");
        var reference = await host.Database.FirstAsync<string>("select reference from requests where id = @id", new { id });
        Assert.That((await officer.GetAsync("/requests?q=" + Uri.EscapeDataString("สมชาย"))).Text, Does.Contain("สมชาย").And.Not.Contain(reference));
        Assert.That((await officer.GetAsync("/requests?q=" + reference!.ToLowerInvariant())).Text, Does.Contain(reference).And.Not.Contain("สมชาย"));
        Assert.That((await officer.GetAsync("/requests?q=" + reference[..12].ToLowerInvariant())).Text, Does.Contain(reference), "how it begins");
        var office = await host.Database.FirstAsync<string>("select name_th from organisations where code = @Tambon", new { DemoData.Tambon });
        Assert.That((await officer.GetAsync("/requests?q=" + Uri.EscapeDataString(office![4..]))).Text, Does.Contain(reference), "its office");
        Assert.That((await officer.GetAsync("/requests?stage=closed")).Text, Does.Contain("ไม่มีคำขอ"));
        Assert.That((await officer.GetAsync("/requests?q=%25")).Text, Does.Contain("ไม่มีคำขอ"));
        var last = await host.Database.FirstAsync<string>("select max(id) from requests");
        Assert.That((await officer.GetAsync("/requests?after=" + last)).Text, Does.Contain("มาลี").And.Not.Contain("นายสมชาย"));
    }

    [Test]
    public async Task Person_IsAddedByTheClerk_AndCanThenBeChosen()
    {
        var clerk = await host.SignInAsync("clerk");
        var wrong = await clerk.PostAsync("/people/new", new { TitleTh = "นาย", GivenNameTh = "Somsak", FamilyNameTh = "ใจดี", NameEn = "Somsak Jaidee", Email = "somsak" });
        Assert.That(wrong.Status, Is.EqualTo(400));
        Assert.That(wrong.Text, Does.Contain("โปรดกรอกชื่อเป็นภาษาไทย"));
        Assert.That(wrong.Html, Does.Contain("value=\"Somsak\""));
        var added = await clerk.PostAsync("/people/new", new { TitleTh = "นาย", GivenNameTh = "สมศักดิ์", FamilyNameTh = "ใจดี", NameEn = "Somsak Jaidee", Email = "somsak@office.example" });
        Assert.That(added.Status, Is.EqualTo(302), added.Text);
        Assert.That((await clerk.GetAsync("/requests/new")).Text, Does.Contain("นายสมศักดิ์ ใจดี"));
    }

    [Test]
    public async Task Coordinator_SeesTheProvinceInNumbersAndLights()
    {
        var officer = await host.SignInAsync("officer");
        await officer.FileAsync("new", "officer");
        var coordinator = await host.SignInAsync("coordinator");
        Assert.That((await coordinator.GetAsync("/")).Text, Does.Contain("ครบแล้ว จาก 11").And.Contain("คำขอที่ยังไม่เสร็จ"));
        Assert.That((await coordinator.GetAsync("/rights?held=all")).Text, Does.Contain("2/2").And.Not.Contain("บ้านลองดู"));
        Assert.That((await coordinator.GetAsync("/requests")).Text, Does.Contain("เทศบาลตำบลบ้านลองดู"));
        Assert.That((await coordinator.GetAsync("/requests/new")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Circular_ShowsClausesDatesContactsConflictsAndSettings()
    {
        var officer = await host.SignInAsync("officer");
        var page = await officer.GetAsync("/circulars/A");
        Assert.That(page.Text, Does.Contain("A-14").And.Contain("สำนักงานประมาณ").And.Contain("0 2114 7637").And.Contain("เกิน 3 วันทำการ"));
        Assert.That((await officer.GetAsync("/circulars/Z")).Status, Is.EqualTo(404));
    }

    Task<long> RequestsAsync() => host.Database.FirstAsync<long>("select count(*) from requests");

    Task<string?> StateAsync() => host.Database.FirstAsync<string>(
        """
        select (select count(*) from audit) || ' ' || (select count(*) from tasks) || ' ' || (select count(*) from requests) || ' '
            || (select count(*) from outbox) || ' ' || (select count(*) from mail_links) || ' ' || (select max(stage_at) from requests)
        """);
}
