import { askPermit, type Outcome, type PermitAsk, placeAttempt, recordOutcome } from '../contact/actions.ts';
import type { Random } from '../core/random.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Press } from '../demo/calls.ts';
import type { settableClock } from '../host/clock.ts';
import type { Tx } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import type { Course } from './course.ts';

/**
 * Agents who try what they may not, through the real actions. Nothing here expects a refusal: what is allowed takes place, and whether it should have is the
 * auditor's affair.
 */
export type Tried = {
	readonly door: Door;
	/** The house's own automatic login. */
	readonly system: Door;
	readonly press: Press;
	readonly course: Course;
	readonly on: Temporal.PlainDate;
	readonly draw: Random;
};
export type SettableClock = ReturnType<typeof settableClock>;

export type Point = {
	debtor_id: bigint;
	point_id: bigint;
	party_id: bigint | null;
	debt_id: bigint;
	owed: bigint;
	currency: string;
	zones: string[];
};

const open = `s.status = 'open' and p.kind = 'mobile'`;
const whom = {
	anybody: `p.party_id is null and ${open}`,
	home: `p.party_id is null and s.status = 'open' and p.kind = 'address'`,
	relative: `p.party_id is not null and ${open}`,
	refuser: `p.party_id is not null and ${open} and exists (select from party y where y.tenant_id = $1 and y.debtor_id = p.debtor_id and y.id = p.party_id and y.role = 'third_party' and y.refused_at is not null)`,
	held: `p.party_id is null and ${open} and exists (select from hold h where h.tenant_id = $1 and h.debtor_id = p.debtor_id and h.lifted_at is null)`,
	abroad: `p.party_id is null and ${open} and d.zones <> array['Asia/Shanghai']`,
	settled: `p.party_id is null and p.kind = 'mobile' and s.status in ('settled', 'recalled', 'undone')`,
	dead: `p.kind = 'mobile' and s.status = 'open' and p.state in ('wrong', 'invalid', 'refused')`,
	limited: `p.party_id is null and ${open} and exists (select from debt t join client c on c.tenant_id = $1 and c.id = t.client_id where t.tenant_id = $1 and t.debtor_id = p.debtor_id and c.mandate -> 'contactLimits' is not null)`,
	sharing: `p.party_id is null and ${open} and exists (select from contact_point o where o.tenant_id = $1 and o.value_index = p.value_index and o.debtor_id <> p.debtor_id)`,
} as const;
export type Whom = keyof typeof whom;

export function findPoints(tx: Tx, who: Whom): Promise<Point[]> {
	return tx.query<Point>(
		`select distinct on (p.debtor_id, p.party_id) p.debtor_id, p.id as point_id, p.party_id, s.debt_id, b.owed_minor as owed, b.currency, d.zones
		   from contact_point p join debtor d on d.tenant_id = $1 and d.id = p.debtor_id join debt_state s on s.tenant_id = p.tenant_id and s.debtor_id = p.debtor_id
		   join debt_balance b on b.tenant_id = s.tenant_id and b.debtor_id = s.debtor_id and b.debt_id = s.debt_id
		  where p.tenant_id = $1 and ${whom[who]} order by p.debtor_id, p.party_id, p.id, s.debt_id limit 500`,
		[tx.tenantId],
	);
}

export type Asked = Partial<Pick<PermitAsk, 'channel' | 'purpose' | 'amountMinor' | 'debtIds' | 'content' | 'currency' | 'visit'>>;

export const ask = ({ press }: Pick<Tried, 'press'>, door: Door, point: Point, asked: Asked = {}) =>
	press('misdeed ask', (key) =>
		change(
			door,
			{
				act: 'contact.ask',
				input: { debtor: point.debtor_id, point: point.point_id, ...asked },
				debtorId: point.debtor_id,
				keepOnRefusal: true,
				key,
			},
			async (act): Promise<{ permit: string } | Refusal> => {
				const permit = await askPermit(act, { debtorId: point.debtor_id, contactPointId: point.point_id, channel: 'voice', ...asked });
				return isRefusal(permit) ? permit : { permit: String(permit.permitId) };
			},
		),
	);

export const use = ({ press }: Pick<Tried, 'press'>, door: Door, point: Point, permit: string, workItemId?: bigint) =>
	press('misdeed use', (key) =>
		change(
			door,
			{ act: 'contact.attempt', input: { debtor: point.debtor_id, permit }, debtorId: point.debtor_id, key },
			async (act): Promise<{ attempt: string } | Refusal> => {
				const placed = await placeAttempt(act, { debtorId: point.debtor_id, permitId: BigInt(permit), workItemId: workItemId ?? null });
				return isRefusal(placed) ? placed : { attempt: String(placed.attemptId) };
			},
		),
	);

export type Ended = Pick<Outcome, 'line' | 'said' | 'identityDisclosed'>;
export const nobody: Ended = { line: 'no_answer', said: 'none', identityDisclosed: false };
export const somebody: Ended = { line: 'other_person', said: 'will_pass_on', identityDisclosed: true };
export const refusing: Ended = { line: 'other_person', said: 'refuses_contact', identityDisclosed: true };
export const hangingUp: Ended = { line: 'declined', said: 'refuses_contact', identityDisclosed: true };
export const talk: Ended = { line: 'right_party', said: 'none', identityDisclosed: true };

export const end = ({ press }: Pick<Tried, 'press'>, door: Door, point: Point, attempt: string, ended: Ended = nobody) =>
	press('misdeed end', (key) =>
		change(
			door,
			{ act: 'contact.outcome', input: { debtor: point.debtor_id, attempt, ...ended }, debtorId: point.debtor_id, key },
			async (act): Promise<{ answered: boolean } | Refusal> => {
				const told = await recordOutcome(act, { debtorId: point.debtor_id, attemptId: BigInt(attempt), ...ended });
				return isRefusal(told) ? told : { answered: told.answered };
			},
		),
	);
