-- For which debts somebody answers is kept debt by debt (0033), and as what was kept for the person: a co-borrower of one loan who guarantees another was a co-borrower of both, and the end of a
-- guarantee (CN-S2) never spoke for the second. Now it stands with the debt, as the file said that placed it. Null: from before, as the person is written.
alter table party_debt add column role text check (role in ('guarantor', 'co_borrower'));
select journal_cover('party_debt', '{party_id,debt_id}', shape => 2);

-- The debts somebody named in a case answers for, and as what. By a guarantee on record alone: as its guarantor.
create function debts_answered_as(of_tenant bigint, of_debtor bigint, of_party bigint) returns table (debt_id bigint, role text) language sql stable parallel safe
  begin atomic
    select k.debt_id, coalesce(k.role, y.role) from party_debt k join party y on y.tenant_id = k.tenant_id and y.debtor_id = k.debtor_id and y.id = k.party_id
     where k.tenant_id = of_tenant and k.debtor_id = of_debtor and k.party_id = of_party
    union all
    select distinct g.debt_id, 'guarantor' from guarantee g where g.tenant_id = of_tenant and g.debtor_id = of_debtor and g.party_id = of_party and g.withdrawn_at is null
       and not exists (select from party_debt k where k.tenant_id = of_tenant and k.debtor_id = of_debtor and k.party_id = of_party and k.debt_id = g.debt_id);
  end;
