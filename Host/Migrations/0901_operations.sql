-- What the operations page asks on every look: what could not be delivered.
create index outbox_failed on outbox (failed_at) where failed_at is not null;
