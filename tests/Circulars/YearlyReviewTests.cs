using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>A-05: every year the holder is asked; silence has its consequences, one after the other, and never in secret.</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class YearlyReviewTests(Func<TestDatabase> open)
{
    // The demo rights fall due for review a month after 2 March 2026.
    static readonly TimeSpan UntilReview = TimeSpan.FromDays(31);

    [Test]
    public async Task A05_WhenTheDayComes_TheHolderIsAsked_Once_HoweverOftenTheJobRuns()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(UntilReview - TimeSpan.FromDays(1));
        Assert.That(await ReviewsAsync(world), Is.Zero);
        await world.PassesAsync(TimeSpan.FromDays(1));
        await Task.WhenAll(world.YearlyReview.OpenDueAsync(), world.YearlyReview.OpenDueAsync());
        Assert.That(await ReviewsAsync(world), Is.EqualTo(3));
        Assert.That((await world.MailsToAsync("city-officer")).Count(mail => mail.Subject.StartsWith("ทบทวนสิทธิประจำปี", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task A05_Confirm_LetsTheRightGoOn_AndAsksAgainNextYear()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(UntilReview);
        Assert.That(await AnswerAsync(world, "city-1", "city-officer", "Confirm"), Is.InstanceOf<StepResult.Moved>());
        var right = await RightAsync(world, "city-1");
        Assert.That(right.ReviewOn, Is.EqualTo(new DateOnly(2027, 4, 2)));
        Assert.That(right.ValidTo, Is.Null);
        await world.PassesAsync(TimeSpan.FromDays(60));
        Assert.That((await world.MailsToAsync("city-officer")).Count(mail => mail.Subject.Contains("เตือนครั้งที่")), Is.Zero,
            "who has answered is not reminded");
    }

    [Test]
    public async Task A05_GiveUp_RevokesAtOnce_AndMeasuresTheEmptySeat()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(UntilReview);
        await AnswerAsync(world, "full-1", "full-clerk", "GiveUp");
        Assert.That((await RightAsync(world, "full-1")).ValidTo, Is.Not.Null);
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from access_gaps where old_right_id = 'full-1' and ended_at is null"), Is.EqualTo(1));
    }

    [Test]
    public async Task A05_Replace_KeepsTheRight_TellsHowToReplace_AndAsksAgainAfterThirtyDays()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(UntilReview);
        await AnswerAsync(world, "city-1", "city-clerk", "Replace");
        Assert.That((await RightAsync(world, "city-1")).ReviewOn, Is.EqualTo(new DateOnly(2026, 5, 2)));
        Assert.That((await world.MailsToAsync("city-clerk"))[^1].Subject, Does.StartWith("โปรดยื่นคำขอเปลี่ยนตัว"));
    }

    [Test]
    public async Task A05_Silence_Reminds_AsksTheExecutiveOfTheLastHolder_Suspends_AndRevokes()
    {
        await using var world = await World.OnAsync(open);
        world.PassesEveryHour = true;
        await world.PassesAsync(UntilReview + TimeSpan.FromDays(31));
        Assert.That((await RightAsync(world, "city-1")).SuspendedAt, Is.Null, "the last holder is not suspended before the executive was asked");
        Assert.That((await world.RightsAsync(DemoData.FullTambon)).Count(right => right.SuspendedAt is not null), Is.EqualTo(1),
            "of two whose windows close together exactly one is, the other has become the last");
        await world.PassesAsync(TimeSpan.FromDays(15));
        Assert.That((await RightAsync(world, "city-1")).SuspendedAt, Is.Not.Null);
        Assert.That((await RightAsync(world, "city-1")).ValidTo, Is.Null);
        await world.PassesAsync(TimeSpan.FromDays(31));
        Assert.That((await RightAsync(world, "city-1")).ValidTo, Is.Not.Null);
        await Story.ShouldBeApprovedAsync(world, "silence-of-a-year", DemoData.City);
    }

    [Test]
    public async Task A05_ASuspendedRight_CanBeRestored_ForThirtyDays()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(UntilReview + TimeSpan.FromDays(46));
        var task = await TaskAsync(world, "city-1", WorkTask.Restore);
        await world.AnswerAsync(task, "city-mayor", "Restore", new { reason = "ลืมตอบ" });
        var right = await RightAsync(world, "city-1");
        Assert.That((right.SuspendedAt, right.ValidTo), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
        Assert.That(await world.Database.FirstAsync<long>("select count(*) from suspensions where right_id = 'city-1' and to_at is not null"), Is.EqualTo(1));
    }

    [Test]
    public async Task A05_T90_WhenTheRightEndsMeanwhile_TheReviewClosesItself()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(UntilReview);
        await world.Revocation.RevokeAsync("city-1", "ลาออก", await world.ActorAsync("city-mayor"));
        await world.PassesAsync(TimeSpan.FromDays(40));
        Assert.That(await world.Database.FirstAsync<string>("select outcome from reviews where right_id = 'city-1'"), Is.EqualTo("ended"));
        Assert.That((await world.MailsToAsync("city-officer")).Count(mail => mail.Subject.Contains("เตือนครั้งที่")), Is.Zero);
    }

    [Test]
    public async Task A05_AnotherOfficer_CannotAnswerForTheHolder()
    {
        await using var world = await World.OnAsync(open);
        await world.PassesAsync(UntilReview);
        Assert.That(await AnswerAsync(world, "city-1", "city-officer2", "Confirm"), Is.InstanceOf<StepResult.Refused>());
        Assert.That(await AnswerAsync(world, "city-1", "mayor", "Confirm"), Is.InstanceOf<StepResult.Refused>());
    }

    static Task<long> ReviewsAsync(World world) => world.Database.FirstAsync<long>("select count(*) from reviews");

    static async Task<Right> RightAsync(World world, string id) =>
        (await world.Database.FirstAsync<Right>("select * from rights where id = @id", new { id }))!;

    static async Task<WorkTask> TaskAsync(World world, string right, string kind) => (await world.Database.FirstAsync<WorkTask>(
        "select * from tasks where right_id = @right and kind = @kind and closed_at is null", new { right, kind }))!;

    static async Task<StepResult> AnswerAsync(World world, string right, string by, string answer) =>
        await world.AnswerAsync(await TaskAsync(world, right, WorkTask.YearlyReview), by, answer, new { reason = "" });
}
