-- Circular E: how who registered proved their citizen id. identity_open: somebody has to look before rights begin, because the
-- name differs ("name") or nothing proved whose number it is ("typed"); null when nothing is open (T102).
alter table roster_lines add column proof_method {{id}};
alter table roster_lines add column proven_name {{text}};
alter table roster_lines add column identity_open {{id}};
create index roster_lines_to_identify on roster_lines (registered_at, id) where identity_open is not null;

-- The day from which there is only this system (E-09), as it stood when the order was compiled: what was signed doesn't change.
alter table appointment_orders add column live_on {{date}};

-- What was decided on such a registration, by whom, and which document they saw.
create table identity_decisions (
  id {{id}} primary key,
  line_id {{id}} not null references roster_lines (id),
  person_id {{id}} not null,
  why {{id}} not null,
  name_listed {{text}} not null,
  name_proven {{text}} not null,
  decision {{id}} not null,
  document {{text}} not null,
  decided_by {{id}} not null,
  decided_at {{instant}} not null
);
create index identity_decisions_of_line on identity_decisions (line_id);

-- A scan that is kept with something: the signed order, the document behind an identity. The bytes lie in the letters' folder,
-- once, by their hash. organisation_code: whose it is, for scope.
create table kept_files (
  id {{id}} primary key,
  subject {{id}} not null,
  subject_id {{id}} not null,
  organisation_code {{id}} not null,
  sha256 {{id}} not null,
  file_name {{text}} not null,
  media_type {{id}} not null,
  size {{integer}} not null,
  kept_by {{id}} not null,
  kept_at {{instant}} not null,
  unique (subject, subject_id, sha256)
);
