-- A question left with those who support a circular's system (T105). id: the form's key, so that the same form is kept once.
create table support_messages (
  id {{id}} primary key,
  circular_id {{id}} not null,
  organisation_code {{id}} not null,
  text {{text}} not null,
  recipient {{text}} not null,
  by_person {{id}} not null references people (id),
  at {{instant}} not null
);
create index support_messages_of_person on support_messages (by_person, at);
