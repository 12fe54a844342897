-- When a system or a menu is closed: an outage that ends, or a cut-off for good (closed_until is null). Half-open: closed_from
-- is closed, closed_until is open. key: the clause that closes it. changed_at: a person changed what circulars.json says.
create table windows (
  id {{id}} primary key,
  circular_id {{id}} not null,
  key {{id}} not null,
  kind {{id}} not null,
  closed_from {{instant}} not null,
  closed_until {{instant}},
  grace_minutes {{integer}} not null,
  what_th {{text}} not null,
  what_en {{text}} not null,
  changed_at {{instant}},
  changed_by {{id}},
  cancelled_at {{instant}},
  -- when the people concerned have all been told that it closes
  told_at {{instant}}
);
create index windows_of_circular on windows (circular_id, key, closed_from);
create index windows_to_tell on windows (closed_from) where told_at is null and cancelled_at is null;

-- Who was told that it closes: each once.
create table window_notices (
  window_id {{id}} not null references windows (id),
  person_id {{id}} not null references people (id),
  at {{instant}} not null,
  primary key (window_id, person_id)
) {{clustered}};

-- By which the agency of a circular is found.
create index organisations_by_type_and_name on organisations (type, name_th);
