using WorkflowHost.Activities.Demo;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Tests.Web;

/// <summary>Circular D on its pages: the matrix, the training, every day's work and the analysts' map.</summary>
public sealed class DutyPageTests
{
    TestHost host = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        host = await TestHost.StartAsync();
        await host.Get<WorkflowRuntime>().StartAsync(new StartRequest("eplan-roles", Inputs: new Dictionary<string, object?>
        {
            ["circularId"] = "D",
            ["organisationCode"] = DemoData.City,
        }));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await host.DisposeAsync();

    [Test, Order(1)]
    public async Task T23_Three_duties_for_one_person_are_taken_with_a_notice_and_education_is_marked()
    {
        var clerk = await host.SignInAsync("city-clerk");
        foreach (var duty in (string[])["planning", "finance", "engineering"])
            Assert.That((await clerk.PostAsync("/duties/3990102", new { Duty = duty, PersonId = "city-officer" })).Status,
                Is.EqualTo(302));
        var page = (await clerk.GetAsync("/duties/3990102")).Text;
        Assert.That(page, Does.Contain("นายอนุชา พงษ์ไพร รับ 3 ด้าน").And.Contain("ไม่มีในแนวทางปี 2561"));
        Assert.That(page, Does.Contain("ยังไม่ให้: ยังไม่มีบันทึกการอบรม"), "T24");
        Assert.That(page, Does.Contain("Call Center").And.Contain("เมนูข้อความ").And.Contain("เมนูข่าว"), "D-10");
        Assert.That((await (await host.SignInAsync("officer")).GetAsync("/duties/3990102")).Status, Is.EqualTo(404));
    }

    [Test, Order(2)]
    public async Task A_replacement_without_a_hand_over_is_refused_beside_its_field()
    {
        var clerk = await host.SignInAsync("city-clerk");
        var refused = await clerk.PostAsync("/duties/3990102", new { Duty = "planning", PersonId = "city-officer2" });
        Assert.That(refused.Status, Is.EqualTo(400));
        Assert.That(refused.Text, Does.Contain("โปรดบันทึกการส่งมอบงานจาก นายอนุชา พงษ์ไพร"));
    }

    [Test, Order(3)]
    public async Task The_province_records_the_training_and_who_has_a_duty_notes_the_days_work()
    {
        var coordinator = await host.SignInAsync("coordinator");
        Assert.That((await coordinator.PostAsync("/duties/3990102", new { Day = "2 มี.ค. 2569", Attendees = "นายอนุชา" },
            "/duties/3990102?handler=Training")).Status, Is.EqualTo(302));
        var officer = await host.SignInAsync("city-officer");
        Assert.That((await officer.PostAsync("/duties/3990102", new { }, "/duties/3990102?handler=Work")).Status,
            Is.EqualTo(302));
        Assert.That((await coordinator.GetAsync("/duties")).Text, Does.Contain("เทศบาลนครตัวอย่าง 3/3 วันนี้"));
    }

    [Test, Order(4)]
    public async Task T25_A_map_that_leaves_a_district_out_is_refused_and_a_whole_one_shows_the_analyst()
    {
        var coordinator = await host.SignInAsync("coordinator");
        var some = new Dictionary<string, string> { ["Of[D9901]"] = "coordinator", ["Of[direct]"] = "coordinator" };
        var refused = await coordinator.PostAsync("/duties/9900/analysts", some);
        Assert.That(refused.Text, Does.Contain("ครอบคลุมถูกต้อง 2 จาก 4").And.Contain("อำเภอเขาจำลอง"));
        some["Of[D9902]"] = some["Of[D9903]"] = "coordinator";
        Assert.That((await coordinator.PostAsync("/duties/9900/analysts", some)).Status, Is.EqualTo(302));
        Assert.That((await (await host.SignInAsync("city-clerk")).GetAsync("/duties/3990102")).Text,
            Does.Contain("นักวิเคราะห์ของจังหวัดที่ดูแลพื้นที่นี้: นางพิมพา ประสาน"));
    }
}
