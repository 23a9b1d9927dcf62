-- What a debtor handed in goes with the debtor (PIPL 47). The application may not edit a file: this empties those of a debtor who is erased, and of nobody else.
create function erase_complaint_files(of_debtor bigint) returns void language sql security definer set search_path = dunwell, pg_temp as $$
  update complaint_file f set name = 'erased', sealed = ''
   where f.tenant_id = current_tenant() and f.debtor_id = of_debtor
     and exists (select from debtor d where d.tenant_id = f.tenant_id and d.id = f.debtor_id and d.erased_at is not null)
$$;
