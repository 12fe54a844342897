-- Workflow definitions: one row a version. A version that was published once never changes; the newest may be a draft.
-- hash: of what runs (DefinitionText.ContentHash). stamp: another at every save, so that nobody saves over what they haven't seen.
create table definitions (
  id {{id}} primary key,
  definition_id {{id}} not null,
  version {{integer}} not null,
  name {{text}} not null,
  json {{text}} not null,
  hash {{text}} not null,
  stamp {{id}} not null,
  created_at {{instant}} not null,
  saved_at {{instant}} not null,
  saved_by {{id}},
  published_at {{instant}},
  published_by {{id}},
  unique (definition_id, version)
);
create unique index definitions_one_draft on definitions (definition_id) where published_at is null;

-- The version that new instances run; a definition that isn't here takes no new ones.
create table published_definitions (
  definition_id {{id}} primary key,
  version {{integer}} not null
);

-- Workflow instances, pinned to the version they began with. state: variables and the counters of running containers.
create table instances (
  id {{id}} primary key,
  definition_id {{id}} not null,
  version {{integer}} not null,
  start_key {{id}} unique,
  correlation_id {{id}},
  parent_bookmark_id {{id}},
  status {{id}} not null,
  state {{text}} not null,
  created_at {{instant}} not null,
  finished_at {{instant}}
) {{often updated}};
create index instances_by_definition on instances (definition_id, version, status);
create index instances_by_parent on instances (parent_bookmark_id) where parent_bookmark_id is not null;
create index instances_by_correlation on instances (correlation_id) where correlation_id is not null;

-- A bookmark is the right to move an instance, once. kind: Execute (a step to do) or Resume (waiting).
create table bookmarks (
  id {{id}} primary key,
  instance_id {{id}} not null,
  node_id {{id}} not null,
  kind {{id}} not null,
  due_at {{instant}},
  event_name {{id}},
  payload {{text}},
  created_at {{instant}} not null
) {{clustered}};
create index bookmarks_of_instance on bookmarks (instance_id);
create index bookmarks_due on bookmarks (due_at) where due_at is not null;
create index bookmarks_by_event on bookmarks (event_name) where event_name is not null;

-- A fault with what is needed to try again: the bookmark as it was, and the stimulus that met the fault.
create table incidents (
  id {{id}} primary key,
  instance_id {{id}} not null,
  node_id {{id}} not null,
  bookmark_id {{id}} not null,
  bookmark_kind {{id}} not null,
  bookmark_payload {{text}},
  stimulus {{text}},
  message {{text}} not null,
  detail {{text}} not null,
  created_at {{instant}} not null,
  resolved_at {{instant}},
  resolved_by {{text}},
  resolution {{text}}
);
create index incidents_open on incidents (created_at) where resolved_at is null;
create index incidents_of_instance on incidents (instance_id);

-- What happened, who, when. Never edited.
create table journal (
  instance_id {{id}} not null,
  sequence {{integer}} not null,
  at {{instant}} not null,
  node_id {{id}} not null,
  event {{id}} not null,
  outcome {{text}},
  by_whom {{text}},
  primary key (instance_id, sequence)
) {{clustered}};

-- What must leave the database. key: the same thing is queued once, however often a step is played again.
create table outbox (
  id {{id}} primary key,
  key {{id}} not null unique,
  channel {{id}} not null,
  recipient {{text}} not null,
  created_at {{instant}} not null,
  due_at {{instant}},
  attempts {{integer}} not null,
  done_at {{instant}},
  failed_at {{instant}},
  last_error {{text}},
  -- Last: SQLite reads and writes through everything that stands before what is asked for, and this is long.
  payload {{text}} not null
) {{often updated}};
create index outbox_due on outbox (due_at, id) where due_at is not null;
