using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;

namespace WorkflowHost.Tests.Web;

/// <summary>Circular B over HTTP: filing, the Admin's page with two lines, the outage, what others may not see, the
/// windows.</summary>
public sealed class SignOnPageTests
{
    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        host.Clock.SetTo(new DateTimeOffset(2023, 10, 1, 9, 0, 0, TimeSpan.FromHours(7)));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test]
    public async Task B02_T10_T13_FromTheFormToTheConfirmation_AcrossTheOutage()
    {
        using var officer = await host.SignInAsync("town-officer");
        var form = await officer.GetAsync("/requests/new?circular=B");
        Assert.That(form.Text, Does.Contain("มีบัญชี SSO (lssso.dla.go.th) แล้วหรือยัง"));
        var filed = await officer.PostAsync("/requests/new?circular=B", new
        {
            Circular = "B",
            System = "e-Plan",
            Organisation = DemoData.Town,
            FormKey = Guid.NewGuid(),
            Choice = RequestKind.Account,
            PersonId = "town-officer",
            Note = "",
        }, "/requests/new");
        Assert.That(filed.Status, Is.EqualTo(302), filed.Text);
        var id = filed.Location!.Split('/')[^1];
        var proof = await OpenTaskAsync(id);
        await officer.PostAsync($"/tasks/{proof}/thaid", new { });
        Assert.That(await host.Database.FirstAsync<long>("select count(*) from citizen_ids"), Is.EqualTo(1));

        using var admin = await host.SignInAsync("town-admin");
        var task = await OpenTaskAsync(id);
        var page = await admin.GetAsync($"/tasks/{task}");
        Assert.That(page.Text,
            Does.Contain("1. บัญชี SSO").And.Contain("2. สิทธิเข้าใช้ e-Plan").And.Contain("ขณะนี้ปิดระบบ")
                .And.Contain("2 ต.ค. 2566 00.00 น."));
        var none = await admin.PostAsync($"/tasks/{task}", new { Answer = "Approve", Reason = "" });
        Assert.That((none.Status, none.Text), Is.EqualTo((400, none.Text)));
        Assert.That(none.Text, Does.Contain("เลือกอย่างน้อยหนึ่งรายการ"));
        var approved = await admin.PostAsync($"/tasks/{task}",
            (KeyValuePair<string, string>[])[new("Answer", "Approve"), new("Grants", "SSO"), new("Grants", "e-Plan")]);
        Assert.That(approved.Status, Is.EqualTo(302), approved.Text);

        Assert.That((await officer.GetAsync($"/requests/{id}")).Text,
            Does.Contain("อนุมัติแล้ว รอระบบเปิด").And.Contain("2 ต.ค. 2566 00.00 น."));
        using var coordinator = await host.SignInAsync("coordinator");
        Assert.That((await coordinator.GetAsync("/circulars/B/windows")).Text,
            Does.Contain("ปิดอยู่").And.Contain("รอเปิดอยู่ 1 เรื่อง"));
        host.Clock.SetTo(new DateTimeOffset(2023, 10, 2, 0, 0, 0, TimeSpan.FromHours(7)));
        await host.RunDueAsync();
        using var nextDay = await host.SignInAsync("town-officer");
        Assert.That((await nextDay.GetAsync($"/requests/{id}")).Text,
            Does.Contain("ใช้ได้แล้ว").And.Contain("รอเจ้าหน้าที่ยืนยัน"));

        var check = await OpenTaskAsync(id);
        Assert.That((await nextDay.GetAsync($"/tasks/{check}")).Text, Does.Contain("เข้าใช้ e-Plan ได้แล้ว"));
        await nextDay.PostAsync($"/tasks/{check}", new { Answer = "Works" });
        Assert.That((await nextDay.GetAsync($"/requests/{id}")).Text, Does.Contain("ใช้งานได้แล้ว"));
    }

    [Test]
    public async Task B04_T11_AnAdminOfAnotherOrganisation_FindsNothing_AndThatIsLogged()
    {
        var actor = (await Actor.FindAsync(host.Database, "tao-officer", host.Clock.GetUtcNow()))!;
        var filed = await host.Get<Filing>().FileAsync(
            new RequestForm(Guid.NewGuid().ToString(), "e-Plan", RequestKind.AddSystem, DemoData.Tao, "tao-officer", null, ""),
                actor);
        var task = await OpenTaskAsync(filed.RequestId);
        using var admin = await host.SignInAsync("town-admin");
        Assert.That((await admin.GetAsync($"/requests/{filed.RequestId}")).Status, Is.EqualTo(404));
        Assert.That((await admin.GetAsync($"/tasks/{task}")).Status, Is.EqualTo(404));
        Assert.That(await host.Database.QueryAsync<string>(
            "select subject from audit where action = 'outside-scope' and by_person = 'town-admin' order by subject"),
            Is.EqualTo(new[] { "request", "task" }));
    }

    [Test]
    public async Task B06_TheWindows_AreChangedByOperatorsOnly_AndAWrongDayIsSaidBesideItsField()
    {
        using var officer = await host.SignInAsync("officer");
        Assert.That((await officer.GetAsync("/circulars/B/windows?add=true")).Html, Does.Not.Contain("name=\"Input.FromDay\""));
        using var operators = await host.SignInAsync("operator");
        var edit = "/circulars/C/windows?edit=C:C-04";
        Assert.That((await operators.GetAsync(edit)).Html, Does.Contain("1 กรกฎาคม 2567"));
        var form = new
        {
            Edit = "C:C-04",
            Input_Kind = "cut-off",
            Input_FromDay = "ไม่รู้",
            Input_FromTime = "00:00",
            Input_Grace = "30",
            Input_WhatTh = "ปิดเมนู",
            Input_WhatEn = "The menu closes"
        };
        var wrong = await operators.PostAsync(edit, form, "/circulars/C/windows");
        Assert.That((wrong.Status, wrong.Text), Is.EqualTo((400, wrong.Text)));
        Assert.That(wrong.Text, Does.Contain("อ่านวันที่ไม่ได้"));
        var right = await operators.PostAsync(edit, form with { Input_FromDay = "1/8/2567" }, "/circulars/C/windows");
        var changed = await operators.FollowAsync(right);
        Assert.That(changed.Text, Does.Contain("1 ส.ค. 2567 00.00 น."));
        Assert.That(changed.Html, Does.Contain("action=\"/circulars/C/windows?handler=Cancel\""));
        var open = await operators.PostAsync(
            "/circulars/C/windows", new { Edit = "C:C-04" }, "/circulars/C/windows?handler=Cancel");
        Assert.That((await operators.FollowAsync(open)).Text, Does.Contain("ยกเลิกแล้ว"));
    }

    Task<string?> OpenTaskAsync(string request) =>
        host.Database.FirstAsync<string>("select id from tasks where request_id = @request and closed_at is null",
            new { request });
}
