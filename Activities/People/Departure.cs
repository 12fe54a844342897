using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>
/// Somebody leaves an organisation (T33, T34, T35, T39, T40): what they were there ends, their rights there end at that instant
/// and the empty seats are measured; requests for them are frozen until the executive says how they go on. The executive,
/// the clerk and the province are told the same day. What they are elsewhere is not touched.
/// </summary>
public sealed class Departure(Database database, Tools tools, Filing filing, TimeProvider clock)
{
    const int AtOnce = 100;

    /// <param name="at">From this instant on; one that has passed counts as now, one to come is settled by the clock.</param>
    /// <param name="order">Number of the order or letter it rests on.</param>
    /// <returns>How many rights ended now.</returns>
    /// <exception cref="RefusedException">Not this organisation's executive or clerk, no order, or they aren't there.</exception>
    public async Task<int> LeaveAsync(string personId, string organisation, DateTimeOffset at, Actor by, string order)
    {
        if (by.In(organisation, Role.Executive, Role.Clerk) is null && !by.Is(Role.Operator))
            throw new RefusedException("not-yours-to-leave",
                "เฉพาะผู้บริหารหรือปลัด/งานสารบรรณของหน่วยงานเท่านั้นที่บันทึกการพ้นจากหน่วยงานได้",
                "Only the organisation's executive or clerk can say that somebody has left it.");
        if (string.IsNullOrWhiteSpace(order))
            throw new RefusedException("order-needed", "โปรดกรอกเลขที่คำสั่งที่ให้พ้นจากหน่วยงาน", "Enter the number of the order it rests on.");
        var rules = await RulesAsync();
        return await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            at = at < now ? now : at;
            if (await transaction.ExecuteAsync(
                """
                update memberships set valid_to = @at
                where person_id = @personId and organisation_code = @organisation and (valid_to is null or valid_to > @at)
                """, new { at, personId, organisation }) == 0)
                throw new RefusedException("not-there",
                    "ไม่พบว่าผู้นี้อยู่ในหน่วยงานนี้ ณ เวลานั้น อาจพ้นไปก่อนแล้ว", "They are not in this organisation at that instant; they may have left before.");
            AuditTrail.Add(transaction, now, by.PersonId, "person-leaves", "person", personId, organisation,
                detail: $"{order}; {ThaiDate.WithTime(at)}");
            var leaver = new Leaver { PersonId = personId, OrganisationCode = organisation };
            return at > now ? 0 : await SettleAsync(transaction, leaver, order, rules, now, by.PersonId);
        });
    }

    /// <summary>Settles departures whose instant has come. Safe to run as often as one likes.</summary>
    /// <returns>How many rights ended.</returns>
    public async Task<int> SettleDueAsync()
    {
        var rules = await RulesAsync();
        return await database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            // Only who was an officer and no longer is: a right whose holder nobody ever entered as one is left alone.
            var leavers = await transaction.QueryAsync<Leaver>(
                """
                select h.person_id, h.organisation_code from (
                    select r.person_id, r.organisation_code from rights r where r.valid_to is null
                    union select q.person_id, q.organisation_code from requests q
                        where q.closed_at is null and q.officer_left_at is null and q.kind <> 'confirm'
                ) as h
                where exists (select 1 from memberships m where m.person_id = h.person_id
                    and m.organisation_code = h.organisation_code and m.role = 'officer' and m.valid_to <= @now)
                and not exists (select 1 from memberships m where m.person_id = h.person_id
                    and m.organisation_code = h.organisation_code and m.role = 'officer'
                    and (m.valid_to is null or m.valid_to > @now))
                order by h.organisation_code, h.person_id limit @AtOnce
                """, new { now, AtOnce });
            var ended = 0;
            foreach (var leaver in leavers)
                ended += await SettleAsync(transaction, leaver, await OrderAsync(transaction, leaver), rules, now, by: null);
            return ended;
        });
    }

    // Of every system there may be a right in; read before the transaction.
    async Task<IReadOnlyDictionary<string, Ending>> RulesAsync()
    {
        var rules = new Dictionary<string, Ending>();
        foreach (var system in await database.QueryAsync<string>("select distinct system from rights where valid_to is null"))
        {
            var asked = await filing.RulesOfSystemAsync(system);
            rules[system] = new Ending(asked.GapAlarmWorkingDays, asked.EndingRule, await filing.AgencyAsync(system));
        }
        return rules;
    }

    async Task<int> SettleAsync(
        Transaction transaction, Leaver leaver, string order, IReadOnlyDictionary<string, Ending> rules, DateTimeOffset now, string? by)
    {
        if (await OwnOfficer.IsAsync(transaction, leaver.PersonId, leaver.OrganisationCode, now))
            return 0;
        // The instances first, as every step does: a request that moves at this instant is met where it stands then.
        foreach (var request in await OpenRequestsAsync(transaction, leaver))
            transaction.Lock("select id from instances where id = @InstanceId", request);
        transaction.Lock("select code from organisations where code = @OrganisationCode", leaver);
        var ended = 0;
        foreach (var right in await transaction.QueryAsync<Right>(
            "select * from rights where person_id = @PersonId and organisation_code = @OrganisationCode and valid_to is null order by id", leaver))
        {
            // A system that got its first right after the rules were read comes with the next tick of the clock.
            if (!rules.TryGetValue(right.System, out var rule))
                continue;
            await right.EndAsync(transaction, now, by, $"พ้นจากหน่วยงาน: {order}", rule.Clause,
                Gap.AlarmAt(tools.Calendar.Current.For(right.OrganisationCode), now, rule.AlarmDays));
            await TellAsync(transaction, leaver, order, now, right, rule.Clause);
            if (rule.Agency is { } agency)
                await EmptiedInADay.EscalateAsync(transaction, tools, right, agency, now, by);
            ended++;
        }
        await SingleReview.AskElsewhereAsync(transaction, now, leaver.PersonId, leaver.OrganisationCode, by, $"พ้นจากหน่วยงาน: {order}");
        await NewWorkplace.TellOfLeaverAsync(transaction, tools, leaver.PersonId, leaver.OrganisationCode, now);
        foreach (var request in await OpenRequestsAsync(transaction, leaver))
            await OfficerLeft.FreezeAsync(transaction, request, now, by, order);
        return ended;
    }

    // A confirmation ends with the right it is about.
    static Task<IReadOnlyList<Request>> OpenRequestsAsync(Transaction transaction, Leaver leaver) => transaction.QueryAsync<Request>(
        """
        select * from requests where person_id = @PersonId and organisation_code = @OrganisationCode
        and closed_at is null and kind <> 'confirm' order by instance_id
        """, leaver);

    async Task TellAsync(Transaction transaction, Leaver leaver, string order, DateTimeOffset now, Right right, string rule)
    {
        var model = await CaseModel.OfAsync(transaction, null, right.Id, rule, now);
        model["orderNumber"] = order;
        model["leftTh"] = ThaiDate.WithTime(now);
        model["leftEn"] = ThaiDate.EnglishWithTime(now);
        foreach (var person in await ConcernedAsync(transaction, leaver.OrganisationCode, now))
            CaseMail.Queue(transaction, now, tools, "officer-left", person, model, $"left:{right.Id}", rightId: right.Id);
    }

    /// <summary>Executive and clerk of an organisation, and the coordinators of its province; each once.</summary>
    internal static async Task<IReadOnlyList<Person>> ConcernedAsync(Transaction transaction, string organisation, DateTimeOffset now)
    {
        var people = new List<Person>();
        foreach (var role in (string[])[Role.Executive, Role.Clerk])
            people.AddRange(await Person.InRoleAsync(transaction, organisation, role, now));
        if (await Organisation.ProvinceOfAsync(transaction, organisation) is { } province)
            people.AddRange(await Person.InRoleAsync(transaction, province, Role.Coordinator, now));
        return [.. people.DistinctBy(person => person.Id)];
    }

    static async Task<string> OrderAsync(Transaction transaction, Leaver leaver) => await transaction.FirstAsync<string>(
        """
        select detail from audit where action = 'person-leaves' and subject_id = @PersonId and organisation_code = @OrganisationCode
        order by id desc limit 1
        """, leaver) ?? "-";

    /// <summary>How rights in a system end: alarm of an empty seat, clause, and the agency that hears of an empty organisation.</summary>
    sealed record Ending(int AlarmDays, string Clause, string? Agency);

    sealed class Leaver
    {
        public string PersonId { get; init; } = "";
        public string OrganisationCode { get; init; } = "";
    }
}
