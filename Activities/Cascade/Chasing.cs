using System.Globalization;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Cascade;

/// <summary>A reminder to all who still owe.</summary>
/// <param name="FormKey">Of the form it was typed in; the same form reminds once.</param>
/// <param name="Place">The office that reminds: its subtree is meant.</param>
/// <param name="State">Only those in this state; null for all who owe.</param>
public sealed record ReminderForm(string FormKey, string SendingId, string Place, string? State, string Words);

/// <summary>
/// What a province or district does beside waiting: reminds those who still owe in its own words, one mail a person; writes down
/// calls and notes. All of it is logged; nobody is reminded twice on a working day.
/// </summary>
public sealed class Chasing(Database database, Tools tools, TimeProvider clock)
{
    public const string Reminder = "reminder";
    public const string Call = "call";
    public const string Note = "note";

    const int LongestWords = 2_000;
    const int MostLines = 50;
    static readonly string[] Chasers = [Role.Coordinator, Role.Clerk, Role.Executive, Role.Director, Role.Reviewer];

    /// <returns>How many people were written to.</returns>
    /// <exception cref="RefusedException">Not one's office, no words, nobody owes, or reminded this working day.</exception>
    public Task<int> RemindAsync(ReminderForm form, Actor actor) => database.WriteAsync(async transaction =>
    {
        var (office, sending) = await PlaceAsync(transaction, form.SendingId, form.Place, form.Words, actor);
        var now = clock.GetUtcNow();
        if (await transaction.FirstAsync<ChasingRow>("select * from chasings where id = @FormKey",
            new { form.FormKey }) is { } known)
            return (int)known.Recipients;
        if (await CircularPause.OfOrganisationAsync(transaction, sending.CircularId, form.Place) is { } pause)
            throw PauseRefusals.Paused(pause);
        if (await transaction.FirstAsync<ChasingRow>(
            """
            select * from chasings where sending_id = @SendingId and organisation_code = @Place and kind = 'reminder'
            order by at desc limit 1
            """, new { form.SendingId, form.Place }) is { } last && ThaiDate.BangkokDate(last.At) is var day
            && !(ThaiDate.BangkokDate(now) > day && tools.Calendar.Current.WorkingDaysBetween(day,
                ThaiDate.BangkokDate(now)) > 0))
            throw CascadeRefusals.RemindedToday(last.At);
        var paused = await CircularPause.UnderWayAsync(transaction, sending.CircularId);
        var owing = (await UnitProgress.OfAsync(transaction, form.SendingId, office.Path, now))
            .Where(unit => unit.Owes(office.Path) && (form.State is null || unit.State == form.State)
                && !paused.Any(one => unit.Path.StartsWith(one.Path, StringComparison.Ordinal))).ToList();
        if (owing.Count == 0)
            throw CascadeRefusals.NobodyOwes();
        var people = await PeopleAsync(transaction, owing, now);
        foreach (var (person, units) in people)
            Mail(transaction, form, sending, office, actor, person, units, now);
        Write(transaction, form.FormKey, form.SendingId, form.Place, Reminder, form.Words, people.Count, actor, now);
        return people.Count;
    });

    /// <summary>Keeps a call or a note about a unit.</summary>
    /// <exception cref="RefusedException">Not below one's office, or no words.</exception>
    public Task KeepAsync(string sendingId, string place, string unit, string kind, string words, Actor actor) =>
        database.WriteAsync(async transaction =>
        {
            var (office, _) = await PlaceAsync(transaction, sendingId, place, words, actor);
            if (kind is not (Call or Note) || await Organisation.FindAsync(transaction, unit) is not { } about
                || !about.Path.StartsWith(office.Path, StringComparison.Ordinal))
                throw CascadeRefusals.NotTheOffices();
            var now = clock.GetUtcNow();
            Write(transaction, Ids.New(now), sendingId, unit, kind, words, 0, actor, now);
        });

    static async Task<(Organisation Office, Sending Sending)> PlaceAsync(
        Transaction transaction, string sendingId, string place, string words, Actor actor)
    {
        if (actor.In(place, Chasers) is null)
            throw CascadeRefusals.NotTheOffices();
        if (string.IsNullOrWhiteSpace(words) || words.Length > LongestWords || words.Contains('\0', StringComparison.Ordinal))
            throw CascadeRefusals.WordsNeeded();
        // Two of an office who press the button together take turns.
        transaction.Lock("select code from organisations where code = @place", new { place });
        var sending = await transaction.FirstAsync<Sending>("select * from sendings where id = @sendingId", new { sendingId })
            ?? throw CascadeRefusals.NoSuchSending();
        return (await Organisation.GetAsync(transaction, place), sending);
    }

    // Who may answer what is open there; where nothing is open, who keeps the register.
    static async Task<List<(Person Person, List<UnitProgress> Units)>> PeopleAsync(
        Transaction transaction, List<UnitProgress> owing, DateTimeOffset now)
    {
        var units = new Dictionary<string, (Person Person, List<UnitProgress> Units)>();
        foreach (var unit in owing)
        {
            var roles = unit.WaitsForRole?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [Role.Clerk, Role.Executive];
            foreach (var role in roles)
                foreach (var person in await Person.InRoleAsync(transaction, unit.WaitsForOrganisation ?? unit.Code, role, now))
                {
                    if (!units.TryGetValue(person.Id, out var known))
                        units[person.Id] = known = (person, []);
                    if (!known.Units.Contains(unit))
                        known.Units.Add(unit);
                }
        }
        return [.. units.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];
    }

    void Mail(Transaction transaction, ReminderForm form, Sending sending, Organisation office, Actor actor, Person person,
        List<UnitProgress> units, DateTimeOffset now) =>
        CaseMail.Queue(transaction, now, tools, "circular-reminder", person, new Dictionary<string, object?>
        {
            ["count"] = units.Count.ToString(CultureInfo.InvariantCulture),
            ["letter"] = sending.LetterNumber,
            ["words"] = form.Words.Trim(),
            ["byTh"] = actor.Person.NameTh,
            ["byEn"] = actor.Person.NameEn,
            ["officeTh"] = office.NameTh,
            ["officeEn"] = office.NameEn,
            ["items"] = units.Take(MostLines).Select(unit => new Dictionary<string, object?>
            {
                ["nameTh"] = unit.NameTh,
                ["nameEn"] = unit.NameEn,
                ["dueTh"] = unit.ShownAt is { } due ? ThaiDate.WithTime(due) : null,
                ["dueEn"] = unit.ShownAt is { } end ? ThaiDate.EnglishWithTime(end) : null,
            }).ToList(),
            ["more"] = units.Count > MostLines ? (units.Count - MostLines).ToString(CultureInfo.InvariantCulture) : null,
        }, $"circular-reminder:{form.FormKey}");

    static void Write(Transaction transaction, string id, string sendingId, string place, string kind, string words,
        int recipients,
        Actor actor, DateTimeOffset now)
    {
        transaction.Write(
            """
            insert into chasings (id, sending_id, organisation_code, kind, words, recipients, by_person, at)
            values (@id, @sendingId, @place, @kind, @words, @recipients, @PersonId, @now)
            """, new { id, sendingId, place, kind, words = words.Trim(), recipients, actor.PersonId, now });
        AuditTrail.Add(transaction, now, actor.PersonId, "circular-" + kind, "sending", sendingId, place, detail: words.Trim());
    }
}

/// <summary>A reminder, call or note as kept.</summary>
public sealed class ChasingRow
{
    public string Id { get; init; } = "";
    public string OrganisationCode { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Words { get; init; } = "";
    public long Recipients { get; init; }
    public string ByPerson { get; init; } = "";
    public string ByName { get; init; } = "";
    public DateTimeOffset At { get; init; }
}
