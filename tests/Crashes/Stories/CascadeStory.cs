using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Cascade;
using WorkflowHost.Tests.Circulars;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Crashes.Stories;

/// <summary>
/// A circular is sent, received, passed on and started: in the end every organisation has one instance, and everybody one mail.
/// </summary>
sealed class CascadeStory() : LifeStory(Monday)
{
    static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7));

    public override IReadOnlyList<Func<World, Task>> Deeds =>
    [
        In(async cascade => await cascade.Desk.SendAsync(
            cascade.SendForm("DLA-2569-12"), await cascade.World.ActorAsync("dla-reviewer"))),
        In(cascade => cascade.Job.RunAsync(parallel: 1)),
        .. Office(DemoData.Province, "coordinator"),
        .. Office(CascadeDemo.District, "district"),
        Leap(Monday.AddMinutes(5)),
        In(cascade => cascade.Notices.MailAsync()),
    ];

    protected override Task BeginAsync(TestDatabase store) =>
        store.StartFromAsync("a circular of the department", async prepared =>
            await (await CascadeWorld.OnAsync(() => prepared)).RegisterAsync(new(2026, 3, 13)));

    // Its instances wait for an event, which is nobody's task.
    public override Task MustBalanceAsync(World world) => Task.CompletedTask;

    static Func<World, Task> In(Func<CascadeWorld, Task> deed) => world => deed(CascadeWorld.Of(world));

    static Func<World, Task>[] Office(string office, string by) =>
    [
        In(async cascade =>
        {
            if ((await cascade.DeliveryAsync("s1", office))!.ReceivedAt is null)
                await cascade.ReceivesAsync("s1", office, by);
        }),
        In(cascade => PassOnAsync(cascade, office, by)),
        In(cascade => cascade.Job.RunAsync(parallel: 1)),
    ];

    // Somebody who got no answer presses the button again, and is told that it is done.
    static async Task PassOnAsync(CascadeWorld cascade, string office, string by)
    {
        try
        {
            await cascade.Hops.ReissueAsync(
                "s1", office, new ReissueForm("ว ๗", new(2026, 3, 2), null), await cascade.World.ActorAsync(by));
        }
        catch (RefusedException refusal) when (refusal.Code == "passed-on")
        {
            return;
        }
    }
}
