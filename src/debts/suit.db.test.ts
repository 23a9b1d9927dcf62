import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nearLimits } from '../compliance/near-limits.ts';
import { decide } from '../contact/rules.ts';
import { loadTargets } from '../contact/target-store.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type DebtSaid, type PlacedDebt } from '../../test/support/debts.ts';
import { givenPermit } from '../../test/support/permits.ts';
import { changeGuarantee, guaranteesOfDebtor, tellGuarantee } from './guarantee-actions.ts';
import type { GuaranteeBody } from './guarantee-shapes.ts';
import { limitationOfDebtor, tellLimitation } from './limitation-actions.ts';
import { referSuit, stepSuit, suitsOfDebtor } from './suit-actions.ts';
import type { SuitBody, SuitStepBody } from './suit-shapes.ts';

/** Suits from referral to enforcement, and guarantees, from the database's facts; today is 2026-11-24. */
let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('compliance');
});
afterAll(() => database.close());

let debt: PlacedDebt;
let guarantor: bigint;
let points: { debtor: bigint; guarantor: bigint };
async function placed(said: DebtSaid & { at?: string } = {}): Promise<void> {
	debt = await aDebt(database, await database.door('admin'), { product: 'consumer_loan', overdueSince: '2024-01-10', ...said });
	const id = async (text: string, parameters: readonly unknown[]) =>
		known((await database.query<{ id: bigint }>(`${text} returning id`, [database.tenantId, debt.debtorId, ...parameters]))[0], 'row').id;
	guarantor = await id(
		`insert into party (tenant_id, debtor_id, role, person_index, sealed, name_masked) values ($1, $2, 'guarantor', $3, '\\x00', '李*')`,
		[Buffer.from(`guarantor of ${debt.debtorId}`)],
	);
	await database.query('insert into party_debt select tenant_id, debtor_id, id, $2 from party where id = $1', [guarantor, debt.debtId]);
	const point = (partyId: bigint | null) =>
		id(
			`insert into contact_point (tenant_id, debtor_id, party_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
			 values ($1, $2, $3, 'mobile', '\\x00', $4, '138****0000', 'placement B1', 'contract', '2023-12-01')`,
			[partyId, Buffer.from(`${debt.debtorId} ${partyId}`)],
		);
	points = { debtor: await point(null), guarantor: await point(guarantor) };
	if (said.at) await database.owner.query('update dunwell.debtor set jurisdiction = $2 where id = $1', [debt.debtorId, said.at]);
}
beforeEach(() => placed());

const inAct = <T extends object | null>(work: (act: Act) => Promise<T>) =>
	change(door, { act: 'test', input: null }, work as never) as Promise<T>;
function done<T extends object>(value: T | Refusal): T {
	if (isRefusal(value)) throw new Error(`${value.code} ${JSON.stringify(value.details)}`);
	return value;
}
const clock = async () => known(done(await limitationOfDebtor(door, debt.debtorId)).debts[0], 'debt').limitation;
const refer = (more: Partial<SuitBody> = {}) =>
	inAct((act) =>
		referSuit(act, debt.debtorId, {
			debt_id: String(debt.debtId),
			kind: 'court',
			brought_by: 'us',
			court: '北京市海淀区人民法院',
			venue: '北京市海淀区',
			ground: 'agreed',
			evidence: 'the contract, clause 12',
			...more,
		}),
	);
const step = (id: string, said: Omit<SuitStepBody, 'evidence'>) =>
	inAct((act) => stepSuit(act, { debtorId: debt.debtorId, id: BigInt(id) }, { evidence: 'the court’s paper', ...said }));
/** A suit the creditor brought before the debt was placed, with its judgment. */
async function judged(on: string, performBy?: string): Promise<string> {
	const { id } = done(await refer({ brought_by: 'creditor', filed_on: '2024-06-03' }));
	done(await step(id, { step: 'judged', on, ...(performBy ? { perform_by: performBy } : {}) }));
	return id;
}
async function gate(point: bigint, ask: { content?: readonly 'threatens_suit'[]; purpose?: 'inform'; debt_ids?: readonly string[] } = {}) {
	const [target] = await database.tx((tx) =>
		loadTargets(tx, [{ debtorId: debt.debtorId, pointId: point }], { now: testNow, agentId: null }),
	);
	const { facts, law } = known(target, 'target');
	const decision = decide(
		{ channel: 'voice', purpose: 'collect', amount_minor: null, automatic: true, ...ask } as const,
		facts,
		law,
		testNow,
	);
	return {
		facts: facts.debts[0],
		code: decision.code,
		refuses: decision.reasons.filter((reason) => reason.verdict === 'refuses').map((reason) => reason.rule),
		warnings: decision.warnings,
	};
}
/** A call to the guarantor in order to collect, and what came of it. */
async function called(line: string, at: string): Promise<void> {
	const asked = Temporal.Instant.from(at);
	const permit = await givenPermit(database.owner, {
		tenant_id: database.tenantId,
		debtor_id: debt.debtorId,
		channel: 'voice',
		contact_point_id: points.guarantor,
		party_id: guarantor,
		asked_by: door.actor.id,
		permitted: true,
		debt_ids: [debt.debtId],
		asked_at: asked,
		expires_at: asked.add({ minutes: 10 }),
	});
	const [attempt] = await database.query<{ id: bigint }>(
		`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, party_id, creditor_ids, debt_ids, made_by, placed_at)
		 values ($1, $2, $3, 'voice', $4, $5, '{}', $6, $7, $8) returning id`,
		[database.tenantId, debt.debtorId, permit, points.guarantor, guarantor, [debt.debtId], door.actor.id, asked],
	);
	await database.query(
		`insert into contact_outcome (tenant_id, debtor_id, attempt_id, line, said, answered, ended_at, recorded_at) values ($1, $2, $3, $4, 'none', $5, $6, $6)`,
		[database.tenantId, debt.debtorId, attempt?.id, line, line === 'right_party', asked],
	);
}

describe('CN-S3: after a judgment the time to apply for enforcement runs', () => {
	test('CN-S3: effective on 2024-11-24 it runs until today and the gate is silent; to be performed by 2024-11-23 it is over, the gate warns, and a threat is refused (SUIT)', async () => {
		await judged('2024-11-24');
		expect(await clock()).toMatchObject({ rule: 'CN-S3', ends_on: '2026-11-24', days_left: 0, barred: false, since_on: '2024-11-24' });
		expect(await gate(points.debtor, { content: ['threatens_suit'] })).toMatchObject({ refuses: [], warnings: [] });
		await placed();
		await judged('2024-11-01', '2024-11-23');
		const { barred_says: says, ...rest } = await clock();
		expect(rest).toMatchObject({ rule: 'CN-S3', ends_on: '2026-11-23', barred: true, since_on: '2024-11-23', longest_until: null });
		expect(says?.zh).toMatch(/民诉法解释481/);
		expect(await gate(points.debtor)).toMatchObject({ facts: { enforce_until: '2026-11-23' }, refuses: [], warnings: ['CN-S3'] });
		expect((await gate(points.debtor)).facts).not.toHaveProperty('suit_until');
		expect((await gate(points.debtor, { content: ['threatens_suit'] })).refuses).toEqual(['SUIT']);
	});

	test('CN-S3: enforcement applied for stops the clock, withdrawn it begins two years anew, and the second application counts because of the first', async () => {
		const suit = await judged('2024-07-01', '2024-08-01');
		done(await step(suit, { step: 'enforcement', on: '2026-07-20' }));
		expect(await clock()).toMatchObject({ ends_on: null, barred: false, why: { zh: '申请执行时效因申请执行中断，程序终结后重新计算' } });
		done(await step(suit, { step: 'enforcement_withdrawn', on: '2026-08-20' }));
		expect(await clock()).toMatchObject({ ends_on: '2028-08-20', since_on: '2026-08-20' });
		// A day late by the judgment alone (2026-08-01), in time by what went before.
		done(await step(suit, { step: 'enforcement', on: '2026-10-01' }));
		expect(await clock()).toMatchObject({ ends_on: null });
		expect(done(await suitsOfDebtor(door, debt.debtorId)).suits[0]).toMatchObject({ state: 'enforcement', enforcement_on: '2026-10-01' });
	});

	test('CN-S3: a suit recorded in error leaves the limitation as it was; counsel’s last day to sue says nothing of enforcement', async () => {
		const suit = await judged('2024-07-01');
		const told = { debt_id: String(debt.debtId), kind: 'last_day_to_sue' as const, happened_on: '2026-12-01', evidence: 'opinion' };
		done(await inAct((act) => tellLimitation(act, debt.debtorId, told)));
		expect(await clock()).toMatchObject({ rule: 'CN-S3', ends_on: '2026-07-01' });
		done(await step(suit, { step: 'recorded_in_error' }));
		expect(await clock()).toMatchObject({ rule: 'CN-S1', ends_on: '2026-12-01' });
	});

	test('CN-S3: compliance sees a judgment whose time ends within 90 days or ended in the last 30, once, and none that is being enforced', async () => {
		const seen = async () =>
			(await nearLimits(door)).limitations.flatMap((each) => (each.debt_id === String(debt.debtId) ? [each.limitation.ends_on] : []));
		for (const [effect, ends] of [
			['2025-02-22', ['2027-02-22']],
			['2025-02-23', []],
			['2024-10-25', ['2026-10-25']],
			['2024-10-24', []],
		] as const) {
			await placed({ overdueSince: '2021-01-10' });
			await judged(effect);
			expect([effect, await seen()]).toEqual([effect, ends]);
		}
		await placed();
		const suit = await judged('2024-12-01');
		expect(await seen()).toEqual(['2026-12-01']);
		done(await step(suit, { step: 'enforcement', on: '2026-11-20' }));
		expect(await seen()).toEqual([]);
	});
});

describe('a suit goes from referral to judgment in order', () => {
	test('referred, filed today, and limitation stops; what is out of order, ahead or before the step before is not recorded', async () => {
		const { id } = done(await refer());
		expect(await step(id, { step: 'judged', on: '2026-11-24' })).toMatchObject({ code: 'suit.step_out_of_order' });
		expect(await step(id, { step: 'filed', on: '2026-11-23' })).toMatchObject({ code: 'request.malformed' });
		expect(await step(id, { step: 'filed', on: '2026-11-25' })).toMatchObject({ code: 'request.malformed' });
		expect(await step(id, { step: 'filed' })).toMatchObject({ code: 'request.malformed' });
		expect((await clock()).ends_on).toBe('2027-01-10');
		done(await step(id, { step: 'filed', on: '2026-11-24', case_number: '(2026)京0108民初1号' }));
		expect(await clock()).toMatchObject({ rule: 'CN-S1', ends_on: null });
		expect(await step(id, { step: 'judged', on: '2026-11-24', perform_by: '2026-11-23' })).toMatchObject({ code: 'request.malformed' });
		done(await step(id, { step: 'withdrawn', on: '2026-11-24' }));
		expect(await clock()).toMatchObject({ rule: 'CN-S1', ends_on: '2029-11-24' });
		expect(done(await suitsOfDebtor(door, debt.debtorId)).suits[0]).toMatchObject({ state: 'withdrawn', steps: ['recorded_in_error'] });
	});

	test('a debt is not sued for twice: while a suit is referred, pending or judged a second is refused; withdrawn or recorded in error it may be brought anew', async () => {
		const { id } = done(await refer());
		expect(await refer()).toMatchObject({ code: 'suit.under_way', details: { suit: id } });
		done(await step(id, { step: 'filed', on: '2026-11-24' }));
		expect(await refer()).toMatchObject({ code: 'suit.under_way' });
		done(await step(id, { step: 'withdrawn', on: '2026-11-24' }));
		const again = done(await refer()).id;
		done(await step(again, { step: 'recorded_in_error' }));
		await judged('2024-11-24');
		expect(await refer()).toMatchObject({ code: 'suit.under_way' });
	});

	test('a suit says when it was filed where the creditor brought it, and only there; a debt that is not the debtor’s or not open is not referred', async () => {
		expect(await refer({ brought_by: 'creditor' })).toMatchObject({ code: 'request.malformed' });
		expect(await refer({ filed_on: '2026-11-01' })).toMatchObject({ code: 'request.malformed' });
		expect(await refer({ debt_id: '999999' })).toMatchObject({ code: 'thing.not_found' });
		await database.query(`update debt_state set status = 'settled' where tenant_id = $1 and debt_id = $2`, [
			database.tenantId,
			debt.debtId,
		]);
		expect(await refer()).toMatchObject({ code: 'debt.not_open' });
	});
});

describe('US-J1, US-B1: where and whether a collector may sue (12 CFR 1006.26(b), 1006.30(d))', () => {
	const told = (on: string) =>
		inAct((act) =>
			tellLimitation(act, debt.debtorId, { debt_id: String(debt.debtId), kind: 'last_day_to_sue', happened_on: on, evidence: 'opinion' }),
		);
	const summit = { court: 'Akron Municipal Court', venue: 'US-OH-Summit', ground: 'residence', lives_in: 'US-OH-Summit' } as const;

	test('US-B1: a suit filed by counsel’s last day stops the clock while it goes on, one filed a day later does not', async () => {
		await placed({ at: 'US-OH' });
		done(await told('2026-11-20'));
		const late = done(await refer({ ...summit, brought_by: 'creditor', filed_on: '2026-11-21' })).id;
		expect(await clock()).toMatchObject({ ends_on: '2026-11-20', barred: true });
		done(await step(late, { step: 'recorded_in_error' }));
		const inTime = done(await refer({ ...summit, brought_by: 'creditor', filed_on: '2026-11-20' })).id;
		expect(await clock()).toMatchObject({
			rule: 'US-B1',
			ends_on: null,
			known: true,
			barred: false,
			why: { zh: '起诉或仲裁期间时效不计算' },
		});
		done(await step(inTime, { step: 'withdrawn', on: '2026-11-24' }));
		expect(await clock()).toMatchObject({ ends_on: '2026-11-20', barred: true });
	});

	test('US-J1: in the county where the consumer lives or the contract was signed, and in no other; where they are said to live must be on record', async () => {
		await placed({ at: 'US-OH' });
		done(await told('2027-01-01'));
		expect(await refer({ ...summit, venue: 'US-OH-Cuyahoga' })).toMatchObject({
			code: 'suit.venue_not_lawful',
			details: { rule: 'US-J1', places: 'US-OH-SUMMIT' },
		});
		const first = done(await refer(summit)).id;
		done(await step(first, { step: 'recorded_in_error' }));
		const second = done(await refer({ ...summit, venue: 'US-OH-Franklin', ground: 'signed', signed_in: 'us-oh-franklin' })).id;
		done(await step(second, { step: 'recorded_in_error' }));
		await database.owner.query(`update dunwell.debtor set jurisdiction = 'US-NY' where id = $1`, [debt.debtorId]);
		expect(await refer(summit)).toMatchObject({ code: 'suit.venue_not_lawful' });
		// It was brought all the same by the creditor, who is no debt collector: it is recorded.
		done(await refer({ ...summit, brought_by: 'creditor', filed_on: '2026-11-20' }));
	});

	test('US-J1: over land only where it lies', async () => {
		await placed({ at: 'US-OH' });
		done(await told('2027-01-01'));
		const land = { ...summit, ground: 'real_property', real_property_in: 'US-MI-Wayne' } as const;
		expect(await refer(land)).toMatchObject({ code: 'suit.venue_not_lawful' });
		done(await refer({ ...land, venue: 'US-MI-Wayne' }));
	});

	test('US-B1: nobody sues before counsel’s last day is on record, nor the day after it; a client’s own staff is not bound (US-J1, US-B1)', async () => {
		// Nor where they may also be in China, whose three years are known: what a court in Ohio does is Ohio's.
		for (const at of ['US-OH', 'CN, US-OH']) {
			await placed({ at });
			expect(await refer(summit)).toMatchObject({ code: 'suit.limitation_unknown', details: { rule: 'US-B1' } });
		}
		done(await told('2026-11-24'));
		done(await refer(summit));
		await placed({ at: 'US-OH' });
		done(await told('2026-11-23'));
		expect(await refer(summit)).toMatchObject({ code: 'suit.debt_barred', details: { rule: 'US-B1', until: '2026-11-23' } });
		await database.query(`update client set collects_as = 'creditor' where tenant_id = $1 and id = $2`, [database.tenantId, debt.clientId]);
		done(await refer({ ...summit, venue: 'US-DE-Kent' }));
		await database.query(`update client set collects_as = 'agency' where tenant_id = $1 and id = $2`, [database.tenantId, debt.clientId]);
	});

	test('UK-B1: a breathing space stops it, and once it is lifted it does not', async () => {
		await placed({ at: 'UK-EAW' });
		const hold = `insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by) values ($1, $2, 'breathing_space', $3, 'notice', $4)`;
		await database.query(hold, [database.tenantId, debt.debtorId, testNow, door.actor.id]);
		expect(await refer()).toMatchObject({ code: 'suit.held', details: { rule: 'UK-B1' } });
		await database.query('update hold set lifted_at = $3, lifted_by = $4 where tenant_id = $1 and debtor_id = $2', [
			database.tenantId,
			debt.debtorId,
			testNow,
			door.actor.id,
		]);
		done(await refer());
	});
});

describe('CN-S2: a guarantor whose period ended unclaimed is not collected from (民法典 692, 693)', () => {
	const tell = (more: Partial<GuaranteeBody> = {}) =>
		inAct((act) =>
			tellGuarantee(act, debt.debtorId, {
				debt_id: String(debt.debtId),
				party_id: String(guarantor),
				kind: 'joint',
				evidence: 'contract, clause 9',
				...more,
			}),
		);
	const seen = async () => known(done(await guaranteesOfDebtor(door, debt.debtorId)).guarantees[0], 'guarantee');

	test('CN-S2: due on 2026-05-24 without a term it may be claimed until today; due a day earlier it is over, the guarantor is not collected from and the debtor is', async () => {
		await placed({ overdueSince: '2026-05-24' });
		expect((await gate(points.guarantor)).refuses).toEqual([]);
		done(await tell());
		expect(await seen()).toMatchObject({ ends_on: '2026-11-24', agreed: false, claimed_on: null, state: 'in period' });
		expect((await gate(points.guarantor)).refuses).toEqual([]);
		await placed({ overdueSince: '2026-05-23' });
		done(await tell());
		expect(await seen()).toMatchObject({ ends_on: '2026-11-23', state: 'over' });
		expect(await gate(points.guarantor)).toMatchObject({
			facts: { guarantee_until: '2026-11-23' },
			code: 'contact.guarantee_over',
			refuses: ['CN-S2'],
		});
		expect((await gate(points.guarantor, { purpose: 'inform' })).refuses).toEqual([]);
		expect((await gate(points.debtor)).refuses).toEqual([]);
	});

	test.each([
		['a call the guarantor took on the last day', 'right_party', '2024-07-10T15:59:00Z', 'claimed'],
		['a call a minute later, on the next day in Beijing', 'right_party', '2024-07-10T16:00:00Z', 'over'],
		['a call nobody took', 'no_answer', '2024-07-10T02:00:00Z', 'over'],
	])('CN-S2: %s is a claim on a joint guarantor or not (%s at %s: %s)', async (_, line, at, state) => {
		await called(line, at);
		done(await tell());
		expect(await seen()).toMatchObject({ ends_on: '2024-07-10', state });
		expect((await gate(points.guarantor)).refuses).toEqual(state === 'over' ? ['CN-S2'] : []);
	});

	test('CN-S2: a general guarantor is claimed on by suit against the debtor in time, not by a call', async () => {
		await called('right_party', '2024-07-01T02:00:00Z');
		done(await tell({ kind: 'general' }));
		expect((await gate(points.guarantor)).refuses).toEqual(['CN-S2']);
		const suit = done(await refer({ brought_by: 'creditor', filed_on: '2024-07-10' })).id;
		expect(await seen()).toMatchObject({ claimed_on: '2024-07-10', state: 'claimed' });
		expect((await gate(points.guarantor)).refuses).toEqual([]);
		done(await step(suit, { step: 'recorded_in_error' }));
		expect((await gate(points.guarantor)).refuses).toEqual(['CN-S2']);
	});

	test.each(['withdrawn', 'dismissed'] as const)(
		'CN-S2: a suit %s is no claim on a general guarantor, one brought again in time is (法释〔2020〕28号 art. 31)',
		async (ending) => {
			done(await tell({ kind: 'general' }));
			const suit = done(await refer({ brought_by: 'creditor', filed_on: '2024-06-01' })).id;
			expect(await seen()).toMatchObject({ claimed_on: '2024-06-01', state: 'claimed' });
			done(await step(suit, { step: ending, on: '2024-06-20' }));
			expect(await seen()).toMatchObject({ claimed_on: null, state: 'over' });
			expect((await gate(points.guarantor)).refuses).toEqual(['CN-S2']);
			// A payment order is neither suit nor arbitration (民法典 693).
			done(await refer({ brought_by: 'creditor', kind: 'payment_order', filed_on: '2024-07-01' }));
			expect(await seen()).toMatchObject({ claimed_on: null, state: 'over' });
			done(await refer({ brought_by: 'creditor', filed_on: '2024-07-10' }));
			expect(await seen()).toMatchObject({ claimed_on: '2024-07-10', state: 'claimed' });
		},
	);

	test('CN-S2: an agreed end of three years holds it, a claim made elsewhere saves it, and what was told in error is withdrawn', async () => {
		const { id } = done(await tell({ ends_on: '2027-01-10' }));
		expect(await seen()).toMatchObject({ ends_on: '2027-01-10', agreed: true, state: 'in period' });
		expect(await tell()).toMatchObject({ code: 'guarantee.recorded_before' });
		const change1 = (of: string, said: object) =>
			inAct((act) => changeGuarantee(act, { debtorId: debt.debtorId, id: BigInt(of) }, { evidence: 'told in error', ...said }));
		done(await change1(id, { withdrawn: true }));
		expect(await change1(id, { withdrawn: true })).toMatchObject({ code: 'thing.not_found' });
		const again = done(await tell()).id;
		expect((await gate(points.guarantor)).refuses).toEqual(['CN-S2']);
		done(await change1(again, { claimed_on: '2024-07-10' }));
		expect((await gate(points.guarantor)).refuses).toEqual([]);
		expect(await change1(again, { claimed_on: '2026-11-25' })).toMatchObject({ code: 'request.malformed' });
	});

	test('CN-S2: a claim of 10 July 2024, in time, is not undone by one of 20 July told later, and gives way to one of 5 July', async () => {
		const { id } = done(await tell({ claimed_on: '2024-07-10' }));
		const claim = (on: string) =>
			inAct((act) => changeGuarantee(act, { debtorId: debt.debtorId, id: BigInt(id) }, { evidence: 'a second letter', claimed_on: on }));
		expect(await claim('2024-07-20')).toMatchObject({ code: 'request.malformed' });
		expect(await seen()).toMatchObject({ ends_on: '2024-07-10', claimed_on: '2024-07-10', state: 'claimed' });
		expect((await gate(points.guarantor)).refuses).toEqual([]);
		done(await claim('2024-07-05'));
		expect(await seen()).toMatchObject({ claimed_on: '2024-07-05', state: 'claimed' });
	});

	test('a guarantee is told of the debtor’s own guarantor and debt, and a general guarantor is not “asked”', async () => {
		expect(await tell({ party_id: '999999' })).toMatchObject({ code: 'thing.not_found' });
		expect(await tell({ debt_id: '999999' })).toMatchObject({ code: 'thing.not_found' });
		expect(await tell({ kind: 'general', claimed_on: '2024-05-01' })).toMatchObject({ code: 'request.malformed' });
	});
});
