using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>An operator decides on a list that the brake holds (T89): silence has its effect for all of it, or for none.</summary>
public sealed class BrakeDesk(Database database, TimeProvider clock)
{
    /// <param name="decision"><see cref="BrakeList.Apply"/> or <see cref="BrakeList.Spare"/>: they are asked again in a month.</param>
    /// <returns>How many rights it concerns.</returns>
    /// <exception cref="RefusedException">Not the operator's, no reason, or decided already.</exception>
    public async Task<int> DecideAsync(string brakeId, string decision, string reason, Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw ReviewRefusals.NotTheOperators();
        if (decision is not (BrakeList.Apply or BrakeList.Spare))
            throw Tasks.Answer.Unreadable();
        CampaignDesk.RequireReason(reason);
        return await database.WriteAsync(transaction => DecideAsync(transaction, brakeId, decision, reason, actor));
    }

    async Task<int> DecideAsync(Transaction transaction, string brakeId, string decision, string reason, Actor actor)
    {
        var brake = await transaction.FirstAsync<BrakeList>("select * from review_brakes where id = @brakeId", new { brakeId })
            ?? throw ReviewRefusals.NoSuchBrake();
        await BrakeList.LockAsync(transaction, brake.CampaignId, brake.ProvinceCode);
        var now = clock.GetUtcNow();
        if (await transaction.ExecuteAsync(
            """
            update review_brakes set decision = @decision, reason = @reason, decided_by = @PersonId, decided_at = @now
            where id = @brakeId and decision is null
            """, new { decision, reason, actor.PersonId, now, brakeId }) == 0)
            throw ReviewRefusals.NoSuchBrake();
        var concerned = (int)await transaction.FirstAsync<long>(
            "select count(*) from review_items where brake_id = @brakeId and state = 'braked'", new { brakeId });
        if (decision == BrakeList.Apply)
            transaction.Write(
                """
                update review_provinces set silenced = silenced + @concerned
                where campaign_id = @CampaignId and province_code = @ProvinceCode
                """, new { concerned, brake.CampaignId, brake.ProvinceCode });
        if (brake.Scope == BrakeList.Province)
            transaction.Write(
                """
                update review_provinces set decided_at_count = silenced
                where campaign_id = @CampaignId and province_code = @ProvinceCode
                """, new { brake.CampaignId, brake.ProvinceCode });
        transaction.Write(
            """
            update bookmarks set due_at = @now where instance_id in (
                select instance_id from review_items where brake_id = @brakeId and state = 'braked')
            """, new { now, brakeId });
        AuditTrail.Add(transaction, now, actor.PersonId, "review-brake-" + decision, "review-campaign", brake.CampaignId,
            brake.Scope == BrakeList.Organisation ? brake.Code : null, "A-05",
            $"{await BrakeList.NameAsync(transaction, brake.Scope, brake.Code)} · {concerned}: {reason}");
        return concerned;
    }
}
