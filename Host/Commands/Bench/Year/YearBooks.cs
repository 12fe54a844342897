using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Commands.Bench.Year;

/// <summary>What must hold at the end of a year, counted in the store; and what happened in it, in numbers.</summary>
sealed class YearBooks(Database database, WorkingCalendar calendar, string campaign)
{
    readonly List<string> faults = [];

    /// <summary>What came about, by what the store says of it.</summary>
    public async Task<SortedDictionary<string, long>> CountAsync()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, query) in ((string, string)[])
        [
            ("rights-reviewed", "select count(*) from review_items where campaign_id = @campaign"),
            ("reminders", "select cast(coalesce(sum(reminders), 0) as bigint) from tasks"),
            ("single-reviews", "select count(*) from audit where action = 'review-single'"),
            ("suspended", "select count(*) from suspensions"),
            ("restored", "select count(*) from tasks where kind = 'restore' and outcome = 'Restore'"),
            ("granted", "select count(*) from audit where action = 'right-granted'"),
            ("replaced", "select count(*) from requests where kind = 'replace' and stage = 'granted'"),
            ("deadlines-moved-by-a-holiday", "select count(*) from deadline_moves where cause like 'holiday:%'"),
            ("deadlines-moved-by-the-pause", "select count(*) from deadline_moves where cause like 'pause:%'"),
            ("mails", "select count(*) from case_mails"),
            ("instances", "select count(*) from instances"),
            ("journal", "select count(*) from journal"),
        ])
            counts[name] = await database.FirstAsync<long>(query, new { campaign });
        foreach (var outcome in await database.QueryAsync<Outcome>(
            """
            select coalesce(outcome, state) as name, count(*) as rights from review_items where campaign_id = @campaign group by 1
            """, new { campaign }))
            counts["review-" + outcome.Name] = outcome.Rights;
        return counts;
    }

    /// <exception cref="InvalidOperationException">They don't balance; the message has every fault.</exception>
    public async Task MustBalanceAsync()
    {
        await NoneAsync("rights that were not asked about exactly once", AskedOnce);
        await NoneAsync("days with more than twice the mean", Crowded);
        await NoneAsync("rights of the year that are still open",
            "select count(*) from review_items where campaign_id = @campaign and state not in ('closed', 'ended')");
        await NoneAsync("mails about a review to somebody after they had left", AfterLeaving);
        await NoneAsync("rights that were revoked although somebody had spoken", RevokedThoughHeard);
        await NoneAsync("steps that met a fault", "select count(*) from incidents");
        await NoneAsync("rights that were suspended and never settled", Unsettled);
        await DaysOffAsync();
        if (faults.Count > 0)
            throw new InvalidOperationException("The books do not balance: " + string.Join("; ", faults));
    }

    async Task NoneAsync(string what, string count)
    {
        if (await database.FirstAsync<long>(count, new { campaign }) is var number and > 0)
            faults.Add($"{number} {what}");
    }

    // Nothing leaves when nobody works; what the clock says waits for the morning.
    async Task DaysOffAsync()
    {
        var days = await database.QueryAsync<Day>("select distinct send_at as at from case_mails");
        var off = days.Count(day => calendar.OfficeTimeFrom(day.At) != day.At);
        if (off > 0)
            faults.Add($"{off} instants at which a mail leaves though nobody works");
    }

    // In its turn, out of turn because somebody moved, or not at all because the right had ended before.
    const string AskedOnce =
        """
        select count(*) from review_items i where i.campaign_id = @campaign
        and (select count(*) from instances n where n.start_key = 'review:' || @campaign || ':' || i.right_id)
            + case when i.opened_on is not null
                and exists (select 1 from audit a where a.action = 'review-single' and a.subject_id = i.right_id)
                and not exists (select 1 from instances n where n.start_key = 'review:' || @campaign || ':' || i.right_id)
                then 1 else 0 end
            <> case when i.state = 'ended' and i.opened_on is null then 0 else 1 end
        """;

    const string Crowded =
        """
        select count(*) from (select i.opened_on from review_items i
            where i.campaign_id = @campaign and i.opened_on is not null
            and exists (select 1 from instances n where n.start_key = 'review:' || @campaign || ':' || i.right_id)
            group by i.opened_on
            having count(*) > (select day_limit from review_campaigns where id = @campaign)) days
        """;

    const string AfterLeaving =
        """
        select count(*) from case_mails m join rights r on r.id = m.right_id
        join memberships s on s.person_id = m.person_id and s.organisation_code = r.organisation_code and s.role = 'officer'
        where m.template in ('review-request', 'review-escalated') and s.valid_to is not null and m.queued_at > s.valid_to
        """;

    const string Unsettled =
        """
        select count(*) from rights r join review_items i on i.right_id = r.id and i.campaign_id = @campaign
        where r.valid_to is null and r.suspended_at is not null
        and not exists (select 1 from reviews v where v.right_id = r.id and v.closed_at is null)
        """;

    // Revoked by silence is: no answer of the holder, none of the executive where asked, and nobody restored it. Or it was
    // given up.
    const string RevokedThoughHeard =
        """
        select count(*) from review_items i join reviews v on v.instance_id = i.instance_id
        where i.campaign_id = @campaign and i.outcome = 'revoked' and coalesce(v.answer, '') <> 'GiveUp'
        and (v.answer is not null or i.silenced_at is null
            or not exists (select 1 from tasks t where t.instance_id = i.instance_id and t.outcome = 'Expired')
            or exists (select 1 from tasks t where t.instance_id = i.instance_id and t.outcome not in ('NoAnswer', 'Expired')))
        """;

    sealed class Outcome
    {
        public string Name { get; init; } = "";
        public long Rights { get; init; }
    }

    sealed class Day
    {
        public DateTimeOffset At { get; init; }
    }
}
