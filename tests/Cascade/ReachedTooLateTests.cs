using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cascade;

/// <summary>The lesson of circular B: a unit that is reached through two offices has hours left, or none (T14).</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class ReachedTooLateTests(Func<TestDatabase> open)
{
    static DateTimeOffset At(int day, int hour, int minute = 0) => new(2023, 9, day, hour, minute, 0, TimeSpan.FromHours(7));

    [Test]
    public async Task T14_B06_TheUnitHasNoWorkingHourLeft_SenderAndProvinceAreWarned_AndToldWhenItOpens()
    {
        // Received on 26 September at 18.57, passed on on Friday the 29th at 15.30, by the district on Saturday: closed.
        await using var world = await CascadeWorld.OnAsync(open, At(26, 18, 57));
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync("update memberships set valid_from = @at",
            new { at = At(1, 0) }));
        var form = world.SendForm("B", types: ["tambon_municipality", "city_municipality"]) with { DeadlineKey = "B-06" };
        await world.Desk.SendAsync(form, await world.World.ActorAsync("dla-reviewer"));
        await world.Job.RunAsync();
        Assert.That((await world.DeliveryAsync("s1", DemoData.Province))!.MinutesLeft, Is.EqualTo(3 * 8 * 60));

        world.Clock.SetTo(At(29, 15, 30));
        await world.PassesOnAsync("s1", DemoData.Province, "coordinator");
        var city = (await world.DeliveryAsync("s1", DemoData.City))!;
        Assert.That((city.MinutesLeft, city.IsLate), Is.EqualTo((60, true)));

        world.Clock.SetTo(At(30, 9));
        await world.PassesOnAsync("s1", CascadeDemo.District, "district");
        var tambon = (await world.DeliveryAsync("s1", DemoData.Tambon))!;
        Assert.That((tambon.MinutesLeft, tambon.IsLate), Is.EqualTo((0, true)));
        Assert.That(Arrival.NextUsable(world.World.Calendar.Current, tambon.ArrivedAt!.Value, tambon.EnforcedAt,
            await CircularDates.AllAsync(world.Database, "B")), Is.EqualTo(At(30, 0).AddDays(2).AddHours(8.5)),
                "2 October, 08.30");

        var office = (await Organisation.FindAsync(world.Database, DemoData.Province))!;
        var letter = ExtensionLetter.Compose(
            new ExtensionFacts(office, office.NameTh, "กรมส่งเสริมการปกครองท้องถิ่น", "การตรวจสอบสิทธิ",
            "มท ๐๘๑๐.๒/ว ๔๐๓๒", new(2023, 9, 22), new(2023, 9, 30),
            ExtensionLetter.Propose(
                world.World.Calendar.Current, world.Clock.GetUtcNow(), 8 * 60, [At(30, 0).AddDays(2).AddHours(8.5)]),
            [new("เทศบาลตำบลบ้านลองดู", tambon.ArrivedAt!.Value, tambon.MinutesLeft)]));
        Assert.That(letter.Addressee, Is.EqualTo("อธิบดีกรมส่งเสริมการปกครองท้องถิ่น"));
        Assert.That(
            letter.Lines.Single(),
            Does.Contain("๑. เทศบาลตำบลบ้านลองดู").And.Contain("๓๐ กันยายน ๒๕๖๖").And.Contain("๐ ชั่วโมง"));
        Assert.That(letter.Request, Does.Contain("๓ ตุลาคม ๒๕๖๖"), "a working day from when the system opens");

        await world.Notices.MailAsync();
        await world.Notices.MailAsync();
        var toSender = (await world.World.MailsToAsync("dla-reviewer")).Where(mail => mail.Subject.Contains("ถึงช้า",
            StringComparison.Ordinal));
        var toProvince = (await world.World.MailsToAsync("coordinator")).Where(mail => mail.Subject.Contains("ถึงช้า",
            StringComparison.Ordinal));
        Assert.That(toSender.Single().Text, Does.Contain("เทศบาลตำบลบ้านลองดู").And.Contain("0 ชั่วโมงทำการ"));
        Assert.That(toProvince.Single().Text, Does.Contain("เทศบาลนครตัวอย่าง").And.Contain("1 ชั่วโมงทำการ"));
    }

    [Test]
    public async Task WhoHasTimeEnough_IsNotListed()
    {
        await using var world = await CascadeWorld.OnAsync(open);
        var sending = await world.SendAsync(await world.RegisterAsync(new(2026, 3, 13)), Sending.Direct);
        Assert.That((await world.DeliveryAsync(sending, DemoData.City))!.IsLate, Is.False);
        Assert.That(await world.Notices.MailAsync(), Is.Zero);
    }
}
