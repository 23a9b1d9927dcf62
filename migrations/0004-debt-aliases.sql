-- Banks name a payment's debt by what they know: the case number, or the contract or card number. The latter lie sealed with the debt; here stands their blind index
-- (8 bytes of an HMAC under the agency's key), so that a payment finds its debt and nobody reads a number. Two debts under one alias are told apart by a person.
create table debt_alias (
  tenant_id bigint not null,
  client_id bigint not null,
  alias     bigint not null,
  debtor_id bigint not null,
  debt_id   bigint not null
);
create index on debt_alias (tenant_id, client_id, alias);
alter table debt_alias enable row level security;
create policy own_tenant on debt_alias using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
grant select, insert on debt_alias to dunwell_app;
