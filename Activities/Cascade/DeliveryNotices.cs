using System.Globalization;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>
/// Tells the offices on the way that a circular has come, and sender and provinces who was reached too late (T14). Whoever
/// keeps the register of many offices gets one mail for all of them. What was told is marked together with the mail.
/// </summary>
public sealed class DeliveryNotices(Database database, Tools tools, TimeProvider clock)
{
    static readonly string GoesOn = $"not {CircularPause.Holds("d.circular_id", "d.path")}";

    static readonly string OrUnits =
        $"""
        or id in (select d.id from deliveries d where d.sending_id = @Id and d.is_covered = 1 and d.arrived_at is not null
            and d.instance_id is null and d.told_at is null and {GoesOn} order by d.organisation_code limit @AtOnce)
        """;

    const int AtOnce = 200;
    const int MostLines = 50;

    /// <summary>How long after the last arrival a person's mail is made, so that what comes together is told together.</summary>
    static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Writes down who is to hear of what has arrived where the circular isn't paused; 0 when nothing is left. Who gets an
    /// instance hears by its tasks; who is to
    /// file a request hears here.
    /// </summary>
    internal static Task<int> NoteAsync(Database database, TimeProvider clock, Sending sending) =>
        database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var reached = await transaction.QueryAsync<string>(
            $"""
            update deliveries set told_at = @now where id in (
                select d.id from deliveries d where d.sending_id = @Id and d.is_hop = 1 and d.arrived_at is not null
                and d.told_at is null and {GoesOn} order by d.organisation_code limit @AtOnce)
                {(sending.System is null ? "" : OrUnits)}
            returning id
            """, new { now, sending.Id, AtOnce });
        foreach (var id in reached)
            transaction.Write(
                """
                insert into delivery_notices (delivery_id, person_id, noted_at)
                select d.id, m.person_id, @now from deliveries d join memberships m on m.organisation_code = d.organisation_code
                where d.id = @id and m.role in ('coordinator', 'clerk', 'executive') and m.valid_from <= @now
                and (m.valid_to is null or m.valid_to > @now)
                group by d.id, m.person_id on conflict (delivery_id, person_id) do nothing
                """, new { now, id });
        return reached.Count;
    });

    /// <summary>Mails what has been quiet for a minute. Safe to run as often as one likes; answers how many mails it
    /// made.</summary>
    public async Task<int> MailAsync()
    {
        var mails = await WarnAsync();
        while (await MailSomeAsync() is var some and > 0)
            mails += some;
        return mails;
    }

    Task<int> MailSomeAsync() => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var people = await transaction.QueryAsync<string>(
            """
            select person_id from delivery_notices where mailed_at is null
            group by person_id having max(noted_at) <= @quiet order by person_id limit @AtOnce
            """, new { quiet = now - Quiet, AtOnce });
        foreach (var person in people)
            await MailAsync(transaction, person, now);
        return people.Count;
    });

    async Task MailAsync(Transaction transaction, string personId, DateTimeOffset now)
    {
        var items = await transaction.QueryAsync<Item>(
            """
            select d.id, d.sending_id, d.shown_at, d.minutes_left, o.name_th, o.name_en, c.facts, s.letter_number
            from delivery_notices n join deliveries d on d.id = n.delivery_id join sendings s on s.id = d.sending_id
            join organisations o on o.code = d.organisation_code join circulars c on c.id = d.circular_id
            where n.person_id = @personId and n.mailed_at is null order by d.sending_id, d.organisation_code
            """, new { personId });
        var model = ItemModel(items);
        CaseMail.Queue(transaction, now, tools, "circular-arrived", await Person.GetAsync(transaction, personId), model,
            $"circular-arrived:{items[0].Id}", sendAt: tools.Calendar.Current.OfficeTimeFrom(now));
        transaction.Write("update delivery_notices set mailed_at = @now where person_id = @personId and mailed_at is null",
            new { now, personId });
    }

    static Dictionary<string, object?> ItemModel(IReadOnlyList<Item> items) => new()
    {
        ["count"] = items.Count.ToString(CultureInfo.InvariantCulture),
        ["several"] = items.Count > 1,
        ["first"] = items[0].Model(),
        ["items"] = items.Take(MostLines).Select(item => item.Model()).ToList(),
        ["more"] = items.Count > MostLines ? (items.Count - MostLines).ToString(CultureInfo.InvariantCulture) : null,
    };

    // T14: one mail a sending and province for all that it has listed since the last; the same to the sender.
    async Task<int> WarnAsync()
    {
        var mails = 0;
        foreach (var sending in await database.QueryAsync<Sending>(
            "select * from sendings where phase in ('listing', 'open') order by id"))
            mails += await database.WriteAsync(transaction => WarnAsync(transaction, sending));
        return mails;
    }

    async Task<int> WarnAsync(Transaction transaction, Sending sending)
    {
        var now = clock.GetUtcNow();
        var late = await transaction.QueryAsync<LateRow>(
            """
            select d.id, d.path, d.minutes_left, o.name_th, o.name_en from deliveries d
            join organisations o on o.code = d.organisation_code
            where d.sending_id = @Id and d.is_late = 1 and d.warned_at is null order by d.path
            """, new { sending.Id });
        if (late.Count == 0)
            return 0;
        transaction.Write(
            "update deliveries set warned_at = @now where sending_id = @Id and is_late = 1 and warned_at is null",
            new { now, sending.Id });
        var provinces = await transaction.QueryAsync<LateRow>(
            """
            select o.code as id, o.path from organisations o join deliveries d on d.organisation_code = o.code
            where d.sending_id = @Id and o.type = 'province' order by o.path
            """, new { sending.Id });
        var sender = await Person.GetAsync(transaction, sending.SentBy);
        Warn(transaction, sending, sender, late, now);
        var mails = 1;
        foreach (var province in provinces)
        {
            var own = late.Where(row => row.Path.StartsWith(province.Path, StringComparison.Ordinal)).ToList();
            if (own.Count == 0)
                continue;
            foreach (var person in await Person.InRoleAsync(transaction, province.Id, Role.Coordinator, now))
            {
                Warn(transaction, sending, person, own, now);
                mails++;
            }
        }
        return mails;
    }

    void Warn(Transaction transaction, Sending sending, Person to, IReadOnlyList<LateRow> late, DateTimeOffset now) =>
        CaseMail.Queue(transaction, now, tools, "circular-late", to, new Dictionary<string, object?>
        {
            ["letter"] = sending.LetterNumber,
            ["sending"] = sending.Id,
            ["count"] = late.Count.ToString(CultureInfo.InvariantCulture),
            ["items"] = late.Take(MostLines).Select(row => new Dictionary<string, object?>
            {
                ["nameTh"] = row.NameTh,
                ["nameEn"] = row.NameEn,
                ["leftTh"] = TimeLeft.Thai(row.MinutesLeft),
                ["leftEn"] = TimeLeft.English(row.MinutesLeft),
            }).ToList(),
            ["more"] = late.Count > MostLines ? (late.Count - MostLines).ToString(CultureInfo.InvariantCulture) : null,
        }, $"circular-late:{late[0].Id}");

    sealed class LateRow
    {
        public string Id { get; init; } = "";
        public string Path { get; init; } = "";
        public long? MinutesLeft { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
    }

    sealed class Item
    {
        public string Id { get; init; } = "";
        public string SendingId { get; init; } = "";
        public DateTimeOffset? ShownAt { get; init; }
        public long? MinutesLeft { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string Facts { get; init; } = "";
        public string LetterNumber { get; init; } = "";

        public Dictionary<string, object?> Model()
        {
            var facts = System.Text.Json.JsonSerializer.Deserialize<Data.CircularFacts>(
                Facts, System.Text.Json.JsonSerializerOptions.Web)!;
            return new()
            {
                ["sending"] = SendingId,
                ["letter"] = LetterNumber,
                ["titleTh"] = facts.TitleTh,
                ["titleEn"] = facts.TitleEn,
                ["nameTh"] = NameTh,
                ["nameEn"] = NameEn,
                ["dueTh"] = ShownAt is { } due ? ThaiDate.WithTime(due) : null,
                ["dueEn"] = ShownAt is { } end ? ThaiDate.EnglishWithTime(end) : null,
                ["leftTh"] = MinutesLeft is null ? null : TimeLeft.Thai(MinutesLeft),
                ["leftEn"] = MinutesLeft is null ? null : TimeLeft.English(MinutesLeft),
            };
        }
    }
}

/// <summary>Office time in words: "12 ชั่วโมงทำการ".</summary>
public static class TimeLeft
{
    public static string Thai(long? minutes) => minutes is { } left
        ? $"{Hours(left)} ชั่วโมงทำการ{(left % 60 > 0 ? $" {left % 60} นาที" : "")}" : "ไม่มีกำหนด";

    public static string English(long? minutes) => minutes is { } left
        ? $"{Hours(left)} working hours{(left % 60 > 0 ? $" {left % 60} min" : "")}" : "no deadline";

    static string Hours(long minutes) => (minutes / 60).ToString(CultureInfo.InvariantCulture);
}
