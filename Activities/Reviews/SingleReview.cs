using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Asks about one right out of turn (feature 33): an operator wants to know, or its holder moved. It counts as this year's where
/// the right was still to be asked.
/// </summary>
public sealed class SingleReview(Database database, TimeProvider clock)
{
    /// <exception cref="RefusedException">Not the operator's, no reason, or under review already.</exception>
    public Task AskAsync(string rightId, string reason, Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw ReviewRefusals.NotTheOperators();
        CampaignDesk.RequireReason(reason);
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var organisation = await transaction.FirstAsync<string>(
                """
                select organisation_code from rights where id = @rightId and valid_to is null
                and not exists (select 1 from reviews v where v.right_id = rights.id and v.closed_at is null)
                """, new { rightId }) ?? throw ReviewRefusals.UnderReview();
            Ask(transaction, now, rightId, organisation, actor.PersonId, reason);
        });
    }

    /// <summary>
    /// Asks about the rights that somebody keeps elsewhere when they leave an organisation (T39, T40). Those under review are
    /// left alone.
    /// </summary>
    internal static async Task AskElsewhereAsync(
        Transaction transaction, DateTimeOffset now, string personId, string left, string? by, string reason)
    {
        foreach (var kept in await transaction.QueryAsync<Kept>(
            """
            select id, organisation_code from rights r
            where r.person_id = @personId and r.organisation_code <> @left and r.valid_to is null and r.review_on is not null
            and not exists (select 1 from reviews v where v.right_id = r.id and v.closed_at is null) order by id
            """, new { personId, left }))
            Ask(transaction, now, kept.Id, kept.OrganisationCode, by, reason);
    }

    static void Ask(
        Transaction transaction, DateTimeOffset now, string right, string organisation, string? by, string reason)
    {
        transaction.Write("update rights set review_on = @today where id = @right and valid_to is null",
            new { today = ThaiDate.BangkokDate(now), right });
        // The next year's may be planned already; this is this year's question.
        transaction.Write(
            """
            update review_items set state = 'single' where right_id = @right and state = 'planned' and campaign_id = (
                select min(i.campaign_id) from review_items i where i.right_id = @right and i.state = 'planned')
            """, new { right });
        AuditTrail.Add(transaction, now, by, "review-single", "right", right, organisation, "A-05", reason);
    }

    sealed class Kept
    {
        public string Id { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
    }
}
