-- The days on which one office differs from all others: closed for itself, or open on a day off. The office's own deadlines in
-- working days count by it.
create table office_days (
  organisation_code {{id}} not null references organisations (code),
  day {{date}} not null,
  is_open {{integer}} not null,
  name_th {{text}} not null,
  name_en {{text}} not null,
  primary key (organisation_code, day)
) {{clustered}};
create index office_days_by_day on office_days (day);

create index tasks_open_of_organisation on tasks (organisation_code, id) where closed_at is null;
