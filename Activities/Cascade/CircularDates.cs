using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>
/// A date as it concerns one organisation: the issuer's is enforced, an earlier one from above it is shown (C-12, C-13).
/// </summary>
/// <param name="EnforcedAt">When lateness begins (UTC).</param>
/// <param name="ShownAt">What the organisation is told (UTC); never later than <paramref name="EnforcedAt"/>.</param>
/// <param name="ShownBy">Code of the organisation that stated the shown one.</param>
public sealed record StatedDates(DateTimeOffset EnforcedAt, DateTimeOffset ShownAt, string ShownBy);

/// <summary>
/// The dates of circulars, as data. A key is the rule's id ("C-12"), with the kind where a rule has several ("E-07:starts").
/// </summary>
public static class CircularDates
{
    // Centre, province, district, local government, sub-unit.
    const int DeepestPath = 5;

    /// <summary>The date of this key as it concerns an organisation; null when nobody has stated one for it.</summary>
    public static async Task<StatedDates?> OfAsync(
        IQueries store, string circularId, string key, string organisationCode) =>
        Nearest(await RowsAsync(store, circularId, key, await PlaceAsync(store, circularId, organisationCode)), row => row.At);

    /// <summary>
    /// The same as it holds at an instant. A last day (deadline, closes, ends) comes as many working days later as the circular
    /// was paused for the organisation since somebody stated it, and doesn't come while it is. Beginnings and events stay.
    /// </summary>
    public static async Task<StatedDates?> InForceAsync(
        IQueries store, string circularId, string key, string organisationCode, DateTimeOffset now)
    {
        var place = await PlaceAsync(store, circularId, organisationCode);
        var rows = await RowsAsync(store, circularId, key, place);
        if (place.Pauses == 0)
            return Nearest(rows, row => row.At);
        var calendar = (await OfficeCalendar.ReadAsync(store)).For(organisationCode);
        var pauses = await CircularPause.HistoryAsync(store, circularId, organisationCode);
        return Nearest(rows, row => row.IsLastDay
            ? pauses.Aggregate(row.At, (at, pause) =>
                PauseEffect.Later(calendar, pause, pause.ResumedAt ?? now, row.StatedAt, at))
            : row.At);
    }

    static async Task<Place> PlaceAsync(IQueries store, string circularId, string organisationCode) =>
        await store.FirstAsync<Place>(
            """
            select o.path, (select count(*) from circular_pauses p
                where p.circular_id = @circularId and o.path like p.path || '%') as pauses
            from organisations o where o.code = @organisationCode
            """, new { circularId, organisationCode })
            ?? throw new KeyNotFoundException($"There is no organisation '{organisationCode}'.");

    static async Task<IReadOnlyList<CircularDateRow>> RowsAsync(
        IQueries store, string circularId, string key, Place place)
    {
        var above = place.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (above.Length > DeepestPath)
            throw new InvalidOperationException($"'{place.Path}' lies deeper than {DeepestPath} levels.");
        string? Above(int level) => level < above.Length ? above[level] : null;
        return await store.QueryAsync<CircularDateRow>(
            """
            select d.*, case when d.stated_by = c.issuer_code then 1 else 0 end as is_issuers
            from circulars c join circular_dates d on d.circular_id = c.id and d.key = @key
            where c.id = @circularId and d.stated_by in (c.issuer_code, @first, @second, @third, @fourth, @fifth)
            order by d.at, d.stated_by
            """,
            new
            {
                circularId,
                key,
                first = Above(0),
                second = Above(1),
                third = Above(2),
                fourth = Above(3),
                fifth = Above(4),
            });
    }

    /// <summary>Everything stated for a circular, by key and then by instant.</summary>
    public static Task<IReadOnlyList<CircularDateRow>> AllAsync(Database database, string circularId) =>
        database.QueryAsync<CircularDateRow>(
            """
            select d.*, case when d.stated_by = c.issuer_code then 1 else 0 end as is_issuers
            from circulars c join circular_dates d on d.circular_id = c.id
            where c.id = @circularId order by d.key, d.at, d.stated_by
            """, new { circularId });

    /// <summary>An organisation states its own date beside the issuer's; whether it may, its caller has looked.</summary>
    internal static async Task StateAsync(Transaction transaction, string circularId, string key, string statedBy,
        DateTimeOffset at, string person, DateTimeOffset now)
    {
        if (await transaction.ExecuteAsync(
            """
            insert into circular_dates (id, circular_id, key, rule_id, kind, stated_by, at, whole_day, what_th, what_en,
            stated_at, by_person)
            select @id, d.circular_id, d.key, d.rule_id, d.kind, @statedBy, @at, 0, d.what_th, d.what_en, @now, @person
            from circular_dates d join circulars c on c.id = d.circular_id and c.issuer_code = d.stated_by
            where d.circular_id = @circularId and d.key = @key
            on conflict (circular_id, key, stated_by) do update set at = excluded.at, whole_day = 0,
                stated_at = excluded.stated_at, by_person = excluded.by_person
            """, new { id = Ids.New(now), statedBy, at, now, person, circularId, key }) == 0)
            throw CascadeRefusals.NoSuchDate(key);
    }

    /// <summary>
    /// The instant that a circular means by a day: what ends there ends at 23:59:59 in Bangkok, all else begins at 00:00.
    /// </summary>
    public static DateTimeOffset InstantOf(DateOnly day, TimeOnly? time, string kind) => time is { } stated
        ? ThaiDate.At(day, stated)
        : kind is "deadline" or "closes" or "ends" ? ThaiDate.EndOfDay(day) : ThaiDate.StartOfDay(day);

    /// <summary>Puts the shipped dates of a circular into the store; safe to repeat. What people stated stays as it is.</summary>
    internal static void Seed(Transaction transaction, CircularFacts facts, DateTimeOffset now)
    {
        foreach (var date in facts.Dates.Where(date => date.Rule is not null))
        {
            var several = facts.Dates.Count(other => other.Rule == date.Rule) > 1;
            Write(transaction, facts, date, several ? $"{date.Rule}:{date.Kind}" : date.Rule!, now);
            if (date.Buffers is { } key)
                Write(transaction, facts, date, key, now);
        }
    }

    static StatedDates? Nearest(IReadOnlyList<CircularDateRow> rows, Func<CircularDateRow, DateTimeOffset> at)
    {
        if (rows.Count == 0)
            return null;
        var stated = rows.Select(row => (Row: row, At: at(row))).OrderBy(one => one.At).ToList();
        // Where the issuer is silent, the first one stated above the organisation is all there is.
        var enforced = stated.FirstOrDefault(one => one.Row.IsIssuers, stated[0]);
        var shown = stated[0].At < enforced.At ? stated[0] : enforced;
        return new StatedDates(enforced.At, shown.At, shown.Row.StatedBy);
    }

    static void Write(Transaction transaction, CircularFacts facts, CircularDate date, string key, DateTimeOffset now) =>
        transaction.Write(
            """
            insert into circular_dates
                (id, circular_id, key, rule_id, kind, stated_by, at, whole_day, what_th, what_en, stated_at)
            values (@id, @circularId, @key, @Rule, @Kind, @statedBy, @at, @wholeDay, @WhatTh, @WhatEn, @now)
            on conflict (circular_id, key, stated_by) do update set rule_id = excluded.rule_id, kind = excluded.kind,
                at = excluded.at, whole_day = excluded.whole_day, what_th = excluded.what_th, what_en = excluded.what_en
            where circular_dates.by_person is null
            """,
            new
            {
                id = Ids.New(now),
                circularId = facts.Id,
                key,
                date.Rule,
                date.Kind,
                statedBy = StatedBy(facts, date),
                at = InstantOf(date.Date, date.Time, date.Kind),
                wholeDay = date.Time is null ? 1 : 0,
                date.WhatTh,
                date.WhatEn,
                now,
            });

    // A bundle that reached us through a province bears that province's own dates.
    static string StatedBy(CircularFacts facts, CircularDate date) => date.StatedBy == OrganisationType.Province
        ? OrganisationParents.CodeOf(ShippedData.Provinces().Single(row => "จังหวัด" + row.NameTh == facts.Issuer.NameTh))
        : facts.OwnerAgency.Code ?? throw new InvalidDataException($"The owner of circular {facts.Id} has no code.");

    sealed class Place
    {
        public string Path { get; init; } = "";
        public long Pauses { get; init; }
    }
}

/// <summary>A date of a circular as stored.</summary>
public sealed class CircularDateRow
{
    public string Id { get; init; } = "";
    public string Key { get; init; } = "";
    public string RuleId { get; init; } = "";

    /// <summary>opens, deadline, closes, starts, ends, event, or letter.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Code of the organisation that stated it.</summary>
    public string StatedBy { get; init; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; init; }

    public bool WholeDay { get; init; }
    public string WhatTh { get; init; } = "";
    public string WhatEn { get; init; } = "";
    public DateTimeOffset StatedAt { get; init; }
    public string? ByPerson { get; init; }
    public string? Reason { get; init; }

    /// <summary>Stated by the circular's issuer, and therefore enforced.</summary>
    public bool IsIssuers { get; init; }

    /// <summary>It ends the time that people have; all else begins something, or took place.</summary>
    public bool IsLastDay => Kind is "deadline" or "closes" or "ends";
}
