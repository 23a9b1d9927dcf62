import { answerComplaint, closeComplaint, extendComplaint, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { liftHold, placeHold, revokeHours } from '../contact/actions.ts';
import { random } from '../core/random.ts';
import type { Currency } from '../core/money.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { startOfDay } from '../core/time.ts';
import type { Press } from '../demo/calls.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant } from '../host/db.ts';
import { type PaymentInput, recordPayment } from '../payments/actions.ts';
import { type Resolution, resolvePayment, reversePayment } from '../payments/queues.ts';
import { certify } from '../people/actions.ts';
import { recallPlacement, undoPlacement } from '../placements/actions.ts';
import { assign } from '../queue/assign.ts';
import { change, type Door } from '../record/change.ts';
import type { Course } from './course.ts';
import { ask, end, findPoints, use } from './misdeeds-parts.ts';
import { oftener, type Plan, zone } from './plan.ts';

/** What the office does and tries of a day: waiting payments settled, and acts it may not do, each through the house's own action. */
export type Office = {
	readonly plan: Plan;
	readonly press: Press;
	readonly course: Course;
	readonly manager: Door;
	readonly compliance: Door;
	readonly lead: Door;
	readonly day: number;
	readonly on: Temporal.PlainDate;
};

type Row = { id: bigint; debtor_id: bigint | null; debt_id: bigint | null; reference?: string };
const rows = ({ press, manager }: Office, text: string, values: readonly unknown[] = []) =>
	press('read', () => inTenant(manager.pool, manager.tenantId, (tx) => tx.query<Row>(text, [tx.tenantId, ...values])));

/** Payments that waited a day: spread over the debtor's other debts, paid back, handed to the client, or given to a debt that was meant. Gives how many. */
export async function settleWaiting(office: Office): Promise<number> {
	const { plan, manager, press, course, day } = office;
	if (plan.without.has('waiting payments')) return 0;
	const waiting = await rows(
		office,
		`select id, debtor_id, debt_id, external_reference as reference from payment where tenant_id = $1 and state in ('unmatched', 'overpaid') order by id`,
	);
	let settled = 0;
	for (const payment of waiting) {
		const name = `payment ${payment.reference}`;
		const number = payment.debtor_id === null ? null : course.debtor(payment.debtor_id);
		const draw = random(`${plan.seed} waiting ${course.as(name, payment.id, number)} ${day}`);
		if (!draw.chance(oftener(plan) > 1 ? 600_000 : 300_000) || !course.happens(`day ${day} ${name} is settled by hand`, number)) continue;
		const how = await resolutionOf(office, payment, draw.pick(['there', 'back', 'client'] as const));
		if (how === null) continue;
		settled++;
		const input = { payment: payment.id, action: how.action };
		await press('resolve', (key) =>
			change(manager, { act: 'payment.resolve', input, key }, async (act): Promise<{ payment: string } | Refusal> => {
				const done = await resolvePayment(act, payment.id, how);
				return isRefusal(done) ? done : { payment: String(done.id) };
			}),
		);
	}
	return settled;
}

async function resolutionOf(office: Office, payment: Row, way: 'there' | 'back' | 'client'): Promise<Resolution | null> {
	if (way === 'client') return { action: 'return_to_client', note: 'by agreement' };
	if (payment.debtor_id === null) {
		const [debt] = await rows(
			office,
			`select d.id, d.debtor_id, d.id as debt_id from payment p cross join lateral (select d.id, d.debtor_id from debt d where d.tenant_id = $1 and d.client_id = p.client_id and d.currency = p.currency
			        and exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open') order by d.id offset $3 limit 1) d
			  where p.tenant_id = $1 and p.id = $2`,
			[payment.id, Number(payment.id % 7n)],
		);
		return debt?.debtor_id && debt.debt_id ? { action: 'assign', debtorId: debt.debtor_id, debtId: debt.debt_id } : null;
	}
	if (way === 'back') return { action: 'refund', note: 'paid back to the payer' };
	const [other] = await rows(
		office,
		`select d.id, d.debtor_id, d.id as debt_id from debt d join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open'
		  where d.tenant_id = $1 and d.debtor_id = $2 and d.id <> $3 order by d.id limit 1`,
		[payment.debtor_id, payment.debt_id],
	);
	return { action: 'apply_to_debt', debtId: other?.debt_id ?? payment.debt_id ?? 0n };
}

type Deed = (office: Office) => Promise<unknown>;

const onOne =
	(text: string, work: (office: Office, row: Row) => Promise<unknown>): Deed =>
	async (office) => {
		const [row] = await rows(office, text);
		return row && work(office, row);
	};

export const reverse = ({ press, manager }: Pick<Office, 'press' | 'manager'>, row: Row) =>
	press('reverse', (key) =>
		change(
			manager,
			{ act: 'payment.reverse', input: { payment: row.id, again: true }, key },
			async (act): Promise<{ payment: string } | Refusal> => {
				const reversed = await reversePayment(act, row.id, 'again');
				return isRefusal(reversed) ? reversed : { payment: String(reversed.id) };
			},
		),
	);

const resolve = (how: Resolution) => (office: Office, row: Row) =>
	office.press('resolve', (key) =>
		change(
			office.manager,
			{ act: 'payment.resolve', input: { payment: row.id, action: how.action, again: true }, key },
			async (act): Promise<{ payment: string } | Refusal> => {
				const done = await resolvePayment(act, row.id, how);
				return isRefusal(done) ? done : { payment: String(done.id) };
			},
		),
	);

const newestComplaint = (state: string) =>
	`select id, debtor_id, null::bigint as debt_id from complaint where tenant_id = $1 and state in (${state}) order by id desc limit 1`;

/** The lead calls somebody, who then complains; and the lead would look into it. */
async function ownCase(office: Office): Promise<void> {
	const { press, lead, compliance } = office;
	const [point] = await press('read', () => inTenant(lead.pool, lead.tenantId, (tx) => findPoints(tx, 'anybody')));
	if (!point) return;
	const tried = { press };
	const permit = await ask(tried, lead, point);
	const attempt = isRefusal(permit) ? permit : await use(tried, lead, point, permit.permit);
	if (isRefusal(attempt)) return;
	await end(tried, lead, point, attempt.attempt);
	const debtorId = point.debtor_id;
	const filed = await press('complaint', (key) =>
		change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind: 'complaint', about: 'the lead' }, debtorId, key }, (act) =>
			fileComplaint(act, { debtorId, kind: 'complaint', channel: 'letter', words: 'called too often' }),
		),
	);
	if (isRefusal(filed)) return;
	await press('take', (key) =>
		change(lead, { act: 'complaint.take', input: { complaint: filed.id, by: 'lead' }, debtorId, key }, (act) =>
			takeComplaint(act, BigInt(filed.id)),
		),
	);
	await press('answer', (key) =>
		change(lead, { act: 'complaint.answer', input: { complaint: filed.id, by: 'lead' }, debtorId, key }, (act) =>
			answerComplaint(act, BigInt(filed.id), { verdict: 'not_upheld', words: 'no' }),
		),
	);
}

/** Acts that are refused, or ought to be: again, by the wrong person, too late, for another's. */
const deeds: Readonly<Record<string, Deed>> = {
	'reversed again': onOne(
		`select id, debtor_id, debt_id from payment where tenant_id = $1 and state = 'reversed' order by id desc limit 1`,
		reverse,
	),
	'refund without surplus': onOne(
		`select id, debtor_id, debt_id from payment where tenant_id = $1 and state = 'applied' order by id desc limit 1`,
		resolve({ action: 'refund', note: 'again' }),
	),
	'to nobody’s debt': onOne(
		`select id, debtor_id, debt_id from payment where tenant_id = $1 and state = 'overpaid' order by id limit 1`,
		resolve({ action: 'apply_to_debt', debtId: 1n }),
	),
	'lifted again': onOne(
		`select id, debtor_id, debt_id from hold where tenant_id = $1 and lifted_at is not null order by id desc limit 1`,
		({ press, compliance, on }, row) =>
			press('lift', (key) =>
				change(
					compliance,
					{ act: 'hold.lift', input: { hold: row.id, again: true }, debtorId: row.debtor_id ?? 0n, key },
					(act): Promise<{ holdId: string } | Refusal> => liftHold(act, { debtorId: row.debtor_id ?? 0n, holdId: row.id, today: on }),
				),
			),
	),
	'hours nobody agreed': onOne(
		`select id, id as debtor_id, null::bigint as debt_id from debtor where tenant_id = $1 order by id limit 1`,
		({ press, compliance }, row) =>
			press('hours', (key) =>
				change(
					compliance,
					{ act: 'hours.revoke', input: { debtor: row.id }, debtorId: row.id, key },
					(act): Promise<{ ended: true } | Refusal> => revokeHours(act, row.id),
				),
			),
	),
	'undone after work': onOne(
		`select id, null::bigint as debtor_id, null::bigint as debt_id from placement where tenant_id = $1 and state = 'imported' order by id limit 1`,
		({ press, manager }, row) => press('undo', (key) => undoPlacement(manager, row.id, key)),
	),
	'recalled again': onOne(
		`select id, null::bigint as debtor_id, null::bigint as debt_id from placement where tenant_id = $1 and state = 'recalled' order by id desc limit 1`,
		({ press, manager }, row) => press('recall', (key) => recallPlacement(manager, row.id, 'again', key)),
	),
	'training of tomorrow': onOne(
		`select id, null::bigint as debtor_id, null::bigint as debt_id from login where tenant_id = $1 and role = 'agent' order by id limit 1`,
		({ press, compliance, on }, row) =>
			press('certify', (key) => certify(compliance, { loginId: row.id, today: on, trained_on: on.add({ days: 1 }).toString() }, key)),
	),
	'no such team': ({ press, lead }) => press('assign', (key) => assign(lead, { team_id: '999999', way: 'team', unassigned: false }, key)),
	'own case': ownCase,
	'answer by another': onOne(newestComplaint(`'investigating', 'received'`), ({ press, lead }, row) =>
		press('answer', (key) =>
			change(lead, { act: 'complaint.answer', input: { complaint: row.id, by: 'lead' }, debtorId: row.debtor_id ?? 0n, key }, (act) =>
				answerComplaint(act, row.id, { verdict: 'not_upheld', words: 'no' }),
			),
		),
	),
	'own extension': onOne(newestComplaint(`'investigating', 'received'`), ({ press, compliance }, row) =>
		press('extend', (key) =>
			change(compliance, { act: 'complaint.extend', input: { complaint: row.id }, debtorId: row.debtor_id ?? 0n, key }, (act) =>
				extendComplaint(act, row.id, 'complex'),
			),
		),
	),
	reopened: onOne(newestComplaint(`'answered'`), ({ press, compliance, day }, row) =>
		press('close', (key) =>
			change(compliance, { act: 'complaint.close', input: { complaint: row.id }, debtorId: row.debtor_id ?? 0n, key }, (act) =>
				closeComplaint(act, row.id, day % 2 === 0 ? 'reopened' : 'closed', 'the debtor does not accept it'),
			),
		),
	),
};
const deedNames = Object.keys(deeds);

/**
 * A bank reports what came in long ago for a card: in the last hour of its 90th day past due, and in the first of its 91st, from which on the principal comes first. (In
 * Greenwich both are the 90th.) Each is half of what is owed beside the principal, so that the second finds some left.
 */
async function paidAtTheTurn(office: Office): Promise<void> {
	const { press, manager, on } = office;
	const [debt] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ client_id: bigint; reference: string; currency: Currency; overdue_since: Temporal.PlainDate; part: bigint }>(
				`select d.client_id, d.reference, d.currency, d.overdue_since, (b.costs_minor + b.interest_minor + b.penalty_minor) / 2 as part from debt d
				   join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open'
				   join debt_balance b on b.tenant_id = $1 and b.debtor_id = d.debtor_id and b.debt_id = d.id
				  where d.tenant_id = $1 and d.product = 'credit_card' and d.overdue_since + 91 < $2::date and b.costs_minor + b.interest_minor + b.penalty_minor > 1 and b.principal_minor > b.costs_minor + b.interest_minor + b.penalty_minor order by d.id desc limit 1`,
				[tx.tenantId, on],
			),
		),
	);
	if (!debt) return;
	const turn = startOfDay(zone, debt.overdue_since.add({ days: 91 }));
	for (const paidAt of [turn.subtract({ minutes: 30 }), turn.add({ minutes: 30 })])
		await pay(office, { clientId: debt.client_id, debtReference: debt.reference, amountMinor: debt.part, currency: debt.currency, paidAt });
}

/** A payment entered by hand; its id, null when it is refused. */
export async function pay({ press, manager }: Pick<Office, 'press' | 'manager'>, payment: PaymentInput): Promise<bigint | null> {
	const input = { reference: payment.debtReference, amount_minor: payment.amountMinor, paid_at: payment.paidAt.toString() };
	const paid = await press('pay', (key) =>
		change(manager, { act: 'payment.record', input, key }, async (act): Promise<{ payment: string } | Refusal> => {
			const recorded = await recordPayment(act, payment);
			return isRefusal(recorded) ? recorded : { payment: String(recorded.paymentId) };
		}),
	);
	return isRefusal(paid) ? null : BigInt(paid.payment);
}

/** The client asks to leave a debtor alone for two days. */
async function heldForDays(office: Office): Promise<void> {
	const { press, compliance, day } = office;
	const [debtor] = await rows(
		office,
		`select distinct debtor_id as id, debtor_id, null::bigint as debt_id from debt_state where tenant_id = $1 and status = 'open' order by debtor_id offset $2 limit 1`,
		[day % 7],
	);
	if (!debtor) return;
	const debtorId = debtor.id;
	await press('hold', (key) =>
		change(compliance, { act: 'hold.place', input: { debtor: debtorId, kind: 'client_request', days: 2 }, debtorId, key }, (act) =>
			placeHold(act, { debtorId, debtId: null, kind: 'client_request', days: 2, evidence: `letter of day ${day}` }),
		),
	);
}

/** All that is owed on a debt comes in by hand, and the bank takes it back within the hour. */
async function paidAndTakenBack(office: Office): Promise<void> {
	const { manager } = office;
	const id = await paidInFull(office);
	const later = { ...manager, clock: settableClock(manager.clock.now().add({ minutes: 10 })) };
	if (id !== null) await reverse({ ...office, manager: later }, { id, debtor_id: null, debt_id: null });
}

/** The payment of all that is owed on a debt, entered by hand; its id, null where there is none. */
async function paidInFull(office: Office): Promise<bigint | null> {
	const { press, manager, day } = office;
	const [debt] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ client_id: bigint; reference: string; currency: Currency; owed: bigint }>(
				`select d.client_id, d.reference, d.currency, b.owed_minor as owed from debt d join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open'
				   join debt_balance b on b.tenant_id = $1 and b.debtor_id = d.debtor_id and b.debt_id = d.id where d.tenant_id = $1 and b.owed_minor > 0 order by d.id offset $2 limit 1`,
				[tx.tenantId, day % 4],
			),
		),
	);
	if (!debt) return null;
	const { client_id: clientId, reference: debtReference, currency, owed: amountMinor } = debt;
	return pay(office, { clientId, debtReference, amountMinor, currency, paidAt: manager.clock.now().subtract({ hours: 1 }) });
}

/** Two of a day; and in a short run, day by day in turn, what is sure to show a mistake with money or a term. */
export async function officeMisdeeds(office: Office): Promise<number> {
	const { plan, course, day } = office;
	if (plan.without.has('office misdeeds')) return 0;
	const draw = random(`${plan.seed} office ${day}`);
	for (let i = 0; i < 2; i++) {
		const name = draw.pick(deedNames);
		if (course.happens(`day ${day} office ${i} ${name}`)) await deeds[name]?.(office);
	}
	// In a short run each comes every third day.
	const turn = oftener(plan) > 1 ? day % 3 : random(`${plan.seed} money ${day}`).below(20);
	const happens = (what: string) => course.happens(`day ${day} office ${what}`);
	if (turn === 0 && happens('at the turn')) await paidAtTheTurn(office);
	if (turn === 1 && happens('taken back')) await paidAndTakenBack(office);
	if (turn === 2 && happens('held for days')) await heldForDays(office);
	if (turn === 2 && day === 2 && happens('paid in full')) await paidInFull(office);
	return 2;
}
