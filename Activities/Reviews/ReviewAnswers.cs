using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>Changes one's own answer until it takes effect: the last one counts.</summary>
public sealed class ReviewAnswers(Database database, TimeProvider clock)
{
    public const string Confirm = "Confirm";
    public const string Replace = "Replace";
    public const string GiveUp = "GiveUp";

    /// <exception cref="RefusedException">Somebody else's answer, closed meanwhile, or the holder is excluded or has left.</exception>
    public Task ChangeAsync(string rightId, string answer, Actor actor)
    {
        if (answer is not (Confirm or Replace or GiveUp))
            throw Tasks.Answer.Unreadable();
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            transaction.Lock("select id from rights where id = @rightId", new { rightId });
            var given = await transaction.FirstAsync<Given>(
                """
                select v.id, r.organisation_code, r.person_id, x.reason as excluded from reviews v
                join review_items i on i.instance_id = v.instance_id and i.state = 'answered'
                join rights r on r.id = v.right_id
                left join review_exclusions x on x.campaign_id = i.campaign_id and x.person_id = r.person_id and x.ended_at is null
                where v.right_id = @rightId and v.answered_by = @PersonId and v.answer_until > @now and r.valid_to is null
                """, new { rightId, actor.PersonId, now }) ?? throw ReviewRefusals.NotYourAnswer();
            if (given.Excluded is { } reason)
                throw ReviewRefusals.OnHold(reason);
            if (actor.In(given.OrganisationCode, Role.Officer, Role.Clerk, Role.Executive) is null)
                throw ReviewRefusals.NotYourAnswer();
            if (answer == Confirm)
                await OwnOfficer.RequireStillAsync(transaction, given.PersonId, given.OrganisationCode, now);
            transaction.Write(
                "update reviews set answer = @answer, answered_at = @now, answers = answers + 1 where id = @Id",
                new { answer, now, given.Id });
            AuditTrail.Add(transaction, now, actor.PersonId, "review-changed-to-" + answer.ToLowerInvariant(), "right", rightId,
                given.OrganisationCode, "A-05");
        });
    }

    /// <summary>Writes down the first answer of a review.</summary>
    internal static void Note(ActivityExecutionContext context, string rightId, string answer, string by, DateTimeOffset until) =>
        context.Transaction.Write(
            """
            update reviews set answer = @answer, answered_by = @by, answered_at = @Now, answer_until = @until, answers = 1
            where instance_id = @InstanceId and right_id = @rightId
            """, new { answer, by, context.Now, until, context.InstanceId, rightId });

    internal static string OutcomeOf(string answer) => answer switch
    {
        Confirm => "Confirmed",
        GiveUp => "GivenUp",
        _ => "Replace",
    };

    sealed class Given
    {
        public string Id { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
        public string PersonId { get; init; } = "";
        public string? Excluded { get; init; }
    }
}
