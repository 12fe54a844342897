using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>An order that lets somebody act in an office of another, from one instant to another.</summary>
public sealed record DeputyOrder(
    string PersonId, string OrganisationCode, string Role, string Capacity, string OrderNumber, DateTimeOffset From, DateTimeOffset Until);

/// <summary>
/// Enters orders to act (รักษาราชการแทน, ปฏิบัติราชการแทน; T36, T37). The deputy sees what waits and what comes while the
/// order holds; every decision carries capacity and order number; at its end even an open link refuses.
/// </summary>
public sealed class Deputies(Database database, TimeProvider clock)
{
    /// <exception cref="RefusedException">
    /// Who enters it doesn't hold the office themselves (no chain of two), or the order is incomplete.
    /// </exception>
    public Task AppointAsync(DeputyOrder order, Actor by)
    {
        RequireComplete(order);
        var own = by.Memberships.Any(membership => membership.OrganisationCode == order.OrganisationCode
            && membership.Role == order.Role && membership.Capacity == Capacity.Own);
        if (!own && !by.Is(Role.Operator))
            throw new RefusedException("one-level",
                "ผู้มอบหมายต้องดำรงตำแหน่งนั้นเอง ผู้รักษาราชการแทนหรือปฏิบัติราชการแทนมอบต่ออีกชั้นไม่ได้",
                "Only who holds the office can hand it on; a deputy cannot appoint a deputy.");
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            if (order.PersonId == by.PersonId || await Person.FindAsync(transaction, order.PersonId) is null)
                throw new RefusedException("no-such-deputy", "โปรดเลือกผู้รับมอบหมาย ซึ่งต้องไม่ใช่ตนเอง", "Choose who is to act; not yourself.");
            new Membership
            {
                Id = Ids.New(now),
                PersonId = order.PersonId,
                OrganisationCode = order.OrganisationCode,
                Role = order.Role,
                Capacity = order.Capacity,
                OrderNumber = order.OrderNumber.Trim(),
                ValidFrom = order.From,
                ValidTo = order.Until,
            }.Insert(transaction);
            AuditTrail.Add(transaction, now, by.PersonId, "deputy-appointed", "person", order.PersonId, order.OrganisationCode,
                detail: $"{order.Role} {order.Capacity} {order.OrderNumber.Trim()} {ThaiDate.WithTime(order.From)} - {ThaiDate.WithTime(order.Until)}");
        });
    }

    static void RequireComplete(DeputyOrder order)
    {
        if (string.IsNullOrWhiteSpace(order.OrderNumber))
            throw new RefusedException("order-needed", "โปรดกรอกเลขที่คำสั่ง", "Enter the number of the order.");
        if (order.Capacity is not (Capacity.Acting or Capacity.OnBehalf) || order.Role is not (Role.Director or Role.Reviewer or Role.Executive or Role.Clerk))
            throw new RefusedException("deputy-kind",
                "โปรดเลือกตำแหน่งและฐานะ (รักษาราชการแทน หรือปฏิบัติราชการแทน)", "Choose the office and the capacity (acting, or on behalf).");
        if (order.Until <= order.From)
            throw new RefusedException("order-dates", "วันสิ้นสุดคำสั่งต้องอยู่หลังวันเริ่ม", "The order must end after it begins.");
    }
}
