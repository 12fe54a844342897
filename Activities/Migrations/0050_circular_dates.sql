-- The dates of a circular as data: steps name one by its key, never by its value. key: the rule, and its kind where a rule has
-- several (E-07:starts). stated_by: the organisation. The issuer's date is enforced, an earlier one from below is shown (C-12, C-13).
create table circular_dates (
  id {{id}} primary key,
  circular_id {{id}} not null references circulars (id),
  key {{id}} not null,
  rule_id {{id}} not null,
  kind {{id}} not null,
  stated_by {{id}} not null,
  at {{instant}} not null,
  -- the letter names a day only: its end for what ends, its beginning for what begins
  whole_day {{integer}} not null,
  what_th {{text}} not null,
  what_en {{text}} not null,
  stated_at {{instant}} not null,
  -- who stated or changed it by hand, and why; what the program ships never overwrites that
  by_person {{id}},
  reason {{text}},
  unique (circular_id, key, stated_by)
)
