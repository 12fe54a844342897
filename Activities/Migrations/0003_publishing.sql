-- Somebody asks that a version be published, with the content (hash) they looked at; another person approves or refuses.
create table publication_requests (
  id {{id}} primary key,
  definition_id {{id}} not null,
  version {{integer}} not null,
  hash {{id}} not null,
  note {{text}} not null,
  asked_by {{id}} not null,
  asked_at {{instant}} not null,
  closed_at {{instant}},
  closed_by {{id}},
  outcome {{id}},
  reason {{text}}
);
create unique index publication_requests_one_open on publication_requests (definition_id) where closed_at is null;
create index publication_requests_of_definition on publication_requests (definition_id, asked_at);

-- Few among many: who is to be told of a request.
create index memberships_of_designers on memberships (person_id) where role = 'designer';
