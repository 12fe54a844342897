-- The page of a circular's exceptions, read by key: what is to be decided first, then the latest.
create index exceptions_in_order on exceptions (circular_id, (case when decided_at is null then 0 else 1 end), id desc);
