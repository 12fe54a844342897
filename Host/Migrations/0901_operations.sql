-- What the operations page asks on every look: late tasks, what could not be delivered.
create index tasks_open_due on tasks (due_at) where closed_at is null and due_at is not null;
create index outbox_failed on outbox (failed_at) where failed_at is not null;
