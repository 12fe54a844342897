using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rights;

/// <summary>Raises the alarm of seats that stayed empty too long (A-06, left open 6; T05). Safe to run as often as one likes.</summary>
public sealed class GapAlarms(Database database, Tools tools, TimeProvider clock)
{
    const int AtOnce = 200;

    public Task<int> RaiseAsync() => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var gaps = await transaction.QueryAsync<Row>(
            """
            update access_gaps set alarmed_at = @now where alarmed_at is null and id in (
                select id from access_gaps where ended_at is null and alarmed_at is null and alarm_at <= @now order by alarm_at limit @AtOnce)
            returning id, organisation_code, seat, old_right_id, began_at
            """, new { now, AtOnce });
        foreach (var gap in gaps)
            await AlarmAsync(transaction, gap, now);
        return gaps.Count;
    });

    async Task AlarmAsync(Transaction transaction, Row gap, DateTimeOffset now)
    {
        AuditTrail.Add(transaction, now, null, "seat-empty-alarm", "right", gap.OldRightId, gap.OrganisationCode, "A-06", $"seat {gap.Seat}");
        var model = await CaseModel.OfAsync(transaction, null, gap.OldRightId, "A-06", now);
        model["sinceTh"] = ThaiDate.WithTime(gap.BeganAt);
        model["sinceEn"] = ThaiDate.EnglishWithTime(gap.BeganAt);
        var calendar = tools.Calendar.Current.For(gap.OrganisationCode);
        model["workingDays"] = calendar.WorkingDaysBetween(ThaiDate.BangkokDate(gap.BeganAt), ThaiDate.BangkokDate(now))
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var role in (string[])[Role.Executive, Role.Clerk])
            foreach (var person in await Person.InRoleAsync(transaction, gap.OrganisationCode, role, now))
                CaseMail.Queue(transaction, now, tools, "seat-empty", person, model, $"gap:{gap.Id}", rightId: gap.OldRightId,
                    sendAt: calendar.OfficeTimeFrom(now));
    }

    sealed class Row
    {
        public string Id { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
        public long Seat { get; init; }
        public string OldRightId { get; init; } = "";
        public DateTimeOffset BeganAt { get; init; }
    }
}
