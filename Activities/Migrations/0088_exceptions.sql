-- Something that an organisation could not do before a cut-off and asks to do late, with its reason; the agency decides. Granted:
-- until that instant the window doesn't hold for this organisation. Circular C's own list has its own way (late_changes).
create table exceptions (
  id {{id}} primary key,
  circular_id {{id}} not null,
  window_key {{id}} not null,
  organisation_code {{id}} not null references organisations (code),
  what {{text}} not null,
  reason {{text}} not null,
  asked_by {{id}} not null,
  asked_at {{instant}} not null,
  decided_by {{id}},
  decided_at {{instant}},
  decision {{id}},
  decision_reason {{text}},
  granted_until {{instant}},
  -- when somebody first did something by it
  used_at {{instant}}
);
create unique index exceptions_one_open on exceptions (circular_id, window_key, organisation_code) where decided_at is null;
create index exceptions_to_decide on exceptions (circular_id, asked_at) where decided_at is null;
create index exceptions_decided on exceptions (circular_id, decided_at) where decided_at is not null;
create index exceptions_granted on exceptions (organisation_code, circular_id, window_key) where decision = 'granted';
