-- The page of a circular's exceptions is read by another index now.
drop index exceptions_of_circular;
