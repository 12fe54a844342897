using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Amendments;

/// <summary>
/// Tells those whom an amendment touches, and nobody else: a line is written down with each case, and a person's lines become
/// one mail when nothing has been added for a minute. What was told is marked together with the mail.
/// </summary>
public sealed class AmendmentNotices(Database database, Tools tools, TimeProvider clock)
{
    const int PeopleAtOnce = 100;
    const int MostLines = 30;
    static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    /// <summary>Safe to run as often as one likes; answers how many mails it made.</summary>
    public async Task<int> MailAsync()
    {
        var mails = 0;
        while (await SomeAsync() is var some and > 0)
            mails += some;
        return mails;
    }

    /// <summary>The offices that have the letter and passed it on, or will: their units ask them.</summary>
    internal static void NoteOffices(
        Transaction transaction, Amendment amendment, AmendmentChanges changes, DateTimeOffset now)
    {
        if (amendment.IsWithdrawal)
            NoteOffice(transaction, amendment, null, now);
        foreach (var change in changes.Dates.Where(change => change.From is not null))
            NoteOffice(transaction, amendment, change, now);
    }

    static void NoteOffice(Transaction transaction, Amendment amendment, DateChange? change, DateTimeOffset now) =>
        transaction.Write(
            $"""
            insert into amendment_notices
                (amendment_id, person_id, line, what_th, what_en{(change is null ? "" : ", from_at, to_at")}, noted_at)
            select @Id, m.person_id, 'office:' || o.code || @suffix, max(o.name_th), max(o.name_en)
                {(change is null ? "" : ", @From, @To")}, @now
            from deliveries d join sendings s on s.id = d.sending_id join organisations o on o.code = d.organisation_code
            join memberships m on m.organisation_code = d.organisation_code
            where d.circular_id = @CircularId and d.is_hop = 1 and d.arrived_at is not null
            {(change is null ? "" : "and s.deadline_key = @Key")}
            and m.role in ('coordinator', 'clerk', 'executive') and m.valid_from <= @now
            and (m.valid_to is null or m.valid_to > @now)
            group by m.person_id, o.code on conflict (amendment_id, person_id, line) do nothing
            """,
            new
            {
                amendment.Id,
                suffix = change is null ? "" : ":" + change.Key,
                change?.From,
                change?.To,
                now,
                amendment.CircularId,
                change?.Key,
            });

    Task<int> SomeAsync() => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var people = await transaction.QueryAsync<Group>(
            """
            select amendment_id, person_id from amendment_notices where mailed_at is null
            group by amendment_id, person_id having max(noted_at) <= @quiet order by amendment_id, person_id limit @PeopleAtOnce
            """, new { quiet = now - Quiet, PeopleAtOnce });
        foreach (var group in people)
            await MailAsync(transaction, group, now);
        return people.Count;
    });

    async Task MailAsync(Transaction transaction, Group group, DateTimeOffset now)
    {
        var lines = await transaction.QueryAsync<Line>(
            """
            select n.line as key, n.task_id, n.what_th, n.what_en, n.from_at, n.to_at, (select count(*) from deadline_moves v
                join deadlines d on d.id = v.deadline_id
                where d.task_id = n.task_id) as moves
            from amendment_notices n where n.amendment_id = @AmendmentId and n.person_id = @PersonId and n.mailed_at is null
            order by n.to_at, n.line
            """, group);
        var amendment = (await transaction.FirstAsync<Amendment>(
            "select * from amendments where id = @AmendmentId", new { group.AmendmentId }))!;
        var facts = (await StoredCircular.FindAsync(transaction, amendment.CircularId))!;
        CaseMail.Queue(transaction, now, tools, amendment.IsWithdrawal ? "circular-withdrawn" : "circular-amended",
            await Person.GetAsync(transaction, group.PersonId), Model(amendment, facts, lines),
            $"amended:{amendment.Id}:{lines.Min(line => line.Key)}", sendAt: tools.Calendar.Current.OfficeTimeFrom(now),
            calendar: lines.Take(MostLines).Where(line => line is { TaskId: not null, ToAt: not null })
                .Select(line => line.Entry()).ToList() is { Count: > 0 } entries ? entries : null);
        transaction.Write(
            """
            update amendment_notices set mailed_at = @now
            where amendment_id = @AmendmentId and person_id = @PersonId and mailed_at is null
            """, new { now, group.AmendmentId, group.PersonId });
    }

    static Dictionary<string, object?> Model(Amendment amendment, CircularFacts facts, IReadOnlyList<Line> lines) => new()
    {
        ["letter"] = amendment.LetterNumber,
        ["letterDateTh"] = ThaiDate.PageForm(amendment.LetterDate),
        ["letterDateEn"] = ThaiDate.English(amendment.LetterDate),
        ["reason"] = amendment.Reason,
        ["takenBack"] = amendment.Status is Amendment.Returning or Amendment.Returned,
        ["endsRights"] = amendment.Read().EndsRights,
        ["circular"] = facts.Id,
        ["circularTh"] = facts.TitleTh,
        ["circularEn"] = facts.TitleEn,
        ["clauses"] = amendment.Read().Clauses.Take(MostLines).Select(change => new Dictionary<string, object?>
        {
            ["id"] = change.New.Id,
            ["old"] = change.Old?.Phrase,
            ["new"] = change.New.Phrase,
        }).ToList(),
        ["count"] = lines.Count.ToString(CultureInfo.InvariantCulture),
        ["lines"] = lines.Take(MostLines).Select(line => line.Model()).ToList(),
        ["more"] = lines.Count > MostLines ? (lines.Count - MostLines).ToString(CultureInfo.InvariantCulture) : null,
        ["contactTh"] =
            string.Join(" / ", facts.Contacts.Select(contact => string.Join(" ", contact.UnitTh, contact.Phone, contact.Email))),
        ["contactEn"] =
            string.Join(" / ", facts.Contacts.Select(contact => string.Join(" ", contact.UnitEn, contact.Phone, contact.Email))),
    };

    /// <summary>Writes down who is to hear of one case, in the transaction that changes it.</summary>
    internal sealed class Notes(Transaction transaction, Amendment amendment, DateTimeOffset now)
    {
        const string Insert =
            """
            insert into amendment_notices (amendment_id, person_id, line, task_id, what_th, what_en, from_at, to_at, noted_at)
            """;

        bool IsBack => amendment.Status == Amendment.Returning;

        /// <summary>Those who owe a task today: its person, or whoever holds one of its roles.</summary>
        public async Task TaskAsync(Owed owed, DateTimeOffset? from, DateTimeOffset? to)
        {
            var place = await transaction.FirstAsync<Place>(
                """
                select o.name_th, o.name_en, q.reference from tasks t left join requests q on q.id = t.request_id
                left join rights r on r.id = t.right_id
                join organisations o on o.code = coalesce(q.organisation_code, r.organisation_code, t.about_code,
                    t.organisation_code)
                where t.id = @TaskId
                """, new { owed.TaskId });
            foreach (var person in await OwersAsync(owed.PersonId, owed.Role, owed.OrganisationCode))
                Add(person, $"{(IsBack ? "back:" : "")}task:{owed.TaskId}", owed.TaskId,
                    $"{place!.NameTh} {owed.TitleTh ?? place.Reference}".Trim(),
                    $"{place.NameEn} {owed.TitleEn ?? place.Reference}".Trim(), from, to);
        }

        /// <summary>
        /// A case that ends: those who owe something in it, the officer and who filed it, and the organisation's clerks.
        /// </summary>
        public async Task ClosedAsync(AmendmentCase one)
        {
            var place = (await transaction.FirstAsync<Place>(
                """
                select o.name_th, o.name_en, q.reference, q.person_id, q.filed_by from organisations o
                left join requests q on q.instance_id = @SubjectId where o.code = @OrganisationCode
                """, new { one.SubjectId, one.OrganisationCode }))!;
            var people = new HashSet<string>(((string?[])[place.PersonId, place.FiledBy]).OfType<string>());
            people.UnionWith(await OwersAsync(null, Role.Clerk, one.OrganisationCode));
            foreach (var task in await transaction.QueryAsync<Owed>(
                $"""
                {RunningCases.Family} select t.id as task_id, t.person_id, t.role, t.organisation_code
                from family f join tasks t on t.instance_id = f.id where t.closed_at is null
                """, new { id = one.SubjectId }))
                people.UnionWith(await OwersAsync(task.PersonId, task.Role, task.OrganisationCode));
            foreach (var person in people)
                Add(person, $"case:{one.SubjectId}", null, $"{place.NameTh} {place.Reference}".Trim(),
                    $"{place.NameEn} {place.Reference}".Trim(), null, null);
        }

        public void Right(Right right) => transaction.Write(
            $"""
            {Insert} select @Id, @PersonId, @line, null, @System || ' ' || o.name_th, @System || ' ' || o.name_en, null, null,
                @now
            from organisations o where o.code = @OrganisationCode
            on conflict (amendment_id, person_id, line) do nothing
            """,
            new { amendment.Id, right.PersonId, line = "right:" + right.Id, right.System, now, right.OrganisationCode });

        async Task<IReadOnlyList<string>> OwersAsync(string? person, string role, string organisation) => person is not null
            ? [person]
            : await transaction.QueryAsync<string>(
                """
                select distinct person_id from memberships where organisation_code = @organisation
                and (' ' || @role || ' ') like ('% ' || role || ' %')
                and valid_from <= @now and (valid_to is null or valid_to > @now) order by person_id
                """, new { organisation, role, now });

        void Add(
            string person, string line, string? task, string thai, string english, DateTimeOffset? from, DateTimeOffset? to) =>
            transaction.Write(
                $"""
                {Insert} values (@Id, @person, @line, @task, @thai, @english, @from, @to, @now)
                on conflict (amendment_id, person_id, line) do nothing
                """, new { amendment.Id, person, line, task, thai, english, from, to, now });
    }

    sealed class Group
    {
        public string AmendmentId { get; init; } = "";
        public string PersonId { get; init; } = "";
    }

    sealed class Place
    {
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string? Reference { get; init; }
        public string? PersonId { get; init; }
        public string? FiledBy { get; init; }
    }

    sealed class Line
    {
        public string Key { get; init; } = "";
        public string? TaskId { get; init; }
        public string WhatTh { get; init; } = "";
        public string WhatEn { get; init; } = "";
        public DateTimeOffset? FromAt { get; init; }
        public DateTimeOffset? ToAt { get; init; }
        public int Moves { get; init; }

        public CalendarEntry Entry() => new(TaskId!, Moves, ToAt!.Value, WhatTh);

        public Dictionary<string, object?> Model() => new()
        {
            ["whatTh"] = WhatTh,
            ["whatEn"] = WhatEn,
            ["fromTh"] = FromAt is { } from ? ThaiDate.WithTime(from) : null,
            ["fromEn"] = FromAt is { } was ? ThaiDate.EnglishWithTime(was) : null,
            ["toTh"] = ToAt is { } to ? ThaiDate.WithTime(to) : null,
            ["toEn"] = ToAt is { } until ? ThaiDate.EnglishWithTime(until) : null,
        };
    }
}
