-- A replaced right and what came after it, on the page of a case.
create index rights_of_request on rights (request_id) where request_id is not null;
create index access_gaps_of_right on access_gaps (old_right_id);
