-- What came back by mail. Nothing in it decides anything: it is correspondence, or says that a mail did not arrive.
-- kind: bounce, auto-reply, reply or other. dmarc: as our own mail server judged it, or unknown. hash: the same mail is kept once.
create table incoming_mails (
  id {{id}} primary key,
  hash {{id}} not null unique,
  received_at {{instant}} not null,
  kind {{id}} not null,
  from_address {{text}} not null,
  subject {{text}} not null,
  body {{text}} not null,
  dmarc {{id}} not null,
  -- the mail of ours that it answers, and what that was about
  outbox_key {{id}},
  person_id {{id}},
  task_id {{id}},
  request_id {{id}},
  right_id {{id}},
  instance_id {{id}}
);
create index incoming_mails_of_request on incoming_mails (request_id, received_at) where request_id is not null;

-- A mail of ours that did not arrive: which way it was tried, and the interval in which nobody had it.
-- route: first, soft (the mailbox is full, tried again), second, central (the office's mailbox), phone (somebody must call).
create table undelivered_mails (
  id {{id}} primary key,
  outbox_key {{id}} not null unique,
  person_id {{id}} not null,
  task_id {{id}},
  request_id {{id}},
  organisation_code {{id}},
  route {{id}} not null,
  address {{text}} not null,
  status {{id}} not null,
  reason {{text}} not null,
  tries {{integer}} not null,
  soft_since {{instant}},
  from_at {{instant}} not null,
  to_at {{instant}},
  reached_by {{id}},
  reached_note {{text}}
);
create index undelivered_mails_open on undelivered_mails (from_at, id) where to_at is null;
create index undelivered_mails_of_request on undelivered_mails (request_id) where request_id is not null;

-- An address that refuses mail for good, until somebody mends it.
create table refusing_addresses (
  address {{id}} primary key,
  status {{id}} not null,
  since {{instant}} not null
);

-- By which an answer finds the mail it answers, and a copy by another way the mail it stands for.
alter table case_mails add column message_id {{id}};
alter table case_mails add column copy_of {{id}};
create index case_mails_by_message on case_mails (message_id) where message_id is not null;
