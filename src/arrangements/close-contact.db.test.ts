import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { askPermit, liftHold, placeAttempt } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { makePlan, makePromise, withdrawPlan } from './actions.ts';
import { closeContact, type CloseContactInput } from './close-contact.ts';

let database: TestDatabase;
let agent: Door;
beforeAll(async () => {
	database = await testDatabase();
	agent = await database.door('agent');
});
afterAll(() => database.close());

async function acting<T>(work: (act: Act) => Promise<T | Refusal>): Promise<T | Refusal> {
	let kept: T | Refusal | undefined;
	const answer = await change(agent, { act: 'test', input: null }, async (act) => {
		kept = await work(act);
		return isRefusal(kept) ? kept : null;
	});
	return isRefusal(answer) ? answer : (known(kept, 'answer') as T);
}
const done = <T>(answer: T | Refusal): T => {
	if (isRefusal(answer)) throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.details)}`);
	return answer;
};
const code = (answer: unknown) => (isRefusal(answer) ? answer.code : 'done');
const date = (text: string) => Temporal.PlainDate.from(text);

async function aWorkItem(debt: PlacedDebt, step: string, claimed: boolean): Promise<bigint> {
	const [item] = await database.query<{ id: bigint }>(
		`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until, state, claimed_by, claimed_at)
		 values ($1, $2, $3, 'call', '2026-11-24', $4, 1, 1, $5, $6, $7, $8, $9) returning id`,
		[
			database.tenantId,
			debt.debtorId,
			debt.debtId,
			step,
			testNow,
			testNow.add({ hours: 1 }),
			claimed ? 'claimed' : 'open',
			claimed ? agent.actor.id : null,
			claimed ? testNow : null,
		],
	);
	return known(item, 'item').id;
}

type Way = { readonly channel: 'voice' | 'letter' | 'email'; readonly kind: string };

/** A contact, a call unless said, placed through the gate by the agent, on a claimed work item, with another call planned for the day and a message queued. */
async function anAttempt(debt: PlacedDebt, { channel, kind }: Way = { channel: 'voice', kind: 'mobile' }): Promise<bigint> {
	const [point] = await database.query<{ id: bigint }>(
		`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, $4, '\\x00', $3, '199****', 'placement', 'contract', '2026-11-01') returning id`,
		[database.tenantId, debt.debtorId, database.vault.blindIndex(kind, `1990000${debt.debtorId}`), kind],
	);
	// An agent holds one item at a time.
	await database.query(`update work_item set state = 'done' where state = 'claimed'`);
	const workItemId = await aWorkItem(debt, 'opening 1/3', true);
	await aWorkItem(debt, 'opening 2/3', false);
	await database.query(
		`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step) values ($1, $2, $3, 'sms', 'x', $4, '2026-11-24', 'opening')`,
		[database.tenantId, debt.debtorId, debt.debtId, testNow.add({ hours: 1 })],
	);
	const placed = await acting(async (act) => {
		const permit = done(await askPermit(act, { debtorId: debt.debtorId, contactPointId: known(point, 'point').id, channel }));
		return placeAttempt(act, { debtorId: debt.debtorId, permitId: permit.permitId, workItemId });
	});
	return done(placed).attemptId;
}

const close = (input: CloseContactInput) => acting((act) => closeContact(act, input));
type Said = CloseContactInput['outcome']['said'];
type Line = CloseContactInput['outcome']['line'];
const outcome = (debt: PlacedDebt, attemptId: bigint, said: Said, line: Line = 'right_party') => ({
	debtorId: debt.debtorId,
	attemptId,
	line,
	said,
	identityDisclosed: line === 'right_party' || line === 'other_person',
});
const terms = (debt: PlacedDebt) => ({ debtId: debt.debtId, amountMinor: 300_00n, currency: 'CNY', dueOn: date('2026-11-27') });
const pressureOn = async (debt: PlacedDebt) => {
	const rows = await database.query<{ state: string }>(
		`select state from (select 1 as kind, id, state from work_item where debtor_id = $1 union all select 2, id, state from message where debtor_id = $1) p order by kind, id`,
		[debt.debtorId],
	);
	return rows.map((row) => row.state);
};

describe('the end of a contact', () => {
	test('with a promise is one act: outcome, promise, classes, key case, the item done, the day’s further call and message stopped', async () => {
		const debt = await aDebt(database, agent);
		const attemptId = await anAttempt(debt);
		const answer = done(await close({ outcome: outcome(debt, attemptId, 'promise'), promise: terms(debt), reason: 'forgot' }));
		expect(answer).toMatchObject({ answered: true, key_case: true, work_item_closed: true, holds: [], plan: null, call_back: null });
		expect(answer.promise).toMatchObject({ amount_minor: 30_000, state: 'open', attempt_id: String(attemptId) });
		expect(await pressureOn(debt)).toEqual(['done', 'cancelled', 'withdrawn']);
		const classes = await database.query('select willingness, ability, reason, key_case from debt_state where debt_id = $1', [debt.debtId]);
		expect(classes).toEqual([{ willingness: 'willing', ability: 'unknown', reason: 'forgot', key_case: true }]);
	});

	test('whose promise is refused keeps nothing of it, not even the outcome', async () => {
		const debt = await aDebt(database, agent);
		const attemptId = await anAttempt(debt);
		const answer = await close({ outcome: outcome(debt, attemptId, 'promise'), promise: { ...terms(debt), amountMinor: 1_000_01n } });
		expect(code(answer)).toBe('promise.exceeds_owed');
		expect(await database.query('select 1 from contact_outcome where debtor_id = $1', [debt.debtorId])).toEqual([]);
		expect(await pressureOn(debt)).toEqual(['claimed', 'open', 'queued']);
	});

	test('nobody answering leaves the day’s further call and message standing', async () => {
		const debt = await aDebt(database, agent);
		const attemptId = await anAttempt(debt);
		expect(done(await close({ outcome: outcome(debt, attemptId, 'none', 'no_answer') }))).toMatchObject({
			answered: false,
			key_case: false,
		});
		expect(await pressureOn(debt)).toEqual(['done', 'open', 'queued']);
	});

	test('with a plan of two instalments holds contact (CN-L2)', async () => {
		const debt = await aDebt(database, agent);
		const attemptId = await anAttempt(debt);
		const plan = { debtId: debt.debtId, currency: 'CNY', instalments: 2, firstDueOn: date('2026-12-01') };
		const answer = done(await close({ outcome: outcome(debt, attemptId, 'plan'), plan }));
		expect(answer).toMatchObject({ holds: ['kept_plan'], promise: null, plan: { total_minor: 100_000 } });
		expect(answer.plan?.schedule.map((each) => each.amount_minor)).toEqual([50_000, 50_000]);
	});

	test('what a plan holds is lifted by nobody while the plan stands: 1 hold, refused; withdrawn, the plan takes it along (CN-L2)', async () => {
		const debt = await aDebt(database, agent);
		const terms = { currency: 'CNY' as const, instalments: 2, firstDueOn: date('2026-12-01') };
		const { planId } = done(await acting((act) => makePlan(act, { ...debt, ...terms })));
		const held = () => database.query<{ id: bigint }>('select id from hold where debtor_id = $1 and lifted_at is null', [debt.debtorId]);
		const [hold] = await held();
		const of = { debtorId: debt.debtorId, holdId: known(hold, 'hold').id, today: date('2026-11-24') };
		expect(code(await acting((act) => liftHold(act, of)))).toBe('hold.of_plan');
		expect(await held()).toHaveLength(1);
		done(await acting((act) => withdrawPlan(act, { debtorId: debt.debtorId, planId, reason: 'asked for by the debtor' })));
		expect(await held()).toEqual([]);
	});

	test('with a call back gives it to the same agent for two hours from the agreed minute; without any team it is refused', async () => {
		const debt = await aDebt(database, agent);
		const attemptId = await anAttempt(debt);
		const input = { outcome: outcome(debt, attemptId, 'call_back'), callBackAt: testNow.add({ hours: 4 }) };
		expect(code(await close(input))).toBe('call_back.no_team');
		await database.query(`insert into team (tenant_id, code, name) values ($1, 'A', 'A')`, [database.tenantId]);
		await database.query(`insert into team_member (tenant_id, team_id, login_id) select $1, id, $2 from team where code = 'A'`, [
			database.tenantId,
			agent.actor.id,
		]);
		expect(done(await close(input)).call_back).toMatchObject({
			callable_from: '2026-11-24T06:00:00Z',
			callable_until: '2026-11-24T08:00:00Z',
		});
		const items = await database.query(`select agent_id, state from work_item where debtor_id = $1 and kind = 'call_back'`, [
			debt.debtorId,
		]);
		expect(items).toEqual([{ agent_id: agent.actor.id, state: 'open' }]);
	});

	test.each<[string, (debt: PlacedDebt, attemptId: bigint) => CloseContactInput, string]>([
		['a promise was said and none given', (debt, id) => ({ outcome: outcome(debt, id, 'promise') }), 'outcome.terms_missing'],
		[
			'nothing was said and a promise given',
			(debt, id) => ({ outcome: outcome(debt, id, 'none'), promise: terms(debt) }),
			'outcome.terms_missing',
		],
		[
			'another person promised',
			(debt, id) => ({ outcome: outcome(debt, id, 'promise', 'other_person'), promise: terms(debt) }),
			'outcome.not_the_debtor',
		],
		[
			'the call back is an hour ago',
			(debt, id) => ({ outcome: outcome(debt, id, 'call_back'), callBackAt: testNow.subtract({ hours: 1 }) }),
			'call_back.not_ahead',
		],
		[
			'the call back is in 31 days',
			(debt, id) => ({ outcome: outcome(debt, id, 'call_back'), callBackAt: testNow.add({ hours: 24 * 31 }) }),
			'call_back.not_ahead',
		],
	])('is refused when %s', async (_, input, expected) => {
		const debt = await aDebt(database, agent);
		const attemptId = await anAttempt(debt);
		expect(code(await close(input(debt, attemptId)))).toBe(expected);
		expect(await pressureOn(debt)).toEqual(['claimed', 'open', 'queued']);
	});
});

describe('what is written back to a letter or an e-mail binds like what is said in a call', () => {
	const letter = { channel: 'letter', kind: 'address' } as const;
	const email = { channel: 'email', kind: 'email' } as const;
	const casesOf = (debt: PlacedDebt) =>
		database.query(
			`select c.kind, c.channel, h.kind as hold, h.written from complaint c join hold h on h.debtor_id = c.debtor_id and h.id = any (c.hold_ids) where c.debtor_id = $1`,
			[debt.debtorId],
		);

	test.each([
		['refuses_contact', letter, { kind: 'cease', channel: 'letter', hold: 'cease_request', written: true }],
		['refuses_contact', email, { kind: 'cease', channel: 'email', hold: 'cease_request', written: true }],
		['hardship', letter, { kind: 'hardship', channel: 'letter', hold: 'hardship', written: null }],
		['disputes', email, { kind: 'dispute', channel: 'email', hold: 'dispute', written: true }],
	] as const)('delivered × %s (%o) is a hold and a case, and what was planned and queued stops', async (said, way, filed) => {
		const debt = await aDebt(database, agent);
		const attemptId = await anAttempt(debt, way);
		expect(done(await close({ outcome: outcome(debt, attemptId, said, 'delivered') }))).toMatchObject({
			holds: [filed.hold],
			answered: false,
		});
		expect(await casesOf(debt)).toEqual([filed]);
		expect(await pressureOn(debt)).toEqual(['done', 'cancelled', 'withdrawn']);
	});

	test('delivered with nothing said holds nothing, nor does a refusal where nothing was delivered', async () => {
		for (const [line, said] of [
			['delivered', 'none'],
			['undelivered', 'refuses_contact'],
		] as const) {
			const debt = await aDebt(database, agent);
			const attemptId = await anAttempt(debt, letter);
			expect(done(await close({ outcome: outcome(debt, attemptId, said, line) }))).toMatchObject({ holds: [] });
			expect(await casesOf(debt)).toEqual([]);
		}
	});

	test('12 CFR 1006.6(c)(1): in the United States a refusal to pay in writing ends contact; said in a call, or written in China, it does not', async () => {
		const refuse = async (jurisdiction: string, way: Way, line: Line) => {
			const debt = await aDebt(database, agent);
			const attemptId = await anAttempt(debt, way);
			await database.query('update debtor set jurisdiction = $2 where id = $1', [debt.debtorId, jurisdiction]);
			return done(await close({ outcome: outcome(debt, attemptId, 'will_not_pay', line) })).holds;
		};
		expect(await refuse('US-CA', letter, 'delivered')).toEqual(['cease_request']);
		expect(await refuse('US-CA', { channel: 'voice', kind: 'mobile' }, 'right_party')).toEqual([]);
		expect(await refuse('CN', letter, 'delivered')).toEqual([]);
	});
});

test('a promise or plan said to come of a call that was placed to somebody else, or of none, is not found', async () => {
	const debt = await aDebt(database, agent);
	const other = await aDebt(database, agent);
	const attemptId = await anAttempt(other);
	const plan = { debtId: debt.debtId, currency: 'CNY', instalments: 2, firstDueOn: date('2026-12-01') };
	const { debtorId } = debt;
	for (const of of [attemptId, 9_999_999n]) {
		const notFound = { code: 'thing.not_found', details: { what: 'attempt', id: String(of) } };
		expect(await acting((act) => makePromise(act, { ...terms(debt), debtorId, attemptId: of }))).toMatchObject(notFound);
		expect(await acting((act) => makePlan(act, { ...plan, debtorId, attemptId: of }))).toMatchObject(notFound);
	}
	done(await acting((act) => makePromise(act, { ...terms(other), debtorId: other.debtorId, attemptId })));
});
