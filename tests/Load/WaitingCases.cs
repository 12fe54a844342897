using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Tests.Torture;

namespace WorkflowHost.Tests.Load;

/// <summary>Cases that wait for a reviewer, each brought there by the program's own verbs.</summary>
sealed class WaitingCases(IServiceProvider program)
{
    static readonly ParallelOptions Eight = new() { MaxDegreeOfParallelism = 8 };

    readonly Database database = program.GetRequiredService<Database>();
    readonly Filing filing = program.GetRequiredService<Filing>();
    readonly WorkflowRuntime runtime = program.GetRequiredService<WorkflowRuntime>();
    readonly TimeProvider clock = program.GetRequiredService<TimeProvider>();

    public async Task MakeAsync(IEnumerable<TortureTown.Seat> seats) =>
        await Parallel.ForEachAsync(seats, Eight, async (seat, _) => await BringToReviewAsync(seat));

    async Task BringToReviewAsync(TortureTown.Seat seat)
    {
        var clerk = (await Actor.FindAsync(database, seat.Clerk, clock.GetUtcNow()))!;
        var filed = await filing.FileAsync(
            new RequestForm("load-" + seat.Person, "BBL", RequestKind.New, seat.Organisation, seat.Person, null, ""), clerk);
        await AnswerAsync(filed.RequestId, WorkTask.ProveIdentity, seat.Clerk, "Prove",
            new ProofAnswer(ProveIdentity.InPerson, "2.1"));
        await AnswerAsync(filed.RequestId, WorkTask.Letter, seat.Clerk, RequireLetter.Attach,
            new LetterAnswer(null, Convert.ToHexString(Guid.NewGuid().ToByteArray()).PadRight(64, 'a').ToLowerInvariant(),
                "หนังสือ.pdf", "application/pdf", 12_345, 1, "ตย 52301/" + seat.Person, ThaiDate.BangkokDate(clock.GetUtcNow()),
                "ผู้อำนวยการสำนักงบประมาณ", seat.NameTh, "นายประเสริฐ ศรีสุข", Capacity.Own, null, "scan"));
    }

    async Task AnswerAsync(string request, string kind, string by, string answer, object data)
    {
        var task = await database.FirstAsync<string>(
            "select id from tasks where request_id = @request and kind = @kind and closed_at is null", new { request, kind });
        var result = await runtime.ResumeAsync(task!,
            new Stimulus(answer, by, JsonSerializer.Serialize(data, JsonSerializerOptions.Web)));
        if (result is not StepResult.Moved)
            throw new InvalidOperationException($"{answer} for request {request} was not taken: {result}");
    }
}
