using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;

namespace WorkflowHost.Tests.Web;

/// <summary>What changes while a request is on its way, as people meet it on pages: leavers, deputies, drafts.</summary>
public sealed class RequestsChangesTests
{
    TestHost host = null!;

    [SetUp]
    public async Task StartAsync() => host = await TestHost.StartAsync();

    [TearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task T33_TheDirectorsOldLinkSaysChanged_AndTheMayorGoesOnWithAnotherOfficer()
    {
        var old = await TasksCase.DecideAsync(host);
        var link = await TasksCase.LinkAsync(host, "director");
        await LeavesAsync("officer", DemoData.Tambon, "mayor");
        await host.RunDueAsync();
        var director = await host.SignInAsync("director");
        Assert.That((await director.GetAsync(link)).Text, Does.Contain("เรื่องเปลี่ยนไปแล้ว: เจ้าหน้าที่พ้นจากหน่วยงาน"));
        await director.PostAsync($"/tasks/{old.Id}", new { Answer = "Approve" });
        Assert.That(await TasksCase.CountAsync(host, "decisions", "stage = 'decide'"), Is.Zero);

        var mayor = await host.SignInAsync("mayor");
        var asked = await mayor.FollowAsync(await mayor.GetAsync(await TasksCase.LinkAsync(host, "mayor")));
        Assert.That(asked.Text, Does.Contain("นางสาวมาลี ใจงามพ้นจากหน่วยงานแล้ว").And.Contain("นายสมชาย ทองดี"));
        var task = await host.Database.FirstAsync<string>("select id from tasks where kind = 'change-officer'");
        Assert.That((await mayor.PostAsync($"/tasks/{task}", new { Answer = "Continue" })).Html, Does.Contain("id=\"PersonId-error\""));
        Assert.That((await mayor.PostAsync($"/tasks/{task}", new { Answer = "Withdraw" })).Html, Does.Contain("id=\"Reason-error\""));
        Assert.That((await mayor.GetAsync($"/requests/{old.RequestId}")).Text, Does.Contain("พักไว้: เจ้าหน้าที่พ้นจากหน่วยงาน").And.Contain("เลือกเจ้าหน้าที่คนใหม่"));
        Assert.That((await mayor.PostAsync($"/tasks/{task}", new { Answer = "Continue", PersonId = "officer2" })).Status, Is.EqualTo(302));
        Assert.That(await host.StageAsync(old.RequestId!), Is.EqualTo(RequestStage.WaitingProof));
        Assert.That((await mayor.GetAsync($"/requests/{old.RequestId}")).Text,
            Does.Contain("นายสมชาย ทองดี").And.Contain("เปลี่ยนเจ้าหน้าที่ในคำขอเดิม").And.Contain("ให้เจ้าหน้าที่คนใหม่รับช่วง"));
    }

    [Test]
    public async Task T33_TheApi_GoesOnWithAnotherOfficer()
    {
        var old = await TasksCase.DecideAsync(host);
        await LeavesAsync("officer", DemoData.Tambon, "mayor");
        await host.RunDueAsync();
        var task = await host.Database.FirstAsync<string>("select id from tasks where kind = 'change-officer'");
        var mayor = await ApiCaller.AsAsync(host, "mayor");
        Assert.That((await mayor.PostAsync($"tasks/{task}/answer", new { answer = "Continue", data = new { } })).Status, Is.EqualTo(400));
        Assert.That((await mayor.PostAsync($"tasks/{task}/answer", new { answer = "Continue", data = new { personId = "officer2" } })).Status, Is.EqualTo(200));
        Assert.That(await host.StageAsync(old.RequestId!), Is.EqualTo(RequestStage.WaitingProof));
    }

    [Test]
    public async Task T56_AnUnreadableScan_IsShownFirst_AndIsNotPassedOnBeforeItWasRead()
    {
        var task = await TasksCase.ReviewAsync(host, change: letter => letter with { Addressee = "ผู้??ยการ", ScanUnreadable = true });
        var reviewer = await host.SignInAsync("reviewer");
        var page = await reviewer.GetAsync($"/tasks/{task.Id}");
        Assert.That(page.Text.IndexOf("ลายสแกนอ่านไม่ออก", StringComparison.Ordinal), Is.InRange(0, page.Text.IndexOf("เทศบาลตำบลบ้านลองดู (", StringComparison.Ordinal)));
        var unread = await reviewer.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve" });
        Assert.That((unread.Status, unread.Text.Contains("อ่านคำขึ้นต้นในหนังสือด้วยตาตนเองแล้วทำเครื่องหมายก่อน")), Is.EqualTo((400, true)));
        Assert.That((await reviewer.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve", AddresseeRead = true })).Status, Is.EqualTo(302));
        Assert.That((await reviewer.GetAsync($"/requests/{task.RequestId}")).Text,
            Does.Contain("ลายสแกนอ่านไม่ออก: นางสาวอรทัย ตรวจการ อ่านด้วยตาตนเองเมื่อ 2 มี.ค. 2569"));
    }

    [Test]
    public async Task T36_AtMidnightTheDeputysOpenLinkRefuses()
    {
        var midnight = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.FromHours(7));
        await host.Get<Deputies>().AppointAsync(new DeputyOrder("reviewer2", DemoData.Bureau, Role.Director, Capacity.OnBehalf, "7/2569",
            host.Clock.GetUtcNow(), midnight), (await Actor.FindAsync(host.Database, "director", host.Clock.GetUtcNow()))!);
        var task = await TasksCase.DecideAsync(host);
        var link = await TasksCase.LinkAsync(host, "reviewer2");
        host.Clock.SetTo(midnight.AddMinutes(-5));
        var deputy = await host.SignInAsync("reviewer2");
        Assert.That((await deputy.GetAsync(link)).Location, Does.StartWith($"/tasks/{task.Id}"));
        await deputy.PostAsync($"/tasks/{task.Id}", new { Answer = "Approve" });
        var code = await TasksCase.CodeAsync(host, "reviewer2");
        host.Clock.SetTo(midnight);
        Assert.That((await deputy.GetAsync(link)).Status, Is.EqualTo(403));
        await deputy.PostAsync($"/tasks/{task.Id}/code", new { Code = code });
        Assert.That(await TasksCase.CountAsync(host, "decisions", "stage = 'decide'"), Is.Zero);
        Assert.That(await TasksCase.CountAsync(host, "tasks", $"id = '{task.Id}' and closed_at is null"), Is.EqualTo(1), "it waits for the Director");
    }

    [Test]
    public async Task T35_TheCoordinatorSeesTheEmptyOrganisation_InRed()
    {
        await LeavesAsync("full-officer", DemoData.FullTambon, "full-clerk");
        await LeavesAsync("full-officer2", DemoData.FullTambon, "full-clerk");
        var page = await (await host.SignInAsync("coordinator")).GetAsync("/rights?held=none");
        var row = page.Html[page.Html.IndexOf($"/rights/of/{DemoData.FullTambon}", StringComparison.Ordinal)..];
        row = row[..row.IndexOf("</tr>", StringComparison.Ordinal)];
        Assert.That(row, Does.Contain("chip bad").And.Contain("ไม่มีผู้ใช้ได้").And.Contain("0/2"));
    }

    [Test]
    public async Task T09_ADraftIsSavedBeforeTheOpening_ListedForTheOrganisation_AndSentFromTheListAtMidnight()
    {
        host.Clock.SetTo(new DateTimeOffset(2023, 11, 5, 23, 59, 0, TimeSpan.FromHours(7)));
        var officer = await host.SignInAsync("officer");
        var form = new { FormKey = Guid.NewGuid(), System = "BBL", Choice = "new", PersonId = "officer", Note = "ปีแรก" };
        Assert.That((await officer.PostAsync("/requests/new", form)).Text, Does.Contain("6 พฤศจิกายน 2566").And.Contain("บันทึกร่าง"));
        Assert.That((await officer.PostAsync("/requests/new", form, to: "/requests/new?handler=draft")).Location, Is.EqualTo("/requests"));
        Assert.That(await TasksCase.CountAsync(host, "instances"), Is.Zero);

        var clerk = await host.SignInAsync("clerk");
        Assert.That((await clerk.GetAsync("/requests")).Text, Does.Contain("ร่างที่ยังไม่ส่ง").And.Contain(Malee).And.Contain("5 พ.ย. 2566"));
        var again = await clerk.GetAsync($"/requests/new?draft={form.FormKey}");
        Assert.That(again.Html, Does.Contain($"value=\"{form.FormKey}\"").And.Contain("ปีแรก"));
        Assert.That((await (await host.SignInAsync("city-clerk")).GetAsync($"/requests/new?draft={form.FormKey}")).Status, Is.EqualTo(404));
        var early = await clerk.PostAsync("/requests", new { draft = form.FormKey }, to: "/requests?handler=send");
        Assert.That((early.Status, early.Text.Contains("6 พฤศจิกายน 2566")), Is.EqualTo((400, true)));

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await clerk.PostAsync("/requests", new { draft = form.FormKey }, to: "/requests?handler=send")).Location, Does.StartWith("/requests/"));
        Assert.That(await TasksCase.CountAsync(host, "requests"), Is.EqualTo(1));
        Assert.That((await clerk.GetAsync("/requests")).Text, Does.Not.Contain("ร่างที่ยังไม่ส่ง"));
    }

    [Test]
    public async Task T09_ADraft_IsDeletedFromTheList()
    {
        var officer = await host.SignInAsync("officer");
        var form = new { FormKey = Guid.NewGuid(), System = "BBL", Choice = "new", PersonId = "", Note = "" };
        await officer.PostAsync("/requests/new", form, to: "/requests/new?handler=draft");
        Assert.That((await officer.GetAsync("/requests")).Text, Does.Contain("ยังไม่ได้เลือก"));
        Assert.That((await officer.PostAsync("/requests", new { draft = form.FormKey }, to: "/requests?handler=delete")).Location, Is.EqualTo("/requests"));
        Assert.That(await TasksCase.CountAsync(host, "request_drafts"), Is.Zero);
    }

    const string Malee = "นางสาวมาลี ใจงาม";

    async Task LeavesAsync(string person, string organisation, string by) => await host.Get<Departure>().LeaveAsync(
        person, organisation, host.Clock.GetUtcNow(), (await Actor.FindAsync(host.Database, by, host.Clock.GetUtcNow()))!, "5/2569");
}
