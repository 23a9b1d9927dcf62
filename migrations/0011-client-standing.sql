-- The house's own standing with a client (CN-O1): until when its contract runs, and when the client last evaluated the house. Dates included; null: not recorded.
alter table client add column contract_until date;
alter table client add column evaluated_on date;
