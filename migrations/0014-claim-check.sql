-- What the caps on the cost of a loan (CN-IR1 to CN-IR4) made of the claim as placed: within, cut, warned of, or not judged and what was missing. Null where no cap speaks of the debt.
alter table debt add column claim_check jsonb;
