import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePromise } from '../arrangements/actions.ts';
import { nearLimits } from '../compliance/near-limits.ts';
import { decide } from '../contact/rules.ts';
import { loadTargets } from '../contact/target-store.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { reverseEntry, postTransfers } from '../ledger/actions.ts';
import { transfersOf } from '../ledger/rules.ts';
import { nothingOwed } from '../core/money.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type DebtSaid, type PlacedDebt } from '../../test/support/debts.ts';
import { givenPermit } from '../../test/support/permits.ts';
import { changeTold, limitationOfDebtor, tellLimitation } from './limitation-actions.ts';
import type { LimitationFact } from './limitation.ts';
import { debtViews } from './views.ts';

let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('compliance');
});
afterAll(() => database.close());

let debt: PlacedDebt;
let point: bigint;
/** A debt with one mobile number of the client's file, in the debtor's place. */
async function placed(said: DebtSaid & { at?: string } = {}): Promise<void> {
	debt = await aDebt(database, await database.door('admin'), { product: 'consumer_loan', overdueSince: '2023-11-23', ...said });
	const [row] = await database.query<{ id: bigint }>(
		`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, 'mobile', '\\x00', $3, '138****0000', 'placement B1', 'contract', '2023-12-01') returning id`,
		[database.tenantId, debt.debtorId, Buffer.from(`${debt.debtorId}`)],
	);
	point = known(row, 'point').id;
	if (said.at) await database.owner.query('update dunwell.debtor set jurisdiction = $2 where id = $1', [debt.debtorId, said.at]);
}
beforeEach(() => placed());

const inAct = <T extends object | null>(work: (act: Act) => Promise<T>) =>
	change(door, { act: 'test', input: null }, work as never) as Promise<T>;
const clock = async () => {
	const found = await limitationOfDebtor(door, debt.debtorId);
	if (isRefusal(found)) throw new Error(found.code);
	return known(found.debts[0], 'debt').limitation;
};
async function told(kind: LimitationFact['kind'], on: string, endedOn?: string): Promise<string> {
	const body = { debt_id: String(debt.debtId), kind, happened_on: on, evidence: 'the letter and its receipt' };
	const done = await inAct((act) => tellLimitation(act, debt.debtorId, { ...body, ...(endedOn ? { ended_on: endedOn } : {}) }));
	if (isRefusal(done)) throw new Error(done.code);
	return done.id;
}
async function paid(on: string): Promise<bigint> {
	const ids: bigint[] = [];
	await inAct(async (act) => {
		const transfers = transfersOf({ kind: 'paid', parts: { ...nothingOwed, principal: 100_00n }, surplusMinor: 0n });
		const happenedAt = Temporal.Instant.from(`${on}T04:00:00Z`);
		const { debtorId, debtId } = debt;
		const [entry] = await postTransfers(act, [{ debtorId, debtId, currency: 'CNY', happenedAt, transfers }]);
		ids.push(known(entry, 'entry'));
		return null;
	});
	return known(ids[0], 'entry');
}
/** A contact that took place, and what came of it. */
async function contacted(
	channel: 'voice' | 'sms' | 'visit',
	line: string | null,
	at: string,
	message?: { state: string; reason: string | null },
): Promise<void> {
	const asked = Temporal.Instant.from(at);
	const of = { tenant_id: database.tenantId, debtor_id: debt.debtorId, channel, contact_point_id: point, asked_by: door.actor.id };
	const permit = await givenPermit(database.owner, {
		...of,
		permitted: true,
		purpose: 'collect',
		debt_ids: [debt.debtId],
		asked_at: asked,
		expires_at: asked.add({ minutes: 10 }),
	});
	const [attempt] = await database.query<{ id: bigint }>(
		`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, creditor_ids, debt_ids, made_by, placed_at)
		 values ($1, $2, $3, $4, $5, '{}', $6, $7, $8) returning id`,
		[database.tenantId, debt.debtorId, permit, channel, point, [debt.debtId], door.actor.id, asked],
	);
	if (channel === 'sms' && message)
		await database.query(
			`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step, state, reason, attempt_id, settled_at)
			 values ($1, $2, $3, 'sms', 'opening', $4, '2026-06-01', 'opening', $5, $6, $7, case when $5 <> 'sending' then $4::timestamptz end)`,
			[database.tenantId, debt.debtorId, debt.debtId, asked, message.state, message.reason, attempt?.id],
		);
	if (line === null) return;
	await database.query(
		`insert into contact_outcome (tenant_id, debtor_id, attempt_id, line, said, answered, ended_at, recorded_at) values ($1, $2, $3, $4, 'none', $5, $6, $6)`,
		[database.tenantId, debt.debtorId, attempt?.id, line, line === 'right_party', asked],
	);
}
/** What the gate says from the database's facts of a call now. */
async function gate(content: readonly 'threatens_suit'[] = []) {
	const [target] = await database.tx((tx) =>
		loadTargets(tx, [{ debtorId: debt.debtorId, pointId: point }], { now: testNow, agentId: null }),
	);
	const { facts, law } = known(target, 'target');
	const ask = {
		channel: 'voice',
		purpose: 'collect',
		amount_minor: null,
		automatic: true,
		...(content.length > 0 ? { content } : {}),
	} as const;
	const decision = decide(ask, facts, law, testNow);
	return {
		facts: facts.debts[0],
		refuses: decision.reasons.filter((reason) => reason.verdict === 'refuses').map((reason) => reason.rule),
		warnings: decision.warnings,
	};
}

describe('CN-S1: the clock of a debt, from what the house records (today is 2026-11-24)', () => {
	test('CN-S1: due on 2023-11-24 it runs until today and the gate is silent; due a day earlier it is over, the gate warns, and a threat of suit is refused (SUIT)', async () => {
		expect(await clock()).toMatchObject({ ends_on: '2026-11-23', days_left: -1, barred: true, longest_until: '2043-11-23' });
		expect(await gate()).toMatchObject({ facts: { suit_until: '2026-11-23' }, refuses: [], warnings: ['CN-S1'] });
		expect((await gate(['threatens_suit'])).refuses).toEqual(['SUIT']);
		await placed({ overdueSince: '2023-11-24' });
		expect(await clock()).toMatchObject({ ends_on: '2026-11-24', days_left: 0, barred: false, barred_says: null });
		expect(await gate(['threatens_suit'])).toMatchObject({ refuses: [], warnings: [] });
	});

	test('CN-S1: a part payment in time begins three years anew; undone, it does not', async () => {
		const entry = await paid('2026-11-23');
		expect(await clock()).toMatchObject({ ends_on: '2029-11-23', since_on: '2026-11-23', why: { zh: '自 2026-11-23（还款）起三年' } });
		expect((await gate()).warnings).toEqual([]);
		await inAct(async (act) => {
			const done = await reverseEntry(act, { debtorId: debt.debtorId, entryId: entry, happenedAt: testNow });
			return isRefusal(done) ? done : null;
		});
		expect(await clock()).toMatchObject({ ends_on: '2026-11-23', barred: true });
	});

	test('CN-S1: a payment after the end revives nothing: the debt stays barred, and the case says what the law says of it', async () => {
		await paid('2026-11-24');
		const { ends_on: ends, barred_says: says } = await clock();
		expect(ends).toBe('2026-11-23');
		expect(says?.zh).toMatch(/2026-11-24 的还款在届满之后，未使时效重新计算/);
		expect(says?.zh).toMatch(/民法典192/);
		expect((await gate()).warnings).toEqual(['CN-S1']);
	});

	test('CN-S1: a promise made today after the end does not either; an agreement to the whole debt told with its proof does', async () => {
		const agent = await database.door('agent');
		const due = Temporal.PlainDate.from('2026-11-28');
		const promise = { debtorId: debt.debtorId, debtId: debt.debtId, amountMinor: 100_00n, currency: 'CNY' as const, dueOn: due };
		const made = await change(agent, { act: 'promise.make', input: null }, (act) => makePromise(act, promise));
		expect(isRefusal(made)).toBe(false);
		expect(await clock()).toMatchObject({ ends_on: '2026-11-23', barred: true });
		await told('agreement', '2026-11-24');
		expect(await clock()).toMatchObject({ ends_on: '2029-11-24', barred: false });
	});

	test.each([
		['a call the debtor took', 'consumer_loan', 'voice', 'right_party', '2029-06-01'],
		['a call nobody took', 'consumer_loan', 'voice', 'no_answer', '2026-11-23'],
		['a call another took', 'consumer_loan', 'voice', 'other_person', '2026-11-23'],
		['a message that arrived', 'consumer_loan', 'sms', 'delivered', '2029-06-01'],
		['a message that did not arrive', 'consumer_loan', 'sms', 'undelivered', '2026-11-23'],
		['the same to a card’s own number', 'credit_card', 'sms', 'undelivered', '2029-06-01'],
	] as const)('CN-S1: %s of a %s on 2026-06-01: it ends on %s %s %s', async (_, product, channel, line, ends) => {
		await placed({ product });
		await contacted(channel, line, '2026-06-01T02:00:00Z');
		expect((await clock()).ends_on).toBe(ends);
	});

	test.each([
		['that the carrier could not bring', { state: 'failed', reason: null }, 'undelivered', '2029-06-01'],
		['stopped by a hold before it was handed over', { state: 'failed', reason: 'hold: cease_request' }, 'undelivered', '2026-11-23'],
		['whose permit had ended before', { state: 'failed', reason: 'permit.expired' }, 'undelivered', '2026-11-23'],
		['of which nobody knows whether the carrier got it', { state: 'sending', reason: null }, null, '2026-11-23'],
	] as const)('CN-S1: a text to a card’s own number %s: it ends on %s %s %s', async (_, message, line, ends) => {
		await placed({ product: 'credit_card' });
		await contacted('sms', line, '2026-06-01T02:00:00Z', message);
		expect((await clock()).ends_on).toBe(ends);
	});

	test('CN-S1: a visit where nobody was found is no demand sent to a card’s own contact', async () => {
		await placed({ product: 'credit_card' });
		await contacted('visit', 'no_answer', '2026-06-01T02:00:00Z');
		expect((await clock()).ends_on).toBe('2026-11-23');
	});

	test('CN-S1: a suit that goes on stops the clock; its end begins three years anew; told in error, it is withdrawn', async () => {
		const suit = await told('suit', '2026-05-10');
		expect(await clock()).toMatchObject({ ends_on: null, barred: false });
		const change1 = (input: object) =>
			inAct((act) => changeTold(act, { debtorId: debt.debtorId, id: BigInt(suit) }, { evidence: 'judgment', ...input }));
		expect(await change1({ ended_on: '2026-11-25' })).toMatchObject({ code: 'request.malformed' });
		await change1({ ended_on: '2026-10-09' });
		expect(await clock()).toMatchObject({ ends_on: '2029-10-09' });
		await change1({ withdrawn: true });
		expect(await clock()).toMatchObject({ ends_on: '2026-11-23' });
		expect(await change1({ withdrawn: true })).toMatchObject({ code: 'thing.not_found' });
	});

	test('CN-S1: what stood in the way within the last six months puts the end off to six months after it was gone; the last instalment’s due date moves the whole', async () => {
		await told('bar', '2026-03-01', '2026-05-22');
		expect((await clock()).ends_on).toBe('2026-11-23');
		await told('bar', '2026-03-01', '2026-08-31');
		expect((await clock()).ends_on).toBe('2027-02-28');
		await told('last_due', '2025-01-15');
		expect(await clock()).toMatchObject({ ends_on: '2028-01-15', longest_until: '2045-01-15' });
	});

	test('what lies ahead, or belongs to another debtor, is not told', async () => {
		const body = { debt_id: String(debt.debtId), kind: 'demand' as const, happened_on: '2026-11-25', evidence: 'x' };
		expect(await inAct((act) => tellLimitation(act, debt.debtorId, body))).toMatchObject({ code: 'request.malformed' });
		expect(
			await inAct((act) => tellLimitation(act, debt.debtorId, { ...body, happened_on: '2026-11-24', ended_on: '2026-11-24' })),
		).toMatchObject({
			code: 'request.malformed',
		});
		expect(await inAct((act) => tellLimitation(act, debt.debtorId + 1_000n, { ...body, happened_on: '2026-11-24' }))).toMatchObject({
			code: 'thing.not_found',
		});
	});

	test('CN-S1: compliance sees what ends within 90 days or ended in the last 30, whatever it runs from, and nothing else', async () => {
		const seen = async () => (await nearLimits(door)).limitations.find((each) => each.debt_id === String(debt.debtId))?.limitation.ends_on;
		expect(await seen()).toBe('2026-11-23');
		for (const [due, ends] of [
			['2024-02-22', '2027-02-22'],
			['2024-02-23', undefined],
			['2023-10-25', '2026-10-25'],
			['2023-10-24', undefined],
		] as const) {
			await placed({ overdueSince: due });
			expect([due, await seen()]).toEqual([due, ends]);
		}
		await placed({ overdueSince: '2021-01-10' });
		await told('demand', '2023-12-15');
		expect(await seen()).toBe('2026-12-15');
		await told('demand', '2024-05-01');
		expect(await seen()).toBeUndefined();
	});

	test('CN-S1: a demand the day after the end begins nothing, and the end stays in sight; one the day before begins three years', async () => {
		const seen = async () => (await nearLimits(door)).limitations.find((each) => each.debt_id === String(debt.debtId))?.limitation.ends_on;
		await told('demand', '2026-11-24');
		expect(await seen()).toBe('2026-11-23');
		await told('demand', '2026-11-22');
		expect(await seen()).toBeUndefined();
	});
});

describe('UK-S1, UK-S1-SCT, US-B1: limitation elsewhere, from the database’s facts', () => {
	test('UK-S1-SCT: in Scotland five years after the due date the debt is gone and the gate stops; a day earlier it does not', async () => {
		await placed({ at: 'UK-SCT', overdueSince: '2021-11-23' });
		expect((await gate()).refuses).toContain('UK-S1-SCT');
		expect(await clock()).toMatchObject({ rule: 'UK-S1-SCT', ends_on: '2026-11-23', barred: true });
		await placed({ at: 'UK-SCT', overdueSince: '2021-11-24' });
		expect((await gate()).refuses).not.toContain('UK-S1-SCT');
	});

	test('UK-S1: in England a barred debt is still asked for, until the customer says they will not pay because it is barred', async () => {
		await placed({ at: 'UK-EAW', overdueSince: '2020-11-23' });
		expect((await gate()).refuses).not.toContain('UK-S1');
		await told('refused_as_barred', '2026-11-24');
		expect((await gate()).refuses).toContain('UK-S1');
		await placed({ at: 'UK-EAW', overdueSince: '2020-11-24' });
		await told('refused_as_barred', '2026-11-24');
		expect((await gate()).refuses).not.toContain('UK-S1');
	});

	test('UK-S1: a part payment in time begins six years anew; a promise by telephone, a demand, or a payment after the end does not', async () => {
		await placed({ at: 'UK-EAW', overdueSince: '2020-11-23' });
		await contacted('voice', 'right_party', '2026-06-01T12:00:00Z');
		await told('demand', '2026-06-01');
		expect((await clock()).ends_on).toBe('2026-11-23');
		await paid('2026-11-24');
		expect(await clock()).toMatchObject({ ends_on: '2026-11-23', barred_says: { en: expect.stringMatching(/came after the end/) } });
		await paid('2026-11-23');
		expect((await clock()).ends_on).toBe('2032-11-24');
	});

	test('US-B1: the years are not known here; from counsel’s last day on, a threat of suit is refused, and a call without one is not', async () => {
		await placed({ at: 'US', overdueSince: '2024-01-01' });
		expect(await clock()).toMatchObject({ rule: 'US-B1', known: false, ends_on: null });
		await told('last_day_to_sue', '2026-11-24');
		expect((await gate(['threatens_suit'])).refuses).not.toContain('US-B1');
		await told('last_day_to_sue', '2026-11-23');
		expect(await clock()).toMatchObject({ ends_on: '2026-11-23', barred: true });
	});

	test('US-B1: the day after counsel’s last day', async () => {
		await placed({ at: 'US', overdueSince: '2024-01-01' });
		await told('last_day_to_sue', '2026-11-22');
		expect((await gate(['threatens_suit'])).refuses).toContain('US-B1');
		expect((await gate()).refuses).not.toContain('US-B1');
	});
});

test('the case shows each debt’s clock', async () => {
	const [view] = await database.tx((tx) => debtViews(tx, debt.debtorId, testNow));
	expect(view?.limitation).toMatchObject({ ends_on: '2026-11-23', restarts: { en: expect.stringMatching(/reserved contact/) } });
});
