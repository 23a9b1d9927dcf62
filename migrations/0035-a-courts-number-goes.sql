-- The court and the number under which it has a case name the parties to whoever asks there: they go with the debtor (PIPL 47). Where it lies, what tied the suit to that place and its days stay.
create or replace function erase_debtor_words(of_debtor bigint) returns void language plpgsql security definer set search_path = dunwell, pg_temp as $$
begin
  if not exists (select from debtor d where d.tenant_id = current_tenant() and d.id = of_debtor and d.erased_at is not null) then
    return;
  end if;
  update hold set evidence = 'erased', attorney_sealed = null where tenant_id = current_tenant() and debtor_id = of_debtor and kind <> 'kept_plan';
  update agreed_hours set evidence = 'erased' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update contact_wish set evidence = 'erased' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update contact_consent set proof = 'erased' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update debt_notice set evidence = 'erased' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update limitation_event set evidence = 'erased' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update suit set evidence = 'erased', case_number = null, court = 'erased' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update guarantee set evidence = 'erased' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update written_words set words_sealed = '' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update payment set resolution = split_part(resolution, ':', 1) where tenant_id = current_tenant() and debtor_id = of_debtor and resolution like '%:%';
  update work_item w set close_reason = 'left' where w.tenant_id = current_tenant() and w.debtor_id = of_debtor and exists (
    select from record_entry e where e.tenant_id = w.tenant_id and e.debtor_id = of_debtor and e.act = 'work.release' and e.input ->> 'reason' = w.close_reason);
  update message set text_sealed = null where tenant_id = current_tenant() and debtor_id = of_debtor and text_sealed is not null;
  update complaint set words_sealed = '', answer_sealed = null, regulator_reference = '' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update complaint_event set note_sealed = null where tenant_id = current_tenant() and debtor_id = of_debtor and note_sealed is not null;
  update flagged_words set words_sealed = null, remark = null where tenant_id = current_tenant() and debtor_id = of_debtor;
end $$;
