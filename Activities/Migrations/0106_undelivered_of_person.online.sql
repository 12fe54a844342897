-- What of somebody's mails reached nobody, when their address is mended.
create index undelivered_mails_of_person on undelivered_mails (person_id, id) where to_at is null;
