namespace WorkflowHost.Activities.Simulation;

/// <summary>
/// SQLite triggers that log what happens in the tables of the engine and of the subjects. They belong to a throw-away store
/// only. An action that a subject writes into the audit is an event here without anybody adding it.
/// </summary>
static class LogTriggers
{
    const string Over = "('Finished', 'Cancelled')";

    public static IReadOnlyList<string> Statements { get; } =
    [
        """
        create table simulation_log (id integer primary key autoincrement, event text not null, instance_id text, node_id text,
            task_id text, organisation_code text, who text, outcome text, rule_id text, due_at text, detail text)
        """,
        $"""
        create trigger simulation_case_started after insert on instances begin
            insert into simulation_log (event, instance_id, organisation_code, detail) values ('case-started', new.id, coalesce(
                (select organisation_code from requests where id = new.correlation_id),
                (select organisation_code from rights where id = new.correlation_id),
                (select code from organisations where code = new.correlation_id)), new.definition_id);
            insert into simulation_log (event, instance_id, outcome)
            select 'case-ended', new.id, new.status where new.status in {Over};
        end
        """,
        $"""
        create trigger simulation_case_ended after update of status on instances
        when new.status in {Over} and old.status not in {Over} begin
            insert into simulation_log (event, instance_id, outcome) values ('case-ended', new.id, new.status);
        end
        """,
        """
        create trigger simulation_waits after insert on bookmarks when new.kind = 'Resume' begin
            insert into simulation_log (event, instance_id, node_id, task_id,
                organisation_code, who, outcome, rule_id, due_at, detail)
            select case when t.id is null then 'waits' else 'task-opened' end, new.instance_id, new.node_id, t.id,
                t.organisation_code, t.role, case when t.points is not null then 'sent-back' end, t.rule_id,
                case when t.id is null then new.due_at else t.due_at end, coalesce(t.kind, new.event_name)
            from (select 1) left join tasks t on t.id = new.id;
        end
        """,
        """
        create trigger simulation_task_reminded after update of reminders on tasks begin
            insert into simulation_log (event, instance_id, task_id, organisation_code)
            values ('task-reminded', new.instance_id, new.id, new.organisation_code);
        end
        """,
        """
        create trigger simulation_task_closed after update of closed_at on tasks
        when old.closed_at is null and new.closed_at is not null begin
            insert into simulation_log (event, instance_id, task_id, organisation_code, who, outcome, rule_id, due_at)
            values (case when new.closed_by is null then 'task-closed' else 'task-answered' end, new.instance_id, new.id,
                new.organisation_code, new.closed_by, new.outcome, new.rule_id, new.due_at);
        end
        """,
        """
        create trigger simulation_cut_off_missed after update of state on deadlines
        when new.state = 'missed' and old.state <> 'missed' begin
            insert into simulation_log (event, instance_id, task_id, organisation_code, rule_id, due_at)
            select 'cut-off-missed', t.instance_id, t.id, t.organisation_code, t.rule_id, new.due_at
            from tasks t where t.id = new.task_id;
        end
        """,
        """
        create trigger simulation_mail after insert on case_mails begin
            insert into simulation_log (event, instance_id, organisation_code, who, due_at, detail)
            select 'mail', coalesce(q.instance_id, new.instance_id),
                coalesce(q.organisation_code, (select organisation_code from rights where id = new.right_id),
                    new.organisation_code), new.person_id,
                new.send_at, new.template
            from (select 1) left join requests q on q.id = new.request_id;
        end
        """,
        // A mail was rendered, and nobody will read it: only one-time codes and claim links are looked for again.
        """
        create trigger simulation_unread after insert on outbox when new.key not like 'mail:code:%'
        and new.key not like 'mail:site-code:%' and new.payload not like '%/site/%' begin
            update outbox set payload = '' where id = new.id;
        end
        """,
        "create index simulation_recipients on outbox (recipient, id)",
        """
        create trigger simulation_deed after insert on audit begin
            insert into simulation_log (event, instance_id, organisation_code, who, rule_id, detail) values (new.action,
                case new.subject when 'request' then (select instance_id from requests where id = new.subject_id)
                when 'right' then coalesce(
                    (select instance_id from reviews where right_id = new.subject_id order by cycle desc limit 1),
                    (select q.instance_id from rights r join requests q on q.id = r.request_id where r.id = new.subject_id)) end,
                new.organisation_code, new.by_person, new.rule_id, case new.subject when 'right' then new.subject_id end);
        end
        """,
        """
        create trigger simulation_incident after insert on incidents begin
            insert into simulation_log (event, instance_id, node_id, detail)
            values ('incident', new.instance_id, new.node_id, new.message);
        end
        """,
    ];
}
