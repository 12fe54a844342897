-- What a next version might need: columns with a default on what every step reads, and a table. It only ever adds.
alter table bookmarks add column next_word {{text}} not null default '';
alter table instances add column next_word {{text}} not null default '';
alter table tasks add column next_word {{text}} not null default '';
alter table requests add column next_word {{text}} not null default '';
alter table people add column next_word {{text}} not null default '';
alter table outbox add column next_word {{text}} not null default '';
create table next_words (
  word {{id}} primary key
) {{clustered}};
