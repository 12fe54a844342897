-- A replaced right and what came after it, on the pages of a case and of a right.
create index rights_of_request on rights (request_id) where request_id is not null;
create index access_gaps_of_right on access_gaps (old_right_id);
create index requests_of_old_right on requests (old_right_id) where old_right_id is not null;
-- How many closed requests an amendment leaves alone.
create index requests_closed on requests (circular_id) where closed_at is not null;
-- The mails of a sending that were folded into one.
create index case_mails_of_sending on case_mails (sending_id, person_id) where sending_id is not null;
-- Mails of the last two weeks that reached nobody at first.
create index undelivered_mails_by_day on undelivered_mails (from_at);
-- Orders to act for somebody; and the operators, who are told that somebody needs help.
create index memberships_acting on memberships (valid_from) where capacity <> 'own';
create index memberships_by_role on memberships (role, person_id);
-- Who held a site, and which sites a person holds.
create index site_holders_of_site on site_holders (site_id, from_at);
create index site_holders_by_citizen on site_holders (citizen_hash) where to_at is null;
-- Trial entries that are over their time.
create index trial_entries_by_day on trial_entries (made_at);
create index site_emails_of_citizen on site_emails (citizen_hash);
-- Exceptions of a circular, and the open requests of the whole country.
create index exceptions_of_circular on exceptions (circular_id, asked_at);
create index requests_open on requests (id) where closed_at is null;
