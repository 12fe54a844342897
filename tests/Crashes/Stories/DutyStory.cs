using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Duties;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Circulars;

namespace WorkflowHost.Tests.Crashes.Stories;

/// <summary>
/// Circular D in a city municipality: duties, the report, credentials after the training, days of work and days of silence, and a
/// duty that is handed over.
/// </summary>
sealed class DutyStory() : LifeStory(Monday)
{
    static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7));

    public override IReadOnlyList<Func<World, Task>> Deeds =>
    [
        world => world.Runtime.StartAsync(new StartRequest("eplan-roles", StartKey: "D:city",
            Inputs: new Dictionary<string, object?> { ["circularId"] = "D", ["organisationCode"] = DemoData.City })),
        Assign("planning", "city-officer"),
        Assign("finance", "city-officer2"),
        Assign("engineering", "city-officer"),
        AnswerTask("มอบหมายบุคลากร", "city-mayor", AssignDuties.Report),
        Leap(Monday.AddDays(2)),
        AnswerTask("กำชับการแบ่งงาน", "city-mayor", "Done"),
        AnswerTask("รับรายงานการมอบหมาย", "coordinator", "Noted"),
        Unless("duty-training", async world => await Desk(world).RecordTrainingAsync(
            DemoData.City, new DateOnly(2026, 3, 4), "นางดวงใจ มั่นคง", await world.ActorAsync("coordinator"))),
        Leap(Monday.AddDays(4)),
        async world => await Desk(world).NoteWorkAsync(DemoData.City, await world.ActorAsync("city-officer")),
        Leap(Monday.AddDays(14)),
        Assign("planning", "city-officer2", "แฟ้มแผนพัฒนา"),
        Leap(Monday.AddDays(40)),
    ];

    static DutyDesk Desk(World world) => new(world.Database, world.Clock);

    static Func<World, Task> Assign(string duty, string person, string handOver = "") => async world =>
        await Desk(world).AssignAsync(DemoData.City, duty, person, handOver, await world.ActorAsync("city-mayor"));

    Func<World, Task> AnswerTask(string title, string by, string answer) => Answer(title, async world =>
        (await world.Database.FirstAsync<string>("select id from tasks where title_th like @title and closed_at is null",
            new { title = title + "%" }))!, by, answer, new { reason = "แจ้งในที่ประชุมแล้ว" });
}
