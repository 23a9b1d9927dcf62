-- An outcome is told when it is told, hours after its call perhaps: what is new of them is found by that time too, in the smallest of indexes (src/record/seal-store.ts).
create index on contact_outcome using brin (recorded_at);
