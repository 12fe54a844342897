using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>When a year's review is to be.</summary>
/// <param name="LimitPercent">The brake: how many per cent of a province may fall silent without a decision (T89).</param>
/// <param name="Repeats">Whether the following years are planned by themselves, on the same dates.</param>
public sealed record CampaignForm(string System, DateOnly FirstOn, DateOnly LastOn, int LimitPercent, bool Repeats);

/// <summary>Plans the review of a year, and shows beforehand who would be asked when.</summary>
public sealed class CampaignPlan(Database database, OfficeCalendar calendar, TimeProvider clock)
{
    const int LongestDays = 366;

    /// <summary>What a plan would look like. Writes nothing.</summary>
    /// <param name="Loads">How many are asked on each day that is used.</param>
    /// <param name="KnownUntil">The last day whose holidays are known; beyond it only weekends are left out.</param>
    public sealed record Preview(
        int Total, int WorkingDays, int Days, int DayLimit, IReadOnlyList<DayLoad> Loads, DateOnly KnownUntil);

    /// <summary>How many are asked on a day.</summary>
    public sealed record DayLoad(DateOnly Day, int Rights);

    /// <exception cref="RefusedException">The dates or the system can't be.</exception>
    public async Task<Preview> PreviewAsync(CampaignForm form)
    {
        Check(form);
        var days = DaysOf(form);
        var dealt = ReviewSpread.Deal(await CampaignDeal.SeatsAsync(database, form.System, form.FirstOn), days);
        if (dealt.ByRight.Count == 0)
            throw ReviewRefusals.NoSuchSystem(form.System);
        return new Preview(dealt.ByRight.Count, days.Count, dealt.Days, dealt.DayLimit,
            [.. dealt.ByRight.Values.GroupBy(day => day).Select(day => new DayLoad(day.Key, day.Count())).OrderBy(load => load.Day)],
            calendar.Current.LastsUntil);
    }

    /// <summary>Plans it. Before its first day it can be planned anew; then its dates stand.</summary>
    /// <returns>The campaign's id: one a system and fiscal year.</returns>
    /// <exception cref="RefusedException">Not the operator's, begun already, or the dates can't be.</exception>
    public async Task<string> PlanAsync(CampaignForm form, Actor actor)
    {
        if (!actor.Is(Role.Operator))
            throw ReviewRefusals.NotTheOperators();
        await PreviewAsync(form);
        var id = Campaign.IdOf(form.System, Campaign.YearOf(form.FirstOn));
        await database.WriteAsync(transaction => StoreAsync(transaction, id, form, actor));
        await CampaignDeal.RunAsync(database, calendar, id);
        return id;
    }

    async Task StoreAsync(Transaction transaction, string id, CampaignForm form, Actor actor)
    {
        var now = clock.GetUtcNow();
        if (await Campaign.LockAsync(transaction, id) is { } before)
        {
            if (before.FirstOn <= ThaiDate.BangkokDate(now))
                throw ReviewRefusals.Begun(before);
            CampaignDeal.Forget(transaction, id);
        }
        if (await transaction.FirstAsync<Campaign>(
            """
            select * from review_campaigns where system = @System and id <> @id and first_on <= @LastOn and last_on >= @FirstOn
            """, new { form.System, id, form.LastOn, form.FirstOn }) is { } other)
            throw ReviewRefusals.Overlaps(other);
        New(id, form, actor.PersonId, now).Insert(transaction);
        AuditTrail.Add(transaction, now, actor.PersonId, "review-planned", "review-campaign", id, rule: "A-05",
            detail: $"{ThaiDate.ShortForm(form.FirstOn)} – {ThaiDate.ShortForm(form.LastOn)}, {form.LimitPercent} %");
    }

    static Campaign New(string id, CampaignForm form, string by, DateTimeOffset now) => new()
    {
        Id = id,
        System = form.System,
        Year = Campaign.YearOf(form.FirstOn),
        FirstOn = form.FirstOn,
        LastOn = form.LastOn,
        AnchorFirstOn = form.FirstOn,
        AnchorLastOn = form.LastOn,
        Repeats = form.Repeats ? 1 : 0,
        LimitPercent = form.LimitPercent,
        DayLimit = 1,
        PlannedBy = by,
        PlannedAt = now,
    };

    void Check(CampaignForm form)
    {
        if (form.FirstOn <= ThaiDate.BangkokDate(clock.GetUtcNow()))
            throw ReviewRefusals.FirstInThePast();
        if (form.LastOn < form.FirstOn || form.LastOn.DayNumber - form.FirstOn.DayNumber >= LongestDays)
            throw ReviewRefusals.LastBeforeFirst();
        if (form.LimitPercent is < 0 or > 100)
            throw ReviewRefusals.Percent();
        if (DaysOf(form).Count == 0)
            throw ReviewRefusals.NoWorkingDay();
    }

    IReadOnlyList<DateOnly> DaysOf(CampaignForm form) => ReviewSpread.WorkingDays(calendar.Current, form.FirstOn, form.LastOn);
}
