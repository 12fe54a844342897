using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Orders to act: whose place, which circular, and what dies with them (feature 15, T36).</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class DeputyOrderTests(Func<TestDatabase> open)
{
    [Test]
    public async Task T36_BothNames_StandOnTheDecision_AndInTheMail()
    {
        await using var world = await World.OnAsync(open);
        await AppointAsync(world, "reviewer2");
        var request = await world.WithDirectorAsync();
        await world.DecidesAsync(request, "Approve", by: "reviewer2");
        Assert.That(await world.Database.FirstAsync<string>(
            "select by_person || ' ' || for_person from decisions where stage = 'decide'"), Is.EqualTo("reviewer2 director"));
        var director = (await world.ActorAsync("director")).Person.NameTh;
        Assert.That((await world.MailsToAsync("officer"))[^1].Text, Does.Contain($"(แทน{director})"));
    }

    [Test]
    public async Task AnOrderLimitedToOneCircular_CoversNothingElse()
    {
        await using var world = await World.OnAsync(open);
        await AppointAsync(world, "reviewer2", circular: "B");
        var request = await world.WithDirectorAsync();
        Assert.That(Code(await world.DecidesAsync(request, "Approve", by: "reviewer2")), Is.EqualTo("not-yours"));
        await AppointAsync(world, "reviewer2", circular: "A");
        Assert.That(await world.DecidesAsync(request, "Approve", by: "reviewer2"), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task T36_OpenLinksOfTheDeputy_DieWithTheOrder_AndAreNotRenewed()
    {
        await using var world = await World.OnAsync(open);
        await AppointAsync(world, "operator", days: 1);
        var request = await world.WithDirectorAsync();
        var task = await world.OpenTaskAsync(request, WorkTask.Decide);
        await world.PassesAsync(TimeSpan.FromDays(1));
        Assert.That(await world.Database.QueryAsync<string>(
            "select person_id || ' ' || coalesce(end_reason, 'open') from mail_links where task_id = @Id order by person_id", new { task.Id }),
            Is.EqualTo(new[] { "director open", "operator order-ended" }));
    }

    [Test]
    public async Task WhoStandsInForAParty_DoesNotDecideForThem()
    {
        await using var world = await World.OnAsync(open);
        await world.BecomesAsync("clerk", DemoData.Bureau, Role.Director);
        var now = world.Clock.GetUtcNow();
        await world.Deputies.AppointAsync(
            new DeputyOrder("operator", DemoData.Bureau, Role.Director, Capacity.Acting, "๗/๒๕๖๙", now, now.AddDays(9)),
            await world.ActorAsync("clerk"));
        var request = await world.FileAsync("clerk", DemoData.Tambon, WorkflowHost.Activities.Requests.RequestKind.New, "officer");
        await world.ProvesIdentityAsync(request);
        await world.AttachesLetterAsync(request, "clerk");
        await world.ReviewsAsync(request, "Approve");
        Assert.That(Code(await world.DecidesAsync(request, "Approve", by: "operator")), Is.EqualTo("self-approval"));
        Assert.That(await world.DecidesAsync(request, "Approve"), Is.InstanceOf<StepResult.Moved>());
    }

    [Test]
    public async Task AnOperatorEntersAnOrder_ForTheOnlyHolder_OrSaysWhose()
    {
        await using var world = await World.OnAsync(open);
        var (now, keeper) = (world.Clock.GetUtcNow(), await world.ActorAsync("operator"));
        var order = new DeputyOrder("finance", DemoData.Bureau, Role.Director, Capacity.Acting, "๗/๒๕๖๙", now, now.AddDays(1));
        await world.Deputies.AppointAsync(order, keeper);
        Assert.That(await world.Database.FirstAsync<string>("select for_person from memberships where person_id = 'finance' and capacity <> 'own'"),
            Is.EqualTo("director"));
        var review = order with { Role = Role.Reviewer };
        Assert.That((await RefusalAsync(world, review)).Code, Is.EqualTo("whose-place"));
        Assert.That((await RefusalAsync(world, review with { ForPerson = "officer" })).Code, Is.EqualTo("no-such-holder"));
        await world.Deputies.AppointAsync(review with { ForPerson = "reviewer2" }, keeper);
        var id = (await world.Database.FirstAsync<string>("select id from memberships where for_person = 'reviewer2'"))!;
        var stranger = await world.ActorAsync("reviewer");
        Assert.That(Assert.ThrowsAsync<RefusedException>(() => world.Deputies.EndAsync(id, stranger))!.Code, Is.EqualTo("order-over"));
        await world.Deputies.EndAsync(id, await world.ActorAsync("reviewer2"));
        Assert.That((await world.ActorAsync("finance")).Is(Role.Reviewer), Is.False);
    }

    static async Task AppointAsync(World world, string deputy, int days = 4, string? circular = null)
    {
        var now = world.Clock.GetUtcNow();
        await world.Deputies.AppointAsync(
            new DeputyOrder(deputy, DemoData.Bureau, Role.Director, Capacity.Acting, "๗/๒๕๖๙", now, now.AddDays(days), CircularId: circular),
            await world.ActorAsync("director"));
    }

    static async Task<RefusedException> RefusalAsync(World world, DeputyOrder order)
    {
        var keeper = await world.ActorAsync("operator");
        return Assert.ThrowsAsync<RefusedException>(() => world.Deputies.AppointAsync(order, keeper))!;
    }

    static string? Code(StepResult result) => (result as StepResult.Refused)?.Reason.Code;
}
