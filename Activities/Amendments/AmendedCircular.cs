using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Data;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Amendments;

/// <summary>
/// Puts an amendment into the circular itself, and takes it out again: words, letters, dates, closing times, and the deadlines
/// in the registers of the offices. It holds for everything new at once; cases under way follow one by one.
/// </summary>
sealed class AmendedCircular(Transaction transaction, WorkingCalendar calendar, DateTimeOffset now)
{
    /// <exception cref="RefusedException">A date has moved since the amendment was written down.</exception>
    public async Task BeginAsync(Amendment amendment, AmendmentChanges changes, string by)
    {
        await StoreFactsAsync(
            amendment.CircularId, [.. await Amendment.InForceAsync(transaction, amendment.CircularId), amendment]);
        foreach (var change in changes.Dates)
        {
            if (change.From is { } from)
                await MoveAsync(amendment, change, from, change.To, by);
            else
                Add(amendment, change, by);
        }
    }

    /// <summary>As it was before; a day that has passed meanwhile stays where the amendment put it.</summary>
    public async Task TakeBackAsync(Amendment amendment, AmendmentChanges changes, string by)
    {
        var others = (await Amendment.InForceAsync(transaction, amendment.CircularId)).Where(other => other.Id != amendment.Id);
        await StoreFactsAsync(amendment.CircularId, [.. others]);
        foreach (var change in changes.Dates.Where(change => change.To > now))
        {
            if (change.From is { } from && from > now)
                await MoveAsync(amendment, change, change.To, from, by);
            else if (change.From is null)
                transaction.Write("delete from circular_dates where circular_id = @CircularId and key = @Key",
                    new { amendment.CircularId, change.Key });
        }
    }

    async Task StoreFactsAsync(string circular, IReadOnlyList<Amendment> amendments)
    {
        transaction.Write(
            "update circulars set issued_facts = facts where id = @circular and issued_facts is null", new { circular });
        var issued = JsonSerializer.Deserialize<CircularFacts>((await transaction.FirstAsync<string>(
            "select issued_facts from circulars where id = @circular", new { circular }))!, JsonSerializerOptions.Web)!;
        var facts = issued;
        foreach (var (amendment, index) in amendments.Select((amendment, index) => (amendment, index)))
            facts = amendment.Read().AppliedTo(facts, LetterOf(issued, amendment, index));
        var text = JsonSerializer.Serialize(facts, JsonSerializerOptions.Web);
        transaction.Write("update circulars set facts = @text, hash = @hash where id = @circular",
            new { text, hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))), circular });
        CircularLetter.Write(transaction, facts, now);
    }

    static CircularDocument LetterOf(CircularFacts issued, Amendment amendment, int index) => new(
        string.Create(CultureInfo.InvariantCulture, $"{issued.Id}/{index + 1}"), amendment.LetterNumber,
        LetterIdentity.Read(amendment.LetterNumber, amendment.LetterDate)!.ToString(), [], amendment.LetterDate,
        SpeedClass.Normal, new Agency(issued.OwnerAgency.NameTh, issued.OwnerAgency.NameEn), "amendment");

    async Task MoveAsync(Amendment amendment, DateChange change, DateTimeOffset from, DateTimeOffset to, string by)
    {
        if (await transaction.ExecuteAsync(
            """
            update circular_dates set at = @to, whole_day = @wholeDay, by_person = @by, reason = @Reason, stated_at = @now
            where circular_id = @CircularId and key = @Key and at = @from
            and stated_by = (select issuer_code from circulars where id = @CircularId)
            """,
            new
            {
                to,
                wholeDay = change.WholeDay ? 1 : 0,
                by,
                amendment.Reason,
                now,
                amendment.CircularId,
                change.Key,
                from,
            }) == 0)
            throw AmendmentRefusals.DateMoved(change.Key);
        await new AmendedDeliveries(transaction, calendar).MoveAsync(amendment.CircularId, change.Key, to);
        await MoveWindowsAsync(amendment.CircularId, change, from, to);
    }

    void Add(Amendment amendment, DateChange change, string by) => transaction.Write(
        """
        insert into circular_dates (id, circular_id, key, rule_id, kind, stated_by, at, whole_day, what_th, what_en, stated_at,
            by_person, reason)
        select @id, c.id, @Key, @Rule, @Kind, c.issuer_code, @To, @wholeDay, @WhatTh, @WhatEn, @now, @by, @Reason
        from circulars c where c.id = @CircularId
        """,
        new
        {
            id = Ids.New(now),
            change.Key,
            change.Rule,
            change.Kind,
            change.To,
            wholeDay = change.WholeDay ? 1 : 0,
            change.WhatTh,
            change.WhatEn,
            now,
            by,
            amendment.Reason,
            amendment.CircularId,
        });

    // A closing that the circular dates follows its date, and who waits for the opening looks again at once (B-06, B-07).
    async Task MoveWindowsAsync(string circular, DateChange change, DateTimeOffset from, DateTimeOffset to)
    {
        if (change.Kind is not ("closes" or "opens"))
            return;
        // A cut-off without an hour begins when its last day is over.
        var (closedWas, closedIs) = change is { Kind: "closes" } && from == ThaiDate.EndOfDay(ThaiDate.BangkokDate(from))
            ? (from.AddSeconds(1), to.AddSeconds(1)) : (from, to);
        var column = change.Kind == "closes" ? "closed_from" : "closed_until";
        foreach (var key in await transaction.QueryAsync<string>(
            $"""
            update windows set {column} = @to where circular_id = @circular and cancelled_at is null
            and {column} in (@closedWas, @day) returning key
            """, new { to = closedIs, circular, closedWas, day = ThaiDate.StartOfDay(ThaiDate.BangkokDate(from)) }))
            transaction.Write("update bookmarks set due_at = @now where event_name = @changed",
                new { now, changed = Window.ChangedEvent(circular, key) });
    }
}
