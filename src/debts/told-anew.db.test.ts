import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nearLimits } from '../compliance/near-limits.ts';
import { decide } from '../contact/rules.ts';
import { loadTargets } from '../contact/target-store.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type DebtSaid, type PlacedDebt } from '../../test/support/debts.ts';
import { loadGuarantees } from './guarantee-store.ts';
import { tellGuarantee } from './guarantee-actions.ts';
import { changeTold, limitationOfDebtor, tellLimitation } from './limitation-actions.ts';
import type { LimitationFact } from './limitation.ts';
import { referSuit, stepSuit } from './suit-actions.ts';

/** What is told of a last day more than once, is known of one law alone, or is past once a court has judged; today is 2026-11-24. */
let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('compliance');
});
afterAll(() => database.close());

let debt: PlacedDebt;
let point: bigint;
async function placed({ at, ...said }: DebtSaid & { at: string }): Promise<void> {
	debt = await aDebt(database, await database.door('admin'), { product: 'consumer_loan', overdueSince: '2024-01-10', ...said });
	const [row] = await database.query<{ id: bigint }>(
		`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, 'mobile', '\\x00', $3, '138****0000', 'placement B1', 'contract', '2023-12-01') returning id`,
		[database.tenantId, debt.debtorId, Buffer.from(`${debt.debtorId}`)],
	);
	point = known(row, 'point').id;
	await database.owner.query('update dunwell.debtor set jurisdiction = $2 where id = $1', [debt.debtorId, at]);
}

const inAct = <T extends object | null>(work: (act: Act) => Promise<T>, by: Door = door) =>
	change(by, { act: 'test', input: null }, work as never) as Promise<T>;
function done<T extends object>(value: T | Refusal): T {
	if (isRefusal(value)) throw new Error(`${value.code} ${JSON.stringify(value.details)}`);
	return value;
}
/** Told on a day at noon in Beijing. */
const told = async (kind: LimitationFact['kind'], on: string, toldOn: string): Promise<string> => {
	const clock = { now: () => Temporal.Instant.from(`${toldOn}T04:00:00Z`) };
	const body = { debt_id: String(debt.debtId), kind, happened_on: on, evidence: 'opinion of counsel' };
	return done(await inAct((act) => tellLimitation(act, debt.debtorId, body), { ...door, clock })).id;
};
const withdrawn = async (id: string) =>
	done(await inAct((act) => changeTold(act, { debtorId: debt.debtorId, id: BigInt(id) }, { withdrawn: true, evidence: 'told in error' })));
const clock = async () => known(done(await limitationOfDebtor(door, debt.debtorId)).debts[0], 'debt').limitation;
const summit = { court: 'Akron Municipal Court', venue: 'US-OH-Summit', ground: 'residence', lives_in: 'US-OH-Summit' } as const;
const refer = (more: { brought_by?: 'creditor'; filed_on?: string } = {}) =>
	inAct((act) =>
		referSuit(act, debt.debtorId, {
			debt_id: String(debt.debtId),
			kind: 'court',
			brought_by: 'us',
			evidence: 'papers',
			...summit,
			...more,
		}),
	);
/** The creditor sued and it was judged. */
async function judged(on: string): Promise<string> {
	const { id } = done(await refer({ brought_by: 'creditor', filed_on: '2024-06-03' }));
	done(await inAct((act) => stepSuit(act, { debtorId: debt.debtorId, id: BigInt(id) }, { step: 'judged', on, evidence: 'judgment' })));
	return id;
}
/** What the gate says of a threat of suit, or of a call without one. */
async function gate(content: readonly 'threatens_suit'[] = ['threatens_suit']) {
	const [target] = await database.tx((tx) =>
		loadTargets(tx, [{ debtorId: debt.debtorId, pointId: point }], { now: testNow, agentId: null }),
	);
	const { facts, law } = known(target, 'target');
	const decision = decide({ channel: 'voice', purpose: 'collect', amount_minor: null, automatic: true, content }, facts, law, testNow);
	const refuses = decision.reasons.filter((reason) => reason.verdict === 'refuses').map((reason) => reason.rule);
	return { facts: facts.debts[0], suit: refuses.filter((rule) => rule === 'US-B1' || rule === 'SUIT'), refuses };
}

describe('of several last days told of a debt the one told last stands', () => {
	test('US-B1: told 30 November, and three days later 23 November: it is barred today, nobody threatens suit or sues', async () => {
		await placed({ at: 'US-OH' });
		await told('last_day_to_sue', '2026-11-30', '2026-11-17');
		const nearer = await told('last_day_to_sue', '2026-11-23', '2026-11-20');
		expect(await clock()).toMatchObject({ ends_on: '2026-11-23', barred: true });
		expect((await gate()).suit).toEqual(['US-B1']);
		expect(await refer()).toMatchObject({ code: 'suit.debt_barred', details: { rule: 'US-B1', until: '2026-11-23' } });
		// Told in error, it leaves what counsel had found before.
		await withdrawn(nearer);
		expect(await clock()).toMatchObject({ ends_on: '2026-11-30', barred: false });
		expect((await gate()).suit).toEqual([]);
		done(await refer());
	});

	test('US-B1: told 23 November, and three days later 30 November: it may be sued for', async () => {
		await placed({ at: 'US-OH' });
		await told('last_day_to_sue', '2026-11-23', '2026-11-17');
		await told('last_day_to_sue', '2026-11-30', '2026-11-20');
		expect(await clock()).toMatchObject({ ends_on: '2026-11-30', barred: false });
		expect((await gate()).suit).toEqual([]);
		done(await refer());
	});

	test('told at one moment, what was written down second stands; what the clock goes by is told once', async () => {
		await placed({ at: 'US-OH' });
		await told('last_day_to_sue', '2026-11-30', '2026-11-17');
		await told('last_day_to_sue', '2026-11-23', '2026-11-17');
		const { facts, limitation } = known(done(await limitationOfDebtor(door, debt.debtorId)).debts[0], 'debt');
		expect(limitation.ends_on).toBe('2026-11-23');
		expect(facts.map(({ on }) => on)).toEqual(['2026-11-23']);
	});

	test('CN-S1: the last instalment’s due date told anew is nearer by ten days: three years run from it, and it is near its end no more once it is told a year later', async () => {
		await placed({ at: 'CN', overdueSince: '2023-11-01' });
		const seen = async () => (await nearLimits(door)).limitations.find((each) => each.debt_id === String(debt.debtId))?.limitation.ends_on;
		await told('last_due', '2024-01-20', '2026-11-17');
		await told('last_due', '2024-01-10', '2026-11-18');
		expect([(await clock()).ends_on, await seen()]).toEqual(['2027-01-10', '2027-01-10']);
		await told('last_due', '2025-01-10', '2026-11-19');
		expect([(await clock()).ends_on, await seen()]).toEqual(['2028-01-10', undefined]);
	});

	test('CN-S2: a guarantee without a term ends six months after the due date that was told last (民法典 692)', async () => {
		await placed({ at: 'CN' });
		const [party] = await database.query<{ id: bigint }>(
			`insert into party (tenant_id, debtor_id, role, person_index, sealed, name_masked) values ($1, $2, 'guarantor', $3, '\\x00', '李*') returning id`,
			[database.tenantId, debt.debtorId, Buffer.from(`guarantor of ${debt.debtorId}`)],
		);
		const partyId = known(party, 'party').id;
		await database.query('insert into party_debt select tenant_id, debtor_id, id, $2 from party where id = $1', [partyId, debt.debtId]);
		const guarantee = { debt_id: String(debt.debtId), party_id: String(partyId), kind: 'joint', evidence: 'clause 9' } as const;
		done(await inAct((act) => tellGuarantee(act, debt.debtorId, guarantee)));
		await told('last_due', '2026-05-30', '2026-11-17');
		await told('last_due', '2026-05-23', '2026-11-18');
		const found = await database.tx((tx) => loadGuarantees(tx, [{ debtorId: debt.debtorId, partyId }]));
		expect(found.get(partyId)?.get(debt.debtId)?.endsOn).toBe('2026-11-23');
	});
});

describe('US-B1: no suit is threatened where nobody found the last day (12 CFR 1006.26(b))', () => {
	test.each([
		['US-OH', ['US-B1']],
		['CN, US-OH', ['US-B1', 'SUIT']],
		['US-OH UK-EAW', ['US-B1']],
	])(
		'in %s, as nobody may sue there either; a call without a threat is not refused for it, and counsel’s day lets it be',
		async (at, rows) => {
			await placed({ at, overdueSince: '2025-01-10' });
			expect((await gate()).suit.sort()).toEqual([...rows].sort());
			expect((await gate()).facts).toMatchObject({ suit_until_unknown: true });
			expect((await gate([])).suit).toEqual([]);
			expect(await refer()).toMatchObject({ code: 'suit.limitation_unknown', details: { rule: 'US-B1' } });
			expect((await clock()).why.en).toMatch(/not known: no pack here has the years/);
			await told('last_day_to_sue', '2026-11-24', '2026-11-24');
			expect((await gate()).suit).toEqual([]);
			expect((await gate()).facts).not.toHaveProperty('suit_until_unknown');
			expect((await clock()).why.en).not.toMatch(/not known/);
		},
	);

	test.each(['CN', 'UK-EAW', 'UK-SCT'])('in %s the years are known, and a threat about a debt of 2025 is not refused', async (at) => {
		await placed({ at, overdueSince: '2025-01-10' });
		expect((await gate()).suit).toEqual([]);
		expect((await gate()).facts).not.toHaveProperty('suit_until_unknown');
	});
});

describe('a judgment ends the time to sue under every law', () => {
	test('US-B1: counsel’s day of 2025 is past, the debt was judged before it: it is not barred, and nothing is left that nobody found', async () => {
		await placed({ at: 'US-OH' });
		await told('last_day_to_sue', '2025-06-01', '2025-01-10');
		expect(await clock()).toMatchObject({ ends_on: '2025-06-01', barred: true });
		const suit = await judged('2025-02-03');
		expect(await clock()).toMatchObject({
			rule: 'US-B1',
			ends_on: null,
			known: true,
			barred: false,
			barred_says: null,
			since_on: '2025-02-03',
		});
		expect((await clock()).why.en).toMatch(/judgment since 2025-02-03: no time to sue runs any more/);
		expect((await gate()).suit).toEqual([]);
		expect((await gate()).facts).not.toHaveProperty('suit_until');
		// Recorded in error, counsel's day is what there is.
		done(await inAct((act) => stepSuit(act, { debtorId: debt.debtorId, id: BigInt(suit) }, { step: 'recorded_in_error', evidence: 'x' })));
		expect(await clock()).toMatchObject({ ends_on: '2025-06-01', barred: true });
		expect((await gate()).suit).toEqual(['US-B1']);
	});

	test('US-B1: judged, and nobody ever found the last day: none is asked after', async () => {
		await placed({ at: 'US-OH' });
		await judged('2025-02-03');
		expect(await clock()).toMatchObject({ ends_on: null, known: true });
		expect((await gate()).suit).toEqual([]);
	});

	test('UK-S1-SCT, UK-S1: judged in the fifth year, the debt is not gone in the seventh, nor let be in England', async () => {
		for (const at of ['UK-SCT', 'UK-EAW']) {
			await placed({ at, overdueSince: '2019-11-23' });
			await told('refused_as_barred', '2026-11-23', '2026-11-23');
			expect((await gate([])).refuses).toContain(at === 'UK-SCT' ? 'UK-S1-SCT' : 'UK-S1');
			await judged('2024-08-01');
			expect(await clock()).toMatchObject({ ends_on: null, barred: false });
			expect((await gate([])).refuses).not.toContain(at === 'UK-SCT' ? 'UK-S1-SCT' : 'UK-S1');
		}
	});

	test('CN-S3: judged and in China or Ohio, two years to enforce run, and they are all that runs', async () => {
		await placed({ at: 'CN, US-OH' });
		await told('last_day_to_sue', '2025-06-01', '2025-01-10');
		await judged('2024-11-24');
		expect(await clock()).toMatchObject({ rule: 'CN-S3', ends_on: '2026-11-24', barred: false });
		expect((await gate()).suit).toEqual([]);
	});
});
