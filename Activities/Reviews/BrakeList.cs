using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// The lists of rights whose silence waits for an operator (T89): one an organisation that would have nobody left, one a province
/// that is over its per cent. After each decision a province has as many per cent again.
/// </summary>
public sealed class BrakeList
{
    public const string Apply = "apply";
    public const string Spare = "spare";
    public const string Province = "province";
    public const string Organisation = "organisation";

    internal const string Undecided = "undecided";

    /// <summary>Nobody else is left meanwhile, and the executive has not been asked: they come first (left open 7).</summary>
    internal const string Last = "last";

    /// <summary>To be asked again in a minute.</summary>
    internal const string Soon = "soon";

    public string Id { get; init; } = "";
    public string CampaignId { get; init; } = "";

    /// <summary>Of a province, or of one organisation.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The province's two digits, or the organisation's code.</summary>
    public string Code { get; init; } = "";

    public string ProvinceCode { get; init; } = "";
    public DateTimeOffset RaisedAt { get; init; }
    public string? Decision { get; init; }
    public string? Reason { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What becomes of a right's silence: <see cref="Apply"/>, <see cref="Spare"/> or <see cref="Undecided"/>.</summary>
    internal static async Task<string> DecisionAsync(ActivityExecutionContext context, CampaignItem item)
    {
        var province = await LockAsync(context.Transaction, item.CampaignId, item.ProvinceCode);
        var list = item.BrakeId is null ? null
            : await context.Transaction.FirstAsync<BrakeList>("select * from review_brakes where id = @BrakeId", new { item.BrakeId });
        if (list is { Decision: null } or { Decision: Spare } or { Scope: Organisation })
            return list.Decision ?? Undecided;
        if (await IsAboutToChangeAsync(context, item))
            return Soon;
        if (await EmptiesAsync(context, item))
            return await ExecutiveWasAskedAsync(context) ? await RaiseAsync(context, item, Organisation, item.OrganisationCode) : Last;
        if (list is not null)
            return Apply;
        if (100 * (province.Silenced + 1 - province.DecidedAtCount) > province.LimitPercent * province.Total)
            return await RaiseAsync(context, item, Province, item.ProvinceCode);
        context.Transaction.Write(
            """
            update review_provinces set silenced = silenced + 1
            where campaign_id = @CampaignId and province_code = @ProvinceCode
            """, new { item.CampaignId, item.ProvinceCode });
        return Apply;
    }

    /// <summary>Whoever counts in a province takes turns, the one who decides too.</summary>
    internal static async Task<Counted> LockAsync(Transaction transaction, string campaign, string province)
    {
        transaction.Lock(
            "select campaign_id from review_provinces where campaign_id = @campaign and province_code = @province",
            new { campaign, province });
        return (await transaction.FirstAsync<Counted>(
            """
            select p.total, p.silenced, p.decided_at_count, c.limit_percent from review_provinces p
            join review_campaigns c on c.id = p.campaign_id
            where p.campaign_id = @campaign and p.province_code = @province
            """, new { campaign, province }))!;
    }

    static async Task<bool> EmptiesAsync(ActivityExecutionContext context, CampaignItem item) =>
        await context.Transaction.FirstAsync<string>(
            """
            select r.id from rights r join review_campaigns c on c.system = r.system
            where c.id = @CampaignId and r.organisation_code = @OrganisationCode and r.valid_to is null
            and r.suspended_at is null and r.id <> @RightId limit 1
            """, new { item.CampaignId, item.OrganisationCode, item.RightId }) is null;

    // A colleague's silence that is about to have its effect, in a step of its own after a fault, must be seen first.
    static async Task<bool> IsAboutToChangeAsync(ActivityExecutionContext context, CampaignItem item) =>
        await context.Transaction.FirstAsync<string>(
            """
            select s.right_id from review_items s join rights r on r.id = s.right_id
            where s.organisation_code = @OrganisationCode and s.campaign_id = @CampaignId and s.right_id <> @RightId
            and s.silenced_at is not null and s.state = 'open' and r.suspended_at is null and r.valid_to is null limit 1
            """, new { item.CampaignId, item.OrganisationCode, item.RightId }) is not null;

    static async Task<bool> ExecutiveWasAskedAsync(ActivityExecutionContext context) =>
        await context.Transaction.FirstAsync<string>(
            """
            select id from tasks where instance_id = @InstanceId and kind = @kind and role not like '%officer%' limit 1
            """, new { context.InstanceId, kind = Tasks.WorkTask.YearlyReview }) is not null;

    static async Task<string> RaiseAsync(ActivityExecutionContext context, CampaignItem item, string scope, string code)
    {
        var id = await context.Transaction.FirstAsync<string>(
            "select id from review_brakes where campaign_id = @CampaignId and scope = @scope and code = @code and decision is null",
            new { item.CampaignId, scope, code });
        if (id is null)
        {
            id = Ids.New(context.Now);
            context.Transaction.Write(
                """
                insert into review_brakes (id, campaign_id, scope, code, province_code, raised_at)
                values (@id, @CampaignId, @scope, @code, @ProvinceCode, @Now)
                """, new { id, item.CampaignId, scope, code, item.ProvinceCode, context.Now });
            AuditTrail.Add(context.Transaction, context.Now, null, "review-brake", "review-campaign", item.CampaignId,
                scope == Organisation ? code : null, "A-05", await NameAsync(context.Transaction, scope, code));
        }
        context.Transaction.Write(
            "update review_items set brake_id = @id where campaign_id = @CampaignId and right_id = @RightId",
            new { id, item.CampaignId, item.RightId });
        return Undecided;
    }

    /// <summary>The organisation or province whose list it is, as the history of the campaign names it.</summary>
    internal static async Task<string> NameAsync(Transaction transaction, string scope, string code) =>
        await transaction.FirstAsync<string>(scope == Organisation ? "select name_th from organisations where code = @code"
            : "select name_th from organisations where type = 'province' and province_code = @code", new { code }) ?? code;

    /// <summary>A province's numbers in a campaign.</summary>
    internal sealed class Counted
    {
        public long Total { get; init; }
        public long Silenced { get; init; }
        public long DecidedAtCount { get; init; }
        public long LimitPercent { get; init; }
    }
}
