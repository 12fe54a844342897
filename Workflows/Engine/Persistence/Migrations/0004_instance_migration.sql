-- A plan to move running instances to another version of their definition, and how far it is.
-- mapping: where each occupied step and arrow goes. quota: how many instances are still to be tried in this batch; null: all.
-- most_failures, stop_at_incident: the stop rule.
create table migration_plans (
  id {{id}} primary key,
  definition_id {{id}} not null,
  from_version {{integer}} not null,
  to_version {{integer}} not null,
  mapping {{text}} not null,
  status {{id}} not null,
  created_at {{instant}} not null,
  created_by {{id}} not null,
  started_at {{instant}},
  started_by {{id}},
  quota {{integer}},
  most_failures {{integer}} not null default 0,
  stop_at_incident {{integer}} not null default 1,
  failures {{integer}} not null default 0,
  ended_at {{instant}},
  reason_th {{text}},
  reason_en {{text}}
);
create index migration_plans_of_definition on migration_plans (definition_id, id);
create index migration_plans_at_work on migration_plans (id) where status in ('Running', 'Returning');

-- What a plan did with each instance. places: where it stood before; sequence: of the journal right after the move.
create table instance_migrations (
  plan_id {{id}} not null,
  instance_id {{id}} not null,
  state {{id}} not null,
  at {{instant}},
  sequence {{integer}},
  places {{text}},
  reason_th {{text}},
  reason_en {{text}},
  primary key (plan_id, instance_id)
) {{clustered}};
create index instance_migrations_by_state on instance_migrations (plan_id, state, instance_id);
create index instance_migrations_of_instance on instance_migrations (instance_id);
