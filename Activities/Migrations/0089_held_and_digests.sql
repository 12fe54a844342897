-- Organisations of one province, and the department's open tasks about silent provinces (T19): counted province by province.
create index organisations_of_province on organisations (province_code, code);
create index tasks_held on tasks (about_code)
  where organisation_code = 'DLA' and rule_id = 'C-12' and closed_at is null;

-- When the coordinators of a province or district were last told which sites nobody has claimed (C-15).
create table unclaimed_digests (
  organisation_code {{id}} primary key references organisations (code),
  sent_at {{instant}} not null,
  sites {{integer}} not null
);
