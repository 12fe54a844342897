-- A sub-unit's place in the new system (C-14). released: made by the department's decision, without the province's confirmation.
create table sites (
  id {{id}} primary key,
  sub_unit_id {{id}} not null unique references sub_units (id),
  organisation_code {{id}} not null references organisations (code),
  released {{integer}} not null,
  created_at {{instant}} not null,
  linked_at {{instant}},
  claimed_at {{instant}}
) {{often updated}};
create index sites_of_organisation on sites (organisation_code, id);
create index sites_unclaimed on sites (organisation_code, id) where claimed_at is null and linked_at is not null;

-- Who claimed it, one after the other; the index is the last gate of T20: one holder at a time.
create table site_holders (
  id {{id}} primary key,
  site_id {{id}} not null references sites (id),
  citizen_hash {{id}} not null,
  citizen_masked {{text}} not null,
  name_th {{text}} not null,
  email {{text}} not null,
  method {{id}} not null,
  password_hash {{text}} not null,
  from_at {{instant}} not null,
  to_at {{instant}},
  end_reason {{text}},
  ended_by {{id}}
);
create unique index site_holders_one_a_site on site_holders (site_id) where to_at is null;

-- One address is one person's (shared_email); two sites of one person may share theirs.
create table site_emails (
  email {{id}} primary key,
  citizen_hash {{id}} not null
) {{clustered}};

-- Links in mails to the central mailbox; of a link only the hash is here. It shows, and lets a person prove who they are.
create table site_links (
  token_hash {{id}} primary key,
  site_id {{id}} not null references sites (id),
  created_at {{instant}} not null,
  expires_at {{instant}},
  ended_at {{instant}},
  end_reason {{id}}
) {{clustered}};
create index site_links_of_site on site_links (site_id);

-- Somebody on their way through a claim: proved, then an address, then the code. The secret is in their cookie.
create table site_claimants (
  secret_hash {{id}} primary key,
  site_id {{id}} not null references sites (id),
  citizen_hash {{id}} not null,
  citizen_masked {{text}} not null,
  name_th {{text}} not null,
  method {{id}} not null,
  proven_at {{instant}} not null,
  email {{text}},
  email_proven_at {{instant}}
) {{clustered}};
create index site_claimants_of_site on site_claimants (site_id);

-- Mails to central mailboxes, until it is known that they arrived; a refused one raises the alarm (wrong_mailbox).
create table site_mails (
  outbox_key {{id}} primary key,
  organisation_code {{id}} not null references organisations (code),
  queued_at {{instant}} not null,
  settled_at {{instant}},
  bounced_at {{instant}}
) {{clustered}};
create index site_mails_open on site_mails (queued_at) where settled_at is null;
create index site_mails_bounced on site_mails (organisation_code) where bounced_at is not null;
