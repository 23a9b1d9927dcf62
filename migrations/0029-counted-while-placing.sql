-- An import is one transaction. When the database counts a table in the middle of the first import of a house (autovacuum does within a minute of an earlier one being killed), none of its rows
-- is there yet: it notes many pages and no rows, and whatever is planned after reads 8,000 rows times the whole table. 30,000 rows took 123 seconds instead of 2. So the import has its tables
-- counted itself, early: its own rows are there for itself, and the lock of counting, held until it ends, keeps others from counting them anew. Tables that count 50,000 rows or more are left
-- alone: what is in them already keeps the figure right. False: another is counting, or placing; try again after the next rows.
create function count_what_is_placed() returns boolean language plpgsql security definer set search_path = dunwell, pg_temp as $$
declare
  name text;
  counted boolean := true;
begin
  foreach name in array array['debtor', 'debt', 'debt_state', 'debt_alias', 'debt_balance', 'ledger_transfer', 'party', 'contact_point'] loop
    if (select reltuples < 50000 from pg_class where oid = format('dunwell.%I', name)::regclass) then
      begin
        execute format('lock table dunwell.%I in share update exclusive mode nowait', name);
        execute format('analyze dunwell.%I', name);
      exception when lock_not_available then
        counted := false;
      end;
    end if;
  end loop;
  return counted;
end $$;
