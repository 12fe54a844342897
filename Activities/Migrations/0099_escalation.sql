-- Escalation after a deadline, level by level: a role is told, an alternate may answer too, and in the end somebody is called.
-- at: when it is looked at; a deadline that moved meanwhile moves it on. days: working days after the deadline.
create table task_escalations (
  task_id {{id}} not null references tasks (id),
  level {{integer}} not null,
  days {{integer}} not null,
  kind {{id}} not null,
  role {{id}},
  organisation_code {{id}},
  at {{instant}} not null,
  done_at {{instant}},
  primary key (task_id, level)
) {{clustered}};
create index task_escalations_due on task_escalations (at, task_id, level) where done_at is null;
create index task_escalations_calls on task_escalations (done_at) where kind = 'call' and done_at is not null;

-- Who was called about a task, and what was said. Only ever added to.
create table task_calls (
  id {{id}} primary key,
  task_id {{id}} not null references tasks (id),
  reached {{integer}} not null,
  note {{text}} not null,
  by_person {{id}} not null,
  at {{instant}} not null
);
create index task_calls_of_task on task_calls (task_id, at);

-- Where somebody is called, and the second address a mail goes to when the first refuses it.
alter table organisations add column phone {{text}};
alter table people add column phone {{text}};
alter table people add column second_email {{text}};
