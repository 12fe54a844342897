-- A link by which somebody sets the password of their own account, once. The token is only in the mail, here is its hash.
create table account_claims (
  token_hash {{id}} primary key,
  account_id {{id}} not null references accounts (id),
  reason {{id}} not null,
  created_at {{instant}} not null,
  expires_at {{instant}} not null,
  ended_at {{instant}},
  end_reason {{id}}
) {{clustered}};
create index account_claims_of_account on account_claims (account_id, created_at);
