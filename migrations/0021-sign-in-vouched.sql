-- What still changed unseen: who may sign in as whom, the places taken in the count shared with the lender's other agencies, how far a day run came (docs/concepts/record.md).

-- The call that is never told to the shared count is one that nobody counts; a part of the book marked as done is one that nobody works.
select journal_cover('contact_reservation', '{debtor_id,permit_id,call_key}');
select journal_cover('day_run_chunk', '{business_date,chunk}');

-- The library's rows belong to no agency and are written outside of its acts: each bears the house's own word (an HMAC under a key derived from the house key, which lies in no database) for
-- what it says: that this hash is this user's password, that this session is this user's. A password's word has a number that rises; the newest stands in the login, which has versions.
alter table auth."account" add column "word" text;
alter table auth."session" add column "word" text;
alter table login add column password_word text;
select journal_cover('login', '{id}', shape => 2);

-- Sessions without a word are not the house's. Who is signed in signs in once more.
delete from auth."session";
