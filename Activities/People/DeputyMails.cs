using System.Globalization;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>
/// The two mails of an order to act (T36): when it begins, the deputy is told what waits; when it ends, who holds the office is
/// told, in one mail, what was decided for them. Safe to run as often as one likes.
/// </summary>
public sealed class DeputyMails(Database database, Tools tools, TimeProvider clock)
{
    const int AtOnce = 100;
    const int MostLines = 100;

    /// <returns>How many orders began or ended.</returns>
    public Task<int> SendDueAsync() => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var begun = await transaction.QueryAsync<Membership>(
            """
            update memberships set told_at = @now where told_at is null and id in (
                select id from memberships where capacity <> 'own' and told_at is null and valid_from <= @now
                order by valid_from, id limit @AtOnce)
            returning *
            """, new { now, AtOnce });
        foreach (var order in begun.Where(order => order.ValidTo is null || order.ValidTo > now))
            await TellAsync(transaction, order, now);
        var ended = await transaction.QueryAsync<Membership>(
            """
            update memberships set reported_at = @now where reported_at is null and id in (
                select id from memberships where capacity <> 'own' and reported_at is null and valid_to <= @now
                order by valid_to, id limit @AtOnce)
            returning *
            """, new { now, AtOnce });
        foreach (var order in ended)
        {
            EndLinks(transaction, order, now);
            await ReportAsync(transaction, order, now);
        }
        return begun.Count + ended.Count;
    });

    // The order is over, and so is what was mailed on it; who may answer by an office of their own finds it in their list.
    static void EndLinks(Transaction transaction, Membership order, DateTimeOffset now) => transaction.Write(
        """
        update mail_links set ended_at = @now, end_reason = 'order-ended'
        where person_id = @PersonId and ended_at is null and task_id in (
            select id from tasks where organisation_code = @OrganisationCode and closed_at is null
            and ' ' || role || ' ' like @among)
          and not exists (select 1 from memberships m where m.person_id = @PersonId and m.organisation_code = @OrganisationCode
            and m.role = @Role and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now))
        """, new { now, order.PersonId, order.OrganisationCode, order.Role, among = $"% {order.Role} %" });

    async Task TellAsync(Transaction transaction, Membership order, DateTimeOffset now)
    {
        var model = await ModelAsync(transaction, order);
        model["waiting"] = (await transaction.FirstAsync<long>(
            """
            select count(*) from tasks where organisation_code = @OrganisationCode and closed_at is null and person_id is null
            and ' ' || role || ' ' like @among and (@circular = '' or rule_id like @clauses)
            """,
            new
            {
                order.OrganisationCode,
                among = $"% {order.Role} %",
                circular = order.CircularId ?? "",
                clauses = order.CircularId + "-%",
            })).ToString(CultureInfo.InvariantCulture);
        CaseMail.Queue(transaction, now, tools, "deputy-begins", await Person.GetAsync(transaction, order.PersonId), model,
            $"deputy-begins:{order.Id}", sendAt: tools.Calendar.Current.OfficeTimeFrom(now));
    }

    async Task ReportAsync(Transaction transaction, Membership order, DateTimeOffset now)
    {
        var decided = await transaction.QueryAsync<Line>(
            """
            select d.at, d.answer, d.reason, coalesce(q.reference, '') as reference,
                o.name_th as organisation_th, o.name_en as organisation_en
            from decisions d left join requests q on q.id = d.request_id left join rights r on r.id = d.right_id
            join organisations o on o.code = coalesce(q.organisation_code, r.organisation_code)
            where d.by_person = @PersonId and d.capacity <> 'own' and d.capacity = @Capacity and d.order_number = @OrderNumber
            and d.at >= @ValidFrom and d.at <= @ValidTo order by d.at, d.id limit @MostLines
            """, new { order.PersonId, order.Capacity, order.OrderNumber, order.ValidFrom, order.ValidTo, MostLines });
        var model = await ModelAsync(transaction, order);
        if (decided.Count > 0)
            model["decisions"] = decided.Select(line => line.Model()).ToList();
        foreach (var person in await HoldersAsync(transaction, order, now))
            CaseMail.Queue(transaction, now, tools, "deputy-ended", person, model, $"deputy-ended:{order.Id}",
                sendAt: tools.Calendar.Current.OfficeTimeFrom(now));
    }

    static Task<IReadOnlyList<Person>> HoldersAsync(Transaction transaction, Membership order, DateTimeOffset now) =>
        transaction.QueryAsync<Person>(
        """
        select distinct p.* from people p join memberships m on m.person_id = p.id
        where m.organisation_code = @OrganisationCode and m.role = @Role and m.capacity = 'own'
          and m.valid_from <= @now and (m.valid_to is null or m.valid_to > @now)
        order by p.id
        """, new { order.OrganisationCode, order.Role, now });

    static async Task<Dictionary<string, object?>> ModelAsync(Transaction transaction, Membership order)
    {
        var deputy = await Person.GetAsync(transaction, order.PersonId);
        var organisation = await Organisation.GetAsync(transaction, order.OrganisationCode);
        return new Dictionary<string, object?>
        {
            ["deputyTh"] = deputy.NameTh,
            ["deputyEn"] = deputy.NameEn,
            ["capacityTh"] = Capacity.Thai(order.Capacity),
            ["capacityEn"] = Capacity.English(order.Capacity),
            ["officeTh"] = $"{Role.Thai(order.Role)} {organisation.NameTh}",
            ["officeEn"] = $"{Role.English(order.Role)}, {organisation.NameEn}",
            ["orderTh"] = Capacity.OrderTh(order.OrderNumber),
            ["orderNumber"] = order.OrderNumber,
            ["fromTh"] = ThaiDate.WithTime(order.ValidFrom),
            ["fromEn"] = ThaiDate.EnglishWithTime(order.ValidFrom),
            ["untilTh"] = order.ValidTo is { } until ? ThaiDate.WithTime(until) : null,
            ["untilEn"] = order.ValidTo is { } end ? ThaiDate.EnglishWithTime(end) : null,
        };
    }

    sealed class Line
    {
        public DateTimeOffset At { get; init; }
        public string Answer { get; init; } = "";
        public string Reason { get; init; } = "";
        public string Reference { get; init; } = "";
        public string OrganisationTh { get; init; } = "";
        public string OrganisationEn { get; init; } = "";

        (string Thai, string English) Words => Answer switch
        {
            Approval.Approve => ("อนุมัติ/ส่งต่อ", "approved"),
            Approval.Reject => ("ไม่อนุมัติ", "rejected"),
            Approval.SendBack => ("ส่งกลับ", "sent back"),
            _ => (Answer, Answer),
        };

        public Dictionary<string, object?> Model() => new()
        {
            ["atTh"] = ThaiDate.WithTime(At),
            ["atEn"] = ThaiDate.EnglishWithTime(At),
            ["answerTh"] = Answer switch
            {
                Approval.Approve => "อนุมัติ/ส่งต่อ",
                Approval.Reject => "ไม่อนุมัติ",
                Approval.SendBack => "ส่งกลับ",
                _ => Answer,
            },
            ["answerEn"] = Answer switch
            {
                Approval.Approve => "approved",
                Approval.Reject => "rejected",
                Approval.SendBack => "sent back",
                _ => Answer,
            },
            ["reason"] = Reason,
            ["reference"] = Reference,
            ["organisationTh"] = OrganisationTh,
            ["organisationEn"] = OrganisationEn,
        };
    }
}
