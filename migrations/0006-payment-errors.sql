-- Every rejected row of a payment file, for its error file; payment_import.errors keeps the first for the screen.
create table payment_error (
  tenant_id    bigint not null,
  import_id    bigint not null,
  row_number   bigint not null,
  column_name  text not null,
  value_masked text not null,
  code         text not null,
  message      jsonb not null,
  mend         jsonb not null,
  foreign key (tenant_id, import_id) references payment_import (tenant_id, id)
);
create index on payment_error (tenant_id, import_id, row_number);
alter table payment_error enable row level security;
create policy own_tenant on payment_error using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
grant select, insert on payment_error to dunwell_app;
