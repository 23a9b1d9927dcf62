-- Whoever stands surety or borrowed along is asked for by their own name, and only for what they answer for: a call script (话术) of its own.
alter table message_text drop constraint message_text_name_check;
alter table message_text add constraint message_text_name_check check (name in (
  'opening', 'reminder', 'promise_due', 'instalment_offer',
  'call opening', 'call early', 'call late', 'call promise', 'call broken promise', 'call plan', 'call surety', 'call third party'));
