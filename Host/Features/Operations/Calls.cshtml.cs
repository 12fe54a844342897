using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.Mail.Incoming;
using WorkflowHost.Activities.People;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Features.People;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.Features.Operations;

/// <summary>
/// Whom an operator has to call: tasks at the end of their escalation, and mails that reached nobody by any way, with whom to ask
/// for, a likely typing mistake in the address, and a note of each call.
/// </summary>
[Authorize(Policy = SignInParts.LooksAtInstances)]
public sealed class CallsModel(
    Database database, CallDesk calls, ContactDesk contacts, LikelyAddress likely, CurrentActor current, TimeProvider clock,
    Texts texts) : PageModel
{
    const int Most = 200;

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public bool Reached { get; set; }

    /// <summary>The line that the form was about.</summary>
    [BindProperty]
    public string? Id { get; set; }

    public IReadOnlyList<TaskRow> Tasks { get; private set; } = [];
    public ILookup<string, ContactLine> Contacts { get; private set; } = null!;
    public ILookup<string, CallRow> Called { get; private set; } = null!;
    public IReadOnlyList<MailLine> Mails { get; private set; } = [];
    public IReadOnlyList<string> Domains { get; private set; } = [];
    public DateTimeOffset Now { get; private set; }

    public bool MayWrite => current.Actor.Is(Role.Operator);

    public Task OnGetAsync() => ReadAsync();

    public Task<IActionResult> OnPostTaskAsync() =>
        DoAsync(() =>
            calls.CalledAsync(Id ?? "", Reached, Note ?? "", current.Actor), texts["บันทึกการโทรแล้ว", "The call is on record"]);

    public Task<IActionResult> OnPostMailAsync() =>
        DoAsync(() =>
            calls.ReachedAsync(Id ?? "", Note ?? "", current.Actor),
            texts["บันทึกแล้วว่าแจ้งทางโทรศัพท์", "On record: told by phone"]);

    /// <summary>After the call: the address is right, and what did not arrive goes out again.</summary>
    public Task<IActionResult> OnPostRightAsync(string person) =>
        DoAsync(() => contacts.AddressIsRightAsync(person, Note ?? "", current.Actor),
            texts["บันทึกแล้วว่าที่อยู่ถูกต้อง จดหมายที่ค้างกำลังส่งใหม่",
                "The address counts as right; what waited goes out again"]);

    async Task<IActionResult> DoAsync(Func<Task> verb, string done)
    {
        if (!MayWrite)
            return Forbid();
        try
        {
            await verb();
            TempData.Say("success", done);
            return Redirect("/operations/calls");
        }
        catch (RefusedException refusal)
        {
            ModelState.AddModelError("", texts[refusal.Thai, refusal.English]);
            await ReadAsync();
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }
    }

    async Task ReadAsync()
    {
        Now = clock.GetUtcNow();
        Tasks = await database.QueryAsync<TaskRow>(
            """
            select t.id, t.kind, t.role, t.title_th, t.title_en, t.due_at, t.organisation_code, o.name_th, o.name_en, o.email,
                o.phone,
                q.reference, e.done_at as listed_at
            from task_escalations e join tasks t on t.id = e.task_id join organisations o on o.code = t.organisation_code
            left join requests q on q.id = t.request_id
            where e.kind = 'call' and e.done_at is not null and t.closed_at is null order by e.done_at, t.id limit @Most
            """, new { Most });
        var offices = Tasks.Select(task => task.OrganisationCode).Distinct().ToList();
        Contacts = (await database.QueryAsync<ContactLine>(
            """
            select m.organisation_code, m.role, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, p.name_en,
                p.email, p.phone
            from memberships m join people p on p.id = m.person_id
            where m.organisation_code in @offices and m.valid_from <= @Now and (m.valid_to is null or m.valid_to > @Now)
            order by m.organisation_code, m.role, p.id
            """, new { offices, Now })).ToLookup(row => row.OrganisationCode);
        Called = (await database.QueryAsync<CallRow>(
            """
            select c.task_id, c.reached, c.note, c.at, p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th,
                p.name_en
            from task_calls c join people p on p.id = c.by_person where c.task_id in @tasks order by c.at
            """, new { tasks = Tasks.Select(task => task.Id).ToList() })).ToLookup(row => row.TaskId);
        Mails = await database.QueryAsync<MailLine>(
            """
            select u.id, u.person_id, u.route, u.address, u.status, u.reason, u.from_at, u.to_at, u.tries,
                p.title_th || p.given_name_th || ' ' || p.family_name_th as name_th, p.name_en, p.phone, q.id as request_id,
                    q.reference,
                o.name_th as office_th, o.name_en as office_en, o.phone as office_phone,
                (select min(d.id) from deadlines d where d.task_id = u.task_id and d.state = 'open') as deadline_id
            from undelivered_mails u join people p on p.id = u.person_id left join requests q on q.id = u.request_id
            left join organisations o on o.code = u.organisation_code
            where u.id in (select id from undelivered_mails where to_at is null
                union all select id from undelivered_mails where from_at > @since)
            order by case when u.to_at is null then 0 else 1 end, u.from_at desc, u.id limit @Most
            """, new { since = Now.AddDays(-14), Most });
        // Where mail arrives: only needed beside addresses where it doesn't.
        Domains = Mails.Count == 0 ? [] : await likely.DomainsAsync();
    }

    /// <summary>A task at the end of its escalation.</summary>
    public sealed class TaskRow
    {
        public string Id { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Role { get; init; } = "";
        public string? TitleTh { get; init; }
        public string? TitleEn { get; init; }
        public DateTimeOffset DueAt { get; init; }
        public string OrganisationCode { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string Email { get; init; } = "";
        public string? Phone { get; init; }
        public string? Reference { get; init; }
        public DateTimeOffset ListedAt { get; init; }
    }

    /// <summary>Somebody to ask for.</summary>
    public sealed class ContactLine
    {
        public string OrganisationCode { get; init; } = "";
        public string Role { get; init; } = "";
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string Email { get; init; } = "";
        public string? Phone { get; init; }
    }

    /// <summary>A call that was made.</summary>
    public sealed class CallRow
    {
        public string TaskId { get; init; } = "";
        public long Reached { get; init; }
        public string Note { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
    }

    /// <summary>A mail that did not arrive, with the interval in which nobody had it.</summary>
    public sealed class MailLine
    {
        public string Id { get; init; } = "";
        public string PersonId { get; init; } = "";
        public string Route { get; init; } = "";
        public string Address { get; init; } = "";
        public string Status { get; init; } = "";
        public string Reason { get; init; } = "";
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset? ToAt { get; init; }
        public long Tries { get; init; }
        public string NameTh { get; init; } = "";
        public string NameEn { get; init; } = "";
        public string? Phone { get; init; }
        public string? RequestId { get; init; }
        public string? Reference { get; init; }
        public string? OfficeTh { get; init; }
        public string? OfficeEn { get; init; }
        public string? OfficePhone { get; init; }
        public string? DeadlineId { get; init; }
    }
}
