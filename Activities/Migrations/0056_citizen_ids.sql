-- The citizen id that ThaID gave for a person: a keyed hash to match by, and sealed text that only a logged reveal opens.
-- The number itself stands nowhere. Two people with the same hash are one person with two records (B-04).
create table citizen_ids (
  person_id {{id}} primary key references people (id),
  hash {{id}} not null,
  sealed {{text}} not null,
  masked {{id}} not null,
  source {{id}} not null,
  at {{instant}} not null
);
create index citizen_ids_by_hash on citizen_ids (hash);
