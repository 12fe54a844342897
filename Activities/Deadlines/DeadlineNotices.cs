using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Deadlines;

/// <summary>
/// Tells people that deadlines of theirs have moved, and why: one mail a person, however many there are (T54, T75).
/// </summary>
public sealed class DeadlineNotices(Database database, Tools tools, TimeProvider clock)
{
    const int PeopleAtOnce = 50;
    const int MostLines = 30;

    /// <summary>Whoever still owes an answer whose deadline the holiday moved, fifty people a transaction.</summary>
    internal async Task TellAsync(HolidayMoves.Change change, WorkingCalendar calendar, CancellationToken stop)
    {
        var after = change.ToldUpTo ?? "";
        while (!stop.IsCancellationRequested)
        {
            var told = await database.WriteAsync(transaction => TellSomeAsync(transaction, change, calendar, after));
            if (told is null)
                return;
            after = told;
        }
    }

    /// <summary>The same after something else that moved many. Repeated, it tells nobody twice.</summary>
    internal async Task TellAsync(string cause, string reason, DateTimeOffset sendAt)
    {
        var after = "";
        while (await database.WriteAsync(transaction => TellSomeAsync(transaction, cause, reason, after, sendAt)) is
            { Count: > 0 } told)
            after = told[^1].Id;
    }

    /// <summary>The same after a decision about one deadline.</summary>
    internal Task TellAsync(Transaction transaction, string cause, string reason) =>
        TellSomeAsync(transaction, cause, reason, "", clock.GetUtcNow());

    // The last person told; null when that was everybody.
    async Task<string?> TellSomeAsync(
        Transaction transaction, HolidayMoves.Change change, WorkingCalendar calendar, string after)
    {
        var now = clock.GetUtcNow();
        var people = await TellSomeAsync(transaction, HolidayMoves.Cause(change.Day, change.OrganisationCode), change.Reason,
            after, calendar.OfficeTimeFrom(now));
        if (people.Count < PeopleAtOnce)
        {
            transaction.Write(
                "update holiday_changes set told_at = @now where day = @Day and organisation_code = @OrganisationCode",
                new { now, change.Day, change.OrganisationCode });
            return null;
        }
        transaction.Write(
            "update holiday_changes set told_up_to = @last where day = @Day and organisation_code = @OrganisationCode",
            new { last = people[^1].Id, change.Day, change.OrganisationCode });
        return people[^1].Id;
    }

    async Task<IReadOnlyList<Person>> TellSomeAsync(
        Transaction transaction, string cause, string reason, string after, DateTimeOffset sendAt)
    {
        var now = clock.GetUtcNow();
        var people = await OwersAsync(transaction, cause, after, now);
        foreach (var person in people)
            await QueueAsync(transaction, cause, reason, person, now, sendAt);
        return people;
    }

    async Task QueueAsync(
        Transaction transaction, string cause, string reason, Person person, DateTimeOffset now, DateTimeOffset sendAt)
    {
        var lines = await transaction.QueryAsync<Line>(
            $"""
            {Owed}
            select v.from_at, v.to_at, t.id as task_id, t.title_th, t.title_en, t.rule_id,
                (select count(*) from deadline_moves m where m.deadline_id = v.deadline_id) as moves,
                coalesce(q.reference, '') as reference, o.name_th as organisation_th, o.name_en as organisation_en
            from owed w join deadline_moves v on v.id = w.move_id join tasks t on t.id = w.task_id
            left join requests q on q.id = t.request_id left join rights r on r.id = t.right_id
            join organisations o on o.code = coalesce(q.organisation_code, r.organisation_code, t.about_code, t.organisation_code)
            where w.person_id = @Id order by v.to_at, t.id
            """, new { cause, person.Id, now });
        var model = new Dictionary<string, object?>
        {
            ["reason"] = reason,
            ["count"] = lines.Count,
            ["lines"] = lines.Take(MostLines).Select(line => line.Model()).ToList(),
            ["more"] = lines.Count > MostLines ? lines.Count - MostLines : null,
        };
        CaseMail.Queue(transaction, now, tools, "deadlines-moved", person, model, $"deadlines-moved:{cause}", sendAt: sendAt,
            calendar: [.. lines.Take(MostLines).Select(line => line.Entry())]);
    }

    static Task<IReadOnlyList<Person>> OwersAsync(Transaction transaction, string cause, string after, DateTimeOffset now) =>
        transaction.QueryAsync<Person>(
            $"""
            {Owed}
            select * from people where id in (select person_id from owed) and id > @after order by id limit {PeopleAtOnce}
            """, new { cause, after, now });

    // A task is owed by its one person, or by whoever holds one of its roles today.
    const string Owed =
        """
        with moved as (
            select v.id as move_id, t.id as task_id, t.person_id, t.role, t.organisation_code
            from deadline_moves v join deadlines d on d.id = v.deadline_id join tasks t on t.id = d.task_id
            where v.cause = @cause and t.closed_at is null),
        owed as (
            select move_id, task_id, person_id from moved where person_id is not null
            union select w.move_id, w.task_id, m.person_id
            from moved w join memberships m on m.organisation_code = w.organisation_code
            where w.person_id is null and (' ' || w.role || ' ') like ('% ' || m.role || ' %')
            and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now))
        """;

    sealed class Line
    {
        public string TaskId { get; init; } = "";
        public int Moves { get; init; }
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
        public string? TitleTh { get; init; }
        public string? TitleEn { get; init; }
        public string? RuleId { get; init; }
        public string Reference { get; init; } = "";
        public string OrganisationTh { get; init; } = "";
        public string OrganisationEn { get; init; } = "";

        public CalendarEntry Entry() => new(TaskId, Moves, ToAt, $"{OrganisationTh} {TitleTh ?? Reference}".Trim());

        public Dictionary<string, object?> Model() => new()
        {
            ["whatTh"] = $"{OrganisationTh} {TitleTh ?? Reference}".Trim(),
            ["whatEn"] = $"{OrganisationEn} {TitleEn ?? Reference}".Trim(),
            ["fromTh"] = ThaiDate.WithTime(FromAt),
            ["fromEn"] = ThaiDate.EnglishWithTime(FromAt),
            ["toTh"] = ThaiDate.WithTime(ToAt),
            ["toEn"] = ThaiDate.EnglishWithTime(ToAt),
            ["rule"] = RuleId,
        };
    }
}
