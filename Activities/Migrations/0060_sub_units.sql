-- Schools, child care centres, health units … of a local government, as circular C has them recorded and checked (C-03, C-12).
-- Removed ones stay, with the reason; the unique index is the last gate against the same unit twice (T69).
create table sub_units (
  id {{id}} primary key,
  organisation_code {{id}} not null references organisations (code),
  code {{id}} not null,
  name_th {{text}} not null,
  kind {{id}} not null,
  -- who may claim its account, as the local government named them (who_claims)
  person_name {{text}} not null,
  citizen_hash {{id}},
  citizen_masked {{text}},
  state {{id}} not null,
  state_reason {{text}} not null,
  -- written within the grace after the cut-off, because it was begun before (T61)
  begun_before_cut_off {{integer}} not null,
  added_at {{instant}} not null,
  added_by {{id}} not null,
  changed_at {{instant}} not null,
  removed_at {{instant}},
  removed_reason {{text}}
) {{often updated}};
create unique index sub_units_one_code on sub_units (organisation_code, code) where removed_at is null;
create index sub_units_of_organisation on sub_units (organisation_code, id);
create index sub_units_of_citizen on sub_units (citizen_hash) where citizen_hash is not null and removed_at is null;

-- What was read from a spreadsheet and waits for the confirmation of its preview; begun_at is when the file arrived (T61).
create table sheet_imports (
  id {{id}} primary key,
  organisation_code {{id}} not null references organisations (code),
  kind {{id}} not null,
  file_name {{text}} not null,
  rows {{text}} not null,
  by_person {{id}} not null,
  begun_at {{instant}} not null,
  applied_at {{instant}},
  applied_by {{id}},
  result {{text}}
);
create index sheet_imports_of_organisation on sheet_imports (organisation_code, begun_at);

-- Additions and removals after the cut-off: asked of the department, which makes the change or says why not (C-05, T17).
create table late_changes (
  id {{id}} primary key,
  organisation_code {{id}} not null references organisations (code),
  action {{id}} not null,
  sub_unit_id {{id}} references sub_units (id),
  content {{text}} not null,
  reason {{text}} not null,
  asked_by {{id}} not null,
  asked_at {{instant}} not null,
  decided_by {{id}},
  decided_at {{instant}},
  decision {{id}},
  decision_reason {{text}}
);
create index late_changes_open on late_changes (asked_at, id) where decided_at is null;
create index late_changes_of_organisation on late_changes (organisation_code, asked_at);

-- What a sub-unit owns, as it hands it in by spreadsheet (C-10).
create table assets (
  id {{id}} primary key,
  organisation_code {{id}} not null references organisations (code),
  sub_unit_code {{id}} not null,
  number {{id}} not null,
  name_th {{text}} not null,
  acquired_on {{date}} not null,
  price {{text}} not null,
  life_years {{integer}} not null,
  changed_at {{instant}} not null,
  changed_by {{id}} not null,
  unique (organisation_code, number)
);
