-- An outage over deadlines, and what an operator decided about it (T101): all that ran out, or runs out, in that time gets so
-- many working days more. The id is the form's key: pressed twice it is one. moved_at: all are moved. told_at: people know.
create table outages (
  id {{id}} primary key,
  from_at {{instant}} not null,
  to_at {{instant}} not null,
  circular_id {{id}} not null,
  kind {{id}} not null,
  days {{integer}} not null,
  reason {{text}} not null,
  by_person {{id}} not null,
  added_at {{instant}} not null,
  moved_at {{instant}},
  told_up_to {{id}},
  told_at {{instant}}
);
create index outages_at_work on outages (added_at) where told_at is null;

-- What an outage could move: the deadlines of a time that nobody met yet.
create index deadlines_unmet on deadlines (due_at, id) where state in ('open', 'missed');
