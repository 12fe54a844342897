-- The system that a sending's organisations ask for (circulars A and B): their requests and rights are the progress. Null where
-- each of them has an instance of its own.
alter table sendings add column system {{id}};
