-- Whose words a message is: the gate asks after that login's certificate (CN-H1), no machine decides about it (CN-D3), and who wrote it answers no complaint about it (CN-C1). Null: the day run's.
-- Messages from before say it in their step ("typed LOGIN INSTANT"), where it is still read.
alter table message
  add column typed_by bigint check (typed_by is null or template = 'typed'),
  add foreign key (tenant_id, typed_by) references login (tenant_id, id);
select journal_cover('message', '{id}', shape => 2);
