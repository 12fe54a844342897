using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Writes down which right is asked on which day, in pieces; killed and begun again it ends the same. Rights that come before the
/// campaign's first day find their place too: it follows the rights as they are, not as they were when it was planned.
/// </summary>
static class CampaignDeal
{
    const int AtOnce = 1_000;

    /// <summary>
    /// The rights of a system that were held before a campaign's first day; who gets one later is asked in the next year's.
    /// </summary>
    public static async Task<IReadOnlyList<ReviewSpread.Seat>> SeatsAsync(Database database, string system, DateOnly first) =>
        [.. (await database.QueryAsync<Held>(
            """
            select id, organisation_code from rights where system = @system and valid_to is null and valid_from < @begins
            """, new { system, begins = ThaiDate.StartOfDay(first) }))
            .Select(held => new ReviewSpread.Seat(held.Id, held.OrganisationCode))];

    /// <summary>Deals a campaign out that is being planned. Nothing happens to one that was dealt out.</summary>
    public static async Task RunAsync(Database database, OfficeCalendar calendar, string id)
    {
        if (await Campaign.FindAsync(database, id) is not { Phase: Campaign.Planning } campaign)
            return;
        var seats = await SeatsAsync(database, campaign.System, campaign.FirstOn);
        var dealt = ReviewSpread.Deal(seats, DaysOf(campaign, calendar.Current));
        foreach (var piece in dealt.ByRight.OrderBy(one => one.Key, StringComparer.Ordinal).Chunk(AtOnce))
            await database.WriteAsync(transaction =>
            {
                foreach (var (right, day) in piece)
                    Insert(transaction, id, right, day);
                return Task.CompletedTask;
            });
        await database.WriteAsync(transaction => FinishAsync(transaction, id, dealt));
    }

    /// <summary>Gives a place to rights that were not there when it was planned. Returns how many.</summary>
    public static Task<int> SettleAsync(Database database, WorkingCalendar calendar, string id, DateOnly today) =>
        database.WriteAsync(async transaction =>
    {
        if (await Campaign.LockAsync(transaction, id) is not { Phase: Campaign.Running } campaign)
            return 0;
        var newcomers = await transaction.QueryAsync<Held>(
            """
            select id, organisation_code from rights r
            where r.system = @System and r.valid_to is null and r.valid_from < @begins
            and not exists (select 1 from review_items i where i.campaign_id = @id and i.right_id = r.id)
            order by organisation_code, id limit @AtOnce
            """, new { campaign.System, begins = ThaiDate.StartOfDay(campaign.FirstOn), id, AtOnce });
        if (newcomers.Count == 0)
        {
            transaction.Write("update review_campaigns set settled_on = @today where id = @id", new { today, id });
            return 0;
        }
        var places = await PlacesAsync(transaction, campaign, calendar, today);
        foreach (var one in newcomers)
            Insert(transaction, id, one.Id, places.Take(one.OrganisationCode));
        Count(transaction, id);
        return newcomers.Count;
    });

    /// <summary>Takes a plan back that has not begun.</summary>
    public static void Forget(Transaction transaction, string id)
    {
        foreach (var table in (string[])["review_items", "review_provinces", "review_exclusions"])
            transaction.Write($"delete from {table} where campaign_id = @id", new { id });
        transaction.Write("delete from review_campaigns where id = @id", new { id });
    }

    /// <summary>The working days of a campaign; its last day if all its days became holidays.</summary>
    public static IReadOnlyList<DateOnly> DaysOf(Campaign campaign, WorkingCalendar calendar) =>
        ReviewSpread.WorkingDays(calendar, campaign.FirstOn, campaign.LastOn) is { Count: > 0 } days ? days : [campaign.LastOn];

    public static async Task<Places> PlacesAsync(
        Transaction transaction, Campaign campaign, WorkingCalendar calendar, DateOnly today)
    {
        var loads = await transaction.QueryAsync<Load>(
            """
            select opens_on as day, count(*) as rights from review_items
            where campaign_id = @Id and state = 'planned' group by opens_on
            """, new { campaign.Id });
        return new Places([.. DaysOf(campaign, calendar).Where(day => day >= today).DefaultIfEmpty(campaign.LastOn)],
            loads.ToDictionary(load => load.Day, load => (int)load.Rights), campaign.DayLimit);
    }

    // What was stored before a crash keeps its day.
    static void Insert(Transaction transaction, string id, string right, DateOnly day) => transaction.Write(
        """
        insert into review_items (campaign_id, right_id, organisation_code, province_code, person_id, planned_on, opens_on, state)
        select @id, r.id, r.organisation_code, o.province_code, r.person_id, @day, @day, 'planned'
        from rights r join organisations o on o.code = r.organisation_code where r.id = @right
        on conflict (campaign_id, right_id) do nothing
        """, new { id, right, day });

    static async Task FinishAsync(Transaction transaction, string id, ReviewSpread.Dealt dealt)
    {
        if (await Campaign.LockAsync(transaction, id) is not { Phase: Campaign.Planning })
            return;
        transaction.Write("update review_campaigns set phase = 'running', days = @Days, day_limit = @DayLimit where id = @id",
            new { dealt.Days, dealt.DayLimit, id });
        Count(transaction, id);
        transaction.Write(
            """
            update rights set review_on = (select i.opens_on from review_items i where i.campaign_id = @id and i.right_id = rights.id)
            where review_on is not null and id in (select right_id from review_items where campaign_id = @id)
            """, new { id });
    }

    static void Count(Transaction transaction, string id)
    {
        transaction.Write(
            "update review_campaigns set total = (select count(*) from review_items where campaign_id = @id) where id = @id",
            new { id });
        transaction.Write(
            """
            insert into review_provinces (campaign_id, province_code, total, silenced, decided_at_count)
            select @id, province_code, count(*), 0, 0 from review_items where campaign_id = @id group by province_code
            on conflict (campaign_id, province_code) do update set total = excluded.total
            """, new { id });
    }

    /// <summary>The days that are left, and how many rights each has.</summary>
    internal sealed class Places(IReadOnlyList<DateOnly> days, Dictionary<DateOnly, int> loads, int dayLimit)
    {
        public int LoadOf(DateOnly day) => loads.GetValueOrDefault(day);

        /// <summary>The day an organisation's key points to, or the next that has room; the last of all if none has.</summary>
        public DateOnly Take(string organisation)
        {
            var from = ReviewSpread.PlaceOf(organisation, days.Count);
            var day = Enumerable.Range(0, days.Count).Select(step => days[(from + step) % days.Count])
                .FirstOrDefault(day => LoadOf(day) < dayLimit, days[^1]);
            loads[day] = LoadOf(day) + 1;
            return day;
        }

        /// <summary>The first day from <paramref name="from"/> on with room for so many; null when there is none.</summary>
        public DateOnly? FirstWithRoom(DateOnly from, int rights)
        {
            foreach (var day in days)
                if (day >= from && LoadOf(day) + Math.Min(rights, dayLimit) <= dayLimit)
                    return day;
            return null;
        }
    }

    sealed class Held
    {
        public string Id { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
    }

    sealed class Load
    {
        public DateOnly Day { get; init; }
        public long Rights { get; init; }
    }
}
