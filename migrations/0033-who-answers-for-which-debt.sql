-- A guarantor or co-borrower of one loan owes that loan and no other: for every other loan of the debtor they are a third party (regulation: CN-P1, CN-P2). Until now a person named in any
-- file was taken to owe whatever the debtor owed, to whomever. Here stands for which debts each of them answers: as the file said that placed them, debt by debt. What is recorded of a
-- guarantee (0020) counts beside it.
create table party_debt (
  tenant_id bigint not null,
  debtor_id bigint not null,
  party_id  bigint not null,
  debt_id   bigint not null,
  primary key (tenant_id, debtor_id, party_id, debt_id)
);
alter table party_debt enable row level security;
create policy own_tenant on party_debt using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
-- Removed with the debtor who is erased.
grant select, insert, delete on party_debt to dunwell_app;

-- Who is there already: by the file that brought their number, of which the source and the day are kept with it; where that tells nothing, for all of the debtor's debts, as until now.
with named as (
  select y.tenant_id, y.debtor_id, y.id as party_id, t.id as debt_id,
         exists (select from contact_point c join placement n on n.tenant_id = t.tenant_id and n.id = t.placement_id
                  where c.tenant_id = y.tenant_id and c.debtor_id = y.debtor_id and c.party_id = y.id and c.source = 'placement ' || n.batch_no and c.sourced_on = t.placed_on) as told
    from party y join debt t on t.tenant_id = y.tenant_id and t.debtor_id = y.debtor_id join debtor d on d.tenant_id = y.tenant_id and d.id = y.debtor_id and d.erased_at is null
   where y.role <> 'third_party'
)
insert into party_debt (tenant_id, debtor_id, party_id, debt_id)
select tenant_id, debtor_id, party_id, debt_id
  from (select *, bool_or(told) over (partition by tenant_id, debtor_id, party_id) as known from named) n
 where told or not known;

-- As for the tables beside it: checked once a statement, with the owner's eyes, planned anew.
create function party_debt_has_parents() returns trigger language plpgsql security definer
  set search_path = dunwell set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare orphan boolean;
begin
  execute $look$ select exists (select from new_rows n
                   where not exists (select from party p where p.tenant_id = n.tenant_id and p.debtor_id = n.debtor_id and p.id = n.party_id)
                      or not exists (select from debt d where d.tenant_id = n.tenant_id and d.debtor_id = n.debtor_id and d.id = n.debt_id)) $look$ into orphan;
  if orphan then
    raise foreign_key_violation using message = 'somebody answers for a debt, and one of them is not there';
  end if;
  return null;
end $$;
create trigger party_debt_has_parents after insert on party_debt
  referencing new table as new_rows for each statement execute function party_debt_has_parents();
select journal_cover('party_debt', '{party_id,debt_id}');

-- The debts somebody named in a case answers for: by the client's file, or by a guarantee on record.
create function debts_answered_for(of_tenant bigint, of_debtor bigint, of_party bigint) returns bigint[] language sql stable parallel safe
  return array(select k.debt_id from party_debt k where k.tenant_id = of_tenant and k.debtor_id = of_debtor and k.party_id = of_party
               union select g.debt_id from guarantee g where g.tenant_id = of_tenant and g.debtor_id = of_debtor and g.party_id = of_party and g.withdrawn_at is null);
