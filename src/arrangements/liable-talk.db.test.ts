import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { askPermit, placeAttempt } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { loadLimitations } from '../debts/limitation-store.ts';
import { inTenant } from '../host/db.ts';
import { loadCase } from '../queue/actions.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { closeContact, type CloseContactInput } from './close-contact.ts';

/** What is said by somebody else than the debtor, who answers for one of the debtor's loans or for none. */
let database: TestDatabase;
let agent: Door;
let debt: PlacedDebt;
beforeAll(async () => {
	database = await testDatabase();
	agent = await database.door('agent');
});
afterAll(() => database.close());
beforeEach(async () => {
	debt = await aDebt(database, agent);
});

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

async function aCallPlanned(): Promise<void> {
	await database.query(
		`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
		 values ($1, $2, $3, 'call', '2026-11-24', 'opening 2/3', 1, 1, $4, $5)`,
		[database.tenantId, debt.debtorId, debt.debtId, testNow, testNow.add({ hours: 1 })],
	);
	await database.query(
		`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step) values ($1, $2, $3, 'sms', 'x', $4, '2026-11-24', 'opening')`,
		[database.tenantId, debt.debtorId, debt.debtId, testNow.add({ hours: 1 })],
	);
}

/** A call to somebody of the case, of whom the file says what they are to the first loan. */
async function aCallTo(role: 'guarantor' | 'co_borrower' | 'third_party'): Promise<bigint> {
	const { tenantId } = database;
	const number = `1990000${debt.debtorId}`;
	const [party] = await database.query<{ id: bigint }>(
		`insert into party (tenant_id, debtor_id, role, person_index, sealed, name_masked) values ($1, $2, $3, $4, '\\x00', '赵*') returning id`,
		[tenantId, debt.debtorId, role, database.vault.blindIndex('person', number)],
	);
	const { id: partyId } = known(party, 'party');
	if (role !== 'third_party')
		await database.query('insert into party_debt (tenant_id, debtor_id, party_id, debt_id, role) values ($1, $2, $3, $4, $5)', [
			tenantId,
			debt.debtorId,
			partyId,
			debt.debtId,
			role,
		]);
	const [point] = await database.query<{ id: bigint }>(
		`insert into contact_point (tenant_id, debtor_id, party_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, $3, 'mobile', '\\x00', $4, '199****', 'placement', 'contract', '2026-11-01') returning id`,
		[tenantId, debt.debtorId, partyId, database.vault.blindIndex('phone', number)],
	);
	await aCallPlanned();
	const placed = await acting(async (act) => {
		const ask = { debtorId: debt.debtorId, contactPointId: known(point, 'point').id, channel: 'voice' } as const;
		const permit = done(await askPermit(act, role === 'third_party' ? { ...ask, purpose: 'locate' } : { ...ask, debtIds: [debt.debtId] }));
		return placeAttempt(act, { debtorId: debt.debtorId, permitId: permit.permitId });
	});
	return done(placed).attemptId;
}

type Told = Pick<CloseContactInput['outcome'], 'line' | 'said'>;
const close = (attemptId: bigint, told: Told, more: Omit<CloseContactInput, 'outcome'> = {}) =>
	acting((act) => closeContact(act, { outcome: { debtorId: debt.debtorId, attemptId, identityDisclosed: true, ...told }, ...more }));
const promiseOf = (debtId: bigint) => ({
	promise: { debtId, amountMinor: 300_00n, currency: 'CNY', dueOn: Temporal.PlainDate.from('2026-11-27') },
});
/** What is known of the debtor since, and what is still planned. */
async function learnt() {
	const [state] = await database.query<object>(
		`select reached_at is not null as reached, willingness, ability, reason, key_case,
		        (select string_agg(p.state, ' ' order by p.kind) from (select 1 as kind, state from work_item where debtor_id = $1 union all select 2, state from message where debtor_id = $1) p) as planned
		   from debt_state where debtor_id = $1 and debt_id = $2`,
		[debt.debtorId, debt.debtId],
	);
	return state;
}
const nothing = { reached: false, willingness: 'unknown', ability: 'unknown', reason: 'unknown', key_case: false };

describe('a talk with who answers for the loan is none with the debtor', () => {
	test.each(['guarantor', 'co_borrower'] as const)(
		'%s: the debtor is not reached, no key case, and the day’s call and message stay',
		async (role) => {
			done(await close(await aCallTo(role), { line: 'right_party', said: 'none' }));
			expect(await learnt()).toEqual({ ...nothing, planned: 'open queued' });
		},
	);

	test('a guarantor who cannot and will not pay tells nothing of the debtor’s means and will', async () => {
		const attempt = await aCallTo('guarantor');
		done(await close(attempt, { line: 'right_party', said: 'cannot_pay' }, { willingness: 'unwilling', reason: 'no_ability' }));
		expect(await learnt()).toMatchObject(nothing);
	});

	test('a friend’s word of the debtor’s means and reasons is not kept (PIPL 6, CN-P2)', async () => {
		await database.query(
			`insert into hold (tenant_id, debtor_id, kind, evidence, from_at, placed_by) values ($1, $2, 'incapacity', 'letter', $3, 1)`,
			[database.tenantId, debt.debtorId, testNow],
		);
		const attempt = await aCallTo('third_party');
		done(
			await close(
				attempt,
				{ line: 'other_person', said: 'cannot_pay' },
				{ willingness: 'unwilling', ability: 'unable', reason: 'bad_faith' },
			),
		);
		expect(await learnt()).toMatchObject(nothing);
	});

	test('the debtor who answers on a friend’s telephone is reached', async () => {
		await database.query(
			`insert into hold (tenant_id, debtor_id, kind, evidence, from_at, placed_by) values ($1, $2, 'incapacity', 'letter', $3, 1)`,
			[database.tenantId, debt.debtorId, testNow],
		);
		done(await close(await aCallTo('third_party'), { line: 'right_party', said: 'will_not_pay' }));
		expect(await learnt()).toMatchObject({ reached: true, willingness: 'unwilling', key_case: true });
	});
});

describe('what a guarantor promises', () => {
	test('is promised on the loan they answer for, and on no other of the debtor’s', async () => {
		const attempt = await aCallTo('guarantor');
		const other = await aDebt(database, agent, { debtorId: debt.debtorId });
		expect(code(await close(attempt, { line: 'right_party', said: 'promise' }, promiseOf(other.debtId)))).toBe('outcome.not_the_debtor');
		expect(code(await close(attempt, { line: 'right_party', said: 'promise' }, promiseOf(debt.debtId)))).toBe('done');
	});

	test.each([
		['guarantor', 0],
		['co_borrower', 1],
	] as const)('CN-S1: a promise of a %s begins the debtor’s limitation anew %i times', async (role, times) => {
		done(await close(await aCallTo(role), { line: 'right_party', said: 'promise' }, promiseOf(debt.debtId)));
		const { debtorId, debtId } = debt;
		const found = await inTenant(database.pool, database.tenantId, (tx) => loadLimitations(tx, [{ debtorId, debtId }]));
		expect(known(found.get(debtId), 'debt').facts.filter(({ source }) => source === 'promise')).toHaveLength(times);
	});
});

describe('what is said to who is on the line (CN-P2)', () => {
	const scripts = async () => done(await loadCase(agent, debt.debtorId));

	test.each(['guarantor', 'co_borrower'] as const)(
		'a %s is asked for by their own name, and then of the debt they answer for',
		async (role) => {
			await aCallTo(role);
			const { surety_script: surety } = await scripts();
			expect(surety?.name).toBe('call surety');
			expect(surety?.text.zh).toMatch(/请问是赵\*本人吗？[^]*您是保证人或共同借款人。这笔账单已逾期 \d+ 天，目前应还 /u);
			expect(surety?.text.en).toContain('Am I speaking with 赵* in person?');
		},
	);

	test('a friend on the line is told nothing of a debt: no script of a surety is given', async () => {
		await aCallTo('third_party');
		expect(await scripts()).toMatchObject({ surety_script: null, third_party_script: { name: 'call third party' } });
	});
});
