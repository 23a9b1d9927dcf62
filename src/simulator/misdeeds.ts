import { askPermit, placeAttempt, recordOutcome } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import type { Random } from '../core/random.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { atLocal } from '../core/time.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import type { Press } from '../demo/calls.ts';
import { type Misdeed, zone } from './plan.ts';

/**
 * Agents who try what they may not, through the real actions. Nothing here expects a refusal: what is allowed takes place, and whether it should have is the
 * auditor's affair.
 */
export type Tried = {
	readonly door: Door;
	readonly press: Press;
	readonly on: Temporal.PlainDate;
	readonly draw: Random;
};

type Point = { debtor_id: bigint; point_id: bigint; owed: bigint };

const whom = {
	anybody: `p.party_id is null and s.status = 'open'`,
	relative: `p.party_id is not null and s.status = 'open'`,
	held: `p.party_id is null and exists (select from hold h where h.tenant_id = $1 and h.debtor_id = p.debtor_id and h.lifted_at is null)`,
} as const;

function findPoints(tx: Tx, who: keyof typeof whom): Promise<Point[]> {
	return tx.query<Point>(
		`select p.debtor_id, min(p.id) as point_id, max(b.owed_minor)::bigint as owed
		   from contact_point p join debt_state s on s.tenant_id = p.tenant_id and s.debtor_id = p.debtor_id
		   join debt_balance b on b.tenant_id = s.tenant_id and b.debtor_id = s.debtor_id and b.debt_id = s.debt_id
		  where p.tenant_id = $1 and p.kind = 'mobile' and ${whom[who]} group by p.debtor_id order by p.debtor_id limit 500`,
		[tx.tenantId],
	);
}

type Asked = { point: Point; amountMinor?: bigint | undefined };

const ask = ({ press }: Tried, door: Door, { point, amountMinor }: Asked) =>
	press('misdeed ask', (key) =>
		change(
			door,
			{
				act: 'contact.ask',
				input: { debtor: point.debtor_id, point: point.point_id, amount: amountMinor ?? null },
				debtorId: point.debtor_id,
				keepOnRefusal: true,
				key,
			},
			async (act): Promise<{ permit: string } | Refusal> => {
				const permit = await askPermit(act, { debtorId: point.debtor_id, contactPointId: point.point_id, channel: 'voice', amountMinor });
				return isRefusal(permit) ? permit : { permit: String(permit.permitId) };
			},
		),
	);

const use = ({ press }: Tried, door: Door, point: Point, permit: string) =>
	press('misdeed use', (key) =>
		change(
			door,
			{ act: 'contact.attempt', input: { debtor: point.debtor_id, permit }, debtorId: point.debtor_id, key },
			async (act): Promise<{ attempt: string } | Refusal> => {
				const placed = await placeAttempt(act, { debtorId: point.debtor_id, permitId: BigInt(permit) });
				return isRefusal(placed) ? placed : { attempt: String(placed.attemptId) };
			},
		),
	);

const end = ({ press }: Tried, door: Door, point: Point, attempt: string) =>
	press('misdeed end', (key) =>
		change(
			door,
			{ act: 'contact.outcome', input: { debtor: point.debtor_id, attempt }, debtorId: point.debtor_id, key },
			async (act): Promise<{ answered: boolean } | Refusal> => {
				const ended = await recordOutcome(act, {
					debtorId: point.debtor_id,
					attemptId: BigInt(attempt),
					line: 'no_answer',
					said: 'none',
					identityDisclosed: false,
				});
				return isRefusal(ended) ? ended : { answered: ended.answered };
			},
		),
	);

/** A whole call that nobody answers: asked for, placed if it may be, ended. Whether it took place. */
async function call(tried: Tried, door: Door, asked: Asked): Promise<boolean> {
	const permit = await ask(tried, door, asked);
	if (isRefusal(permit)) return false;
	const attempt = await use(tried, door, asked.point, permit.permit);
	if (isRefusal(attempt)) return false;
	await end(tried, door, asked.point, attempt.attempt);
	return true;
}

/** Tries one misdeed; whether anything of it took place. */
export async function tryMisdeed(tried: Tried, misdeed: Misdeed): Promise<boolean> {
	const { draw, on } = tried;
	const minute = misdeed === 'late call' ? draw.between(22 * 60, 24 * 60 + 7 * 60) : draw.between(8 * 60, 21 * 60);
	const clock = settableClock(atLocal(zone, on, '00:00').add({ minutes: minute }));
	const door = { ...tried.door, clock };
	const who = misdeed === 'relative first' ? 'relative' : misdeed === 'call on hold' ? 'held' : 'anybody';
	const points = await tried.press('read', () => inTenant(door.pool, door.tenantId, (tx) => findPoints(tx, who)));
	const point = points.length === 0 ? null : draw.pick(points);
	if (!point) return false;
	switch (misdeed) {
		case 'late call':
		case 'relative first':
		case 'call on hold':
			return call(tried, door, { point });
		case 'too much demanded':
			return call(tried, door, { point, amountMinor: point.owed * 3n + BigInt(draw.between(1, 100)) });
		case 'call after call': {
			let placed = false;
			for (let i = 0; i < 9; i++) {
				placed = (await call(tried, door, { point })) || placed;
				clock.advance({ seconds: 60 });
			}
			return placed;
		}
		case 'permit used twice':
		case 'permit used late':
		case 'two outcomes':
			return around(tried, door, { point, misdeed, clock });
		case 'no permit':
			return forge(tried, door, point);
	}
}

async function around(
	tried: Tried,
	door: Door,
	{ point, misdeed, clock }: { point: Point; misdeed: Misdeed; clock: ReturnType<typeof settableClock> },
): Promise<boolean> {
	const permit = await ask(tried, door, { point });
	if (isRefusal(permit)) return false;
	if (misdeed === 'permit used late') clock.advance({ minutes: 11 });
	const attempt = await use(tried, door, point, permit.permit);
	if (isRefusal(attempt)) return false;
	clock.advance({ seconds: 5 });
	if (misdeed === 'permit used twice') await use(tried, door, point, permit.permit);
	await end(tried, door, point, attempt.attempt);
	if (misdeed === 'two outcomes') await end(tried, door, point, attempt.attempt);
	return true;
}

/** Writes an attempt past the gate, with SQL in the application's own role. */
async function forge({ press }: Tried, door: Door, point: Point): Promise<boolean> {
	const rows = await press('read', () =>
		inTenant(door.pool, door.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from contact_permit where tenant_id = $1 and debtor_id = $2 order by id desc limit 1', [
				tx.tenantId,
				point.debtor_id,
			]),
		),
	);
	const permit = rows[0]?.id ?? 1n;
	try {
		await inTenant(door.pool, door.tenantId, (tx) =>
			tx.query(
				`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, creditor_ids, debt_ids, made_by, placed_at)
				 values ($1, $2, $3, 'voice', $4, '{}', '{}', $5, $6)`,
				[tx.tenantId, point.debtor_id, permit, point.point_id, door.actor.id, door.clock.now()],
			),
		);
		return true;
	} catch (error) {
		const { code } = error as { code?: string };
		if (code === 'ECONNRESET' || code?.startsWith('23')) return false;
		throw error;
	}
}

/** Somebody of the agency by the place in the list. */
export const agentDoor = (doors: readonly Door[], index: number): Door => known(doors[index], `agent ${index}`);
