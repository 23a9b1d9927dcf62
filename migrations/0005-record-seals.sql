-- The record sealed: what was done, decided and booked is put in batches, each batch a Merkle tree (RFC 9162), each root chained to the one before and signed. A leaf is the hash
-- of a row as it was when it was sealed, so an altered, removed or slipped-in row is found and named (docs/concepts/record.md).

create table record_seal (
  tenant_id bigint not null references tenant,
  number    bigint not null check (number > 0),
  sealed_at timestamptz not null,
  leaves    int not null check (leaves > 0),
  root      bytea not null check (length(root) = 32),
  -- SHA-256 over 0x02, the head before (32 zero bytes before the first), the root, and in 8 bytes each its number, count of leaves and time in microseconds.
  head      bytea not null check (length(head) = 32),
  -- Ed25519 of the agency's own key over the head.
  signature bytea not null,
  primary key (tenant_id, number)
);

create table record_leaf (
  tenant_id bigint not null,
  seal      bigint not null,
  position  int not null,
  source    text not null check (source in ('record_entry', 'contact_permit', 'contact_attempt', 'contact_outcome', 'ledger_transfer')),
  debtor_id bigint,
  row_id    bigint not null,
  leaf      bytea not null check (length(leaf) = 32),
  primary key (tenant_id, seal, position),
  foreign key (tenant_id, seal) references record_seal (tenant_id, number)
);
create unique index on record_leaf (tenant_id, source, row_id) include (seal);

-- Rows come nearly in the order of their numbers: the smallest of indexes finds those that came last.
create index on contact_permit using brin (id);
create index on contact_attempt using brin (id);
create index on contact_outcome using brin (attempt_id);
create index on ledger_transfer using brin (id);

do $$
declare t text;
begin
  foreach t in array array['record_seal', 'record_leaf'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy own_tenant on %I using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()))', t);
    execute format('grant select, insert on %I to dunwell_app', t);
  end loop;
end $$;
