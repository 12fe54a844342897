using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>
/// The open tasks that one person may answer: by name, or by a role in an organisation. Found by the index of open tasks of
/// an organisation and role; sorted by deadline.
/// </summary>
public sealed class Inbox(TimeProvider clock)
{
    public const int PageSize = 50;

    // What has no deadline comes last. Written out, so that it is the index's.
    const string Due = "coalesce(t.due_at, '9999-12-31T00:00:00.0000000Z')";

    static readonly DateTimeOffset Never = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <param name="kind">One kind of task, or null.</param>
    /// <param name="after">The <see cref="Row.Key"/> of the last row of the page before.</param>
    public async Task<IReadOnlyList<Row>> PageAsync(
        IQueries queries, Actor actor, string? kind, string? after, int take = PageSize)
    {
        var (mine, arguments) = Mine(actor);
        if (mine.Count == 0)
            return [];
        var (due, id) = ReadKey(after);
        arguments["kind"] = kind ?? "";
        arguments["due"] = due;
        arguments["id"] = id;
        arguments["take"] = take;
        return await queries.QueryAsync<Row>(
            $"""
            select t.id, t.kind, t.title_th, t.title_en, coalesce(t.shown_due_at, t.due_at) as due_at, t.opened_at, t.points,
                page.due as sort_due, r.reference, r.kind as request_kind,
                coalesce(r.system, g.system) as system, coalesce(r.seat, g.seat) as seat, o.name_th as place_th, o.name_en as place_en,
                p.title_th as person_title_th, p.given_name_th, p.family_name_th, p.name_en as person_en,
                case when t.points is not null or exists (select 1 from decisions d where d.request_id = t.request_id and d.points is not null)
                    then 1 else 0 end as was_sent_back,
                case when exists (select 1 from request_letters x join letters l on l.id = x.letter_id
                    where x.request_id = t.request_id and l.signer_capacity <> 'own') then 1 else 0 end as signed_by_deputy
            from (
                select id, due from ({OfEach(mine, condition =>
                    $"""
                    select * from (
                        select t.id, {Due} as due from tasks t
                        where t.closed_at is null and {condition} and (@kind = '' or t.kind = @kind)
                          and {Due} >= @due and ({Due} > @due or t.id > @id)
                        order by {Due}, t.id limit @take
                    ) next
                    """)}) mine order by due, id limit @take
            ) page join tasks t on t.id = page.id
            left join requests r on r.id = t.request_id left join rights g on g.id = t.right_id
            join organisations o on o.code = coalesce(r.organisation_code, g.organisation_code, t.about_code, t.organisation_code)
            left join people p on p.id = coalesce(r.person_id, g.person_id)
            order by page.due, t.id
            """, arguments);
    }

    /// <summary>How many wait, by kind, and how many of them are late or due today.</summary>
    public async Task<IReadOnlyList<Count>> CountsAsync(IQueries queries, Actor actor)
    {
        var (mine, arguments) = Mine(actor);
        if (mine.Count == 0)
            return [];
        arguments["now"] = clock.GetUtcNow();
        arguments["tonight"] = ThaiDate.EndOfDay(ThaiDate.BangkokDate(clock.GetUtcNow()));
        // Few are due by tonight, and an index knows which: whether each of thousands is late need not be asked.
        return await queries.QueryAsync<Count>(
            $"""
            select kind, cast(sum(waiting) as bigint) as waiting, cast(sum(late) as bigint) as late,
                cast(sum(today) as bigint) as today
            from ({OfEach(mine, condition =>
                $"""
                select t.kind, count(*) as waiting, 0 as late, 0 as today
                from tasks t where t.closed_at is null and {condition} group by t.kind
                union all
                select kind, 0, sum(case when due_at <= @now then 1 else 0 end), sum(case when due_at > @now then 1 else 0 end)
                from (
                    select t.kind, t.due_at
                    from tasks t where t.closed_at is null and {condition} and {Due} <= @tonight order by {Due}
                ) soon group by kind
                """)}) counted group by kind
            """, arguments);
    }

    /// <summary>The next task of a kind that waits for this person, or null.</summary>
    public async Task<string?> NextAsync(IQueries queries, Actor actor, string kind) =>
        await PageAsync(queries, actor, kind, null, take: 1) is [var next, ..] ? next.Id : null;

    // Conditions of which a task meets one at most: it is asked of one role in one office, or of several roles there.
    static (IReadOnlyList<string> Conditions, Dictionary<string, object?> Arguments) Mine(Actor actor)
    {
        var (mine, arguments) = (new List<string>(), new Dictionary<string, object?> { ["me"] = actor.PersonId });
        var memberships = actor.Memberships
            .DistinctBy(m => (m.OrganisationCode, m.Role, m.ForPerson, m.CircularId)).Select((one, number) => (one, number)).ToList();
        foreach (var (membership, number) in memberships)
        {
            arguments[$"place{number}"] = membership.OrganisationCode;
            arguments[$"role{number}"] = membership.Role;
            arguments[$"among{number}"] = $"% {membership.Role} %";
            arguments[$"clauses{number}"] = membership.CircularId is { } circular ? circular + "-%" : "";
            arguments[$"whose{number}"] = membership.Capacity == Capacity.Own ? actor.PersonId : membership.ForPerson ?? "";
        }
        foreach (var office in memberships.GroupBy(member => member.one.OrganisationCode))
        {
            mine.AddRange(office.GroupBy(member => member.one.Role).Select(role =>
                $"{At(office)} and t.role = @role{role.First().number}{Either(role.Select(Limits))}"));
            mine.Add($"{At(office)} and t.role like '% %'{Either(office.Select(member =>
                $" and ' ' || t.role || ' ' like @among{member.number}{Limits(member)}"))}");
        }
        return (mine, arguments);

        static string At(IEnumerable<(Membership, int Number)> office) =>
            $"t.organisation_code = @place{office.First().Number} and (t.person_id is null or t.person_id = @me)";

        static string Either(IEnumerable<string> conditions) => $" and ({string.Join(" or ", conditions.Select(one => "1 = 1" + one))})";
    }

    static string OfEach(IEnumerable<string> conditions, Func<string, string> select) =>
        string.Join(" union all ", conditions.Select(select));

    // What a membership does not bring, though its role would.
    static string Limits((Membership One, int Number) member) =>
        OnlyTheirOwn(member.One.Role)
        + (member.One.CircularId is null ? "" : $" and t.rule_id like @clauses{member.Number}")
        + (Role.Deciding.Contains(member.One.Role) ? OnlyInTurn(member.Number) : "");

    // An officer proves only their own identity and answers only for their own right; a clerk does not vouch for themselves.
    static string OnlyTheirOwn(string role) => role switch
    {
        Role.Officer =>
            """
             and (t.kind not in ('prove-identity', 'yearly-review')
               or t.kind = 'prove-identity' and exists (select 1 from requests q where q.id = t.request_id and q.person_id = @me)
               or t.kind = 'yearly-review' and exists (select 1 from rights h where h.id = t.right_id and h.person_id = @me))
            """,
        Role.Clerk =>
            """
             and (t.kind <> 'prove-identity' or not exists (select 1 from requests q where q.id = t.request_id and q.person_id = @me))
            """,
        _ => "",
    };

    // Where several are asked, those whose turn it is and who haven't answered.
    static string OnlyInTurn(int number) =>
        $"""
         and (t.asks_several = 0
           or exists (select 1 from approval_places a where a.task_id = t.id and a.role = @role{number}
             and a.asked_at is not null and a.decision_id is null and a.left_at is null
             and (a.person_id is null or @whose{number} = '' or a.person_id = @whose{number}))
             and not exists (select 1 from decisions d where d.task_id = t.id and d.by_person = @me))
        """;

    static (DateTimeOffset Due, string Id) ReadKey(string? after) =>
        after?.Split('_', 2) is [var ticks, var id] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var number)
        && number >= DateTimeOffset.MinValue.Ticks && number <= Never.Ticks
            ? (new DateTimeOffset(number, TimeSpan.Zero), id)
            : (DateTimeOffset.MinValue, "");

    /// <summary>One line of the list.</summary>
    public sealed class Row
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public DateTimeOffset? DueAt { get; init; }
        public DateTimeOffset OpenedAt { get; init; }
        public string? Points { get; init; }
        public DateTimeOffset SortDue { get; init; }
        public string? Reference { get; init; }
        public string? RequestKind { get; init; }
        public string? System { get; init; }
        public long? Seat { get; init; }
        public string PlaceTh { get; init; } = "";
        public string PlaceEn { get; init; } = "";
        public string? TitleTh { get; init; }
        public string? TitleEn { get; init; }
        public string? PersonTitleTh { get; init; }
        public string GivenNameTh { get; init; } = "";
        public string FamilyNameTh { get; init; } = "";
        public string PersonEn { get; init; } = "";
        public long WasSentBack { get; init; }
        public long SignedByDeputy { get; init; }

        /// <summary>0 when nothing about it needs a second look.</summary>
        public long Doubts => WasSentBack + SignedByDeputy;

        public string PersonTh => $"{PersonTitleTh}{GivenNameTh} {FamilyNameTh}".Trim();

        public string Key => string.Create(CultureInfo.InvariantCulture, $"{SortDue.UtcTicks}_{Id}");
    }

    /// <summary>How many wait of one kind.</summary>
    public sealed class Count
    {
        public string Kind { get; init; } = "";
        public long Waiting { get; init; }
        public long Late { get; init; }
        public long Today { get; init; }
    }
}
