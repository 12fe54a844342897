using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Duties;

/// <summary>
/// The executive assigns a person to each duty (D-01); one person may hold several, and that is shown. Replacing somebody ends
/// their duty with a hand-over note. The province records trainings; who has a duty notes that they worked (D-12).
/// </summary>
public sealed class DutyDesk(Database database, TimeProvider clock)
{
    /// <param name="handOver">What is handed over, and where it lies; needed when somebody else held the duty.</param>
    /// <returns>The duties that the person holds now, when they are several.</returns>
    /// <exception cref="RefusedException">Not the executive or clerk, no such person there, or no hand-over.</exception>
    public Task<IReadOnlyList<string>> AssignAsync(string organisation, string duty, string personId, string handOver,
        Actor actor) =>
        database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            RequireExecutive(actor, organisation);
            if (Guideline.All.All(known => known.Key != duty))
                throw new RefusedException("duty", "ไม่มีหน้าที่นี้", "There is no such duty.", "D-01");
            if ((await Membership.OfAsync(transaction, personId, now)).All(one => one.OrganisationCode != organisation))
                throw new RefusedException("not-own-staff",
                    "เลือกได้เฉพาะบุคลากรของหน่วยงานนี้", "Choose somebody of this organisation.", "D-01");
            transaction.Lock("select code from organisations where code = @organisation", new { organisation });
            var held = await HeldDuty.OfAsync(transaction, organisation);
            var before = held.FirstOrDefault(one => one.Duty == duty);
            if (before?.PersonId != personId)
                Replace(transaction, organisation, duty, await Person.GetAsync(transaction, personId), before, handOver, actor,
                    now);
            return Several([.. held.Where(one => one.Duty != duty && one.PersonId == personId).Select(one => one.Duty), duty]);
        });

    /// <summary>Staff of an organisation attended the training; who waits for credentials looks again.</summary>
    public Task RecordTrainingAsync(string organisation, DateOnly day, string attendees, Actor actor) =>
        database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await Organisation.ProvinceOfAsync(transaction, organisation) is not { } province
                || actor.In(province, Role.Coordinator) is null)
                throw new RefusedException("training-not-yours",
                    "เฉพาะผู้ประสานงานจังหวัดเท่านั้นที่บันทึกการอบรมได้", "Only the province's coordinator records trainings.",
                        "D-08");
            if (string.IsNullOrWhiteSpace(attendees))
                throw new RefusedException("attendees", "โปรดกรอกชื่อผู้เข้าอบรม", "Enter who attended.", "D-08");
            if (day > ThaiDate.BangkokDate(now))
                throw new RefusedException("training-day", "วันอบรมเป็นวันในอนาคต", "The training lies in the future.", "D-08");
            // The same people on the same day is the same training, pressed twice.
            if (await transaction.ExecuteAsync(
                """
                insert into duty_trainings (id, organisation_code, attended_on, attendees, recorded_by, recorded_at)
                select @id, @organisation, @day, @attendees, @PersonId, @now where not exists (select 1 from duty_trainings
                    where organisation_code = @organisation and attended_on = @day and attendees = @attendees)
                """, new { id = Ids.New(now), organisation, day, attendees = attendees.Trim(), actor.PersonId, now }) == 0)
                return;
            AuditTrail.Add(transaction, now, actor.PersonId, "duty-training", "organisation", organisation, organisation, "D-08",
                $"{ThaiDate.ShortForm(day)}; {attendees.Trim()}");
            Roster.Wake(transaction, IssueCredentials.TrainedEvent(organisation), now);
        });

    /// <summary>Somebody with a duty checked the data today; once a day is enough.</summary>
    public Task NoteWorkAsync(string organisation, Actor actor) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        if ((await HeldDuty.OfAsync(transaction, organisation)).All(held => held.PersonId != actor.PersonId))
            throw new RefusedException("no-duty", "ท่านไม่มีหน้าที่ใน e-Plan ของหน่วยงานนี้", "You hold no duty here.", "D-12");
        transaction.Write(
            """
            insert into duty_days (organisation_code, day, person_id, at) values (@organisation, @day, @PersonId, @now)
            on conflict (organisation_code, day) do nothing
            """, new { organisation, day = ThaiDate.BangkokDate(now), actor.PersonId, now });
    });

    static void Replace(Transaction transaction, string organisation, string duty, Person person, HeldDuty? before,
        string handOver, Actor actor, DateTimeOffset now)
    {
        if (before is not null)
        {
            if (string.IsNullOrWhiteSpace(handOver))
                throw new RefusedException("hand-over-needed",
                    $"โปรดบันทึกการส่งมอบงานจาก {before.NameTh}", $"Say what {before.NameEn} hands over.", "D-01");
            transaction.Write(
                "update duties set ended_at = @now, ended_by = @PersonId, hand_over = @handOver where id = @Id",
                new { now, actor.PersonId, handOver = handOver.Trim(), before.Id });
        }
        transaction.Write(
            """
            insert into duties (id, organisation_code, duty, person_id, assigned_at, assigned_by, credential)
            values (@id, @organisation, @duty, @personId, @now, @by, 'none')
            """, new { id = Ids.New(now), organisation, duty, personId = person.Id, now, by = actor.PersonId });
        var known = Guideline.All.First(known => known.Key == duty);
        AuditTrail.Add(transaction, now, actor.PersonId, before is null ? "duty-assigned" : "duty-replaced", "organisation",
            organisation, organisation, known.Rule,
            $"{known.Thai}: " + (before is null ? person.NameTh : $"{before.NameTh} → {person.NameTh}; {handOver.Trim()}"));
    }

    static IReadOnlyList<string> Several(IReadOnlyList<string> duties) => duties.Count > 1 ? duties : [];

    static void RequireExecutive(Actor actor, string organisation)
    {
        if (actor.In(organisation, Role.Executive, Role.Clerk) is null)
            throw new RefusedException("executive-only",
                "ผู้บริหารหรือปลัดเท่านั้นที่มอบหมายหน้าที่ได้", "Only the executive or the clerk assigns duties.", "D-01");
    }
}
