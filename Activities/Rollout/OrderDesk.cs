using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// The finance division compiles the appointment order from the accepted rows, and records it once it is signed (E-04). With
/// the signature, and not before, rights begin for those who registered already (T27).
/// </summary>
public sealed class OrderDesk(Database database, Tools tools, TimeProvider clock)
{
    /// <summary>Compiles what is accepted and stands in no order yet, and who is to be taken out, into one annex.</summary>
    /// <returns>The order's id; the one that is being made, when there is one.</returns>
    /// <exception cref="RefusedException">Not the finance division, or there is nothing to appoint.</exception>
    public Task<string> CompileAsync(Actor actor)
    {
        RequireFinance(actor);
        return database.WriteAsync(async transaction =>
        {
            if (await transaction.FirstAsync<string>("select id from appointment_orders where draft = 1", new { }) is { } draft)
                return draft;
            var now = clock.GetUtcNow();
            var first = await transaction.FirstAsync<string>(
                "select id from appointment_orders where kind = 'appointing' and signed_at is not null", new { });
            var id = Ids.New(now);
            transaction.Write(
                """
                insert into appointment_orders (id, kind, draft, amends_id, compiled_by, compiled_at, live_on)
                values (@id, @kind, 1, @first, @by, @now, @live)
                """,
                new
                {
                    id,
                    kind = first is null ? AppointmentOrder.Appointing : AppointmentOrder.Amending,
                    first,
                    by = actor.PersonId,
                    now,
                    live = await CircularDates.OfAsync(transaction, "E", "E-09", "DOPA") is { } date
                        ? ThaiDate.BangkokDate(date.EnforcedAt) : (DateOnly?)null,
                });
            var rows = await RowsAsync(transaction, id);
            if (rows == 0)
                throw new RefusedException("nothing-to-appoint",
                    "ยังไม่มีรายชื่อที่รับแล้วและรอเข้าคำสั่ง", "No accepted name waits for an order.", "E-04");
            AuditTrail.Add(transaction, now, actor.PersonId, "order-compiled", "order", id, "DOPA", "E-04", $"{rows} รายการ");
            return id;
        });
    }

    /// <summary>Throws away an order that isn't signed; its rows wait for the next.</summary>
    public Task DropAsync(string orderId, Actor actor)
    {
        RequireFinance(actor);
        return database.WriteAsync(async transaction =>
        {
            transaction.Write(
                "delete from appointment_rows where order_id in (select id from appointment_orders where id = @orderId "
                    + "and draft = 1)",
                new { orderId });
            if (await transaction.ExecuteAsync("delete from appointment_orders where id = @orderId and draft = 1",
                new { orderId }) == 0)
                throw NoDraft();
            AuditTrail.Add(transaction, clock.GetUtcNow(), actor.PersonId, "order-dropped", "order", orderId, "DOPA", "E-04");
        });
    }

    /// <summary>Records the signature: from now on its people are appointed.</summary>
    /// <exception cref="RefusedException">Something on it is missing, its number is taken, or it was signed before.</exception>
    public Task SignAsync(string orderId, OrderSignature signature, Actor actor)
    {
        RequireFinance(actor);
        RequireComplete(signature, clock.GetUtcNow());
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (await transaction.FirstAsync<string>(
                "select id from appointment_orders where number = @Number and signed_at is not null", signature) is not null)
                throw new RefusedException("order-number-taken",
                    $"มีคำสั่งที่ {signature.Number} แล้ว", $"There is an order {signature.Number} already.", "E-04");
            if (await transaction.ExecuteAsync(
                """
                update appointment_orders set draft = null, number = @Number, order_date = @Date, signer_name = @SignerName,
                    signer_position = @SignerPosition, signer_capacity = @Capacity, signer_order = @ActingOrder,
                    signed_at = @now, signed_by = @by
                where id = @orderId and draft = 1
                """,
                new
                {
                    signature.Number,
                    signature.Date,
                    signature.SignerName,
                    signature.SignerPosition,
                    signature.Capacity,
                    ActingOrder = signature.ActingOrder.Length == 0 ? null : signature.ActingOrder,
                    now,
                    by = actor.PersonId,
                    orderId,
                }) == 0)
                throw NoDraft();
            await AppointAsync(transaction, orderId, now);
            await OrderPlaces.TellAsync(transaction, tools, orderId, signature, now);
            AuditTrail.Add(transaction, now, actor.PersonId, "order-signed", "order", orderId, "DOPA", "E-04", signature.Number);
        });
    }

    static async Task AppointAsync(Transaction transaction, string orderId, DateTimeOffset now)
    {
        transaction.Write(
            """
            update roster_lines set order_id = @orderId,
                right_from = case when registered_at is not null and identity_open is null then @now end
            where removed_at is null and id in (select line_id from appointment_rows where order_id = @orderId and change =
                'appoint')
            """, new { orderId, now });
        transaction.Write(
            """
            update roster_lines set revoking_order_id = @orderId
            where id in (select line_id from appointment_rows where order_id = @orderId and change = 'revoke')
            """, new { orderId });
        foreach (var office in await transaction.QueryAsync<string>(
            "select distinct office_code from appointment_rows where order_id = @orderId and change = 'appoint'",
                new { orderId }))
        {
            AuditTrail.Add(transaction, now, null, "appointed", "organisation", office, office, "E-04");
            Roster.Wake(transaction, Roster.AppointedEvent(office), now);
        }
    }

    // Appointments by province, office and name; then those who go out of an earlier order.
    static Task<int> RowsAsync(Transaction transaction, string orderId) => transaction.ExecuteAsync(
        """
        insert into appointment_rows (order_id, number, line_id, change, office_code, name_th, position_th)
        select @orderId, row_number() over (order by change, province_code, type desc, office_code, given_name_th,
            family_name_th, id),
            id, change, office_code, title_th || given_name_th || ' ' || family_name_th, position_th
        from (
            select l.*, 'appoint' as change, o.type from roster_lines l join organisations o on o.code = l.office_code
            where l.accepted_at is not null and l.order_id is null and l.removed_at is null
            union all
            select l.*, 'revoke' as change, o.type from roster_lines l join organisations o on o.code = l.office_code
            where l.removed_at is not null and l.order_id is not null and l.revoking_order_id is null
        ) as waiting
        """, new { orderId });

    static void RequireComplete(OrderSignature signature, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(signature.Number))
            throw Missing("order-number", "โปรดกรอกเลขที่คำสั่ง", "Enter the order's number.");
        if (string.IsNullOrWhiteSpace(signature.SignerName))
            throw Missing("signer-name", "โปรดกรอกชื่อผู้ลงนาม", "Enter who signed it.");
        if (string.IsNullOrWhiteSpace(signature.SignerPosition))
            throw Missing("signer-position", "โปรดกรอกตำแหน่งผู้ลงนาม", "Enter the signer's position.");
        if (!Capacity.All.Contains(signature.Capacity))
            throw Missing("signer-capacity", "โปรดเลือกฐานะผู้ลงนาม", "Choose in which capacity it was signed.");
        if (signature.Capacity != Capacity.Own && string.IsNullOrWhiteSpace(signature.ActingOrder))
            throw Missing("signer-order", "การลงนามแทนต้องมีเลขที่คำสั่งให้รักษาราชการแทน",
                "Who signs for another needs the number of an order.");
        if (signature.Date > ThaiDate.BangkokDate(now))
            throw Missing("order-date", "วันที่ในคำสั่งเป็นวันในอนาคต", "The order's date lies in the future.");
    }

    static RefusedException Missing(string code, string thai, string english) => new(code, thai, english, "E-04");

    static void RequireFinance(Actor actor)
    {
        if (!actor.Is(Role.Finance))
            throw new RefusedException("finance-only", "เฉพาะกองคลังเท่านั้นที่จัดทำคำสั่งได้",
                "Only the finance division makes the order.", "E-04");
    }

    static RefusedException NoDraft() => new("order-over",
        "คำสั่งนี้ลงนามแล้วหรือถูกยกเลิกไปแล้ว", "This order was signed or dropped already.", "E-04");
}
