-- Every move of a deadline after it was set: from when to when, why, by whose decision. Only ever added to.
-- cause: what moved it, such as holiday:2026-07-15, or decision: and the id of the move.
create table deadline_moves (
  id {{id}} primary key,
  deadline_id {{id}} not null references deadlines (id),
  cause {{id}} not null,
  from_at {{instant}} not null,
  to_at {{instant}} not null,
  reason {{text}} not null,
  by_person {{id}} not null,
  at {{instant}} not null
);
create unique index deadline_moves_once on deadline_moves (cause, deadline_id);
create index deadline_moves_of_deadline on deadline_moves (deadline_id, at);

-- What a new holiday could move: open deadlines in working days, read in portions.
create index deadlines_in_working_days on deadlines (id) where state = 'open' and basis = 'working-days';

-- A holiday that was added while deadlines ran. moved_at: every host counts with it and all are moved. told_at: so are the mails.
-- organisation_code: the one office that is closed that day; empty when all are.
create table holiday_changes (
  day {{date}} not null,
  organisation_code {{id}} not null default '',
  reason {{text}} not null,
  by_person {{id}} not null,
  added_at {{instant}} not null,
  moved_at {{instant}},
  told_up_to {{id}},
  told_at {{instant}},
  primary key (day, organisation_code)
);
create index holiday_changes_at_work on holiday_changes (day) where told_at is null;

-- What is late, and what falls due next, over all organisations.
create index tasks_open_by_due on tasks (due_at, id) where closed_at is null and due_at is not null;
