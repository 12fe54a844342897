using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Engine;

namespace WorkflowHost.Tests.Circulars;

/// <summary>Rules about circular A's rows that hold between any two transactions, whatever people and clock did.</summary>
static class DomainBooks
{
    static readonly (string Rule, string Offenders)[] Rules =
    [
        ("nothing in circular A ends in an incident", "select id || ' ' || message from incidents where resolved_at is null"),
        ("an open request has exactly one open task",
            """
            select r.id from requests r where r.closed_at is null
            and (select count(*) from tasks t where t.request_id = r.id and t.closed_at is null) <> case r.stage when 'waiting-opening' then 0 else 1 end
            and not exists (select 1 from bookmarks b where b.instance_id = r.instance_id and b.kind = 'Execute')
            """),
        ("a closed request has no open task",
            "select r.id from requests r join tasks t on t.request_id = r.id where r.closed_at is not null and t.closed_at is null"),
        ("a request is open as long as its instance runs",
            """
            select r.id from requests r join instances i on i.id = r.instance_id
            where (r.closed_at is null) <> (i.status not in ('Finished', 'Cancelled'))
            """),
        ("an open task has its bookmark",
            "select t.id from tasks t where t.closed_at is null and not exists (select 1 from bookmarks b where b.id = t.id)"),
        ("what waits for a person has an open task",
            """
            select b.id from bookmarks b where b.kind = 'Resume' and coalesce(b.event_name, '') not like 'window:%'
            and not exists (select 1 from review_items i where i.instance_id = b.instance_id
                and i.state in ('answered', 'held', 'braked'))
            and not exists (select 1 from tasks t where t.id = b.id and t.closed_at is null)
            and (exists (select 1 from requests r where r.instance_id = b.instance_id)
                or exists (select 1 from reviews v where v.instance_id = b.instance_id))
            """),
        ("a closed task has neither an open deadline nor a living link",
            """
            select t.id from tasks t where t.closed_at is not null
            and (exists (select 1 from deadlines d where d.task_id = t.id and d.state = 'open')
                or exists (select 1 from mail_links m where m.task_id = t.id and m.ended_at is null))
            """),
        ("a seat has one open right at most",
            """
            select min(id) from rights where valid_to is null group by system, organisation_code, seat having count(*) > 1
            """),
        ("a right that was asked for rests on the Director's decision, a proof and a letter",
            """
            select r.id from rights r join requests q on q.id = r.request_id where q.circular_id = 'A' and not (
                exists (select 1 from decisions d where d.id = r.decision_id and d.stage = 'decide' and d.answer = 'Approve'
                    and d.by_person not in (r.person_id, q.filed_by) and d.step_up is not null)
                and exists (select 1 from identity_proofs p where p.request_id = q.id and p.person_id = r.person_id)
                and exists (select 1 from request_letters l where l.request_id = q.id and l.attached_at >= coalesce(
                    (select max(d.at) from decisions d where d.request_id = q.id and d.stage = 'change-officer'), q.filed_at)))
            """),
        ("a right under circular B was approved by somebody else of the own house or the province, and by ThaID where there was no account",
            """
            select r.id from rights r join requests q on q.id = r.request_id where q.circular_id = 'B' and not (
                exists (select 1 from decisions d where d.id = r.decision_id and d.stage = 'approve-account' and d.answer = 'Approve'
                    and d.by_person not in (r.person_id, q.filed_by))
                and exists (select 1 from request_grants g where g.right_id = r.id and g.request_id = q.id and g.system = r.system and g.answer = 'Approve')
                and (q.kind = 'add-system' or exists (select 1 from identity_proofs p where p.request_id = q.id and p.person_id = r.person_id)))
            """),
        ("nothing of circular B began while e-Plan was closed, unless by an exception",
            """
            select r.id from rights r join requests q on q.id = r.request_id join windows w on w.circular_id = q.circular_id
            where w.cancelled_at is null and r.valid_from >= w.closed_from and (w.closed_until is null or r.valid_from < w.closed_until)
            and not exists (select 1 from exceptions e where e.organisation_code = r.organisation_code
                and e.circular_id = w.circular_id and e.window_key = w.key and e.decision = 'granted'
                and e.decided_at <= r.valid_from and e.granted_until >= r.valid_from)
            """),
        ("a request whose officer has left waits for another, or is about to",
            """
            select q.id from requests q where q.closed_at is null and (q.officer_left_at is not null)
                <> exists (select 1 from tasks t where t.request_id = q.id and t.kind = 'change-officer' and t.closed_at is null)
            and not exists (select 1 from bookmarks b where b.instance_id = q.instance_id and b.due_at is not null)
            """),
        ("an empty seat that was held has an open gap, and no other seat has one",
            """
            select r.id from rights r where r.valid_to is not null
            and not exists (select 1 from rights o where o.valid_to is null and o.system = r.system
                and o.organisation_code = r.organisation_code and o.seat = r.seat)
            and not exists (select 1 from access_gaps g where g.ended_at is null and g.system = r.system
                and g.organisation_code = r.organisation_code and g.seat = r.seat)
            union all select g.id from access_gaps g where g.ended_at is null
            and exists (select 1 from rights o where o.valid_to is null and o.system = g.system
                and o.organisation_code = g.organisation_code and o.seat = g.seat)
            """),
        ("a right is suspended as long as its suspension is open",
            """
            select r.id from rights r where r.valid_to is null and (r.suspended_at is not null)
                <> exists (select 1 from suspensions s where s.right_id = r.id and s.to_at is null)
            union all select s.id from suspensions s join rights r on r.id = s.right_id where s.to_at is null and r.valid_to is not null
            """),
        ("an open right is in a review or has the day of its next",
            """
            select r.id from rights r where r.valid_to is null and r.review_on is null and r.system = 'BBL'
            and not exists (select 1 from reviews v join instances i on i.id = v.instance_id
                where v.right_id = r.id and v.closed_at is null and i.status not in ('Finished', 'Cancelled'))
            """),
        ("a review is open as long as its instance runs",
            """
            select v.id from reviews v join instances i on i.id = v.instance_id
            where (v.closed_at is null) <> (i.status not in ('Finished', 'Cancelled'))
            """),
        ("a right of a campaign that is being asked has its instance, and one that isn't has none that runs",
            """
            select i.right_id from review_items i left join instances n on n.id = i.instance_id
            where (i.state in ('open', 'answered', 'held', 'braked')) <> coalesce(n.status not in ('Finished', 'Cancelled'), 1 = 0)
            """),
        ("no day of a campaign has more than twice the mean",
            """
            select min(i.campaign_id) || ' ' || i.opened_on from review_items i join review_campaigns c on c.id = i.campaign_id
            where i.opened_on is not null group by i.campaign_id, i.opened_on, c.day_limit having count(*) > c.day_limit
            """),
        ("who decided held an office that day, by an order where they acted for another",
            """
            select d.id from decisions d where (d.capacity <> 'own' and d.order_number is null) or not exists (
                select 1 from memberships m where m.person_id = d.by_person and m.valid_from <= d.at and (m.valid_to is null or m.valid_to >= d.at))
            """),
        ("every mail has its case row, and every case row its mail",
            """
            select o.key from outbox o where o.channel = 'mail' and not exists (select 1 from case_mails m where m.outbox_key = o.key)
            union all select m.outbox_key from case_mails m where not exists (select 1 from outbox o where o.key = m.outbox_key)
            """),
    ];

    public static Task MustBalanceAsync(World world, string when = "") => MustBalanceAsync(world.Database, world.Definitions, when);

    public static async Task MustBalanceAsync(Database database, DefinitionStore definitions, string when = "")
    {
        foreach (var (rule, offenders) in Rules)
            Assert.That(await database.QueryAsync<string>(offenders), Is.Empty, $"{rule} {when}");
        await Books.MustBalanceAsync(database, definitions);
    }
}
