-- Circular D: who is responsible for what in e-Plan, and since when. One holder a duty; replacing ends the one and begins the
-- other. credential: none, confirmed (held before), or issued.
create table duties (
  id {{id}} primary key,
  organisation_code {{id}} not null references organisations (code),
  duty {{id}} not null,
  person_id {{id}} not null references people (id),
  assigned_at {{instant}} not null,
  assigned_by {{id}} not null,
  credential {{id}} not null,
  credential_at {{instant}},
  ended_at {{instant}},
  ended_by {{id}},
  hand_over {{text}}
);
create unique index duties_one_holder on duties (organisation_code, duty) where ended_at is null;
create index duties_of_person on duties (person_id) where ended_at is null;

-- Staff of an organisation attended the training that engineering credentials rest on (D-08, D-09).
create table duty_trainings (
  id {{id}} primary key,
  organisation_code {{id}} not null references organisations (code),
  attended_on {{date}} not null,
  attendees {{text}} not null,
  recorded_by {{id}} not null,
  recorded_at {{instant}} not null
);
create index duty_trainings_of_organisation on duty_trainings (organisation_code, attended_on);

-- A day on which an assigned person checked the data (D-12).
create table duty_days (
  organisation_code {{id}} not null references organisations (code),
  day {{date}} not null,
  person_id {{id}} not null,
  at {{instant}} not null,
  primary key (organisation_code, day)
) {{clustered}};

-- Which provincial analyst looks after which district (D-11); 'direct' stands for those whom the province writes to directly.
create table analyst_areas (
  province_code {{id}} not null references organisations (code),
  area {{id}} not null,
  person_id {{id}} not null references people (id),
  saved_by {{id}} not null,
  saved_at {{instant}} not null,
  primary key (province_code, area)
) {{clustered}};
