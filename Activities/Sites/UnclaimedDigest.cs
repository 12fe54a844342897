using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.SubUnits;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Sites;

/// <summary>
/// Tells the coordinators of each district and province, one mail an office every five working days, which of their local
/// governments have sites that nobody has claimed (C-15; left open: last_first_login). Nothing is said before the links are that
/// old, or once all are claimed.
/// </summary>
public sealed class UnclaimedDigest(Database database, Tools tools, TimeProvider clock)
{
    const int EveryWorkingDays = 5;
    const int MostLines = 30;

    /// <summary>Sends what is due; in office hours only. Safe to call at any time, by any number of hosts.</summary>
    /// <returns>How many offices were told.</returns>
    public async Task<int> SendDueAsync()
    {
        var (calendar, now) = (tools.Calendar.Current, clock.GetUtcNow());
        if (!SupportHours.At(calendar, now).IsOpen)
            return 0;
        // What was sent so many working days ago, or before, is due again.
        var before = ThaiDate.EndOfDay(calendar.AddWorkingDays(ThaiDate.BangkokDate(now), -EveryWorkingDays));
        var unclaimed = await database.QueryAsync<Unclaimed>(
            """
            select o.code, o.path, o.name_th, o.name_en, count(*) as sites from sites s
            join organisations o on o.code = s.organisation_code
            where s.claimed_at is null and s.linked_at is not null and s.linked_at <= @before
            group by o.code, o.path, o.name_th, o.name_en order by o.path
            """, new { before });
        var below = unclaimed.SelectMany(one => one.Above.Select(office => (office, one))).ToLookup(pair => pair.office,
            pair => pair.one);
        var told = 0;
        foreach (var office in await OfficesAsync([.. below.Select(group => group.Key)], before))
            told += await TellAsync(office, [.. below[office]], before, now);
        return told;
    }

    async Task<IReadOnlyList<string>> OfficesAsync(IReadOnlyList<string> codes, DateTimeOffset before) => codes.Count == 0 ? []
        : await database.QueryAsync<string>(
            """
            select o.code from organisations o left join unclaimed_digests d on d.organisation_code = o.code
            where o.code in @codes and o.type in ('province', 'district') and (d.sent_at is null or d.sent_at <= @before)
            order by o.code
            """, new { codes, before });

    Task<int> TellAsync(string office, IReadOnlyList<Unclaimed> rows, DateTimeOffset before, DateTimeOffset now) =>
        database.WriteAsync(async transaction =>
        {
            transaction.Lock("select code from organisations where code = @office", new { office });
            if (await transaction.FirstAsync<string>(
                "select organisation_code from unclaimed_digests where organisation_code = @office and sent_at > @before",
                new { office, before }) is not null
                || await CircularPause.OfOrganisationAsync(transaction, SubUnitDesk.Circular, office) is not null
                || (await Person.InRoleAsync(transaction, office, Role.Coordinator, now)).Count == 0)
                return 0;
            var sites = rows.Sum(row => row.Sites);
            await SiteMail.ToRolesAsync(transaction, tools, "sites-unclaimed", office, office, [Role.Coordinator], new()
            {
                ["count"] = sites,
                ["organisations"] = rows.Count,
                ["more"] = rows.Count > MostLines ? rows.Count - MostLines : null,
                ["rows"] = rows.OrderByDescending(row => row.Sites).ThenBy(row => row.Path, StringComparer.Ordinal)
                    .Take(MostLines)
                    .Select(row => new Dictionary<string, object?>
                    {
                        ["nameTh"] = row.NameTh,
                        ["nameEn"] = row.NameEn,
                        ["sites"] = row.Sites,
                    }).ToList(),
            }, $"sites-unclaimed:{office}:{ThaiDate.BangkokDate(now):yyyy-MM-dd}", now);
            transaction.Write(
                """
                insert into unclaimed_digests (organisation_code, sent_at, sites) values (@office, @now, @sites)
                on conflict (organisation_code) do update set sent_at = excluded.sent_at, sites = excluded.sites
                """, new { office, now, sites });
            return 1;
        });

    sealed class Unclaimed
    {
        public string Code { get; init; } = "";
        public string Path { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public long Sites { get; init; }

        public IEnumerable<string> Above =>
            Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(code => code != Code);
    }
}
