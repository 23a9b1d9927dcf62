import { known } from '../../src/core/assert.ts';
import type { Pool } from '../../src/host/db.ts';

type Row = Readonly<Record<string, unknown>>;

/** A permit's row as the gate would have given it, signed, for tests that need history without asking. As the schema's owner, who alone reads the key. */
export async function givenPermit(owner: Pool, row: Row & { tenant_id: bigint }): Promise<bigint> {
	const whole = {
		reasons: [],
		facts: {},
		obligations: [],
		creditor_ids: [],
		debt_ids: [],
		law_version: 'test',
		purpose: 'collect',
		...row,
	};
	const { rows } = await owner.query<{ id: bigint }>(
		`insert into contact_permit overriding system value
		 select (jsonb_populate_record(p, jsonb_build_object('signature', sha256(k.outer_pad || sha256(k.inner_pad || convert_to(permit_text(p), 'UTF8')))))).*
		   from jsonb_populate_record(null::contact_permit, $1::jsonb || jsonb_build_object('id', nextval('contact_permit_id_seq'))) p
		   join permit_key k on k.tenant_id = p.tenant_id
		 returning id`,
		[JSON.stringify(whole, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part))],
	);
	return known(rows[0], 'permit').id;
}
