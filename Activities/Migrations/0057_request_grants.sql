-- A request that asks for several systems at once (B-02: the account of the single sign-on, and e-Plan with it): a line for
-- each, answered on one page. A request without lines asks for its own system.
create table request_grants (
  request_id {{id}} not null references requests (id),
  system {{id}} not null,
  seat {{integer}} not null,
  answer {{id}},
  right_id {{id}},
  primary key (request_id, system)
) {{clustered}};
