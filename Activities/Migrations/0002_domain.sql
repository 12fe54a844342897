-- The tree: centre, provinces, districts, local governments. path: the codes from the root down, for scope.
create table organisations (
  code {{id}} primary key,
  name_th {{text}} not null,
  short_name_th {{text}} not null,
  name_en {{text}} not null,
  type {{id}} not null,
  parent_code {{id}},
  province_code {{id}} not null,
  district_code {{id}} not null,
  letter_prefix {{text}} not null,
  email {{text}} not null,
  path {{id}} not null
);
create unique index organisations_by_path on organisations (path);

-- A municipality changes its type now and then, and with it the branch of a circular (T41).
create table organisation_types (
  organisation_code {{id}} not null references organisations (code),
  type {{id}} not null,
  valid_from {{date}} not null,
  valid_to {{date}},
  primary key (organisation_code, valid_from)
) {{clustered}};

create table people (
  id {{id}} primary key,
  title_th {{text}} not null,
  given_name_th {{text}} not null,
  family_name_th {{text}} not null,
  name_en {{text}} not null,
  email {{text}} not null
);

-- What somebody is, where, from when to when. capacity: own, or acting with an order number.
create table memberships (
  id {{id}} primary key,
  person_id {{id}} not null references people (id),
  organisation_code {{id}} not null references organisations (code),
  role {{id}} not null,
  capacity {{id}} not null,
  order_number {{text}},
  valid_from {{instant}} not null,
  valid_to {{instant}},
  -- of a deputy: when they were told what waits, and when who they stood in for was told what they decided (T36)
  told_at {{instant}},
  reported_at {{instant}}
);
create index memberships_to_tell on memberships (valid_from) where capacity <> 'own' and told_at is null;
create index memberships_to_report on memberships (valid_to) where capacity <> 'own' and reported_at is null;
create index memberships_of_person on memberships (person_id);
create index memberships_of_organisation on memberships (organisation_code, role);

-- How a person signs in; one account each. blocked_at: an operator closed it, until an operator opens it again.
create table accounts (
  id {{id}} primary key,
  person_id {{id}} not null references people (id),
  user_name {{id}} not null unique,
  password_hash {{text}} not null,
  security_stamp {{id}} not null,
  failed_count {{integer}} not null,
  locked_until {{instant}},
  blocked_at {{instant}},
  is_demo {{integer}} not null,
  created_at {{instant}} not null
);
create unique index accounts_of_person on accounts (person_id);

create table circulars (
  id {{id}} primary key,
  facts {{text}} not null,
  hash {{id}} not null,
  loaded_at {{instant}} not null,
  -- the organisation whose dates are enforced; whoever stands below it may only state earlier ones
  issuer_code {{id}} not null,
  withdrawn_at {{instant}},
  withdrawn_by {{id}},
  withdrawn_reason {{text}}
);

create table holidays (
  day {{date}} primary key,
  name_th {{text}} not null,
  name_en {{text}} not null,
  offices_closed {{integer}} not null
);

-- A request for a right. Open while closed_at is null; a seat has one open request at a time (T67).
create table requests (
  id {{id}} primary key,
  reference {{id}} not null unique,
  circular_id {{id}} not null,
  instance_id {{id}} not null unique,
  system {{id}} not null,
  kind {{id}} not null,
  organisation_code {{id}} not null references organisations (code),
  organisation_type {{id}} not null,
  seat {{integer}} not null,
  person_id {{id}} not null references people (id),
  old_right_id {{id}},
  note {{text}} not null,
  filed_by {{id}} not null,
  filed_at {{instant}} not null,
  received_at {{instant}} not null,
  stage {{id}} not null,
  stage_at {{instant}} not null,
  officer_left_at {{instant}},
  closed_at {{instant}},
  closing_reason {{text}}
) {{often updated}};
create unique index requests_open_seat on requests (system, organisation_code, seat) where closed_at is null;
create index requests_of_organisation on requests (organisation_code, filed_at);
create index requests_of_person on requests (person_id);

-- A request as written down but not sent (T09): a form and no case. Its id is the form's key; sending the form ends the draft.
create table request_drafts (
  id {{id}} primary key,
  organisation_code {{id}} not null references organisations (code),
  system {{id}} not null,
  kind {{id}} not null,
  person_id {{id}},
  old_right_id {{id}},
  note {{text}} not null,
  saved_by {{id}} not null,
  saved_at {{instant}} not null
);
create index request_drafts_of_organisation on request_drafts (organisation_code, saved_at);

-- A file is kept once, by its hash, outside the database; a letter is one upload of it with what it says.
create table letters (
  id {{id}} primary key,
  sha256 {{id}} not null,
  file_name {{text}} not null,
  media_type {{id}} not null,
  size {{integer}} not null,
  pages {{integer}} not null,
  organisation_code {{id}} not null,
  letter_number {{text}} not null,
  letter_date {{date}} not null,
  addressee {{text}} not null,
  names_in_letter {{text}} not null default '',
  signer_name {{text}} not null,
  signer_capacity {{id}} not null,
  signer_order {{text}},
  signer_order_ends {{date}},
  signature_kind {{id}} not null,
  -- handed in as unreadable where it names the addressee, and who read it then with their own eyes (T56)
  scan_unreadable {{integer}} not null default 0,
  addressee_read_by {{id}},
  addressee_read_at {{instant}},
  uploaded_by {{id}} not null,
  uploaded_at {{instant}} not null
);
create index letters_by_hash on letters (sha256);
create index letters_of_organisation on letters (organisation_code, uploaded_at);

create table request_letters (
  request_id {{id}} not null references requests (id),
  letter_id {{id}} not null references letters (id),
  attached_by {{id}} not null,
  attached_at {{instant}} not null,
  primary key (request_id, letter_id)
) {{clustered}};

-- What somebody has to do. The id is the bookmark's, which stays the same while it waits.
create table tasks (
  id {{id}} primary key,
  instance_id {{id}} not null,
  request_id {{id}},
  right_id {{id}},
  kind {{id}} not null,
  role {{id}} not null,
  organisation_code {{id}} not null,
  person_id {{id}},
  rule_id {{id}},
  points {{text}},
  opened_at {{instant}} not null,
  due_at {{instant}},
  reminders {{integer}} not null,
  closed_at {{instant}},
  closed_by {{id}},
  outcome {{id}},
  -- of a task about an organisation and no request or right: which organisation, what is asked, and with which answers
  about_code {{id}},
  title_th {{text}},
  title_en {{text}},
  text_th {{text}},
  text_en {{text}},
  answers {{text}},
  -- an earlier day than due_at, stated by a province or a district: shown and reminded of, not enforced
  shown_due_at {{instant}},
  shown_by {{id}},
  -- 1: who may answer stands in approval_places, which an inbox need not look up for all others
  asks_several {{integer}} not null default 0
) {{often updated}};
-- An inbox in its order, from the first that is due; the instant is Inbox.Never. And how many wait in it, without the rows.
create index tasks_open_in_order on tasks (organisation_code, role, coalesce(due_at, '9999-12-31T00:00:00.0000000Z'), id, kind,
  person_id, asks_several, due_at, closed_at) where closed_at is null;
create index tasks_open_to_count on tasks (organisation_code, role, kind, person_id, due_at, asks_several, id,
  closed_at) where closed_at is null;
create index tasks_open_of_several_roles on tasks (organisation_code, coalesce(due_at, '9999-12-31T00:00:00.0000000Z'), id, kind,
  role, person_id, asks_several, due_at, closed_at) where closed_at is null and role like '% %';
create index tasks_open_by_person on tasks (person_id, due_at) where closed_at is null and person_id is not null;
create index tasks_of_request on tasks (request_id);
create index tasks_of_right on tasks (right_id) where right_id is not null;
create index tasks_of_instance on tasks (instance_id);
create index tasks_about_organisation on tasks (about_code, opened_at) where about_code is not null;

create table decisions (
  id {{id}} primary key,
  task_id {{id}} not null,
  request_id {{id}},
  right_id {{id}},
  stage {{id}} not null,
  answer {{id}} not null,
  reason {{text}} not null,
  points {{text}},
  evidence {{text}},
  by_person {{id}} not null,
  capacity {{id}} not null,
  order_number {{text}},
  step_up {{id}},
  via {{id}} not null,
  at {{instant}} not null
);
create index decisions_of_request on decisions (request_id);
create index decisions_by_deputy on decisions (by_person, at) where capacity <> 'own';
create index decisions_of_right on decisions (right_id) where right_id is not null;

create table identity_proofs (
  id {{id}} primary key,
  person_id {{id}} not null,
  request_id {{id}},
  right_id {{id}},
  method {{id}} not null,
  level {{id}} not null,
  -- the name as ThaID says it; a different one is shown to who decides (T102)
  name_said {{text}},
  name_differs {{integer}} not null default 0,
  by_person {{id}} not null,
  at {{instant}} not null
);
create index identity_proofs_of_person on identity_proofs (person_id);
create index identity_proofs_of_request on identity_proofs (request_id);

-- A right is an interval on a seat. The index is the last gate of A-06: no second right while the first is open.
create table rights (
  id {{id}} primary key,
  system {{id}} not null,
  organisation_code {{id}} not null references organisations (code),
  seat {{integer}} not null,
  person_id {{id}} not null references people (id),
  request_id {{id}},
  decision_id {{id}},
  valid_from {{instant}} not null,
  valid_to {{instant}},
  end_reason {{text}},
  ended_by {{id}},
  confirmed_at {{instant}} not null,
  review_on {{date}},
  suspended_at {{instant}}
) {{often updated}};
create unique index rights_one_holder_a_seat on rights (system, organisation_code, seat) where valid_to is null;
create index rights_of_organisation on rights (organisation_code, valid_from);
create index rights_of_person on rights (person_id);
create index rights_to_review on rights (review_on) where valid_to is null and review_on is not null;

create table suspensions (
  id {{id}} primary key,
  right_id {{id}} not null references rights (id),
  from_at {{instant}} not null,
  to_at {{instant}},
  reason {{text}} not null,
  ended_by {{id}}
);
create index suspensions_of_right on suspensions (right_id);

-- The time a seat is empty between revoking and granting (A-06): measured, shown, and an alarm after some days.
create table access_gaps (
  id {{id}} primary key,
  system {{id}} not null,
  organisation_code {{id}} not null references organisations (code),
  seat {{integer}} not null,
  old_right_id {{id}} not null,
  began_at {{instant}} not null,
  alarm_at {{instant}},
  alarmed_at {{instant}},
  ended_at {{instant}},
  new_right_id {{id}}
);
create index access_gaps_open on access_gaps (alarm_at) where ended_at is null and alarmed_at is null and alarm_at is not null;
create index access_gaps_of_organisation on access_gaps (organisation_code, began_at);

-- Who stated it, on which rule and basis, and what became of it. A task's bookmark is due by it.
create table deadlines (
  id {{id}} primary key,
  task_id {{id}} not null,
  stated_by {{id}} not null,
  rule_id {{id}},
  basis {{id}} not null,
  days {{integer}} not null,
  due_at {{instant}} not null,
  state {{id}} not null,
  closed_at {{instant}}
);
create index deadlines_of_task on deadlines (task_id);
create index deadlines_open on deadlines (due_at) where state = 'open';

create table reviews (
  id {{id}} primary key,
  right_id {{id}} not null references rights (id),
  cycle {{integer}} not null,
  instance_id {{id}} not null,
  opened_at {{instant}} not null,
  closed_at {{instant}},
  outcome {{id}},
  unique (right_id, cycle)
);
create index reviews_of_instance on reviews (instance_id);

-- A mailed link: the token itself is only in the mail, here is its hash. Looking changes nothing but last_seen_at.
create table mail_links (
  token_hash {{id}} primary key,
  task_id {{id}} not null,
  person_id {{id}} not null,
  created_at {{instant}} not null,
  expires_at {{instant}} not null,
  ended_at {{instant}},
  end_reason {{id}}
) {{clustered}};
create index mail_links_of_task on mail_links (task_id);

-- Six digits in a mail, for a matter (a task, a claim) and a person. locked_until: too many wrong tries (T21).
create table one_time_codes (
  id {{id}} primary key,
  subject {{id}} not null,
  holder {{id}} not null,
  code_hash {{id}} not null,
  created_at {{instant}} not null,
  expires_at {{instant}} not null,
  tries {{integer}} not null,
  used_at {{instant}},
  locked_until {{instant}}
);
create index one_time_codes_of_subject on one_time_codes (subject, holder, created_at);

-- Which mails belong to which case; the mail itself is in the outbox, exactly as it was sent.
create table case_mails (
  outbox_key {{id}} primary key,
  request_id {{id}},
  right_id {{id}},
  -- of a mail about an organisation and no request or right
  instance_id {{id}},
  organisation_code {{id}},
  person_id {{id}},
  template {{id}} not null,
  -- as the mail has it, for those who only look what was sent
  subject {{text}} not null,
  queued_at {{instant}} not null,
  send_at {{instant}} not null,
  -- of a circular sent to many: who gets several such mails gets one instead, once folded_at is set
  sending_id {{id}},
  folded_at {{instant}}
) {{clustered}};
create index case_mails_to_fold on case_mails (sending_id, person_id) where sending_id is not null and folded_at is null;
create index case_mails_of_request on case_mails (request_id) where request_id is not null;
create index case_mails_of_right on case_mails (right_id) where right_id is not null;
create index case_mails_of_instance on case_mails (instance_id) where instance_id is not null;

-- Who did what to what, on which rule. Only ever added to.
create table audit (
  id {{counter}},
  at {{instant}} not null,
  by_person {{id}},
  action {{id}} not null,
  subject {{id}} not null,
  subject_id {{id}} not null,
  organisation_code {{id}},
  rule_id {{id}},
  detail {{text}}
);
create index audit_of_subject on audit (subject_id);
create index audit_of_organisation on audit (organisation_code, at);
