using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Circulars;

namespace WorkflowHost.Tests.Crashes.Stories;

/// <summary>
/// A replacement under circular A from the form to the grant, with an officer who leaves on the way (T33), and on into the
/// yearly review.
/// </summary>
sealed class ReplacementStory() : LifeStory(Monday)
{
    static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7));

    string request = "";
    string? code;

    public override IReadOnlyList<Func<World, Task>> Deeds =>
    [
        FileAsync,
        Leap(Monday.AddDays(2)),
        AnswerTask(WorkTask.RevokeFirst, "city-mayor", "Revoke", new { reason = "ย้าย" }),
        Leap(Monday.AddDays(8)),
        AnswerTask(WorkTask.ProveIdentity, "city-officer2", "Prove", new ProofAnswer(ProveIdentity.StandIn, "2.3")),
        // The new officer leaves while the letter is waited for; the old one comes back in their place (T33).
        LeaveAsync,
        Leap(Monday.AddDays(9)),
        AnswerTask(WorkTask.ChangeOfficer, "city-mayor", "Continue",
            new { reason = "", via = "page", personId = "city-officer" }),
        AnswerTask(WorkTask.ProveIdentity, "city-officer", "Prove", new ProofAnswer(ProveIdentity.StandIn, "2.3"), "again"),
        AttachAsync,
        Leap(Monday.AddDays(12)),
        AnswerTask(WorkTask.Review, "reviewer", "Approve", new { reason = "ครบ" }),
        AskForCodeAsync,
        UseCodeAsync,
        world => AnswerTask(WorkTask.Decide, "director", "Approve", new { reason = "", stepUpId = code })(world),
        Leap(Monday.AddDays(400)),
    ];

    async Task FileAsync(World world) => request = (await world.FileAsync(
        "city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1", formKey: "one form")).Id;

    Func<World, Task> AnswerTask(string kind, string by, string answer, object data, string time = "") =>
        Answer(kind + time, world => OpenAsync(world, kind), by, answer, data);

    async Task<string> OpenAsync(World world, string kind) =>
        (await world.OpenTaskAsync(await world.RequestAsync(request), kind)).Id;

    async Task LeaveAsync(World world)
    {
        if ((await world.RequestAsync(request)).OfficerLeftAt is null)
            await world.Departure.LeaveAsync(
                "city-officer2", DemoData.City, Clock.GetUtcNow(), await world.ActorAsync("city-mayor"), "คำสั่งที่ ๕");
    }

    async Task AttachAsync(World world)
    {
        var task = await OnceAsync(WorkTask.Letter, () => OpenAsync(world, WorkTask.Letter));
        if ((await WorkTask.FindAsync(world.Database, task))!.ClosedAt is null)
            await world.AttachesLetterAsync(await world.RequestAsync(request), "city-clerk");
    }

    async Task AskForCodeAsync(World world)
    {
        var mails = await world.MailsToAsync("director");
        if (!mails.Any(mail => mail.Subject.StartsWith("รหัสยืนยัน", StringComparison.Ordinal)))
            await world.StepUp.SendAsync(
                await OnceAsync(WorkTask.Decide, () => OpenAsync(world, WorkTask.Decide)),
                (await world.ActorAsync("director")).Person);
    }

    // A code that was used and never answered for is used up: another is asked for.
    async Task UseCodeAsync(World world)
    {
        var task = await OnceAsync(WorkTask.Decide, () => OpenAsync(world, WorkTask.Decide));
        try
        {
            code = await world.StepUp.UseAsync(task, "director", await world.LatestCodeAsync("director"));
        }
        catch (RefusedException refusal) when (refusal.Code == "code-expired")
        {
            code = await world.StepsUpAsync((await WorkTask.FindAsync(world.Database, task))!, "director");
        }
    }
}
