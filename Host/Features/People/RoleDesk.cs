using WorkflowHost.Activities;
using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Organisations;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.People;

/// <summary>What an operator says a person is somewhere.</summary>
/// <param name="Place">The organisation's code, or enough of its name to find one only.</param>
/// <param name="Order">The number of the order; needed to act for somebody (รักษาราชการแทน).</param>
/// <param name="Until">Its last day, as people write it; needed to act for somebody.</param>
public sealed record NewRole(string Place, string Role, string Capacity, string? Order, string? Until = null);

/// <summary>
/// Gives and ends roles, for operators, each with an audit row. Never one's own: nobody gives themself a say in a case.
/// </summary>
public sealed class RoleDesk(Database database, Tools tools, TimeProvider clock)
{
    /// <summary>Gives a role from now on.</summary>
    /// <exception cref="RefusedException">
    /// To oneself, no such place or role, no order to act on, or they have it already.
    /// </exception>
    public Task GiveAsync(string personId, NewRole role, Actor by)
    {
        Operators.Require(by);
        Operators.RequireSomebodyElse(personId, by);
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var place = await GiveAsync(transaction, personId, role, by, now);
            if (role.Role == Role.Officer)
                await NewWorkplace.TellOfArrivalAsync(transaction, tools, personId, place, now);
        });
    }

    /// <summary>Ends a role now; the clock ends an officer's rights in that organisation within a minute (T33).</summary>
    /// <exception cref="RefusedException">One's own, over already, or without a basis.</exception>
    public Task EndAsync(string personId, string membershipId, string basis, Actor by)
    {
        Operators.Require(by);
        Operators.RequireSomebodyElse(personId, by);
        var note = Operators.Note(basis, "basis", "โปรดกรอกเลขที่คำสั่งหรือเหตุผล", "Enter the number of the order, or why.");
        return database.WriteAsync(async transaction =>
        {
            var now = clock.GetUtcNow();
            var over = await transaction.QueryAsync<Membership>(
                """
                update memberships set valid_to = @now
                where id = @membershipId and person_id = @personId and valid_from <= @now
                    and (valid_to is null or valid_to > @now)
                returning *
                """, new { now, membershipId, personId });
            if (over is not [var ended])
                throw new RefusedException("role-over", "บทบาทนี้สิ้นสุดไปก่อนแล้ว", "This role is over already.");
            AuditTrail.Add(transaction, now, by.PersonId, "role-ended", "person", personId, ended.OrganisationCode,
                detail: $"{ended.Role}; {note}");
        });
    }

    /// <returns>The code of the place.</returns>
    internal static async Task<string> GiveAsync(
        Transaction transaction, string personId, NewRole role, Actor by, DateTimeOffset now)
    {
        if (!SignInParts.Roles.Contains(role.Role))
            throw new RefusedException("role", "โปรดเลือกบทบาท", "Choose a role.");
        if (!Capacity.All.Contains(role.Capacity))
            throw new RefusedException("capacity", "โปรดเลือกฐานะ", "Choose a capacity.");
        var order = role.Capacity == Capacity.Own
            ? null
            : Operators.Note(
                role.Order, "order", "การรักษาราชการแทนต้องมีเลขที่คำสั่ง", "Who acts for another needs the number of an order.");
        var ends = role.Capacity == Capacity.Own ? (DateTimeOffset?)null : EndOf(role.Until, now);
        var place = await PlaceAsync(transaction, role.Place);
        // Two operators at once, or one who clicks twice, give it once.
        transaction.Lock("select id from people where id = @personId", new { personId });
        var has = await Membership.OfAsync(transaction, personId, now);
        if (has.Any(one => one.OrganisationCode == place.Code && one.Role == role.Role && one.Capacity == role.Capacity))
            throw new RefusedException("has-role",
                $"มีบทบาทนี้ที่{place.NameTh}อยู่แล้ว", $"They have this role in {place.NameEn} already.");
        new Membership
        {
            Id = Ids.New(now),
            PersonId = personId,
            OrganisationCode = place.Code,
            Role = role.Role,
            Capacity = role.Capacity,
            OrderNumber = order,
            ValidFrom = now,
            ValidTo = ends,
        }.Insert(transaction);
        AuditTrail.Add(transaction, now, by.PersonId, "role-given", "person", personId, place.Code,
            detail: order is null ? role.Role : $"{role.Role}; {role.Capacity}; {order}; {ThaiDate.WithTime(ends!.Value)}");
        return place.Code;
    }

    // The last day counts in full. Nobody acts without an end.
    static DateTimeOffset EndOf(string? until, DateTimeOffset now) =>
        ThaiDate.TryParse(until, out var last) && last >= ThaiDate.BangkokDate(now)
            ? ThaiDate.StartOfDay(last.AddDays(1))
            : throw new RefusedException("until", "โปรดกรอกวันสุดท้ายของคำสั่ง ตั้งแต่วันนี้เป็นต้นไป เช่น 6/11/2569",
                "Enter the order's last day, today or later, such as 6/11/2569.");

    static async Task<Organisation> PlaceAsync(Transaction transaction, string typed)
    {
        typed = typed.Trim();
        if (await Organisation.FindAsync(transaction, typed) is { } place)
            return place;
        var like = typed.Length == 0 ? [] : await transaction.QueryAsync<Organisation>(
            "select * from organisations where lower(name_th) like @like escape '!' order by code limit 6",
            new { like = LikeText.Containing(typed) });
        return like switch
        {
            [var one] => one,
            [] => throw new RefusedException("place",
                "ไม่พบหน่วยงานนี้ พิมพ์รหัสหรือชื่อหน่วยงาน", "There is no such organisation; type its code or its Thai name."),
            _ => throw new RefusedException("place",
                "มีหลายหน่วยงาน พิมพ์รหัสของหน่วยงานที่ต้องการ: " + string.Join(
                    ", ", like.Select(one => $"{one.Code} {one.NameTh}")),
                "There are several; type the code: " + string.Join(", ", like.Select(one => $"{one.Code} {one.NameEn}"))),
        };
    }
}
