-- A second address that somebody asked for: in use once its owner opened the link that was mailed to it. The token itself is
-- only in that mail, here is its hash.
create table address_claims (
  token_hash {{id}} primary key,
  person_id {{id}} not null references people (id),
  address {{text}} not null,
  created_at {{instant}} not null,
  expires_at {{instant}} not null,
  ended_at {{instant}},
  end_reason {{id}}
) {{clustered}};
create index address_claims_of_person on address_claims (person_id, created_at);
