using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>An operator steers a yearly review: pauses it, puts an organisation off, leaves a person out. Each with a reason.</summary>
public sealed class CampaignDesk(Database database, Tools tools, TimeProvider clock)
{
    const int LongestReason = 500;

    /// <summary>
    /// Nobody new is asked or reminded, and silence has no effect, until it goes on. Answers are taken all the while.
    /// </summary>
    /// <exception cref="RefusedException">Not the operator's, no reason, paused or closed already.</exception>
    public Task PauseAsync(string id, string reason, Actor actor) => SteerAsync(id, reason, actor, (transaction, campaign, now) =>
    {
        if (campaign.PausedAt is not null)
            throw ReviewRefusals.Paused();
        transaction.Write(
            "update review_campaigns set paused_at = @now, paused_by = @PersonId, pause_reason = @reason where id = @id",
            new { now, actor.PersonId, reason, id });
        Say(transaction, now, actor, "review-paused", id, null, reason);
        return Task.CompletedTask;
    });

    /// <summary>Goes on. Whose window ended meanwhile is asked anew; whose day passed is asked on the next days.</summary>
    /// <exception cref="RefusedException">Not the operator's, no reason, or not paused.</exception>
    public Task GoOnAsync(string id, string reason, Actor actor) => SteerAsync(id, reason, actor, (transaction, campaign, now) =>
    {
        if (campaign.PausedAt is null)
            throw ReviewRefusals.NotPaused();
        transaction.Write(
            "update review_campaigns set paused_at = null, paused_by = null, pause_reason = null where id = @id", new { id });
        Say(transaction, now, actor, "review-goes-on", id, null, reason);
        return Task.CompletedTask;
    });

    /// <summary>Puts off what an organisation has not been asked yet.</summary>
    /// <param name="to">Its new day: the first working day from here on that has room.</param>
    /// <returns>The day.</returns>
    /// <exception cref="RefusedException">Not the operator's, nothing to be put off there, no such day, or no reason.</exception>
    public async Task<DateOnly> PostponeAsync(string id, string organisation, DateOnly to, string reason, Actor actor)
    {
        var day = to;
        await SteerAsync(id, reason, actor, async (transaction, campaign, now) =>
        {
            var today = ThaiDate.BangkokDate(now);
            var planned = await transaction.QueryAsync<CampaignItem>(
                """
                select * from review_items where organisation_code = @organisation and campaign_id = @id and state = 'planned'
                """, new { organisation, id });
            if (planned.Count == 0)
                throw ReviewRefusals.NothingPlannedThere(organisation);
            var places = await CampaignDeal.PlacesAsync(transaction, campaign, tools.Calendar.Current, today.AddDays(1));
            if (to <= today || to <= planned.Max(item => item.OpensOn) || to > campaign.LastOn
                || places.FirstWithRoom(to, planned.Count) is not { } free)
                throw ReviewRefusals.PostponedTo(campaign.LastOn);
            day = free;
            transaction.Write(
                """
                update review_items set opens_on = @day, postponed_by = @PersonId, postponed_reason = @reason
                where organisation_code = @organisation and campaign_id = @id and state = 'planned'
                """, new { day, actor.PersonId, reason, organisation, id });
            transaction.Write(
                """
                update rights set review_on = @day where review_on is not null and id in (
                    select right_id from review_items
                    where organisation_code = @organisation and campaign_id = @id and state = 'planned')
                """, new { day, organisation, id });
            Say(transaction, now, actor, "review-postponed", id, organisation, $"{ThaiDate.ShortForm(day)}: {reason}");
        });
        return day;
    }

    /// <summary>Leaves a holder out (T94): not asked, not reminded, not changed, and shown with the reason.</summary>
    /// <exception cref="RefusedException">Not the operator's, no such holder, excluded already, or no reason.</exception>
    public Task ExcludeAsync(string id, string person, string reason, Actor actor) => SteerAsync(id, reason, actor,
        async (transaction, campaign, now) =>
    {
        if (await transaction.FirstAsync<string>(
            "select id from rights where person_id = @person and system = @System and valid_to is null limit 1",
            new { person, campaign.System }) is null)
            throw ReviewRefusals.NoSuchPerson(person);
        if (await transaction.ExecuteAsync(
            """
            insert into review_exclusions (id, campaign_id, person_id, reason, by_person, at)
            values (@exclusion, @id, @person, @reason, @PersonId, @now)
            on conflict (person_id, campaign_id) where ended_at is null do nothing
            """, new { exclusion = Ids.New(now), id, person, reason, actor.PersonId, now }) == 0)
            throw ReviewRefusals.ExcludedAlready();
        Say(transaction, now, actor, "review-excluded", id, null,
            $"{(await Person.GetAsync(transaction, person)).NameTh}: {reason}");
        await TellExcludedAsync(transaction, campaign, person, reason, now);
    });

    // The holder and the clerk of each of their offices, about each of their rights.
    async Task TellExcludedAsync(
        Transaction transaction, Campaign campaign, string person, string reason, DateTimeOffset now)
    {
        foreach (var right in await transaction.QueryAsync<Right>(
            "select * from rights where person_id = @person and system = @System and valid_to is null order by id",
            new { person, campaign.System }))
        {
            var model = await CaseModel.OfAsync(transaction, null, right.Id, "A-05", now);
            model["exclusion"] = reason;
            var readers = (await Person.InRoleAsync(transaction, right.OrganisationCode, Role.Clerk, now))
                .Prepend(await Person.GetAsync(transaction, person)).DistinctBy(reader => reader.Id);
            foreach (var reader in readers)
                CaseMail.Queue(transaction, now, tools, "review-excluded", reader, model,
                    $"excluded:{campaign.Id}:{right.Id}:{now.Ticks}", rightId: right.Id);
        }
    }

    /// <summary>Takes an exclusion back: they are asked on the next days.</summary>
    /// <exception cref="RefusedException">Not the operator's, not excluded, or no reason.</exception>
    public Task IncludeAsync(string id, string person, string reason, Actor actor) => SteerAsync(id, reason, actor,
        async (transaction, campaign, now) =>
    {
        if (await transaction.ExecuteAsync(
            """
            update review_exclusions set ended_at = @now, ended_by = @PersonId
            where person_id = @person and campaign_id = @id and ended_at is null
            """, new { now, actor.PersonId, person, id }) == 0)
            throw ReviewRefusals.NotExcluded();
        Say(transaction, now, actor, "review-included", id, null,
            $"{(await Person.GetAsync(transaction, person)).NameTh}: {reason}");
    });

    internal static void RequireReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
            throw ReviewRefusals.ReasonNeeded();
    }

    Task SteerAsync(string id, string reason, Actor actor, Func<Transaction, Campaign, DateTimeOffset, Task> change)
    {
        if (!actor.Is(Role.Operator))
            throw ReviewRefusals.NotTheOperators();
        RequireReason(reason);
        return database.WriteAsync(async transaction =>
        {
            if (await Campaign.LockAsync(transaction, id) is not { ClosedAt: null } campaign)
                throw ReviewRefusals.NoSuchCampaign();
            await change(transaction, campaign, clock.GetUtcNow());
        });
    }

    static void Say(Transaction transaction, DateTimeOffset now, Actor actor, string action, string id, string? organisation,
        string detail) => AuditTrail.Add(
            transaction, now, actor.PersonId, action, "review-campaign", id, organisation, "A-05", detail);
}
