using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;

namespace WorkflowHost.Activities.Requests;

/// <summary>
/// Withdraws a circular (T88): nothing new can be filed under it, open requests end with the reason, everybody concerned is
/// told once. Rights that were granted go on, with their reviews.
/// </summary>
public sealed class CircularWithdrawal(Database database, WorkflowRuntime runtime, Tools tools, TimeProvider clock)
{
    const int AtOnce = 200;

    /// <summary>May be repeated: what a crash left open is closed then, and nobody is told twice.</summary>
    /// <returns>How many requests it closed.</returns>
    /// <exception cref="RefusedException">Not a Director, no reason, or no such circular.</exception>
    public async Task<int> WithdrawAsync(string circular, string reason, Actor actor)
    {
        if (!actor.Is(Role.Director))
            throw new RefusedException("not-director",
                "เฉพาะผู้อำนวยการของหน่วยงานเจ้าของระบบเท่านั้นที่ยกเลิกหนังสือเวียนได้", "Only the Director of the agency that owns it can withdraw a circular.");
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("reason-needed", "โปรดระบุเหตุผลที่ยกเลิกหนังสือเวียน", "Say why the circular is withdrawn.");
        await MarkAsync(circular, reason, actor);
        var closed = 0;
        while (await database.QueryAsync<Request>(
            "select * from requests where circular_id = @circular and closed_at is null order by id limit @AtOnce", new { circular, AtOnce })
            is { Count: > 0 } open)
        {
            var round = 0;
            foreach (var request in open)
                if (await runtime.CancelAsync(request.InstanceId, actor.PersonId, reason, transaction => CloseAsync(transaction, request, reason, actor)))
                    round++;
            closed += round;
            if (round == 0)
                break;
        }
        return closed;
    }

    /// <summary>Why a circular was withdrawn; null while it holds.</summary>
    public static Task<string?> ReasonAsync(Transaction transaction, string circular) => transaction.FirstAsync<string>(
        "select withdrawn_reason from circulars where id = @circular and withdrawn_at is not null", new { circular });

    Task MarkAsync(string circular, string reason, Actor actor) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        if (await transaction.FirstAsync<string>("select id from circulars where id = @circular", new { circular }) is null)
            throw new RefusedException("no-such-circular", $"ไม่มีหนังสือเวียน '{circular}'", $"There is no circular '{circular}'.");
        if (await transaction.ExecuteAsync(
            """
            update circulars set withdrawn_at = @now, withdrawn_by = @PersonId, withdrawn_reason = @reason
            where id = @circular and withdrawn_at is null
            """, new { now, actor.PersonId, reason, circular }) > 0)
            AuditTrail.Add(transaction, now, actor.PersonId, "circular-withdrawn", "circular", circular, detail: reason);
    });

    async Task CloseAsync(Transaction transaction, Request request, string reason, Actor actor)
    {
        var now = clock.GetUtcNow();
        Request.Close(transaction, request, RequestStage.Void, now, actor.PersonId, reason);
        var model = await CaseModel.OfAsync(transaction, request.Id, null, null, now);
        model["withdrawnReason"] = reason;
        List<Person> people = [await Person.GetAsync(transaction, request.PersonId), await Person.GetAsync(transaction, request.FiledBy)];
        people.AddRange(await Person.InRoleAsync(transaction, request.OrganisationCode, Role.Clerk, now));
        // One key a circular and person: who has several requests open is told of it once.
        foreach (var person in people.DistinctBy(person => person.Id))
            CaseMail.Queue(transaction, now, tools, "circular-withdrawn", person, model, $"withdrawn:{request.CircularId}", request.Id);
    }
}
