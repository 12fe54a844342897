using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>The provinces that an order is about: each may see its own rows, the excerpt, and the scan (E-04).</summary>
public static class OrderPlaces
{
    /// <summary>Whether somebody is the coordinator of a province in the annex of a signed order.</summary>
    public static async Task<bool> IsInAsync(Database database, string orderId, Actor actor) =>
        (await ProvincesOfAsync(database, orderId)).Any(province => actor.In(province, Role.Coordinator) is not null);

    /// <summary>The signed orders in which a province has rows, the newest first.</summary>
    public static Task<IReadOnlyList<AppointmentOrder>> OrdersOfAsync(Database database, string province) =>
        database.QueryAsync<AppointmentOrder>(
            """
            select * from appointment_orders o where o.signed_at is not null and exists (
                select 1 from roster_lines l join appointment_rows r on r.line_id = l.id
                where l.province_code = @province and r.order_id = o.id)
            order by o.signed_at desc, o.id
            """, new { province });

    static Task<IReadOnlyList<string>> ProvincesOfAsync(Database database, string orderId) => database.QueryAsync<string>(
        """
        select distinct l.province_code from appointment_rows r join roster_lines l on l.id = r.line_id
        join appointment_orders o on o.id = r.order_id
        where r.order_id = @orderId and o.signed_at is not null
        """, new { orderId });

    /// <summary>Tells each province which of its people stand in the order, with a link to its excerpt.</summary>
    internal static async Task TellAsync(Transaction transaction, Tools tools, string orderId, OrderSignature signature,
        DateTimeOffset now)
    {
        foreach (var province in await transaction.QueryAsync<Share>(
            """
            select l.province_code, sum(case when r.change = 'appoint' then 1 else 0 end) as appointed,
                sum(case when r.change = 'revoke' then 1 else 0 end) as revoked
            from appointment_rows r join roster_lines l on l.id = r.line_id where r.order_id = @orderId
            group by l.province_code order by l.province_code
            """, new { orderId }))
            await TellAsync(transaction, tools, orderId, signature, province, now);
    }

    static async Task TellAsync(Transaction transaction, Tools tools, string orderId, OrderSignature signature, Share share,
        DateTimeOffset now)
    {
        var model = await CaseModel.OfAsync(transaction, null, null, "E-04", now);
        await CaseModel.AddOrganisationAsync(transaction, model, share.ProvinceCode);
        model["officeTh"] = Roster.ThaiOf(await Organisation.GetAsync(transaction, share.ProvinceCode));
        model["number"] = signature.Number;
        model["dateTh"] = Calendar.ThaiDate.PageForm(signature.Date);
        model["dateEn"] = Calendar.ThaiDate.English(signature.Date);
        model["appointed"] = share.Appointed;
        model["revoked"] = share.Revoked;
        model["order"] = orderId;
        model["province"] = share.ProvinceCode;
        foreach (var person in await Person.InRoleAsync(transaction, share.ProvinceCode, Role.Coordinator, now))
            CaseMail.Queue(transaction, now, tools, "order-signed", person, model, $"order-signed:{orderId}",
                about: new MailSubject(null, share.ProvinceCode));
    }

    sealed class Share
    {
        public string ProvinceCode { get; init; } = "";
        public long Appointed { get; init; }
        public long Revoked { get; init; }
    }
}
