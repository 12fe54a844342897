using System.Globalization;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Reviews;

/// <summary>
/// Tells the operators by mail that the brake of a yearly review has come on (T89): in office hours, one mail a campaign with
/// all the lists that came up since the last one. Safe to run as often as one likes, from any number of hosts.
/// </summary>
public sealed class BrakeNotices(Database database, Tools tools, TimeProvider clock)
{
    /// <summary>As long as another list joins, the mail waits for more.</summary>
    static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    const int MostLines = 50;

    /// <returns>How many lists the operators were told of.</returns>
    public async Task<int> MailAsync()
    {
        var now = clock.GetUtcNow();
        if (tools.Calendar.Current.OfficeTimeFrom(now) > now)
            return 0;
        var told = 0;
        foreach (var campaign in await database.QueryAsync<string>(
            """
            select campaign_id from review_brakes where told_at is null and decision is null
            group by campaign_id having max(raised_at) <= @quiet order by campaign_id
            """, new { quiet = now - Quiet }))
            told += await database.WriteAsync(transaction => TellAsync(transaction, campaign, now));
        return told;
    }

    async Task<int> TellAsync(Transaction transaction, string campaign, DateTimeOffset now)
    {
        var brakes = await transaction.QueryAsync<BrakeList>(
            """
            update review_brakes set told_at = @now where campaign_id = @campaign and told_at is null and decision is null
            returning *
            """, new { now, campaign });
        if (brakes.Count == 0)
            return 0;
        var lines = await transaction.QueryAsync<Line>(
            """
            select b.id, o.name_th, o.name_en, (select count(*) from review_items i where i.brake_id = b.id) as rights
            from review_brakes b join organisations o
                on o.code = b.code or (b.scope = 'province' and o.type = 'province' and o.province_code = b.code)
            where b.campaign_id = @campaign and b.told_at = @now order by b.raised_at, b.id
            """, new { campaign, now });
        var system = await transaction.FirstAsync<string>("select system from review_campaigns where id = @campaign", new { campaign });
        var model = Model(lines, brakes.Count, system!, $"{tools.PublicUrl}/reviews/{campaign}/brakes");
        foreach (var person in await transaction.QueryAsync<Person>(
            """
            select distinct p.* from people p join memberships m on m.person_id = p.id
            where m.role = @role and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now) order by p.id
            """, new { role = Role.Operator, now }))
            CaseMail.Queue(transaction, now, tools, "review-brake", person, model,
                $"brake:{brakes.Min(brake => brake.Id)}");
        return brakes.Count;
    }

    static Dictionary<string, object?> Model(IReadOnlyList<Line> lines, int count, string system, string link) => new()
    {
        ["system"] = system,
        ["count"] = count.ToString(CultureInfo.InvariantCulture),
        ["link"] = link,
        ["lists"] = lines.Take(MostLines).Select(line => new Dictionary<string, object?>
        {
            ["placeTh"] = line.NameTh,
            ["placeEn"] = line.NameEn,
            ["rights"] = line.Rights.ToString(CultureInfo.InvariantCulture),
        }).ToList(),
        ["more"] = lines.Count > MostLines ? (lines.Count - MostLines).ToString(CultureInfo.InvariantCulture) : null,
    };

    sealed class Line
    {
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long Rights { get; init; }
    }
}
