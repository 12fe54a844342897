-- Circular E. A line of a province's roster: one person in one office (provincial or district). Open while removed_at is null.
-- sent_at: given to the finance division; accepted_at: it was found in order; order_id: stands in a signed order;
-- registered_at: the person registered; right_from: both, and from then on they may use the system.
create table roster_lines (
  id {{id}} primary key,
  province_code {{id}} not null references organisations (code),
  office_code {{id}} not null references organisations (code),
  citizen_hash {{id}} not null,
  citizen_sealed {{text}} not null,
  citizen_masked {{id}} not null,
  title_th {{text}} not null,
  given_name_th {{text}} not null,
  family_name_th {{text}} not null,
  position_th {{text}} not null,
  email {{text}} not null,
  added_by {{id}} not null,
  added_at {{instant}} not null,
  changed_at {{instant}} not null,
  sent_at {{instant}},
  sent_late {{integer}} not null default 0,
  accepted_at {{instant}},
  order_id {{id}},
  registered_at {{instant}},
  person_id {{id}},
  right_from {{instant}},
  lapsed_at {{instant}},
  late_until {{instant}},
  removed_at {{instant}},
  removed_reason {{text}},
  revoking_order_id {{id}}
) {{often updated}};
create unique index roster_lines_one_a_person on roster_lines (office_code, citizen_hash) where removed_at is null;
create index roster_lines_of_province on roster_lines (province_code, office_code);
create index roster_lines_by_hash on roster_lines (citizen_hash);
create index roster_lines_to_appoint on roster_lines (province_code, office_code) where accepted_at is not null and order_id is null and removed_at is null;
create index roster_lines_to_revoke on roster_lines (province_code) where removed_at is not null and order_id is not null and revoking_order_id is null;
create index roster_lines_of_person on roster_lines (person_id) where person_id is not null;

-- A file as it was read, before somebody confirms it. Ids stand in it sealed.
create table roster_imports (
  id {{id}} primary key,
  province_code {{id}} not null,
  by_person {{id}} not null,
  at {{instant}} not null,
  applied_at {{instant}},
  lines {{text}} not null
);

-- The written appointment order (E-04); a later one amends the first. Its annex is what was signed, and never changes.
create table appointment_orders (
  id {{id}} primary key,
  kind {{id}} not null,
  -- 1 until it is signed, then null
  draft {{integer}},
  amends_id {{id}},
  compiled_by {{id}} not null,
  compiled_at {{instant}} not null,
  number {{text}},
  order_date {{date}},
  signer_name {{text}},
  signer_position {{text}},
  signer_capacity {{id}},
  signer_order {{text}},
  signed_at {{instant}},
  signed_by {{id}}
);
-- One order is being made at a time.
create unique index appointment_orders_one_draft on appointment_orders (draft);

create table appointment_rows (
  order_id {{id}} not null references appointment_orders (id),
  number {{integer}} not null,
  line_id {{id}} not null references roster_lines (id),
  change {{id}} not null,
  office_code {{id}} not null,
  name_th {{text}} not null,
  position_th {{text}} not null,
  primary key (order_id, number)
) {{clustered}};
create index appointment_rows_of_line on appointment_rows (line_id);

-- Who asked to be registered and was not found (T28): told to the province, and slowed down.
create table registration_refusals (
  id {{id}} primary key,
  person_id {{id}} not null,
  office_code {{id}} not null,
  at {{instant}} not null
);
create index registration_refusals_of_person on registration_refusals (person_id, at);

-- Trial and live lie in different tables: what deletes the one has no words for the other (E-08).
create table trial_entries (
  id {{id}} primary key,
  office_code {{id}} not null references organisations (code),
  type_key {{id}} not null,
  dated_at {{instant}} not null,
  amount_satang {{integer}} not null,
  made_by {{id}} not null,
  made_at {{instant}} not null
);
create index trial_entries_of_office on trial_entries (office_code, type_key);

create table live_receipts (
  id {{id}} primary key,
  office_code {{id}} not null references organisations (code),
  type_key {{id}} not null,
  dated_at {{instant}} not null,
  amount_satang {{integer}} not null,
  made_by {{id}} not null,
  made_at {{instant}} not null,
  -- an operator looked at a receipt dated before go-live, and decided
  looked_at {{instant}},
  looked_by {{id}},
  looked_decision {{text}}
);
create index live_receipts_by_date on live_receipts (dated_at);
create index live_receipts_of_office on live_receipts (office_code, dated_at);

-- What was deleted, counted and hashed; the purge happens once.
create table purge_certificates (
  id {{id}} primary key,
  by_person {{id}} not null,
  at {{instant}} not null,
  trial_before {{integer}} not null,
  trial_after {{integer}} not null,
  live_before {{integer}} not null,
  live_after {{integer}} not null,
  trial_sha256 {{id}} not null,
  live_sha256_before {{id}} not null,
  live_sha256_after {{id}} not null
);

create index organisations_of_parent_by_type on organisations (parent_code, type) where parent_code is not null;
