using System.Text.Json;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Tests.Web;

/// <summary>Brings a case of the demo province to the task that a test is about, without pages.</summary>
static class TasksCase
{
    public static async Task<WorkTask> ProofAsync(TestHost host, string officer = "officer")
    {
        var actor = (await Actor.FindAsync(host.Database, officer, host.Clock.GetUtcNow()))!;
        var filed = await host.Get<Filing>().FileAsync(
            new RequestForm(Guid.NewGuid().ToString(), "BBL", RequestKind.New, DemoData.Tambon, officer, null, ""), actor);
        return await OpenAsync(host, filed.RequestId, WorkTask.ProveIdentity);
    }

    public static async Task<WorkTask> LetterAsync(TestHost host, string officer = "officer")
    {
        var proof = await ProofAsync(host, officer);
        await AnswerAsync(host, proof, officer, "Prove", new ProofAnswer(ProveIdentity.StandIn, "2.3"));
        return await OpenAsync(host, proof.RequestId!, WorkTask.Letter);
    }

    public static async Task<WorkTask> ReviewAsync(TestHost host, string officer = "officer", Func<LetterAnswer, LetterAnswer>? change = null)
    {
        var task = await LetterAsync(host, officer);
        var person = (await Actor.FindAsync(host.Database, officer, host.Clock.GetUtcNow()))!.Person;
        var letter = new LetterAnswer(null, new string('a', 64), "หนังสือ.pdf", "application/pdf", 12_345, 1, "ตย 52301/123",
            ThaiDate.BangkokDate(host.Clock.GetUtcNow()), "ผู้อำนวยการสำนักงบประมาณ", person.NameTh, "นายประเสริฐ ศรีสุข", Capacity.Own, null, "scan");
        await AnswerAsync(host, task, "clerk", RequireLetter.Attach, change is null ? letter : change(letter));
        return await OpenAsync(host, task.RequestId!, WorkTask.Review);
    }

    public static async Task<WorkTask> DecideAsync(TestHost host, string officer = "officer")
    {
        var review = await ReviewAsync(host, officer);
        await AnswerAsync(host, review, "reviewer", Approval.Approve, new DecisionAnswer("เอกสารครบถ้วน"));
        return await OpenAsync(host, review.RequestId!, WorkTask.Decide);
    }

    public static async Task<WorkTask> RevokeAsync(TestHost host)
    {
        var actor = (await Actor.FindAsync(host.Database, "city-clerk", host.Clock.GetUtcNow()))!;
        var filed = await host.Get<Filing>().FileAsync(
            new RequestForm(Guid.NewGuid().ToString(), "BBL", RequestKind.Replace, DemoData.City, "city-officer2", "city-1", ""), actor);
        return await OpenAsync(host, filed.RequestId, WorkTask.RevokeFirst);
    }

    public static async Task AnswerAsync(TestHost host, WorkTask task, string by, string answer, object data) => Assert.That(
        await host.Get<WorkflowRuntime>().ResumeAsync(task.Id, new Stimulus(answer, by, JsonSerializer.Serialize(data, JsonSerializerOptions.Web))),
        Is.InstanceOf<StepResult.Moved>());

    public static async Task<WorkTask> TaskAsync(TestHost host, string id) => (await WorkTask.FindAsync(host.Database, id))!;

    public static async Task<long> CountAsync(TestHost host, string table, string where = "1 = 1") =>
        await host.Database.FirstAsync<long>($"select count(*) from {table} where {where}");

    public static async Task<IReadOnlyList<OutgoingMail>> MailsToAsync(TestHost host, string person) =>
        [.. (await host.Database.QueryAsync<string>("select payload from outbox where recipient = @to order by id", new { to = person + "@demo.example" }))
            .Select(payload => JsonSerializer.Deserialize<OutgoingMail>(payload, JsonSerializerOptions.Web)!)];

    public static async Task<string> CodeAsync(TestHost host, string person) =>
        (await MailsToAsync(host, person)).Last(mail => mail.Subject.StartsWith("รหัสยืนยัน", StringComparison.Ordinal)).Subject.Split(' ')[1];

    /// <summary>The path of the latest link in the mails to this person.</summary>
    public static async Task<string> LinkAsync(TestHost host, string person)
    {
        var text = (await MailsToAsync(host, person)).Last(mail => mail.Text.Contains("/a/")).Text;
        var path = text[text.IndexOf("/a/", StringComparison.Ordinal)..];
        return path[..path.IndexOfAny(['\n', '\r', ' '])];
    }

    /// <summary>Everything in the store but the audit trail.</summary>
    public static async Task<string> ContentAsync(TestHost host)
    {
        var content = new System.Text.StringBuilder();
        foreach (var table in await host.Database.QueryAsync<string>(
            "select name from sqlite_master where type = 'table' and name not in ('audit', 'sqlite_sequence') order by name"))
            foreach (var row in await host.Database.QueryAsync<dynamic>($"select * from {table}"))
                content.Append(table).Append(' ').AppendLine((string)row.ToString());
        return content.ToString();
    }

    static async Task<WorkTask> OpenAsync(TestHost host, string requestId, string kind) => (await host.Database.FirstAsync<WorkTask>(
        "select * from tasks where request_id = @requestId and kind = @kind and closed_at is null", new { requestId, kind }))!;
}
