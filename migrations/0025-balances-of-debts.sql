-- A balance is written by the posting of transfers alone (post_to_balance), which holds each against its debt, and the debt names its agency. The key to the agency held nothing more; of
-- posting 24,000 transfers of 8,000 placed debts it took a ninth of the time.
alter table debt_balance drop constraint debt_balance_tenant_id_fkey;
