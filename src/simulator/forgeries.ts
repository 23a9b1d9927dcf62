import { isRefusal } from '../core/refusal.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { ask, type Point, type Tried } from './misdeeds-parts.ts';

/**
 * Rows written past the gate with SQL in the application's own role: an attempt on an old permit, on a good permit but another number, a permit with another’s signature and one with none, a message that
 * left without an attempt, an outcome told otherwise, an attempt on a permit that ran out. The database stops each; what it does not stop is the auditor's affair.
 */
export async function forge(tried: Forger, point: Point, tries: readonly Way[] = drawn): Promise<void> {
	const { door } = tried;
	for (const way of tries) {
		const given = way === 'another number' ? await ask(tried, door, point) : null;
		const permitId = given && !isRefusal(given) ? BigInt(given.permit) : await lastPermit(tried, point);
		try {
			await inTenant(door.pool, door.tenantId, (tx) =>
				statements[way](tx, { ...point, permitId, by: door.actor.id, at: door.clock.now() }),
			);
		} catch (error) {
			const { code } = error as { code?: string };
			// Cut, a constraint, or no right to it.
			if (code !== 'ECONNRESET' && !code?.startsWith('23') && code !== '42501') throw error;
		}
	}
}

type Forger = Pick<Tried, 'press' | 'door'>;
type Forged = Point & { readonly permitId: bigint; readonly by: bigint; readonly at: Temporal.Instant };

const attempt = (tx: Tx, { debtor_id, permitId, point_id, by, at }: Forged) =>
	tx.query(
		`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, creditor_ids, debt_ids, made_by, placed_at) values ($1, $2, $3, 'voice', $4, '{}', '{}', $5, $6)`,
		[tx.tenantId, debtor_id, permitId, point_id, by, at],
	);

const permit = (tx: Tx, { debtor_id, permitId, at }: Forged, signature: string) =>
	tx.query(
		`insert into contact_permit (tenant_id, debtor_id, permitted, channel, purpose, contact_point_id, party_id, value_index, creditor_ids, debt_ids, asked_by, asked_at, reasons, facts, law_version, expires_at, signature)
		 select p.tenant_id, p.debtor_id, true, p.channel, p.purpose, p.contact_point_id, p.party_id, p.value_index, p.creditor_ids, p.debt_ids, p.asked_by, $4::timestamptz, '[]', p.facts, p.law_version, $4::timestamptz + interval '10 minutes', ${signature}
		   from contact_permit p where p.tenant_id = $1 and p.debtor_id = $2 and p.id = $3`,
		[tx.tenantId, debtor_id, permitId, at],
	);

/** Those of the days that are drawn; all of them. */
const drawn = ['no permit', 'another number', 'unsigned permit', 'signed by nobody', 'message', 'outcome'] as const;
export const waysPastTheGate = [...drawn, 'permit that ran out'] as const;
type Way = (typeof waysPastTheGate)[number];
const statements: Readonly<Record<Way, (tx: Tx, of: Forged) => Promise<unknown>>> = {
	'no permit': attempt,
	'another number': (tx, { debtor_id, permitId, by, at }) =>
		tx.query(
			`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, value_index, creditor_ids, debt_ids, made_by, placed_at)
			 select $1, $2, p.id, 'voice', c.id, c.value_index, p.creditor_ids, p.debt_ids, $4, $5 from contact_permit p join contact_point c on c.tenant_id = $1 and c.debtor_id = $2 and c.id <> p.contact_point_id
			  where p.tenant_id = $1 and p.debtor_id = $2 and p.id = $3 order by c.id limit 1`,
			[tx.tenantId, debtor_id, permitId, by, at],
		),
	'unsigned permit': (tx, of) => permit(tx, of, 'p.signature'),
	'signed by nobody': (tx, of) => permit(tx, of, 'null'),
	message: (tx, { debtor_id, debt_id, at }) =>
		tx.query(
			`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step, state) values ($1, $2, $3, 'sms', 'reminder', $4::timestamptz, $4::date, 'forged ' || $4::text, 'sent')`,
			[tx.tenantId, debtor_id, debt_id, at],
		),
	outcome: (tx, { debtor_id, at }) =>
		tx.query(`update contact_outcome set answered = false, recorded_at = $3 where tenant_id = $1 and debtor_id = $2`, [
			tx.tenantId,
			debtor_id,
			at,
		]),
	'permit that ran out': (tx, { debtor_id, by, at }) =>
		tx.query(
			`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, party_id, value_index, creditor_ids, debt_ids, made_by, placed_at)
			 select $1, $2, p.id, p.channel, p.contact_point_id, p.party_id, p.value_index, p.creditor_ids, p.debt_ids, $3, $4 from contact_permit p
			  where p.tenant_id = $1 and p.debtor_id = $2 and p.permitted and p.expires_at <= $4 and not exists (select from contact_attempt a where a.tenant_id = $1 and a.debtor_id = $2 and a.permit_id = p.id)
			  order by p.id limit 1`,
			[tx.tenantId, debtor_id, by, at],
		),
};

async function lastPermit({ press, door }: Forger, point: Point): Promise<bigint> {
	const rows = await press('read', () =>
		inTenant(door.pool, door.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from contact_permit where tenant_id = $1 and debtor_id = $2 order by id desc limit 1', [
				tx.tenantId,
				point.debtor_id,
			]),
		),
	);
	return rows[0]?.id ?? 1n;
}
