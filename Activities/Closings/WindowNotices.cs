using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Closings;

/// <summary>
/// Tells people a week before that a system or a menu closes (T16): those with an open request, an open task or a right under its
/// circular, each once. Safe to run as often as one likes; goes on where it stopped.
/// </summary>
public sealed class WindowNotices(Database database, Tools tools, TimeProvider clock)
{
    public static readonly TimeSpan Before = TimeSpan.FromDays(7);

    const int AtOnce = 500;

    /// <returns>How many people were told.</returns>
    public Task<int> SendDueAsync() => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var told = 0;
        foreach (var window in await transaction.QueryAsync<Window>(
            """
            select * from windows where told_at is null and cancelled_at is null and closed_from > @now and closed_from <= @soon
            order by closed_from, id
            """, new { now, soon = now + Before }))
            told += await TellAsync(transaction, window, now);
        return told;
    });

    async Task<int> TellAsync(Transaction transaction, Window window, DateTimeOffset now)
    {
        transaction.Lock("select id from windows where id = @Id", window);
        var people = await ConcernedAsync(transaction, window, now);
        var model = await ModelAsync(transaction, window, now);
        foreach (var person in people)
        {
            transaction.Write("insert into window_notices (window_id, person_id, at) values (@Id, @person, @now)",
                new { window.Id, person = person.Id, now });
            CaseMail.Queue(transaction, now, tools, "closes-soon", person, model,
                $"closes:{window.Id}:{window.ClosedFrom.UtcTicks}",
                sendAt: tools.Calendar.Current.OfficeTimeFrom(now));
        }
        if (people.Count < AtOnce)
            transaction.Write("update windows set told_at = @now where id = @Id", new { now, window.Id });
        return people.Count;
    }

    static async Task<IReadOnlyList<Person>> ConcernedAsync(Transaction transaction, Window window, DateTimeOffset now) =>
        await transaction.QueryAsync<Person>(
            """
            select p.* from people p where p.id in (
                select person_id from requests where circular_id = @CircularId and closed_at is null
                union select filed_by from requests where circular_id = @CircularId and closed_at is null
                union select r.person_id from rights r join requests q on q.id = r.request_id
                    where q.circular_id = @CircularId and r.valid_to is null
                union select m.person_id from tasks t join instances i on i.id = t.instance_id
                    join memberships m on m.organisation_code = t.organisation_code
                        and ' ' || t.role || ' ' like '% ' || m.role || ' %'
                    where i.definition_id = @definition and t.closed_at is null
                      and (t.person_id is null or t.person_id = m.person_id)
                      and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now))
            and not exists (select 1 from window_notices n where n.window_id = @Id and n.person_id = p.id)
            order by p.id limit @AtOnce
            """, new
            {
                window.CircularId,
                window.Id,
                now,
                AtOnce,
                definition = (await StoredCircular.FindAsync(transaction, window.CircularId))?.Definition ?? "",
            });

    async Task<Dictionary<string, object?>> ModelAsync(Transaction transaction, Window window, DateTimeOffset now)
    {
        var model = await CaseModel.OfAsync(transaction, null, null, window.Key, now);
        model["windowTh"] = window.WhatTh;
        model["windowEn"] = window.WhatEn;
        model["closesTh"] = ThaiDate.WithTime(window.ClosedFrom);
        model["closesEn"] = ThaiDate.EnglishWithTime(window.ClosedFrom);
        model["opensTh"] = window.ClosedUntil is { } opens ? ThaiDate.WithTime(opens) : null;
        model["opensEn"] = window.ClosedUntil is { } until ? ThaiDate.EnglishWithTime(until) : null;
        model["hoursLeft"] = ((int)tools.Calendar.Current.WorkingHoursBetween(now, window.ClosedFrom).TotalHours)
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
        // Help is staffed on working days only: said where the last days before the closing are none (B-11, T16).
        var last = ThaiDate.BangkokDate(window.ClosedFrom.AddTicks(-1));
        if (!tools.Calendar.Current.IsWorkingDay(last))
        {
            var staffed = tools.Calendar.Current.PreviousWorkingDay(last);
            model["lastStaffedTh"] = ThaiDate.WithWeekday(staffed);
            model["lastStaffedEn"] = ThaiDate.EnglishWithWeekday(staffed);
        }
        return model;
    }
}
