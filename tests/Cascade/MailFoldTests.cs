using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.People;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Cascade;

/// <summary>One mail for a person with many items, and nothing twice.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class MailFoldTests(Func<TestDatabase> open)
{
    [Test]
    public async Task WhoHasManyOffices_GetsOneMail_OthersTheirOwn()
    {
        await using var world = await CascadeWorld.OnAsync(open);
        string[] offices = ["5990102", "5990103", "6990101"];
        foreach (var office in offices)
            await world.World.BecomesAsync("clerk", office, Role.Clerk);
        var circular = await world.RegisterAsync(new(2026, 3, 13));
        var form = world.SendForm(circular, Sending.Direct) with { DefinitionId = "circular-report" };
        await world.Desk.SendAsync(form, await world.World.ActorAsync("dla-reviewer"));
        await world.Job.RunAsync();
        Assert.That(await world.Fold.RunAsync(), Is.Zero, "others may still come");
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await world.Fold.RunAsync();
        Assert.That(await world.Fold.RunAsync(), Is.Zero);

        var waiting = await world.Database.QueryAsync<string>(
            "select key from outbox where recipient = 'clerk@demo.example' and due_at is not null");
        Assert.That(waiting.Single(), Does.StartWith("mail:digest:"));
        var digest = (await world.World.MailsToAsync("clerk"))[^1];
        Assert.That(digest.Subject, Is.EqualTo("มี 4 เรื่องรอท่านดำเนินการ"));
        Assert.That(digest.Text, Does.Contain("เทศบาลตำบลบ้านลองดู").And.Contain("เทศบาลตำบลสวนสายรุ้ง"));
        Assert.That((await world.World.MailsToAsync("city-clerk")).Single().Subject,
            Does.StartWith("ดำเนินการตามหนังสือเวียน DLA-2569-12"));
        await DomainBooks.MustBalanceAsync(world.World);
    }

    [Test]
    public async Task WhatHasLeftAlready_IsNotFolded()
    {
        await using var world = await CascadeWorld.OnAsync(open);
        await world.World.BecomesAsync("clerk", "5990103", Role.Clerk);
        await world.World.BecomesAsync("clerk", "5990102", Role.Clerk);
        var circular = await world.RegisterAsync(new(2026, 3, 13));
        await world.Desk.SendAsync(world.SendForm(circular, Sending.Direct) with { DefinitionId = "circular-report" },
            await world.World.ActorAsync("dla-reviewer"));
        await world.Job.RunAsync();
        await world.Database.WriteAsync(transaction => transaction.ExecuteAsync(
            """
            update outbox set attempts = 1 where id = (select min(id) from outbox where recipient = @to)
            """, new { to = "clerk@demo.example" }));
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        await world.Fold.RunAsync();
        Assert.That((await world.World.MailsToAsync("clerk"))[^1].Subject, Is.EqualTo("มี 2 เรื่องรอท่านดำเนินการ"));
    }
}
