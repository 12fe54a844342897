using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Cascade;
using WorkflowHost.Tests.Support;
using static WorkflowHost.Tests.Engine.Chart;

namespace WorkflowHost.Tests.Amendments;

/// <summary>Recipients are added and withdrawn, dates that steps wait for move, and a circular is withdrawn (T81, T88).</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class RecipientTests(Func<TestDatabase> open)
{
    Survey survey = null!;
    AmendmentWorld Amendments => survey.Amendments;

    [TearDown]
    public ValueTask CloseAsync() => survey.DisposeAsync();

    [Test]
    public async Task AddedRecipients_AreStartedAsByTheSending_AndWithdrawnOnesEnd_ToldOnce()
    {
        survey = await Survey.SentAsync(open, types: [OrganisationType.Tao, OrganisationType.TambonMunicipality]);
        var before = await survey.Cascade.StartedAsync("s1");
        Assert.That(before, Does.Not.Contain(DemoData.City).And.Contains(DemoData.Tambon));
        var id = await Amendments.BeginsAsync(Amendments.Form(survey.Circular) with
        {
            AddedTypes = [OrganisationType.CityMunicipality],
            AddedOrganisations = [DemoData.Pao],
            WithdrawnOrganisations = [DemoData.Tambon],
        });
        await survey.Cascade.Job.RunAsync(parallel: 1);
        await Amendments.Job.RunAsync();
        Assert.That(
            (await survey.Cascade.StartedAsync("s1")).Except(before), Is.EquivalentTo(new[] { DemoData.City, DemoData.Pao }));
        Assert.That((await survey.TaskAsync(DemoData.City)).DueAt, Is.EqualTo(Survey.End(Survey.Due)));
        Assert.That(
            (await Amendments.CasesAsync(id)).Single(), Has.Property("State").EqualTo("closed"), "no other case is touched");
        Assert.That(() => survey.TaskAsync(DemoData.Tambon), Throws.InstanceOf<AssertionException>());
        Assert.That((await survey.Cascade.DeliveryAsync("s1", DemoData.Tambon))!.IsCovered, Is.False);
        Assert.That((await Sending.FindAsync(survey.World.Database, "s1"))!.Total, Is.EqualTo(before.Count + 1));
        await Amendments.TellsAsync();
        await Amendments.TellsAsync();
        Assert.That((await survey.World.MailsToAsync("clerk")).Count(mail => mail.Subject.StartsWith("แก้ไขหนังสือเวียน",
            StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That((await survey.World.MailsToAsync("city-clerk")).Any(mail => mail.Subject.StartsWith("แก้ไขหนังสือเวียน",
            StringComparison.Ordinal)), Is.False, "who joins gets the circular's own mail");
    }

    [Test]
    public async Task AddedRecipients_BelowAnOfficeThatPassedItOn_HaveItAtOnce_WithItsOwnDay()
    {
        survey = await Survey.SentAsync(open, Sending.Relay, [OrganisationType.CityMunicipality]);
        var own = Survey.End(new(2026, 3, 10));
        await survey.Cascade.PassesOnAsync("s1", DemoData.Province, "coordinator", own);
        survey.World.Clock.Advance(TimeSpan.FromHours(1));
        await Amendments.BeginsAsync(Amendments.Form(survey.Circular) with
        {
            AddedTypes = [OrganisationType.Pao, OrganisationType.Tao],
        });
        await survey.Cascade.Job.RunAsync(parallel: 1);
        var pao = (await survey.Cascade.DeliveryAsync("s1", DemoData.Pao))!;
        Assert.That(
            (pao.ArrivedAt, pao.ShownAt, pao.InstanceId is null), Is.EqualTo((survey.World.Clock.GetUtcNow(), own, false)));
        Assert.That(
            (await survey.Cascade.DeliveryAsync("s1", DemoData.Tao))!.ArrivedAt, Is.Null, "its district has still to pass it on");
    }

    [Test]
    public async Task T88_AWithdrawnCircular_EndsEveryCase_StopsItsSending_AndTellsOnce()
    {
        survey = await Survey.SentAsync(open);
        await survey.AnswersAsync(DemoData.City, "city-clerk");
        await Amendments.WithdrawsAsync(survey.Circular, "มีหนังสือฉบับใหม่", "dla-reviewer", number: AmendmentWorld.Number);
        await Amendments.Job.RunAsync();
        Assert.That((await Amendments.StateAsync("wd1")).Status, Is.EqualTo(Amendment.Done));
        Assert.That(await survey.World.Database.QueryAsync<string>("select distinct status from instances order by status"),
            Is.EqualTo(new[] { "Cancelled", "Finished" }));
        Assert.That((await Sending.FindAsync(survey.World.Database, "s1"))!.Phase, Is.EqualTo(Sending.Stopped));
        Assert.That(async () => await survey.Cascade.Desk.GoOnAsync("s1", await survey.World.ActorAsync("dla-reviewer")),
            Throws.InstanceOf<RefusedException>().With.Property("Code").EqualTo("circular-withdrawn"));
        await Amendments.TellsAsync();
        await Amendments.TellsAsync();
        Assert.That((await survey.World.MailsToAsync("clerk")).Count(mail => mail.Subject.StartsWith("หนังสือเวียนถูกยกเลิก",
            StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task T88_RightsEndOnlyWhenTheWithdrawalSaysSo()
    {
        survey = await Survey.SentAsync(open);
        var world = survey.World;
        await world.FileAsync("city-clerk", DemoData.City, RequestKind.Replace, "city-officer2", "city-1");
        await Amendments.WithdrawsAsync("A", "เลิกใช้ระบบ", "director", endsRights: true);
        await Amendments.Job.RunAsync();
        var right = (await world.RightsAsync(DemoData.City)).Single();
        Assert.That((right.ValidTo is null, right.EndReason), Is.EqualTo((false, "เลิกใช้ระบบ")));
        Assert.That((await Amendments.CasesAsync("wd1")).Select(one => one.State).Distinct(), Is.EqualTo(new[] { "closed" }));
    }

    [TestCase("Gov.AwaitDate", "dateKey", "Done")]
    [TestCase("Gov.AwaitPurge", "dateKey", "Late")]
    public async Task ADateMovedForward_WakesTheStepsThatWaitForIt_OnItsNewDay(string type, string input, string outcome)
    {
        survey = await Survey.SentAsync(open);
        var circular = await survey.Cascade.RegisterAsync(Survey.Due, "มท ๐๘๑๐.๘/ว ๑๓");
        var step = Step("wait", type, input == "dateKey" && type == "Gov.AwaitDate"
            ? new { dateKey = Literal($"{circular}-01") }
            : new { rule = Literal($"{circular}-01"), dateKey = Literal($"{circular}-01") });
        await survey.World.Definitions.PublishAsync([PerOrganisation.Of("waiting", Coverage.AnyCircular, Survey.AllTypes,
            [step, Step("over", "Elsa.End"), Step("not", "Elsa.End")],
            [.. ((string[])["Done", .. outcome == "Done" ? Array.Empty<string>() : ["Late"]])
                .Select(port => $"wait.{port} -> over"),
                "cover.Done -> wait", "cover.NotCovered -> not"])]);
        var start = PerOrganisation.Start(
            "waiting", circular, DemoData.City) with
        { CorrelationId = $"{circular}:{DemoData.City}" };
        var instance = (await survey.World.Runtime.StartAsync(start)).InstanceId;
        var day = new DateOnly(2026, 3, 5);
        await Amendments.BeginsAsync(Amendments.Moves(circular, $"{circular}-01", day));
        await survey.World.Runtime.RunDueAsync();
        Assert.That(await StatusAsync(instance), Is.EqualTo("Suspended"), "the new day is to come");
        await survey.World.LeapsToAsync(Survey.End(day).AddSeconds(2));
        Assert.That(await StatusAsync(instance), Is.EqualTo("Finished"));
    }

    [Test]
    public async Task B07_AnOpeningThatIsMoved_MovesWhatWaitsForIt()
    {
        survey = await Survey.SentAsync(open);
        var world = survey.World;
        world.Clock.SetTo(new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(7)));
        await world.Database.WriteAsync(async transaction =>
        {
            await transaction.ExecuteAsync("update circular_dates set at = @at where circular_id = 'B' and key = 'B-07'",
                new { at = new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.FromHours(7)) });
            await transaction.ExecuteAsync(
                "update windows set closed_from = @from, closed_until = @until where circular_id = 'B' and key = 'B-06'",
                new
                {
                    from = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(7)),
                    until = new DateTimeOffset(2026, 3, 9, 0, 0, 0, TimeSpan.FromHours(7)),
                });
        });
        await Amendments.Desk.KeepAsync(Amendments.Form("B", "มท ๐๘๑๐.๘/ว ๙๘") with
        {
            Dates = [new NewDate("B-07", new(2026, 3, 5), null)],
        }, await world.ActorAsync("dla-reviewer"));
        await Amendments.Desk.StartAsync("am1", await world.ActorAsync("dla-reviewer"));
        Assert.That(await world.Database.FirstAsync<DateTimeOffset>(
            "select closed_until from windows where circular_id = 'B' and key = 'B-06'"),
            Is.EqualTo(new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.FromHours(7))));
    }

    Task<string?> StatusAsync(string instance) => survey.World.Database.FirstAsync<string>(
        "select status from instances where id = @instance", new { instance });
}
