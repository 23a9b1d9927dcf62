import { sendDueMessages } from '../channels/sender.ts';
import { typeMessage } from '../channels/typed.ts';
import { unmask } from '../contact/actions.ts';
import type { ConsentBody, WishBody } from '../contact/wish-shapes.ts';
import { endWish, recordConsent, recordWish } from '../contact/wishes.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Press } from '../demo/calls.ts';
import { inTenant, type Pool } from '../host/db.ts';
import { certify } from '../people/actions.ts';
import { type Act, change, type Door, type Plain } from '../record/change.ts';
import type { Violation } from '../auditor/auditor.ts';
import { ask, type Asked, end, type Ended, nobody, type Point, type SettableClock, use } from '../simulator/misdeeds-parts.ts';
import { pay } from '../simulator/office.ts';
import type { Code, PersonName } from './cast.ts';

/** What a trial has: those placed for it, the doors, a clock that is set wherever it likes. */
export type Stage = {
	/** The last day. */
	readonly on: Temporal.PlainDate;
	readonly clock: SettableClock;
	readonly press: Press;
	/** Passed the exam and was trained a month before. */
	readonly agent: Door;
	readonly agentId: bigint;
	/** Was trained, and has not passed the exam. */
	readonly newcomer: Door;
	readonly compliance: Door;
	readonly manager: Door;
	/** Leads a team. */
	readonly lead: Door;
	readonly operator: Door;
	readonly system: Door;
	/** For the auditor's own looks. */
	readonly owner: Pool;
	found(findings: readonly Pick<Violation, 'invariant' | 'sentence' | 'debtor_id'>[]): void;
	/** Somebody placed for it, by name. */
	who(name: PersonName): Placed;
	/** An hour of the day so many days ago, at a place; without: at the agency's. */
	at(daysAgo: number, time: string, place?: string): Temporal.Instant;
	/** Files of old: placed and taken back so many years ago. */
	placementOf(code: Code): bigint;
};
/** The debtor's own number; around it the person named in the file, and the debts in the order of `debts`. */
export type Placed = Point & { readonly around: Point; readonly debts: readonly bigint[] };
export type Trial = (stage: Stage) => Promise<unknown>;

/** Compliance writes down a training of the agent who calls, and the exam where there was one: else that stays as it was. */
export const trained = ({ press, compliance, agentId }: Stage, on: Temporal.PlainDate, passedOn?: Temporal.PlainDate) =>
	press('certify', (key) => {
		const dates = { trained_on: on.toString(), ...(passedOn ? { exam_passed_on: passedOn.toString() } : {}) };
		return certify(compliance, { loginId: agentId, today: on.add({ years: 1 }), ...dates }, key);
	});

/** An act of compliance on somebody's page, answered with an id. */
export function enter(
	{ press, compliance }: Pick<Stage, 'press' | 'compliance'>,
	act: string,
	of: Point,
	input: { readonly [name: string]: Plain | undefined },
	work: (act: Act) => Promise<{ readonly id: string } | Refusal>,
): Promise<{ id: string } | Refusal> {
	return press(act, (key) =>
		change(
			compliance,
			{ act, input: { debtor: of.debtor_id, ...input }, debtorId: of.debtor_id, key },
			async (now): Promise<{ id: string } | Refusal> => {
				const done = await work(now);
				return isRefusal(done) ? done : { id: done.id };
			},
		),
	);
}

/** A whole contact at an instant: asked for, placed if it may be, ended. Whether it took place. */
export async function reach(
	stage: Stage,
	to: Point,
	at: Temporal.Instant,
	how: Asked & { ended?: Ended | null; by?: Door } = {},
): Promise<boolean> {
	const { ended = nobody, by = stage.agent, ...asked } = how;
	stage.clock.set(at);
	const permit = await ask(stage, by, to, asked);
	if (isRefusal(permit)) return false;
	const attempt = await use(stage, by, to, permit.permit);
	if (isRefusal(attempt)) return false;
	stage.clock.advance({ seconds: 20 });
	if (ended !== null) await end(stage, by, to, attempt.attempt, ended);
	return true;
}

/** Days ago and hours, each tried in this order. */
export type Times = readonly (readonly [daysAgo: number, time: string])[];

export async function calls(stage: Stage, to: Point, times: Times, how: Parameters<typeof reach>[3] = {}, place?: string): Promise<void> {
	for (const [daysAgo, time] of times) await reach(stage, to, stage.at(daysAgo, time, place), how);
}

export const wish = (stage: Stage, of: Point, said: WishBody) =>
	enter(stage, 'wish.record', of, said, (act) => recordWish(act, of.debtor_id, said));
export const consent = (stage: Stage, of: Point, said: ConsentBody) =>
	enter(stage, 'consent.record', of, said, (act) => recordConsent(act, of.debtor_id, said));
export const revoke = (stage: Stage, of: Point, id: string) =>
	enter(stage, 'consent.end', of, { consent: id }, (act) => endWish(act, of.debtor_id, 'consent', BigInt(id)));

const words =
	'【{agency}】{name}您好，您在{client}的账单（尾号{tail}）尚有{amount}未还。如已还款请忽略。客服{service}，投诉{complaint}，拒收请回复R。';

/** The agent's own words, typed now. */
export const typeTo = (
	{ press, agent }: Stage,
	{ debtor_id: debtorId, debt_id: debtId }: Pick<Placed, 'debtor_id' | 'debt_id'>,
	{ text = words, i = 0 }: { text?: string; i?: number } = {},
) =>
	press('type', (key) =>
		change(
			agent,
			{ act: 'message.type', input: { debtor: debtorId, i }, debtorId, key },
			(act): Promise<{ id: string } | Refusal> => typeMessage(act, { debtorId, debtId, text }),
		),
	);

/** The agent's own words, typed at each of these times; they leave five minutes after the last, together or each for itself. */
export async function texts(
	stage: Stage,
	{ debtor_id: debtorId, debt_id: debtId }: Placed,
	times: readonly Temporal.Instant[],
	{ text = words, together = false }: { text?: string; together?: boolean } = {},
): Promise<void> {
	const { press, system, clock } = stage;
	for (const [i, at] of times.entries()) {
		clock.set(at);
		await typeTo(stage, { debtor_id: debtorId, debt_id: debtId }, { text, i });
		clock.advance({ minutes: 5 });
		if (!together || i === times.length - 1) await press('messages', () => sendDueMessages(system));
	}
}

/** The number of the first is the others' too; gives their points by it. */
export async function share(stage: Stage, first: Placed, others: readonly Placed[]): Promise<Point[]> {
	const { press, compliance } = stage;
	const shared: Point[] = [first];
	for (const other of others) {
		const debtorId = other.debtor_id;
		const made = await press('people', (key) =>
			change(compliance, { act: 'debtor.people', input: { debtor: debtorId, shares: first.point_id }, debtorId, key }, async ({ tx }) => {
				const [row] = await tx.query<{ id: bigint }>(
					`insert into contact_point (tenant_id, debtor_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
					 select p.tenant_id, $2, p.kind, p.label, p.value_sealed, p.value_index, p.value_masked, p.source, p.lawful_basis, p.sourced_on
					   from contact_point p where p.tenant_id = $1 and p.debtor_id = $3 and p.id = $4 returning id`,
					[tx.tenantId, debtorId, first.debtor_id, first.point_id],
				);
				return { point: String(row?.id) };
			}),
		);
		if (!isRefusal(made)) shared.push({ ...other, point_id: BigInt(made.point) });
	}
	return shared;
}

/** Somebody, or whoever is around them, is reached at one place more, of the same source as the first; null where it could not be written down. */
export async function alsoAt<Of extends Point>(
	stage: Pick<Stage, 'press' | 'compliance'>,
	of: Of,
	kind: 'mobile' | 'landline' | 'email' | 'address',
	value: string,
): Promise<Of | null> {
	const { vault } = stage.compliance;
	const index = vault.blindIndex(kind === 'email' || kind === 'address' ? kind : 'phone', value);
	const sealed = vault.seal(value, `contact ${Buffer.from(index).toString('hex')}`);
	const made = await enter(stage, 'debtor.people', of, { also: kind }, async ({ tx }) => {
		const [row] = await tx.query<{ id: bigint }>(
			`insert into contact_point (tenant_id, debtor_id, party_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
			 select p.tenant_id, p.debtor_id, p.party_id, $4, p.label, $5, $6, '****', p.source, p.lawful_basis, p.sourced_on from contact_point p where p.tenant_id = $1 and p.debtor_id = $2 and p.id = $3 returning id`,
			[tx.tenantId, of.debtor_id, of.point_id, kind, sealed, index],
		);
		return { id: String(row?.id) };
	});
	return isRefusal(made) ? null : { ...of, point_id: BigInt(made.id) };
}

/** A look at an unmasked number. */
export const look = ({ press, agent, clock }: Stage, of: Point, at: Temporal.Instant) => {
	clock.set(at);
	const { debtor_id: debtorId, point_id: contactPointId } = of;
	return press('unmask', (key) =>
		change(
			agent,
			{ act: 'contact.unmask', input: { debtor: debtorId, point: contactPointId, purpose: 'curious' }, debtorId, keepOnRefusal: true, key },
			async (act): Promise<{ permit_id: string } | Refusal> => {
				const opened = await unmask(act, { debtorId, contactPointId });
				return isRefusal(opened) ? opened : { permit_id: String(opened.permitId) };
			},
		),
	);
};

/** Money for somebody's first debt comes in by hand now, from somebody else where a payer is named. */
export async function pays({ press, manager, clock }: Stage, who: Placed, amountMinor: bigint, payer?: string): Promise<void> {
	const [debt] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ client_id: bigint; reference: string }>(
				'select client_id, reference from debt where tenant_id = $1 and debtor_id = $2 and id = $3',
				[tx.tenantId, who.debtor_id, who.debt_id],
			),
		),
	);
	const { client_id: clientId, reference: debtReference } = known(debt, 'debt');
	const payment = { clientId, debtReference, amountMinor, currency: 'CNY', paidAt: clock.now() } as const;
	await pay({ press, manager }, payer === undefined ? payment : { ...payment, payer });
}

/** Somebody at their own address; null where none is on file. */
export async function atHome({ press, manager }: Stage, who: Placed): Promise<Placed | null> {
	const [home] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint }>(
				`select id from contact_point where tenant_id = $1 and debtor_id = $2 and party_id is null and kind = 'address' order by id`,
				[tx.tenantId, who.debtor_id],
			),
		),
	);
	return home ? { ...who, point_id: home.id } : null;
}
