-- An import posts its entries by the million. Placings only add, so a statement of nothing but placings writes its balances in one pass (insert … on conflict)
-- where other entries need two; and the parents of contact points are looked up once for each debtor, not for each number.

alter table ledger_transfer add check (kind <> 'placed' or (debit_account = 'owed' and credit_account = 'placed'));

create or replace function post_to_balance() returns trigger language plpgsql security definer
  set search_path = dunwell set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  orphan boolean;
  only_placed boolean;
begin
  -- Planned anew each time, as the checks of parents below.
  select bool_and(kind = 'placed') into only_placed from new_transfers;
  if only_placed then
    -- Placings only add, so what is there and what is not can be written in one pass: an import posts its entries by the million.
    execute $post$
      with change as materialized (
        select tenant_id, debtor_id, debt_id, currency,
               coalesce(sum(amount_minor) filter (where component = 'costs'), 0) as costs,
               coalesce(sum(amount_minor) filter (where component = 'interest'), 0) as interest,
               coalesce(sum(amount_minor) filter (where component = 'penalty'), 0) as penalty,
               coalesce(sum(amount_minor) filter (where component = 'principal'), 0) as principal
          from new_transfers group by tenant_id, debtor_id, debt_id, currency
      ), posted as (
        insert into debt_balance as b (tenant_id, debtor_id, debt_id, currency, costs_minor, interest_minor, penalty_minor, principal_minor,
                                       received_minor, refund_due_minor)
        select c.tenant_id, c.debtor_id, c.debt_id, c.currency, c.costs, c.interest, c.penalty, c.principal, 0, 0
          from change c join debt d on d.tenant_id = c.tenant_id and d.debtor_id = c.debtor_id and d.id = c.debt_id and d.currency = c.currency
        on conflict (tenant_id, debtor_id, debt_id) do update set
          costs_minor = b.costs_minor + excluded.costs_minor, interest_minor = b.interest_minor + excluded.interest_minor,
          penalty_minor = b.penalty_minor + excluded.penalty_minor, principal_minor = b.principal_minor + excluded.principal_minor
        returning 1
      )
      select (select count(*) from change) <> (select count(*) from posted) $post$ into orphan;
    if orphan then
      raise exception 'a transfer in another currency than its debt, or without one';
    end if;
    return null;
  end if;
  execute $look$
    select exists (select from (select distinct tenant_id, debtor_id, debt_id, currency from new_transfers) t
                    left join debt d on d.tenant_id = t.tenant_id and d.debtor_id = t.debtor_id and d.id = t.debt_id
                    where d.id is null or d.currency <> t.currency) $look$ into orphan;
  if orphan then
    raise exception 'a transfer in another currency than its debt, or without one';
  end if;
  -- What is there is updated first and only what is missing inserted: an insert "on conflict" would hold the bare change, which may be
  -- negative, against the checks of the table.
  with change as (
    select tenant_id, debtor_id, debt_id, min(currency) as currency,
           coalesce(sum(owed) filter (where component = 'costs'), 0) as costs, coalesce(sum(owed) filter (where component = 'interest'), 0) as interest,
           coalesce(sum(owed) filter (where component = 'penalty'), 0) as penalty,
           coalesce(sum(owed) filter (where component = 'principal'), 0) as principal,
           sum(received) as received, sum(refund_due) as refund_due, max(happened_at) filter (where kind = 'paid') as paid_at
      from (select tenant_id, debtor_id, debt_id, currency, component, kind, happened_at,
                   amount_minor * ((debit_account = 'owed')::int - (credit_account = 'owed')::int) as owed,
                   amount_minor * ((debit_account = 'received')::int - (credit_account = 'received')::int) as received,
                   amount_minor * ((credit_account = 'refund_due')::int - (debit_account = 'refund_due')::int) as refund_due
              from new_transfers) t
     group by tenant_id, debtor_id, debt_id
  ), moved as (
    update debt_balance b set
      costs_minor = b.costs_minor + c.costs,
      interest_minor = b.interest_minor + c.interest,
      penalty_minor = b.penalty_minor + c.penalty,
      principal_minor = b.principal_minor + c.principal,
      received_minor = b.received_minor + c.received,
      refund_due_minor = b.refund_due_minor + c.refund_due,
      last_paid_at = greatest(b.last_paid_at, c.paid_at)
    from change c
    where (b.tenant_id, b.debtor_id, b.debt_id) = (c.tenant_id, c.debtor_id, c.debt_id)
    returning b.tenant_id, b.debtor_id, b.debt_id
  )
  insert into debt_balance (tenant_id, debtor_id, debt_id, currency, costs_minor, interest_minor, penalty_minor, principal_minor,
                            received_minor, refund_due_minor, last_paid_at)
  select tenant_id, debtor_id, debt_id, currency, costs, interest, penalty, principal, received, refund_due, paid_at
    from change c
   where not exists (select from moved m where (m.tenant_id, m.debtor_id, m.debt_id) = (c.tenant_id, c.debtor_id, c.debt_id));
  -- A payment undone no longer counts as the last one.
  if exists (select from new_transfers where kind = 'reversed') then
    update debt_balance b set last_paid_at = (
      select max(p.happened_at) from ledger_transfer p
       where (p.tenant_id, p.debtor_id, p.debt_id) = (b.tenant_id, b.debtor_id, b.debt_id) and p.kind = 'paid'
         and not exists (select from ledger_transfer r where r.tenant_id = p.tenant_id and r.debtor_id = p.debtor_id and r.reverses_entry_id = p.entry_id))
     where (b.tenant_id, b.debtor_id, b.debt_id) in (select tenant_id, debtor_id, debt_id from new_transfers where kind = 'reversed');
  end if;
  return null;
end $$;

create or replace function contact_point_has_parents() returns trigger language plpgsql security definer
  set search_path = dunwell set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare orphan boolean;
begin
  execute $look$ select exists (select from (select distinct tenant_id, debtor_id from new_rows where party_id is null) n
                    where not exists (select from debtor d where d.tenant_id = n.tenant_id and d.id = n.debtor_id))
      or exists (select from new_rows n
                  where n.party_id is not null and not exists (select from party p where p.tenant_id = n.tenant_id and p.debtor_id = n.debtor_id and p.id = n.party_id)) $look$ into orphan;
  if orphan then
    raise foreign_key_violation using message = 'a contact point without its debtor or party';
  end if;
  return null;
end $$;
