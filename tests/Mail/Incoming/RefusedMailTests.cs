using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Outbox;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;
using WorkflowHost.Tests.Support.SmtpServers;
using WorkflowHost.Web;
using WorkflowHost.Web.Backup;
using WorkflowHost.Web.Mail;
using WorkflowHost.Web.Operations;

namespace WorkflowHost.Tests.Mail.Incoming;

/// <summary>What our own mail server refuses while a mail is sent, and what becomes of addresses that refuse (T51).</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class RefusedMailTests(Func<TestDatabase> open)
{
    const string Refusing = "unknown@lao.example";

    AiosmtpdServer server = null!;

    [OneTimeSetUp]
    public void Start() => server = AiosmtpdServer.Start();

    [OneTimeTearDown]
    public void Stop() => server?.Dispose();

    [Test]
    public async Task T51_ARecipientRefusedWhileSending_IsReachedByTheNextWayAtOnce_AndTheOperatorStillSeesIt()
    {
        await using var world = await World.OnAsync(open);
        await SetAsync(world, Refusing, "unknown@second.example");
        var request = await world.WithDirectorAsync();
        var central = await CentralAsync(world);
        await DispatchAsync(world);

        Assert.That(server.Mails().Last(mail => mail.To.Contains(central, StringComparison.Ordinal)).Subject,
            Does.Contain("โปรดพิจารณา"));
        Assert.That(await world.Database.QueryAsync<string>("select address from refusing_addresses order by address"),
            Is.EqualTo(new[] { Refusing, "unknown@second.example" }));
        Assert.That(await world.Database.QueryAsync<string>(
            "select recipient from outbox where failed_at is not null order by recipient"),
            Is.EqualTo(new[] { Refusing, "unknown@second.example" }), "both are in the operator's list");
        Assert.That(
            await world.Database.QueryAsync<string>("select route from undelivered_mails"), Is.EqualTo(new[] { "central" }));
        Assert.That(await world.Database.QueryAsync<string>(
            "select detail from audit where subject_id = @Id and action = 'mail-not-delivered' order by id", new { request.Id }),
            Has.Count.EqualTo(2).And.All.Contain("5.1.1").And.All.Contain("09.00"));

        await new UndeliveredMail(world.Database, world.Clock).TryAgainAsync(null, await world.ActorAsync("operator"));
        await DispatchAsync(world);
        Assert.That(await RouteAsync(world), Is.EqualTo("central"), "the same two again lead nowhere new");
        Assert.That(server.Mails().Count(mail => mail.To.Contains(central, StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task T51_ANewMailToAMarkedAddress_IsNotTried_AndGoesTheFirstGoodWay_OrToTheCallList()
    {
        await using var world = await World.OnAsync(open);
        await SetAsync(world, Refusing, "spare@lao.example");
        await MarkAsync(world, Refusing);
        await world.WithDirectorAsync();
        await DispatchAsync(world);
        Assert.That(server.Mails().Count(mail => mail.To.Contains("spare@lao.example", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(await world.Database.FirstAsync<string>(
            "select last_error from outbox where recipient = @Refusing and done_at is not null and failed_at is null",
            new { Refusing }),
            Does.Contain("refuses mail"), "it isn't in the operator's list");

        await SetAsync(world, Refusing, null);
        await MarkAsync(world, await CentralAsync(world));
        await world.WithDirectorAsync("officer2");
        await DispatchAsync(world);
        Assert.That(await world.Database.QueryAsync<string>("select route from undelivered_mails order by id"),
            Is.EqualTo(new[] { "second", "phone" }));
    }

    [TestCase("spam@lao.example", Description = "554 5.7.1 after the message")]
    [TestCase("denied@lao.example", Description = "550 5.7.1 at the recipient")]
    public async Task T51_ARefusalThatIsAboutUs_MarksNobody_AndStartsNothing(string address)
    {
        await using var world = await World.OnAsync(open);
        await SetAsync(world, address, "second@lao.example");
        await world.WithDirectorAsync();
        await DispatchAsync(world);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from refusing_addresses"), Is.Zero);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from undelivered_mails"), Is.Zero);
        Assert.That(
            await world.Database.FirstAsync<long>("select count(*) from outbox where failed_at is not null"), Is.EqualTo(1));
    }

    [Test]
    public async Task T51_AMailRefusedForItself_GoesOnToThePerson_ButTheAddressStaysGood()
    {
        await using var world = await World.OnAsync(open);
        await SetAsync(world, "toolarge@lao.example", "second@lao.example");
        await world.WithDirectorAsync();
        await DispatchAsync(world);
        Assert.That(await RouteAsync(world), Is.EqualTo("second"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from refusing_addresses"), Is.Zero);
    }

    [TestCase("overquota@lao.example", "4.2.2")]
    [TestCase("forever@lao.example", "4.7.1")]
    [TestCase("busy@lao.example", "4.2.0")]
    public async Task T52_AMailboxThatHoldsAMailBackForTwoDays_IsLeftForTheNextWay_Once_AndItsAddressStaysGood(
        string address, string status)
    {
        await using var world = await World.OnAsync(open);
        await SetAsync(world, address, "second@lao.example");
        var request = await world.WithDirectorAsync();
        var (asked, before) = (world.Clock.GetUtcNow(), server.Mails().Count(IsToSecond));
        await DispatchForAsync(world, TimeSpan.FromDays(4), server.Settings());

        var (last, opens) = (asked + TriedFor, world.Calendar.Current.OfficeTimeFrom(asked + TriedFor));
        Assert.That(server.Mails().Count(IsToSecond) - before, Is.EqualTo(1), "one further mail");
        Assert.That(await FailedAsync(world), Is.EqualTo(new[] { $"{address} 30" }), "it is in the operator's list");
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from refusing_addresses"), Is.Zero);
        Assert.That(await world.Database.QueryAsync<string>(
            "select u.route || ' ' || t.kind from undelivered_mails u join tasks t on t.id = u.task_id"),
            Is.EqualTo(new[] { "second decide" }));
        Assert.That(await world.Database.QueryAsync<string>(
            "select action || ' ' || detail from audit where subject_id = @Id and action like 'mail-%' order by id",
            new { request.Id }),
            Is.EqualTo(new[]
            {
                $"mail-not-delivered {status} {ThaiDate.WithTime(asked)} - {ThaiDate.WithTime(last)}",
                $"mail-other-way second {ThaiDate.WithTime(opens)}",
            }), "as for a refusal, but in office hours: nobody acted");

        await new UndeliveredMail(world.Database, world.Clock).TryAgainAsync(null, await world.ActorAsync("operator"));
        await DispatchForAsync(world, TimeSpan.FromDays(4), server.Settings());
        Assert.That(server.Mails().Count(IsToSecond) - before, Is.EqualTo(1), "two days more of the same lead nowhere new");
    }

    [TestCase("full@lao.example", Description = "452 4.3.1 disk full")]
    [TestCase("leaving@lao.example", Description = "421")]
    [TestCase("away@lao.example", true, Description = "connection refused")]
    public async Task T52_AServerThatIsAway_IsNobodysFault_ItsMailsWaitForTheOperator(string address, bool away = false)
    {
        await using var world = await World.OnAsync(open);
        await SetAsync(world, address, "second@lao.example");
        await world.WithDirectorAsync();
        await DispatchForAsync(
            world, TimeSpan.FromDays(4), server.Settings(settings => settings.Port = away ? 1 : settings.Port));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from undelivered_mails"), Is.Zero);
        Assert.That(await FailedAsync(world), Has.Member($"{address} 30"));
        if (!away)
            return;
        var before = server.Mails().Count;
        var again = await new UndeliveredMail(world.Database, world.Clock)
            .TryAgainAsync(null, await world.ActorAsync("operator"));
        await DispatchAsync(world);
        Assert.That(server.Mails(), Has.Count.EqualTo(before + again).And.Exactly(1).Matches<ReceivedMail>(
            mail => mail.To.Contains(address, StringComparison.Ordinal)), "when it is back, each goes to whom it was for");
    }

    [Test]
    public async Task AOneTimeCode_GoesToNobodyElse()
    {
        await using var world = await World.OnAsync(open);
        await SetAsync(world, Refusing, "second@lao.example");
        var task = await world.OpenTaskAsync(await world.WithDirectorAsync(), WorkTask.Decide);
        await MarkAsync(world, Refusing);
        await world.StepUp.SendAsync(task.Id, (await world.ActorAsync("director")).Person);
        await DispatchAsync(world);
        Assert.That(await world.Database.QueryAsync<string>(
            """
            select u.route from undelivered_mails u join case_mails c on c.outbox_key = u.outbox_key
            where c.template = 'one-time-code'
            """), Is.EqualTo(new[] { "phone" }));
        Assert.That(await world.Database.FirstAsync<long>(
            "select count(*) from case_mails where template = 'one-time-code' and copy_of is not null"), Is.Zero);
    }

    [Test]
    public async Task AfterACall_TheOperatorTakesTheMarkOff_AndWhatNobodyGotGoesOutAgain_Once()
    {
        await using var world = await World.OnAsync(open);
        await SetAsync(world, "director@lao.example", null);
        await MarkAsync(world, "director@lao.example");
        await MarkAsync(world, await CentralAsync(world));
        await world.WithDirectorAsync();
        await DispatchAsync(world);
        Assert.That(await RouteAsync(world), Is.EqualTo("phone"));

        var desk = new ContactDesk(world.Database, world.Tools, world.Clock);
        var (keeper, reviewer) = (await world.ActorAsync("operator"), await world.ActorAsync("reviewer"));
        Assert.That(Code(() => desk.AddressIsRightAsync("director", "x", reviewer)), Is.EqualTo("operator-only"));
        Assert.That(Code(() => desk.AddressIsRightAsync("director", " ", keeper)), Is.EqualTo("note-needed"));
        world.Clock.Advance(TimeSpan.FromHours(2));
        Assert.That(await desk.AddressIsRightAsync("director", "กล่องเต็ม ลบแล้ว", keeper), Is.EqualTo(1));
        Assert.That(Code(() => desk.AddressIsRightAsync("director", "อีกครั้ง", keeper)), Is.EqualTo("not-refusing"));
        await DispatchAsync(world);
        Assert.That(
            server.Mails().Count(mail => mail.To.Contains("director@lao.example", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from undelivered_mails where to_at is null"), Is.Zero);
    }

    [Test]
    public async Task ASecondAddress_IsUsedOnlyAfterItsLink_ByItsOwner_Once()
    {
        await using var world = await World.OnAsync(open);
        var own = new OwnContact(world.Database, world.Tools, world.Clock);
        var (director, reviewer) = (await world.ActorAsync("director"), await world.ActorAsync("reviewer"));
        Assert.That(Code(() => own.AskSecondAsync("director", director)), Is.EqualTo("email"));
        Assert.That(
            Code(() => own.AskSecondAsync("DIRECTOR@demo.example", director)), Is.EqualTo("email"), "that is the first one");
        await own.AskSecondAsync("private@lao.example", director);
        var mail = (await world.Database.FirstAsync<string>(
            "select payload from outbox where recipient = 'private@lao.example'"))!;
        var token = System.Text.RegularExpressions.Regex.Match(mail, "/account/address/([0-9a-f]+)").Groups[1].Value;
        Assert.That(await SecondAsync(world), Is.Null);
        Assert.That(Code(() => own.ConfirmSecondAsync(token, reviewer)), Is.EqualTo("claim-over"), "a link is for its owner");
        Assert.That(await own.AddressOfAsync(token, director), Is.EqualTo("private@lao.example"));
        await own.ConfirmSecondAsync(token, director);
        Assert.That(await SecondAsync(world), Is.EqualTo("private@lao.example"));
        Assert.That(Code(() => own.ConfirmSecondAsync(token, director)), Is.EqualTo("claim-over"));
        await own.RemoveSecondAsync(director);
        Assert.That(await SecondAsync(world), Is.Null);
        await own.AskSecondAsync("a@lao.example", director);
        await own.AskSecondAsync("b@lao.example", director);
        Assert.That(Code(() => own.AskSecondAsync("c@lao.example", director)), Is.EqualTo("email"), "three an hour");
    }

    [TestCase("๐ ๒๑๒๓ ๔๕๖๗ ต่อ ๑๒", "0 2123 4567 ต่อ 12")]
    [TestCase("073-511-123", "073-511-123")]
    [TestCase("", null)]
    public async Task ATelephoneNumber_IsStoredAsItCanBeDialled(string typed, string? stored)
    {
        await using var world = await World.OnAsync(open);
        var own = new OwnContact(world.Database, world.Tools, world.Clock);
        var director = await world.ActorAsync("director");
        await own.SetPhoneAsync(typed, director);
        Assert.That(
            await world.Database.FirstAsync<string>("select phone from people where id = 'director'"), Is.EqualTo(stored));
        Assert.That(Code(() => own.SetPhoneAsync("โทรหลังเที่ยง", director)), Is.EqualTo("phone"));
    }

    // Half a minute, then twice as long up to two hours, 29 times.
    static readonly TimeSpan TriedFor = TimeSpan.FromMinutes(127.5) + (21 * TimeSpan.FromHours(2));

    static bool IsToSecond(ReceivedMail mail) => mail.To.Contains("second@lao.example", StringComparison.Ordinal);

    static Task<IReadOnlyList<string>> FailedAsync(World world) => world.Database.QueryAsync<string>(
        "select recipient || ' ' || attempts from outbox where failed_at is not null order by id");

    Task DispatchAsync(World world) => DispatchAsync(world, server.Settings());

    // As the clock wakes it, until nothing is due in that time.
    async Task DispatchForAsync(World world, TimeSpan time, MailSettings settings)
    {
        var end = world.Clock.GetUtcNow() + time;
        while (await world.Database.FirstAsync<DateTimeOffset?>(
            "select min(due_at) from outbox where done_at is null and failed_at is null") is { } due && due <= end)
        {
            if (due > world.Clock.GetUtcNow())
                world.Clock.SetTo(due);
            await DispatchAsync(world, settings);
        }
    }

    async Task DispatchAsync(World world, MailSettings settings)
    {
        await using var mail = new SmtpMail(settings, world.Clock, NullLogger<SmtpMail>.Instance);
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var delivery = new OutboxDelivery(mail, new MailPace(settings, world.Clock),
            new SentJournal(server.Folder + "-sent", world.Clock), new RefusedMails(world.Database, world.Tools, world.Clock),
            new Measures(meters.GetRequiredService<IMeterFactory>()));
        await new OutboxDispatcher(world.Database, world.Clock, delivery.DeliverAsync, NullLogger<OutboxDispatcher>.Instance)
            .DispatchAsync();
    }

    static Task<int> SetAsync(World world, string first, string? second) => world.Database.WriteAsync(transaction =>
        transaction.ExecuteAsync(
            "update people set email = @first, second_email = @second where id = 'director'", new { first, second }));

    static Task<int> MarkAsync(World world, string address) => world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
        "insert into refusing_addresses (address, status, since) values (@address, '5.1.1', @now) "
            + "on conflict (address) do nothing",
        new { address, now = world.Clock.GetUtcNow() }));

    static async Task<string> CentralAsync(World world) => (await world.Database.FirstAsync<string>(
        "select email from organisations where code = @Bureau", new { DemoData.Bureau }))!;

    static Task<string?> RouteAsync(World world) => world.Database.FirstAsync<string>("select route from undelivered_mails");

    static Task<string?> SecondAsync(World world) =>
        world.Database.FirstAsync<string>("select second_email from people where id = 'director'");

    static string Code(Func<Task> deed) => Assert.ThrowsAsync<RefusedException>(() => deed())!.Code;
}
