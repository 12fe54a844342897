using System.Text.Json;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Tests.Web;

/// <summary>Moves requests of the demo province to where a page is tested, through the same doors as people.</summary>
static class Cases
{
    public const string AnyPdf = "หนังสือ.pdf";

    /// <summary>Files through the page; answers the request's id.</summary>
    public static async Task<string> FileAsync(this Visitor visitor, string choice, string person, string system = "BBL")
    {
        var filed = await visitor.PostAsync(
            "/requests/new", new { FormKey = Guid.NewGuid(), System = system, Choice = choice, PersonId = person });
        Assert.That(filed.Status, Is.EqualTo(302), filed.Text);
        return filed.Location!.Split('/')[^1];
    }

    public static async Task ProveAsync(this TestHost host, string request) =>
        await host.AnswerAsync(request, WorkTask.ProveIdentity, null, "Prove", new ProofAnswer(ProveIdentity.StandIn, "2.3"));

    /// <param name="by">A demo account; null is the officer of the request.</param>
    public static async Task AnswerAsync(this TestHost host, string request, string kind, string? by, string answer, object data)
    {
        var task = await host.Database.FirstAsync<WorkTask>(
            "select * from tasks where request_id = @request and kind = @kind and closed_at is null", new { request, kind });
        Assert.That(task, Is.Not.Null, $"no open task '{kind}'");
        by ??= await host.Database.FirstAsync<string>("select person_id from requests where id = @request", new { request });
        var result = await host.Get<WorkflowRuntime>().ResumeAsync(
            task!.Id, new Stimulus(answer, by!, JsonSerializer.Serialize(data, JsonSerializerOptions.Web)));
        Assert.That(result, Is.TypeOf<StepResult.Moved>());
    }

    public static async Task GrantAsync(this TestHost host, string request)
    {
        await host.AnswerAsync(request, WorkTask.Review, "reviewer", Approval.Approve, new DecisionAnswer("เอกสารครบถ้วน"));
        var task = (await host.Database.FirstAsync<WorkTask>(
            "select * from tasks where request_id = @request and closed_at is null", new { request }))!;
        var director = (await Actor.FindAsync(host.Database, "director", host.Clock.GetUtcNow()))!;
        await host.Get<StepUp>().SendAsync(task.Id, director.Person);
        var mail = (await host.Database.FirstAsync<string>(
            "select payload from outbox where recipient = 'director@demo.example' order by id desc limit 1"))!;
        var code = JsonDocument.Parse(mail).RootElement.GetProperty("subject").GetString()!.Split(' ')[1];
        var stepUp = await host.Get<StepUp>().UseAsync(task.Id, "director", code);
        await host.AnswerAsync(request, WorkTask.Decide, "director", Approval.Approve, new DecisionAnswer("", StepUpId: stepUp));
    }

    public static Task<string?> StageAsync(this TestHost host, string request) =>
        host.Database.FirstAsync<string>("select stage from requests where id = @request", new { request });

    /// <summary>What a right letter says, for the upload form; a test changes what it is about.</summary>
    public static Dictionary<string, string> RightLetter(string name) => new()
    {
        ["Input.LetterNumber"] = "ตย 53001/123",
        ["Input.LetterDate"] = "๒ มี.ค. ๒๕๖๙",
        ["Input.Addressee"] = "ผู้อำนวยการสำนักงบประมาณ",
        ["Input.NamesInLetter"] = name,
        ["Input.SignerName"] = "นายประเสริฐ ศรีสุข",
        ["Input.SignerCapacity"] = "own",
        ["Input.SignatureKind"] = "scan",
    };
}
