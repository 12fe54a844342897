using System.Globalization;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rights;

/// <summary>
/// Level 2 of an alarm (T35): an organisation lost all its holders, more than one, on one day. The agency hears of it too, at
/// once and without waiting for the gap's own alarm.
/// </summary>
static class EmptiedInADay
{
    /// <param name="right">The right that has just ended.</param>
    /// <param name="agency">Whose reviewers are told beside executive, clerk and province.</param>
    public static async Task EscalateAsync(
        Transaction transaction, Tools tools, Right right, string agency, DateTimeOffset now, string? by)
    {
        if ((await Right.OpenOfAsync(transaction, right.System, right.OrganisationCode)).Count > 0)
            return;
        var day = ThaiDate.BangkokDate(now);
        var lost = await transaction.FirstAsync<long>(
            """
            select count(*) from rights
            where system = @System and organisation_code = @OrganisationCode and valid_to >= @since and valid_to <= @now
            """, new { right.System, right.OrganisationCode, since = ThaiDate.StartOfDay(day), now });
        if (lost < 2)
            return;
        AuditTrail.Add(transaction, now, by, "organisation-empty", "right", right.Id, right.OrganisationCode, "A-08",
            $"level 2, {lost} rights in a day");
        var model = await CaseModel.OfAsync(transaction, null, right.Id, "A-08", now);
        model["lost"] = lost.ToString(CultureInfo.InvariantCulture);
        model["lostTh"] = ThaiDigits.ToThai((int)lost);
        model["dayTh"] = ThaiDate.WithWeekday(day);
        model["dayEn"] = ThaiDate.EnglishWithWeekday(day);
        var people = (await Departure.ConcernedAsync(transaction, right.OrganisationCode, now))
            .Concat(await Person.InRoleAsync(transaction, agency, Role.Reviewer, now));
        foreach (var person in people.DistinctBy(person => person.Id))
            CaseMail.Queue(transaction, now, tools, "organisation-empty", person, model, $"empty:{right.Id}", rightId: right.Id);
    }
}
