-- A payment that was reversed leaves its number: what was recorded wrongly is recorded rightly under the bank's own number. Of those that stand each has its own.
alter table payment drop constraint payment_tenant_id_client_id_external_reference_key;
create unique index payment_number_once on payment (tenant_id, client_id, external_reference) where state <> 'reversed';
-- Reversed ones are looked up too: the same facts again do not come back.
create index payment_number_reversed on payment (tenant_id, client_id, external_reference) where state = 'reversed';
