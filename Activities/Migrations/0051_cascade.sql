-- The letters of circulars by their identity: agency's code, ว, number, C.E. year. year 0: the letter bears no date.
-- state: confirmed, conflicting, unknown. same_as: another reading of that letter.
create table circular_letters (
  id {{id}} primary key,
  circular_id {{id}} not null references circulars (id),
  letter {{id}} not null,
  agency_code {{id}} not null,
  is_circular {{integer}} not null,
  number {{id}} not null,
  year {{integer}} not null,
  state {{id}} not null,
  same_as {{id}},
  unique (agency_code, is_circular, number, year)
);
create unique index circular_letters_of_circular on circular_letters (circular_id, letter);

-- A circular sent down the tree. mode: relay (each office passes it on) or direct (everybody has it at once).
-- types: those it covers, in blanks. path: whose subtree. cursor: the last organisation that was listed.
-- least_minutes: whoever has less working time left when it arrives is listed as reached too late.
create table sendings (
  id {{id}} primary key,
  circular_id {{id}} not null references circulars (id),
  definition_id {{id}} not null,
  mode {{id}} not null,
  types {{text}} not null,
  path {{id}} not null,
  deadline_key {{id}},
  least_minutes {{integer}} not null,
  letter_number {{text}} not null,
  letter_date {{date}} not null,
  sent_by {{id}} not null,
  sent_at {{instant}} not null,
  phase {{id}} not null,
  cursor {{id}} not null,
  total {{integer}} not null,
  ended_at {{instant}},
  reason_th {{text}},
  reason_en {{text}}
) {{often updated}};
create index sendings_of_circular on sendings (circular_id, id);
create index sendings_at_work on sendings (id) where phase in ('listing', 'open');

-- What became of it at one organisation: an entry in its register of letters received and passed on. from_code: who passes it
-- on, null from the centre. enforced_at: the issuer's deadline; shown_at: the earliest of those above, shown_by whose that is.
create table deliveries (
  id {{id}} primary key,
  sending_id {{id}} not null references sendings (id),
  circular_id {{id}} not null,
  organisation_code {{id}} not null references organisations (code),
  path {{id}} not null,
  from_code {{id}},
  is_hop {{integer}} not null,
  is_covered {{integer}} not null,
  arrived_at {{instant}},
  enforced_at {{instant}},
  shown_at {{instant}},
  shown_by {{id}},
  minutes_left {{integer}},
  is_late {{integer}} not null,
  receive_number {{text}},
  received_at {{instant}},
  received_by {{id}},
  own_number {{text}},
  own_date {{date}},
  own_deadline_at {{instant}},
  reissued_at {{instant}},
  reissued_by {{id}},
  told_at {{instant}},
  warned_at {{instant}},
  instance_id {{id}},
  unique (sending_id, organisation_code)
) {{often updated}};
create index deliveries_to_start on deliveries (sending_id, organisation_code)
  where is_covered = 1 and arrived_at is not null and instance_id is null;
create index deliveries_to_tell on deliveries (sending_id, organisation_code)
  where is_hop = 1 and arrived_at is not null and told_at is null;
create index deliveries_to_warn_of on deliveries (sending_id, path) where is_late = 1 and warned_at is null;
create index deliveries_from on deliveries (sending_id, from_code);
create index deliveries_by_path on deliveries (sending_id, path);
create index deliveries_late on deliveries (sending_id, path) where is_late = 1;
create index deliveries_of_organisation on deliveries (organisation_code, sending_id);
create index deliveries_of_instance on deliveries (instance_id) where instance_id is not null;

-- Who is to hear that something arrived; many items of one person become one mail.
create table delivery_notices (
  delivery_id {{id}} not null references deliveries (id),
  person_id {{id}} not null references people (id),
  noted_at {{instant}} not null,
  mailed_at {{instant}},
  primary key (delivery_id, person_id)
) {{clustered}};
create index delivery_notices_to_mail on delivery_notices (person_id, noted_at) where mailed_at is null;

-- Chasing: reminders in one's own words, calls and notes. organisation_code: whose subtree, or the unit that was called.
create table chasings (
  id {{id}} primary key,
  sending_id {{id}} not null references sendings (id),
  organisation_code {{id}} not null,
  kind {{id}} not null,
  words {{text}} not null,
  recipients {{integer}} not null,
  by_person {{id}} not null,
  at {{instant}} not null
);
create index chasings_of_sending on chasings (sending_id, organisation_code, at)
