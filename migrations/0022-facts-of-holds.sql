-- What the law asks of a hold besides its kind, so that the gate finds it in the product and not only in a facts file.
alter table hold
  -- A dispute or a request to stop: said in writing, or by an electronic medium we accept (12 CFR 1006.38(d)(2), 1006.6(c)(1)). Null: not known, taken as written.
  add column written boolean check (written is null or kind in ('dispute', 'cease_request')),
  -- What is known of the attorney (12 CFR 1006.6(b)(2)); only one who is known stands in the way. Null: known.
  add column attorney text check (attorney is null or kind = 'counsel' and attorney in ('known', 'unknown', 'unresponsive', 'consents')),
  -- Name and address of the attorney as JSON, under "attorney of debtor <id>".
  add column attorney_sealed bytea check (attorney_sealed is null or kind = 'counsel'),
  -- A breathing space of a mental health crisis: it lasts as long as the treatment and thirty days more.
  add column crisis boolean not null default false check (not crisis or kind = 'breathing_space'),
  add column treatment_ended_on date check (treatment_ended_on is null or crisis);
select journal_cover('hold', '{id}', shape => 2);

-- The creditor's notice to an e-mail address it used with the person, that its debt goes to a collector who may write there (12 CFR 1006.6(d)(4)(ii)).
alter table debt_notice
  drop constraint debt_notice_kind_check,
  add constraint debt_notice_kind_check check (kind in ('validation', 'transfer', 'creditor_email')),
  add column contact_point_id bigint,
  -- The last day on which the person could say no.
  add column opt_out_until date,
  -- Whose domain the address is of: open to the public, the employer's, another closed one.
  add column domain text check (domain in ('public', 'employer', 'other')),
  add foreign key (tenant_id, debtor_id, contact_point_id) references contact_point (tenant_id, debtor_id, id),
  add check ((kind = 'creditor_email') = (contact_point_id is not null and opt_out_until is not null and domain is not null)),
  add check (opt_out_until >= sent_on);
select journal_cover('debt_notice', '{id}', shape => 2);

-- A payment that names a debt in dispute waits for a person where the debtor has others (15 USC 1692h, 12 CFR 1006.30(c)).
alter table payment
  drop constraint payment_reason_check,
  add constraint payment_reason_check
    check (reason in ('', 'no_such_reference', 'several_debts', 'other_currency', 'debt_undone', 'debt_recalled', 'paid_too_much', 'disputed_debt'));

-- What was written down of a debtor's words goes with the debtor (PIPL 47). The application may not edit these: this empties them for one who is erased, and for nobody else. What a
-- kept plan's hold stands on is the plan's number.
create function erase_debtor_words(of_debtor bigint) returns void language plpgsql security definer set search_path = dunwell, pg_temp as $$
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
  update suit set evidence = 'erased' where tenant_id = current_tenant() and debtor_id = of_debtor;
  update guarantee set evidence = 'erased' where tenant_id = current_tenant() and debtor_id = of_debtor;
end $$;
