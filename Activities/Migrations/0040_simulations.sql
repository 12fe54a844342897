-- A definition's content that was run before it is published: who ran it, how, and what it came to.
-- hash: DefinitionText.ContentHash of what ran. state: running, done, failed. seen_at: a run that is not seen for minutes has died.
create table simulations (
  id {{id}} primary key,
  definition_id {{id}} not null,
  version {{integer}} not null,
  hash {{id}} not null,
  by_person {{id}} not null,
  started_at {{instant}} not null,
  seen_at {{instant}} not null,
  ended_at {{instant}},
  state {{id}} not null,
  percent_done {{integer}} not null,
  settings {{text}} not null,
  summary {{text}},
  problem {{text}}
) {{often updated}};
create index simulations_by_hash on simulations (hash, ended_at) where state = 'done';
