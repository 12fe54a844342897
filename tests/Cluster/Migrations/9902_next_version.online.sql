create index audit_by_person on audit (by_person, at);
