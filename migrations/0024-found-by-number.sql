-- A debtor is found by a whole phone number (src/debtors/store.ts): without this the desk's search read every contact point of the agency.
create index on contact_point (tenant_id, value_index);
