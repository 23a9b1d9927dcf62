-- Why a promise or plan was withdrawn: another took its place; a person took it back; the plan of an instalment broke before it was due; or nothing is left to ask for on the debt, recalled
-- or settled by money that does not count for it. Null also for what was withdrawn before this was kept.
alter table promise
  add column withdrawn_for text
    check (withdrawn_for is null or state = 'withdrawn' and withdrawn_for in ('replaced', 'asked', 'plan_broken', 'recalled', 'settled'));
select journal_cover('promise', '{id}', shape => 2);
alter table plan
  add column withdrawn_for text check (withdrawn_for is null or state = 'withdrawn' and withdrawn_for in ('replaced', 'asked', 'recalled', 'settled'));
select journal_cover('plan', '{id}', shape => 2);
