-- A complaint that is opened again keeps what was answered before: the answered event has the verdict, and the words in its note.
alter table complaint_event add column verdict text check (verdict in ('upheld', 'partly', 'not_upheld'));
select journal_cover('complaint_event', '{id}', shape => 2);
