using System.Text.Json;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Mail.Incoming;

/// <summary>What a bounce, a reply and an automatic answer do, and what they don't (T49 – T53).</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class MailThatComesBackTests(Func<TestDatabase> open)
{
    [Test]
    public async Task T51_AHardBounce_GoesToTheSecondAddress_ThenTheCentralMailbox_ThenTheCallList()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.WithDirectorAsync();
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            "update people set second_email = @second where id = 'director'", new { second = "private@demo.example" }));
        var central = await world.Database.FirstAsync<string>(
            "select email from organisations where code = @Bureau", new { DemoData.Bureau });
        var desk = Desk(world);
        var first = await LastAsync(world, "director@demo.example");
        Assert.That(await desk.TakeAsync(Eml.Bounce(first.MessageId, first.To)), Is.EqualTo(IncomingMail.Bounce));
        var second = await LastAsync(world, "private@demo.example");
        Assert.That((second.Subject, second.Text), Is.EqualTo((first.Subject, first.Text)));
        Assert.That(second.MessageId, Is.Not.EqualTo(first.MessageId));
        Assert.That(await RouteAsync(world), Is.EqualTo("second"));
        Assert.That(await desk.TakeAsync(Eml.Bounce(first.MessageId, first.To)), Is.Null, "the same report is taken once");

        world.Clock.Advance(TimeSpan.FromHours(1));
        await desk.TakeAsync(Eml.Bounce(second.MessageId, second.To));
        Assert.That(central, Is.Not.Empty);
        var third = await LastAsync(world, central!);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await desk.TakeAsync(Eml.Bounce(third.MessageId, third.To));
        Assert.That(await RouteAsync(world), Is.EqualTo("phone"));
        Assert.That(
            await world.Database.FirstAsync<long>("select count(*) from undelivered_mails where to_at is null"), Is.EqualTo(1));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from refusing_addresses"), Is.EqualTo(3));

        var calls = new CallDesk(world.Database, world.Clock);
        var id = (await world.Database.FirstAsync<string>("select id from undelivered_mails"))!;
        var (keeper, reviewer) = (await world.ActorAsync("operator"), await world.ActorAsync("reviewer"));
        Assert.That(Refusal(() => calls.ReachedAsync(id, "x", reviewer)).Code, Is.EqualTo("operator-only"));
        Assert.That(Refusal(() => calls.ReachedAsync(id, " ", keeper)).Code, Is.EqualTo("note-needed"));
        await calls.ReachedAsync(id, "แจ้งเลขานุการแล้ว", keeper);
        Assert.That(Refusal(() => calls.ReachedAsync(id, "อีกครั้ง", keeper)).Code, Is.EqualTo("reached-before"));
        var audit = await world.Database.QueryAsync<string>(
            "select action || ' ' || coalesce(detail, '') from audit "
            + "where subject_id = @Id and action like 'mail-%' order by id", new { request.Id });
        Assert.That(audit, Has.Count.EqualTo(7));
        Assert.That(
            audit[^1],
            Does.Contain("mail-told-by-phone").And.Contain("09.00").And.Contain("11.00").And.Contain("แจ้งเลขานุการแล้ว"));
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WithDirector), "nothing was decided");
    }

    [Test]
    public async Task T52_AFullMailbox_IsTriedAgainForThreeDaysWithGrowingPauses_ThenAsAHardBounce()
    {
        await using var world = await World.OnAsync(open);
        await world.WithDirectorAsync();
        var desk = Desk(world);
        var (began, pauses) = (world.Clock.GetUtcNow(), new List<double>());
        while (await RouteAsync(world) is null or "soft")
        {
            Assert.That(pauses, Has.Count.LessThan(10), "it must end");
            var mail = await LastAsync(world, "director@demo.example");
            await desk.TakeAsync(Eml.Bounce(mail.MessageId, mail.To, "4.2.2"));
            if (await RouteAsync(world) != "soft")
                break;
            var due = await world.Database.FirstAsync<DateTimeOffset>(
                "select max(send_at) from case_mails where copy_of is not null");
            pauses.Add((due - world.Clock.GetUtcNow()).TotalHours);
            world.Clock.SetTo(due.AddMinutes(5));
        }
        Assert.That(pauses, Is.EqualTo(new[] { 1.0, 4, 16, 24, 24, 24 }.Take(pauses.Count)));
        Assert.That(world.Clock.GetUtcNow() - began, Is.GreaterThanOrEqualTo(TimeSpan.FromDays(2.5)));
        Assert.That(await RouteAsync(world), Is.EqualTo("central"));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from refusing_addresses"), Is.Zero, "it isn't dead");
    }

    [Test]
    public async Task T49_AReplyByMail_DecidesNothing_IsKept_AndAnsweredOnceWithTheLink()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.WithDirectorAsync();
        var asked = await LastAsync(world, "director@demo.example");
        var task = await world.OpenTaskAsync(request, WorkTask.Decide);
        Assert.That(
            await Desk(world).TakeAsync(Eml.Reply(asked.MessageId, "director@demo.example")), Is.EqualTo(IncomingMail.Reply));
        await Desk(world).TakeAsync(Eml.Reply(asked.MessageId, "director@demo.example", "อนุมัติ อีกครั้ง"));
        var answer = await LastAsync(world, "director@demo.example");
        Assert.That(answer.Subject, Does.StartWith("ได้รับอีเมลของท่านแล้ว แต่ยังไม่เป็นการตอบ"));
        Assert.That(answer.Text, Does.Contain($"https://flow.example/tasks/{task.Id}"));
        Assert.That(
            await world.Database.FirstAsync<long>("select count(*) from case_mails where template = 'reply-kept'"),
            Is.EqualTo(1));
        Assert.That(
            await world.Database.QueryAsync<string>(
                "select body from incoming_mails where request_id = @Id order by id", new { request.Id }),
            Is.EqualTo(new[] { "อนุมัติ", "อนุมัติ อีกครั้ง" }));
        Assert.That((await world.OpenTaskAsync(request, WorkTask.Decide)).Id, Is.EqualTo(task.Id));
    }

    [Test]
    public async Task T50_T53_AForgedSender_AStranger_AndAnAutomaticAnswer_AreKept_AndNothingElse()
    {
        await using var world = await World.OnAsync(open);
        var request = await world.WithDirectorAsync();
        var asked = await LastAsync(world, "director@demo.example");
        var desk = Desk(world, "mx.dla.go.th");
        await desk.TakeAsync(Eml.Reply(asked.MessageId, "director@demo.example",
            more: "Authentication-Results: mx.dla.go.th; dmarc=fail header.from=demo.example"));
        await desk.TakeAsync(Eml.Reply(asked.MessageId, "stranger@demo.example"));
        await desk.TakeAsync(
            Eml.Reply(asked.MessageId, "director@demo.example", "ลาถึง 14 มิ.ย.", "Auto-Submitted: auto-replied"));
        await desk.TakeAsync(Eml.Reply("unknown@flow.example", "director@demo.example"));
        Assert.That(
            await world.Database.QueryAsync<string>(
                "select kind || ' ' || dmarc from incoming_mails where request_id = @Id order by id", new { request.Id }),
            Is.EquivalentTo(new[] { "reply fail", "reply unknown", "auto-reply unknown" }));
        Assert.That(
            await world.Database.FirstAsync<long>("select count(*) from case_mails where template = 'reply-kept'"), Is.Zero);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from decisions where stage = 'decide'"), Is.Zero);
    }

    static IncomingMails Desk(World world, string authServer = "") => new(world.Database, world.Tools, world.Clock, authServer);

    static async Task<OutgoingMail> LastAsync(World world, string to) => JsonSerializer.Deserialize<OutgoingMail>(
        (await world.Database.FirstAsync<string>(
            "select payload from outbox where recipient = @to order by id desc limit 1", new { to }))!,
        JsonSerializerOptions.Web)!;

    static Task<string?> RouteAsync(World world) => world.Database.FirstAsync<string>("select route from undelivered_mails");

    static RefusedException Refusal(Func<Task> deed) => Assert.ThrowsAsync<RefusedException>(() => deed())!;
}
