-- A circular that stands still for a while, everywhere or below one place: nothing new is filed, nobody is reminded, and no
-- deadline has an effect. path: of the place, '/' for the whole country. resumed_at: somebody let it go on; its deadlines are
-- being moved. ended_at: they are, and the clock runs again. done_at: everybody was told.
create table circular_pauses (
  id {{id}} primary key,
  circular_id {{id}} not null references circulars (id),
  place_code {{id}} not null,
  path {{id}} not null,
  reason {{text}} not null,
  paused_by {{id}} not null,
  paused_at {{instant}} not null,
  resumed_by {{id}},
  resumed_at {{instant}},
  ended_at {{instant}},
  done_at {{instant}}
);
create unique index circular_pauses_open on circular_pauses (circular_id, place_code) where ended_at is null;
create index circular_pauses_at_work on circular_pauses (id) where resumed_at is not null and done_at is null;
create index circular_pauses_of_circular on circular_pauses (circular_id, paused_at);

-- The deadlines that a pause moves, read in portions.
create index deadlines_open_by_id on deadlines (id) where state = 'open';
