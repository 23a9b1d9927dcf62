-- A function that runs with its owner's rights looks for a table in the caller's temporary ones first, unless these are named last: a session of the application could put a
-- `debt_balance` of its own in the way of the ledger's. Found by name in the catalogue, whatever other settings they carry.
do $$
declare f regprocedure;
begin
  for f in select p.oid::regprocedure from pg_proc p
            where p.pronamespace = 'dunwell'::regnamespace and p.prosecdef and not exists (select from unnest(p.proconfig) c where c like 'search_path=%pg_temp') loop
    execute format('alter function %s set search_path = dunwell, pg_temp', f);
  end loop;
end $$;
