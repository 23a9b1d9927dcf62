-- A payment whose row names somebody else than the debtor of the number it gives waits for a person: the number may be another list's.
alter table payment
  drop constraint payment_reason_check,
  add constraint payment_reason_check
    check (reason in ('', 'no_such_reference', 'several_debts', 'other_currency', 'debt_undone', 'debt_recalled', 'paid_too_much', 'disputed_debt', 'other_name'));
