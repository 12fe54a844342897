-- When the operators were told by mail that a list waits for them; all of a night in one mail.
alter table review_brakes add column told_at {{instant}};
create index review_brakes_to_tell on review_brakes (campaign_id, raised_at) where told_at is null and decision is null;
