-- What changes a circular that is under way: an amending letter, or its withdrawal. changes: dates, clauses, recipients and the
-- plan of a migration, as JSON. quota: how many cases are still to be tried in this stage, null for all that are left;
-- most_failures: of this stage, before it stops.
create table amendments (
  id {{id}} primary key,
  circular_id {{id}} not null references circulars (id),
  kind {{id}} not null,
  letter_number {{text}} not null,
  letter_date {{date}} not null,
  reason {{text}} not null,
  changes {{text}} not null,
  status {{id}} not null,
  created_at {{instant}} not null,
  created_by {{id}} not null,
  started_at {{instant}},
  started_by {{id}},
  quota {{integer}},
  most_failures {{integer}} not null default 0,
  failures {{integer}} not null default 0,
  ended_at {{instant}},
  reason_th {{text}},
  reason_en {{text}}
) {{often updated}};
create index amendments_of_circular on amendments (circular_id, id);
create index amendments_at_work on amendments (id) where status in ('running', 'returning');
-- One at a time is under way for a circular, so that each finds the dates that the one before left.
create unique index amendments_one_at_a_time on amendments (circular_id)
  where status in ('running', 'paused', 'stopped', 'returning');

-- What became of each running case, and of each right that is to end. subject: case or right. sequence: of the case's journal
-- right after; what went on since is not taken back.
create table amendment_cases (
  amendment_id {{id}} not null references amendments (id),
  subject_id {{id}} not null,
  subject {{id}} not null,
  organisation_code {{id}} not null,
  is_closed {{integer}} not null default 0,
  state {{id}} not null,
  at {{instant}},
  sequence {{integer}},
  reason_th {{text}},
  reason_en {{text}},
  primary key (amendment_id, subject_id)
) {{clustered}};
create index amendment_cases_by_state on amendment_cases (amendment_id, state, subject_id);
create index amendment_cases_of_subject on amendment_cases (subject_id);

-- Who is to hear of it, a line for each thing of theirs that it touches; all lines of a person become one mail.
create table amendment_notices (
  amendment_id {{id}} not null references amendments (id),
  person_id {{id}} not null references people (id),
  line {{id}} not null,
  task_id {{id}},
  what_th {{text}} not null,
  what_en {{text}} not null,
  from_at {{instant}},
  to_at {{instant}},
  noted_at {{instant}} not null,
  mailed_at {{instant}},
  primary key (amendment_id, person_id, line)
) {{clustered}};
create index amendment_notices_to_mail on amendment_notices (amendment_id, person_id, noted_at) where mailed_at is null;

-- facts is the circular as it holds now; issued_facts as it was issued, once it has been amended.
alter table circulars add column issued_facts {{text}};

-- Added to a sending by name, whatever their type; and taken out of it, so that a new listing doesn't cover them again.
create table sending_extras (
  sending_id {{id}} not null references sendings (id),
  organisation_code {{id}} not null references organisations (code),
  primary key (sending_id, organisation_code)
) {{clustered}};
alter table deliveries add column withdrawn_at {{instant}};
alter table sendings add column reopened_at {{instant}};

create index deadlines_open_by_basis on deadlines (basis, id) where state = 'open';
create index requests_open_of_circular on requests (circular_id, id) where closed_at is null
