-- A form by which a citizen id was shown in clear: good for one look. What was seen, by whom and why stands in the audit.
create table citizen_id_reveals (
  form_key {{id}} primary key,
  by_person {{id}} not null,
  at {{instant}} not null
);
