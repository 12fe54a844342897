using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>An order that lets somebody act in an office of another, from one instant to another.</summary>
/// <param name="ForPerson">Whose place is taken; who enters it, or the only holder, when nobody is named.</param>
/// <param name="CircularId">The one circular it covers; null for all of the office.</param>
public sealed record DeputyOrder(
    string PersonId, string OrganisationCode, string Role, string Capacity, string OrderNumber, DateTimeOffset From, DateTimeOffset Until,
    string? ForPerson = null, string? CircularId = null);

/// <summary>
/// Enters orders to act (รักษาราชการแทน, ปฏิบัติราชการแทน; T36, T37). The deputy sees what waits and what comes while the
/// order holds; every decision carries capacity and order number; at its end even an open link refuses.
/// </summary>
public sealed class Deputies(Database database, TimeProvider clock)
{
    /// <summary>The offices in which somebody can act for another: all that decide something.</summary>
    public static IReadOnlyList<string> Offices => Role.Deciding;

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
            var principal = own ? by.PersonId : await PrincipalAsync(transaction, order, now);
            if (principal == order.PersonId)
                throw new RefusedException("no-such-deputy",
                    "ผู้รับมอบหมายดำรงตำแหน่งนี้อยู่แล้ว", "Who is to act holds this office already.");
            if (order.CircularId is { } circular
                && await transaction.FirstAsync<string>("select id from circulars where id = @circular", new { circular }) is null)
                throw new RefusedException("no-circular", "ไม่พบหนังสือเวียนนี้", "There is no such circular.");
            new Membership
            {
                Id = Ids.New(now),
                PersonId = order.PersonId,
                OrganisationCode = order.OrganisationCode,
                Role = order.Role,
                Capacity = order.Capacity,
                OrderNumber = order.OrderNumber.Trim(),
                ForPerson = principal,
                CircularId = order.CircularId,
                ValidFrom = order.From,
                ValidTo = order.Until,
            }.Insert(transaction);
            AuditTrail.Add(transaction, now, by.PersonId, "deputy-appointed", "person", order.PersonId, order.OrganisationCode,
                detail: $"{order.Role} {order.Capacity} {order.OrderNumber.Trim()} {ThaiDate.WithTime(order.From)} - {ThaiDate.WithTime(order.Until)}");
        });
    }

    /// <summary>Ends an order before its time, or one that hasn't begun.</summary>
    /// <exception cref="RefusedException">Over already, or by somebody who is neither the holder nor an operator.</exception>
    public Task EndAsync(string membershipId, Actor by) => database.WriteAsync(async transaction =>
    {
        var now = clock.GetUtcNow();
        var ended = await transaction.QueryAsync<Membership>(
            """
            update memberships set valid_to = @now, valid_from = case when valid_from > @now then @now else valid_from end
            where id = @membershipId and capacity <> 'own' and (valid_to is null or valid_to > @now)
              and (@operator = 1 or for_person = @PersonId)
            returning *
            """, new { now, membershipId, by.PersonId, @operator = by.Is(Role.Operator) ? 1 : 0 });
        if (ended is not [var order])
            throw new RefusedException("order-over", "คำสั่งนี้สิ้นสุดแล้ว หรือไม่ใช่คำสั่งของท่าน",
                "This order is over, or it isn't yours to end.");
        AuditTrail.Add(transaction, now, by.PersonId, "deputy-ended", "person", order.PersonId, order.OrganisationCode,
            detail: $"{order.Role} {order.OrderNumber}");
    });

    // An office may be vacant; with several holders the order says whose place it is.
    static async Task<string?> PrincipalAsync(Transaction transaction, DeputyOrder order, DateTimeOffset now)
    {
        var holders = await transaction.QueryAsync<string>(
            """
            select distinct person_id from memberships where organisation_code = @OrganisationCode and role = @Role
            and capacity = 'own' and valid_from <= @now and (valid_to is null or valid_to > @now)
            """, new { order.OrganisationCode, order.Role, now });
        if (order.ForPerson is { } named)
            return holders.Contains(named) ? named : throw new RefusedException("no-such-holder",
                "ผู้ที่ถูกแทนไม่ได้ดำรงตำแหน่งนี้", "Who is stood in for doesn't hold this office.");
        return holders switch
        {
            [] => null,
            [var only] => only,
            _ => throw new RefusedException("whose-place", "ตำแหน่งนี้มีผู้ดำรงหลายคน โปรดระบุว่าแทนผู้ใด",
                "Several hold this office; say whose place is taken."),
        };
    }

    static void RequireComplete(DeputyOrder order)
    {
        if (string.IsNullOrWhiteSpace(order.OrderNumber))
            throw new RefusedException("order-needed", "โปรดกรอกเลขที่คำสั่ง", "Enter the number of the order.");
        if (order.Capacity is not (Capacity.Acting or Capacity.OnBehalf) || !Offices.Contains(order.Role))
            throw new RefusedException("deputy-kind",
                "โปรดเลือกตำแหน่งและฐานะ (รักษาราชการแทน หรือปฏิบัติราชการแทน)", "Choose the office and the capacity (acting, or on behalf).");
        if (order.Until <= order.From)
            throw new RefusedException("order-dates", "วันสิ้นสุดคำสั่งต้องอยู่หลังวันเริ่ม", "The order must end after it begins.");
    }
}
