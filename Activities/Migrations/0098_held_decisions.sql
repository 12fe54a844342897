-- Several clean cases decided on one page: a batch, and for each case a decision that is held ten minutes before it takes effect.
create table decision_batches (
  id {{id}} primary key,
  person_id {{id}} not null,
  reason {{text}} not null,
  needs_code {{integer}} not null,
  code_id {{id}},
  created_at {{instant}} not null,
  confirmed_at {{instant}}
);
create index decision_batches_of_person on decision_batches (person_id, created_at);

-- effective_at is null until the batch is confirmed. result: stored, too-late (somebody was first) or refused.
create table held_decisions (
  id {{id}} primary key,
  batch_id {{id}} not null references decision_batches (id),
  task_id {{id}} not null,
  person_id {{id}} not null,
  answer {{id}} not null,
  reason {{text}} not null,
  effective_at {{instant}},
  taken_back_at {{instant}},
  done_at {{instant}},
  result {{id}},
  refusal_th {{text}},
  refusal_en {{text}}
);
create index held_decisions_due on held_decisions (effective_at)
  where done_at is null and taken_back_at is null and effective_at is not null;
create unique index held_decisions_once on held_decisions (task_id, person_id)
  where done_at is null and taken_back_at is null and effective_at is not null;
create index held_decisions_of_batch on held_decisions (batch_id);
create index held_decisions_of_person on held_decisions (person_id, effective_at);

-- Who opened which letter to read it, the first time; a batch takes only cases whose letter was opened.
create table letter_readings (
  letter_id {{id}} not null,
  person_id {{id}} not null,
  at {{instant}} not null,
  primary key (letter_id, person_id)
) {{clustered}};
