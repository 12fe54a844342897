using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>A step that asks several: any, all, one after another, a quorum (feature 13, T45).</summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class SeveralApproversTests(Func<TestDatabase> open)
{
    const string ReviewStep = "\"name\": \"review\",";

    [Test]
    public async Task All_WaitsForEachHolder_AndEachHasOneVoice()
    {
        await using var world = await WithAsync("all");
        var request = await world.ReadyForReviewAsync();
        Assert.That(await world.ReviewsAsync(request, "Approve"), Is.InstanceOf<StepResult.Moved>());
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.InReview), "one is not all");
        Assert.That(Code(await world.ReviewsAsync(request, "Approve")), Is.EqualTo("said-already"));
        Assert.That(await world.ReviewsAsync(request, "Approve", by: "reviewer2"), Is.InstanceOf<StepResult.Moved>());
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WithDirector));
        Assert.That(await CountAsync(world, request), Is.EqualTo(2), "both voices are on record");
    }

    [Test]
    public async Task ASingleNo_EndsIt_OrIsHeardWithTheOthers_AsTheSettingSays()
    {
        await using var strict = await WithAsync("all");
        var request = await strict.ReadyForReviewAsync();
        await strict.ReviewsAsync(request, "Reject", "ลายมือชื่อไม่ตรง");
        Assert.That((await strict.RequestAsync(request.Id)).ClosedAt, Is.Not.Null);

        await using var patient = await WithAsync("all", noEnds: false);
        request = await patient.ReadyForReviewAsync();
        await patient.ReviewsAsync(request, "Reject", "ลายมือชื่อไม่ตรง");
        Assert.That((await patient.RequestAsync(request.Id)).ClosedAt, Is.Null, "the other is heard too");
        await patient.ReviewsAsync(request, "Approve", by: "reviewer2");
        Assert.That((await patient.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.Rejected));
    }

    [Test]
    public async Task AQuorum_IsReached_OrCannotBeReachedAnyMore()
    {
        await using var world = await WithAsync("quorum", quorum: 2, noEnds: false);
        await world.BecomesAsync("operator", DemoData.Bureau, Role.Reviewer);
        var request = await world.ReadyForReviewAsync();
        await world.ReviewsAsync(request, "Reject", "ไม่ครบ");
        await world.ReviewsAsync(request, "Approve", by: "reviewer2");
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.InReview));
        await world.ReviewsAsync(request, "Approve", by: "operator");
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WithDirector));

        var other = await world.ReadyForReviewAsync("officer2");
        await world.ReviewsAsync(other, "Reject", "ไม่ครบ");
        await world.ReviewsAsync(other, "Reject", "ไม่ครบ", by: "operator");
        Assert.That((await world.RequestAsync(other.Id)).Stage, Is.EqualTo(RequestStage.Rejected), "one voice left can't make two");
    }

    [Test]
    public async Task InTurn_TheNextIsAskedOnceTheFirstHasAnswered_AndTheMailSaysWhoHas()
    {
        await using var world = await WithAsync("sequence", further: "director");
        var request = await world.ReadyForReviewAsync();
        var task = await world.OpenTaskAsync(request, WorkTask.Review);
        Assert.That(await world.MailsToAsync("director"), Is.Empty);
        Assert.That(Code(await world.AnswerAsync(task, "director", "Approve", new { reason = "" })), Is.EqualTo("not-yours"));
        await world.ReviewsAsync(request, "Approve", "เอกสารครบ");
        var asked = (await world.MailsToAsync("director")).Single();
        Assert.That(asked.Text, Does.Contain("ให้ความเห็นแล้ว: นางสาวอรทัย ตรวจการ (เห็นชอบ)").And.Contain("ยังรอ: ผู้อำนวยการ")
            .And.Contain("Answered: Orathai Truatkarn (approved)"));
        Assert.That(Code(await world.ReviewsAsync(request, "Approve", by: "reviewer2")), Is.EqualTo("not-yours"), "the office has spoken");
        await world.ReviewsAsync(request, "Approve", by: "director");
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WithDirector));
    }

    [Test]
    public async Task InTurn_OverHolders_WhoCameFirstIsAskedFirst()
    {
        await using var world = await WithAsync("sequence");
        await world.BecomesAsync("operator", DemoData.Bureau, Role.Reviewer);
        var request = await world.ReadyForReviewAsync();
        Assert.That(Code(await world.ReviewsAsync(request, "Approve", by: "operator")), Is.EqualTo("not-your-turn"));
        await world.ReviewsAsync(request, "Approve");
        await world.ReviewsAsync(request, "Approve", by: "reviewer2");
        Assert.That((await world.MailsToAsync("operator"))[^1].Subject, Does.StartWith("โปรดตรวจคำขอ"));
        await world.ReviewsAsync(request, "Approve", by: "operator");
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WithDirector));
    }

    [Test]
    public async Task WhoLeavesTheOffice_IsNotWaitedFor()
    {
        await using var world = await WithAsync("all");
        var request = await world.ReadyForReviewAsync();
        await world.ReviewsAsync(request, "Approve");
        await world.EndsAsync("reviewer2");
        await world.PassesAsync(TimeSpan.FromDays(2));
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WithDirector), "looked at on the next working morning");
    }

    [Test]
    public async Task ADeputy_SpeaksForTheOneTheyStandInFor_AndNobodyElse()
    {
        await using var world = await WithAsync("all");
        var now = world.Clock.GetUtcNow();
        await world.Deputies.AppointAsync(
            new DeputyOrder("operator", DemoData.Bureau, Role.Reviewer, Capacity.OnBehalf, "๙/๒๕๖๙", now, now.AddDays(4)),
            await world.ActorAsync("reviewer2"));
        var request = await world.ReadyForReviewAsync();
        await world.ReviewsAsync(request, "Approve");
        await world.ReviewsAsync(request, "Approve", by: "operator");
        Assert.That((await world.RequestAsync(request.Id)).Stage, Is.EqualTo(RequestStage.WithDirector));
        Assert.That(await world.Database.FirstAsync<string>(
            "select capacity || ' ' || order_number || ' ' || for_person from decisions where by_person = 'operator'"),
            Is.EqualTo("on-behalf ๙/๒๕๖๙ reviewer2"));
    }

    [Test]
    public async Task T45_ThreeAtTheSameInstant_ForAQuorumOfTwo_MakeTwoVoices_HoweverOften()
    {
        await using var world = await WithAsync("quorum", quorum: 2);
        await world.BecomesAsync("operator", DemoData.Bureau, Role.Reviewer);
        for (var round = 0; round < 40; round++)
        {
            var request = await world.ReadyForReviewAsync();
            var task = await world.OpenTaskAsync(request, WorkTask.Review);
            var all = await Task.WhenAll(((string[])["reviewer", "reviewer2", "operator"]).Select(by =>
                Task.Run(() => world.AnswerAsync(task, by, "Approve", new { reason = "" }))));
            Assert.That(all.Count(result => result is StepResult.Moved), Is.EqualTo(2));
            Assert.That(all.Count(result => result is StepResult.AlreadyDone), Is.EqualTo(1));
            Assert.That(await CountAsync(world, request), Is.EqualTo(2));
            await world.Withdrawal.WithdrawAsync(request.Id, "รอบต่อไป", await world.ActorAsync("clerk"));
        }
    }

    [Test]
    public async Task OfOnePlace_HolderAndDeputyAtTheSameInstant_OneIsHeard_AndTheOtherIsToldWho()
    {
        await using var world = await WithAsync("all");
        var now = world.Clock.GetUtcNow();
        await world.Deputies.AppointAsync(
            new DeputyOrder("operator", DemoData.Bureau, Role.Reviewer, Capacity.OnBehalf, "๙/๒๕๖๙", now, now.AddDays(4)),
            await world.ActorAsync("reviewer2"));
        var task = await world.OpenTaskAsync(await world.ReadyForReviewAsync(), WorkTask.Review);
        var both = await Task.WhenAll(((string[])["reviewer2", "operator"]).Select(by =>
            Task.Run(() => world.AnswerAsync(task, by, "Approve", new { reason = "" }))));
        Assert.That(both.Count(result => result is StepResult.Moved), Is.EqualTo(1));
        var lost = both.OfType<StepResult.Refused>().Single().Reason;
        Assert.That(lost.Code, Is.EqualTo("said-already"));
        Assert.That(lost.Thai, Does.Contain("นาย"), "names who was heard");
    }

    [TestCase("any", 0, false, 0, 2, 1, null, TestName = "Any_TwoNoAndOneOpen_WaitsForTheLast")]
    [TestCase("any", 0, false, 0, 3, 0, "Reject", TestName = "Any_AllNo_Rejects")]
    [TestCase("any", 0, false, 1, 2, 0, "Approve", TestName = "Any_OneYes_Approves")]
    [TestCase("quorum", 2, true, 1, 0, 0, null, TestName = "Quorum_TooFewHolders_Waits")]
    [TestCase("all", 0, true, 0, 0, 2, null, TestName = "All_NobodyYet_Waits")]
    public void TheRule(string mode, int quorum, bool noEnds, int yes, int no, int open, string? ends) =>
        Assert.That(new VotingRule(mode, quorum, noEnds).Outcome(yes, no, open), Is.EqualTo(ends));

    async Task<World> WithAsync(string approvers, int quorum = 0, bool noEnds = true, string? further = null)
    {
        var world = await World.OnAsync(open);
        await world.PublishAsync("bbl-access", ReviewStep, ReviewStep
            + Input("approvers", "String", $"\"{approvers}\"") + Input("quorum", "Int32", $"\"{quorum}\"")
            + Input("noEnds", "Boolean", noEnds ? "\"True\"" : "\"False\"")
            + (further is null ? "" : $$"""
                "furtherRoles": { "expression": { "type": "Object", "value": "[\"{{further}}\"]" }, "typeName": "String[]" },
                """));
        return world;
    }

    static string Input(string name, string type, string value) =>
        $$""" "{{name}}": { "expression": { "type": "Literal", "value": {{value}} }, "typeName": "{{type}}" },""";

    static Task<long> CountAsync(World world, Request request) => world.Database.FirstAsync<long>(
        "select count(*) from decisions where request_id = @Id and stage = 'review'", new { request.Id });

    static string? Code(StepResult result) => (result as StepResult.Refused)?.Reason.Code;
}
