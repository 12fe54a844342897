-- Several approvers (any, all, one after another, a quorum): a step that asks several has a place for each. A place is a person
-- who holds the office, or an office whoever holds it. asked_at: it is their turn. left_at: they gave the office up unheard.
create table approval_places (
  task_id {{id}} not null references tasks (id),
  place {{integer}} not null,
  role {{id}} not null,
  person_id {{id}},
  asked_at {{instant}},
  decision_id {{id}},
  left_at {{instant}},
  primary key (task_id, place)
) {{clustered}};

-- One task may now have a decision of each who was asked, but one of each person only.
create unique index decisions_once on decisions (task_id, by_person);

-- Whose place a deputy takes, and the one circular an order may be limited to; and both names on what they decide.
alter table memberships add column for_person {{id}};
alter table memberships add column circular_id {{id}};
alter table decisions add column for_person {{id}};
