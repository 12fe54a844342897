using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;
using static WorkflowHost.Tests.Circulars.RolloutScenes;

namespace WorkflowHost.Tests.Crashes.Stories;

/// <summary>
/// Circular E in the demo province: the roster, the order with its annex, registration before and after it, the training, the
/// trial, the purge and go-live.
/// </summary>
sealed class RolloutStory() : LifeStory(At(6, 13))
{
    string order = "";

    public override IReadOnlyList<Func<World, Task>> Deeds =>
    [
        world => world.StartRolloutAsync(),
        .. Offices.Select((office, place) => (Func<World, Task>)(world => world.NamesAsync(
            office, ((string[])["หนึ่ง", "สอง", "สาม", "สี่"])[place], RolloutScenes.Ids[place]))),
        Answer("roster", async world => (await world.AskedAsync(WorkTask.CollectRoster)).Id, "coordinator", CollectRoster.Send,
            new { reason = "" }),
        Answer("check", async world => (await world.Database.FirstAsync<string>(
            "select id from tasks where kind = 'ask-organisation' and organisation_code = 'DOPA' and closed_at is null"))!,
            "finance", "Accept", new { reason = "" }),
        Leap(At(6, 14, 15)),
        Unless("order-compiled", async world => order = await world.Orders().CompileAsync(await world.ActorAsync("finance"))),
        Unless("order-signed", SignAsync),
        Leap(At(6, 17)),
        Register("D9901", 1, "district"),
        Leap(At(6, 22, 13)),
        AnswerOf("D9901", "ติดตั้งโปรแกรม", "Done"),
        AnswerOf("D9901", "ส่งผู้เข้าอบรม", "Attended"),
        .. Types.Select((type, place) => Try(type, place)),
        Leap(At(7, 21)),
        Leap(At(7, 27)),
        Unless("trial-purged", async world => await world.Purging().RunAsync(await world.ActorAsync("finance"))),
        Leap(At(8, 1, 9)),
        AnswerOf("D9901", "ยืนยันว่าเลิกออกใบเสร็จ", "Closed"),
        Leap(At(8, 20)),
    ];

    static string[] Offices => [DemoData.Province, .. Districts];

    async Task SignAsync(World world)
    {
        if (order.Length == 0)
            order = (await world.Database.FirstAsync<string>("select id from appointment_orders where draft = 1"))!;
        await world.Orders().SignAsync(order, new OrderSignature("๑๒๓/๒๕๖๕", ThaiDate.BangkokDate(Clock.GetUtcNow()),
            "นายสมมุติ อธิบดี", "อธิบดีกรมการปกครอง", Capacity.Own, ""), await world.ActorAsync("finance"));
    }

    static Func<World, Task> Register(string office, int place, string by) => async world =>
        await world.Registering().RegisterAsync(office, RolloutScenes.Ids[place], await world.ActorAsync(by));

    // One entry of each type; who sees it on the page doesn't enter it again.
    static Func<World, Task> Try(TrialType type, int place) => async world =>
    {
        if (await world.Database.FirstAsync<long>("select count(*) from trial_entries") <= place)
            await world.Trying().EnterAsync("D9901", type.Key, 12_345, Types, await world.ActorAsync("district"));
    };

    Func<World, Task> AnswerOf(string office, string title, string answer) => Answer(title, async world =>
        (await world.Database.FirstAsync<string>(
            "select id from tasks where title_th like @title and about_code = @office and closed_at is null",
            new { title = title + "%", office }))!, "district", answer, new { reason = "", evidence = "นายสอง ใจดี" });
}
