-- The review of a year of one system (A-05): one a system and fiscal year, B.E. Its dates come from the plan.
-- phase: planning (its rights are being dealt out), running, closed. day_limit: twice the mean of a day, never exceeded.
-- anchors: the dates that the series began with, so that a 29 February doesn't drift. repeats: the next year is planned by itself.
create table review_campaigns (
  id {{id}} primary key,
  system {{id}} not null,
  year {{integer}} not null,
  phase {{id}} not null,
  first_on {{date}} not null,
  last_on {{date}} not null,
  anchor_first_on {{date}} not null,
  anchor_last_on {{date}} not null,
  repeats {{integer}} not null,
  limit_percent {{integer}} not null,
  total {{integer}} not null,
  days {{integer}} not null,
  day_limit {{integer}} not null,
  planned_by {{id}} not null,
  planned_at {{instant}} not null,
  settled_on {{date}},
  paused_at {{instant}},
  paused_by {{id}},
  pause_reason {{text}},
  closed_at {{instant}},
  unique (system, year)
) {{often updated}};

-- One right in one campaign. planned_on: as dealt; opens_on: as postponed since; opened_on: the day it was asked.
-- state: planned, single (asked out of turn), opening (its day has come), open, answered (may be changed until closing),
-- held (paused or excluded when its silence would have had effect), braked, closed, ended (the right is over), excluded.
create table review_items (
  campaign_id {{id}} not null references review_campaigns (id),
  right_id {{id}} not null references rights (id),
  organisation_code {{id}} not null,
  province_code {{id}} not null,
  person_id {{id}} not null,
  planned_on {{date}} not null,
  opens_on {{date}} not null,
  state {{id}} not null,
  opened_on {{date}},
  instance_id {{id}},
  brake_id {{id}},
  silenced_at {{instant}},
  closed_at {{instant}},
  outcome {{id}},
  postponed_by {{id}},
  postponed_reason {{text}},
  primary key (campaign_id, right_id)
) {{often updated}};
create index review_items_of_right on review_items (right_id, state);
create index review_items_to_open on review_items (campaign_id, opens_on, organisation_code, right_id) where state = 'planned';
create index review_items_opening on review_items (campaign_id, right_id) where state = 'opening';
create index review_items_held on review_items (campaign_id, instance_id) where state = 'held';
create index review_items_opened on review_items (campaign_id, opened_on) where opened_on is not null;
create index review_items_of_instance on review_items (instance_id) where instance_id is not null;
create index review_items_of_organisation on review_items (organisation_code, campaign_id);
create index review_items_by_province on review_items (campaign_id, province_code, organisation_code, right_id);
create index review_items_of_brake on review_items (brake_id) where brake_id is not null;
create index review_items_unfinished on review_items (campaign_id, state)
  where state in ('planned', 'single', 'opening', 'open', 'answered', 'held', 'braked');

-- The five per cent of a province (T89): how many rights its campaign has, how many fell silent, and how many had when an
-- operator last decided.
create table review_provinces (
  campaign_id {{id}} not null references review_campaigns (id),
  province_code {{id}} not null,
  total {{integer}} not null,
  silenced {{integer}} not null,
  decided_at_count {{integer}} not null,
  primary key (campaign_id, province_code)
) {{often updated}};

-- Where silence would take too much: scope 'province' or 'organisation', code says which. decision: apply or spare.
create table review_brakes (
  id {{id}} primary key,
  campaign_id {{id}} not null references review_campaigns (id),
  scope {{id}} not null,
  code {{id}} not null,
  province_code {{id}} not null,
  raised_at {{instant}} not null,
  decision {{id}},
  reason {{text}},
  decided_by {{id}},
  decided_at {{instant}}
);
create unique index review_brakes_open on review_brakes (campaign_id, scope, code) where decision is null;
create index review_brakes_of_campaign on review_brakes (campaign_id, raised_at);

-- Who isn't to be touched by the review, and why (T94).
create table review_exclusions (
  id {{id}} primary key,
  campaign_id {{id}} not null references review_campaigns (id),
  person_id {{id}} not null references people (id),
  reason {{text}} not null,
  by_person {{id}} not null,
  at {{instant}} not null,
  ended_at {{instant}},
  ended_by {{id}}
);
create unique index review_exclusions_open on review_exclusions (person_id, campaign_id) where ended_at is null;
create index review_exclusions_of_campaign on review_exclusions (campaign_id, at);

-- The last answer of who answered, which may be changed until it takes effect.
alter table reviews add column answer {{id}};
alter table reviews add column answered_by {{id}};
alter table reviews add column answered_at {{instant}};
alter table reviews add column answer_until {{instant}};
alter table reviews add column answers {{integer}} not null default 0;
create index reviews_answered_by on reviews (answered_by, answer_until) where answered_by is not null;
create index rights_of_system on rights (system, organisation_code, id) where valid_to is null;
