using WorkflowHost.Activities.Reviews;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Reviews;

/// <summary>What the pages of a yearly review, and its files, read of it.</summary>
public sealed class CampaignPlace(Database database)
{
    /// <summary>How many rights were planned for a day, and how many were asked on it.</summary>
    public sealed class Day
    {
        public DateOnly On { get; init; }
        public long Planned { get; init; }
        public long Opened { get; init; }
    }

    /// <summary>How far a province is.</summary>
    public sealed class Province
    {
        public string Code { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long Total { get; init; }
        public long Waiting { get; init; }
        public long Asked { get; init; }
        public long Answered { get; init; }
        public long Braked { get; init; }
        public long Silenced { get; init; }
        public long Done { get; init; }
    }

    /// <summary>What somebody answered.</summary>
    public sealed class Reviewer
    {
        public string PersonId { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long Confirmed { get; init; }
        public long Replaced { get; init; }
        public long GivenUp { get; init; }
        public long Changed { get; init; }
        public long Total => Confirmed + Replaced + GivenUp;
    }

    /// <summary>How many rights are in a state.</summary>
    public sealed class InState
    {
        public string State { get; init; } = "";
        public string? Outcome { get; init; }
        public long Number { get; init; }
    }

    public Task<Campaign?> FindAsync(string id) => Campaign.FindAsync(database, id);

    public Task<IReadOnlyList<Day>> DaysAsync(string id) => database.QueryAsync<Day>(
        """
        select d as "on", cast(sum(planned) as bigint) as planned, cast(sum(opened) as bigint) as opened from (
            select opens_on as d, count(*) as planned, 0 as opened from review_items where campaign_id = @id group by opens_on
            union all select opened_on, 0, count(*) from review_items
            where campaign_id = @id and opened_on is not null group by opened_on) days
        group by d order by d
        """, new { id });

    public Task<IReadOnlyList<InState>> StatesAsync(string id) => database.QueryAsync<InState>(
        """
        select state, outcome, count(*) as number from review_items where campaign_id = @id
        group by state, outcome order by state, outcome
        """, new { id });

    public Task<IReadOnlyList<Province>> ProvincesAsync(string id) => database.QueryAsync<Province>(
        """
        select i.province_code as code, coalesce(min(p.name_th), i.province_code) as name_th,
            coalesce(min(p.name_en), i.province_code) as name_en, count(*) as total,
            sum(case when i.state in ('planned', 'single', 'opening') then 1 else 0 end) as waiting,
            sum(case when i.state in ('open', 'held') and i.silenced_at is null then 1 else 0 end) as asked,
            sum(case when i.state = 'answered' then 1 else 0 end) as answered,
            sum(case when i.state = 'braked' then 1 else 0 end) as braked,
            sum(case when i.silenced_at is not null then 1 else 0 end) as silenced,
            sum(case when i.state in ('closed', 'ended', 'excluded') then 1 else 0 end) as done
        from review_items i left join organisations p on p.type = 'province' and p.province_code = i.province_code
        where i.campaign_id = @id group by i.province_code order by i.province_code
        """, new { id });

    /// <summary>Results per reviewer, in pages of a hundred, by person.</summary>
    public Task<IReadOnlyList<Reviewer>> ReviewersAsync(string id, string? after, int take) => database.QueryAsync<Reviewer>(
        """
        select v.answered_by as person_id, min(p.title_th || p.given_name_th || ' ' || p.family_name_th) as name_th,
            min(p.name_en) as name_en,
            sum(case when v.answer = 'Confirm' then 1 else 0 end) as confirmed,
            sum(case when v.answer = 'Replace' then 1 else 0 end) as replaced,
            sum(case when v.answer = 'GiveUp' then 1 else 0 end) as given_up,
            sum(case when v.answers > 1 then 1 else 0 end) as changed
        from review_items i join reviews v on v.instance_id = i.instance_id join people p on p.id = v.answered_by
        where i.campaign_id = @id and v.answered_by > @after group by v.answered_by order by v.answered_by limit @take
        """, new { id, after = after ?? "", take });
}
