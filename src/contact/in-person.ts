/**
 * Whether outcome `o` of attempt `a` is a talk with the debtor in person (本人): on their own or somebody else's telephone, and not with the guarantor or co-borrower who was asked for. Whom the
 * permit was for stands with its facts and stays, whatever becomes of the party.
 */
export const inPerson = (o: string) => `(${o}.line = 'right_party' and (a.party_id is null or not exists (
	select from contact_permit g where g.tenant_id = a.tenant_id and g.debtor_id = a.debtor_id and g.id = a.permit_id and g.facts #>> '{facts,party}' in ('guarantor', 'co_borrower'))))`;
