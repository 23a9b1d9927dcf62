-- The places a permit took in a count shared with the lender's other agencies, until the service was told how the call ended.

create table contact_reservation (
  tenant_id   bigint not null,
  debtor_id   bigint not null,
  permit_id   bigint not null,
  -- The call's number in the shared count, and lender and debtor as it knows them (an HMAC).
  call_id     text not null,
  call_key    text not null,
  placed_at   timestamptz not null,
  settled_at  timestamptz,
  primary key (tenant_id, debtor_id, permit_id, call_key),
  foreign key (tenant_id, debtor_id, permit_id) references contact_permit (tenant_id, debtor_id, id)
);
create index on contact_reservation (tenant_id, placed_at) where settled_at is null;

alter table contact_reservation enable row level security;
create policy own_tenant on contact_reservation using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
grant select, insert, update (settled_at) on contact_reservation to dunwell_app;

-- By it the agencies of one lender know that they mean the same one (统一社会信用代码, GB 32100-2015); without it they go by its name.
alter table creditor add column credit_code text check (credit_code ~ '^[0-9A-HJ-NP-RTUWXY]{18}$');
