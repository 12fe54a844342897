-- Keys that protect cookies and forms: in the store, so that a restart ends nobody's session and all hosts share them.
create table protection_keys (
  id {{counter}},
  name {{text}} not null,
  xml {{text}} not null
);
