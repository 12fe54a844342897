using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.People;

/// <summary>
/// Orders to act for me while I am away (T36, T37): who, in which capacity, by which order, from when to when, and for which
/// circular. An operator sees and ends those of everybody, and enters them on a person's page.
/// </summary>
public sealed class DeputiesModel(Database database, Deputies deputies, CurrentActor current, TimeProvider clock, Texts texts)
    : PageModel
{
    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public string? PersonId { get; set; }

    [BindProperty]
    public string? Capacity { get; set; } = Activities.People.Capacity.Acting;

    [BindProperty]
    public string? Order { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? Until { get; set; }

    [BindProperty]
    public string? Circular { get; set; }

    /// <summary>The offices of one's own that can be handed on.</summary>
    public IReadOnlyList<Membership> Offices => [.. current.Actor.Memberships.Where(membership =>
        membership.Capacity == Activities.People.Capacity.Own && Deputies.Offices.Contains(membership.Role))];

    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];

    public IReadOnlyList<OrderRow> Orders { get; private set; } = [];

    public IReadOnlyList<CircularRow> Circulars { get; private set; } = [];

    public DateTimeOffset Now { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (Offices.Count == 0 && !current.Actor.Is(Role.Operator))
            return Forbid();
        await ReadAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Offices.FirstOrDefault(office => office.Id == Office) is not { } office)
            return Offices.Count == 0 ? Forbid()
                : await AgainAsync(nameof(Office), texts["โปรดเลือกตำแหน่ง", "Choose the office"]);
        if (!ThaiDate.TryParse(From, out var from))
            return await AgainAsync(nameof(From), NoDate);
        if (!ThaiDate.TryParse(Until, out var until))
            return await AgainAsync(nameof(Until), NoDate);
        // The last day counts in full; an order that begins today begins now.
        var starts = ThaiDate.StartOfDay(from) < clock.GetUtcNow() && from == ThaiDate.BangkokDate(clock.GetUtcNow())
            ? clock.GetUtcNow() : ThaiDate.StartOfDay(from);
        return await DoAsync(() => deputies.AppointAsync(
            new DeputyOrder(PersonId ?? "", office.OrganisationCode, office.Role, Capacity ?? "", Order ?? "", starts,
                ThaiDate.StartOfDay(until.AddDays(1)), CircularId: string.IsNullOrEmpty(Circular) ? null : Circular),
                    current.Actor),
            texts["บันทึกคำสั่งแล้ว ผู้รับมอบหมายได้รับแจ้งเมื่อถึงวันเริ่ม",
                "The order is stored; who is to act is told when it begins"]);
    }

    public Task<IActionResult> OnPostEndAsync(string id) => DoAsync(() => deputies.EndAsync(id, current.Actor),
        texts["สิ้นสุดคำสั่งแล้ว ลิงก์ที่ส่งตามคำสั่งใช้ไม่ได้อีก", "The order is over; links that were mailed on it are dead"]);

    string NoDate =>
        texts["อ่านวันที่ไม่ได้ พิมพ์เช่น 6 พฤศจิกายน 2569 หรือ 6/11/2569", "Not a date; type 6/11/2569 or 2026-11-06"];

    async Task<IActionResult> DoAsync(Func<Task> verb, string done)
    {
        try
        {
            await verb();
            TempData.Say("success", done);
            return Redirect("/people/deputies");
        }
        catch (RefusedException refusal)
        {
            return await AgainAsync(
                refusal.Code switch
                {
                    "order-needed" => nameof(Order),
                    "order-dates" => nameof(Until),
                    "deputy-kind" => nameof(Capacity),
                    "no-such-deputy" => nameof(PersonId),
                    "no-circular" => nameof(Circular),
                    _ => "",
                }, texts[refusal.Thai, refusal.English]);
        }
    }

    async Task<IActionResult> AgainAsync(string field, string words)
    {
        ModelState.AddModelError(field, words);
        await ReadAsync();
        return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
    }

    async Task ReadAsync()
    {
        Now = clock.GetUtcNow();
        Circulars = await database.QueryAsync<CircularRow>("select id from circulars order by id");
        Orders = await database.QueryAsync<OrderRow>(
            """
            select m.id, m.role, m.capacity, m.order_number, m.circular_id, m.valid_from, m.valid_to, o.name_th as place_th,
                o.name_en as place_en, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, p.name_en,
                f.title_th || f.given_name_th || ' ' || f.family_name_th as for_th, f.name_en as for_en
            from memberships m join people p on p.id = m.person_id join organisations o on o.code = m.organisation_code
            left join people f on f.id = m.for_person
            where m.capacity <> 'own' and (@everybody = 1 or m.for_person = @PersonId or m.person_id = @PersonId)
            order by m.valid_from desc, m.id desc limit 100
            """, new { current.Actor.PersonId, everybody = current.Actor.Is(Role.Operator) ? 1 : 0 });
        var colleagues = new Dictionary<string, Colleague>();
        foreach (var place in Offices.Select(office => office.OrganisationCode).Distinct())
            foreach (var person in await database.QueryAsync<Colleague>(
                """
                select distinct p.id, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, p.name_en
                from people p join memberships m on m.person_id = p.id
                where m.organisation_code = @place and m.valid_from <= @Now and (m.valid_to is null or m.valid_to > @Now)
                  and p.id <> @PersonId order by 2 limit 200
                """, new { place, Now, current.Actor.PersonId }))
                colleagues.TryAdd(person.Id, person);
        Colleagues = [.. colleagues.Values];
    }

    /// <summary>Somebody of the same organisation.</summary>
    public sealed class Colleague
    {
        public string Id { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
    }

    /// <summary>A circular to which an order can be limited.</summary>
    public sealed class CircularRow
    {
        public string Id { get; init; } = "";
    }

    /// <summary>An order, with both names.</summary>
    public sealed class OrderRow
    {
        public string Id { get; init; } = "";
        public string Role { get; init; } = "";
        public string Capacity { get; init; } = "";
        public string? OrderNumber { get; init; }
        public string? CircularId { get; init; }
        public DateTimeOffset ValidFrom { get; init; }
        public DateTimeOffset? ValidTo { get; init; }
        public string PlaceTh { get; init; } = "";
        public string PlaceEn { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string? ForTh { get; init; }
        public string? ForEn { get; init; }
    }
}
