import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { recordPayment } from '../payments/actions.ts';
import { change, type Door } from '../record/change.ts';
import { askPermit, liftHold, placeAttempt, placeHold, recordOutcome, type Outcome } from './actions.ts';

/** The gate against a real database with many real connections: a limit of three is three, and nothing goes round a permit. */
let database: TestDatabase;
let door: Door;
let placed: PlacedDebt;
let mobile: bigint;
beforeAll(async () => {
	database = await testDatabase({ poolMax: 30 });
	door = await database.door('agent');
});
afterAll(() => database.close());
beforeEach(async () => {
	database.clock.set(testNow);
	placed = await aDebt(database, door);
	mobile = await aPoint(placed.debtorId);
});

async function aPoint(debtorId: bigint, partyId: bigint | null = null, number = randomUUID()): Promise<bigint> {
	const index = database.vault.blindIndex('phone', number);
	const [row] = await database.query<{ id: bigint }>(
		`insert into contact_point (tenant_id, debtor_id, party_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, $3, 'mobile', $4, $5, '138****0000', 'placement 1', 'contract', '2026-11-01') returning id`,
		[database.tenantId, debtorId, partyId, database.vault.seal(number, `contact ${index.toString('hex')}`), index],
	);
	return known(row, 'point').id;
}

async function aThirdParty(debtorId: bigint): Promise<bigint> {
	const [row] = await database.query<{ id: bigint }>(
		`insert into party (tenant_id, debtor_id, role, relation, person_index, sealed, name_masked) values ($1, $2, 'third_party', '朋友', $3, '\\x00', '李*') returning id`,
		[database.tenantId, debtorId, database.vault.blindIndex('person', randomUUID())],
	);
	return known(row, 'party').id;
}

const ask = (pointId = mobile, channel: 'voice' | 'sms' = 'voice', debtorId = placed.debtorId) =>
	change(door, { act: 'contact.ask', input: { debtorId, pointId }, keepOnRefusal: true }, async (act) => {
		const permit = await askPermit(act, { debtorId, contactPointId: pointId, channel });
		return isRefusal(permit) ? permit : { permitId: permit.permitId };
	});
const use = (permitId: bigint, debtorId = placed.debtorId) =>
	change(door, { act: 'contact.attempt', input: { permitId } }, (act) => placeAttempt(act, { debtorId, permitId }));
const end = (attemptId: bigint, said: Partial<Outcome> = {}) =>
	change(door, { act: 'contact.outcome', input: { attemptId } }, async (act) => {
		const done = await recordOutcome(act, {
			debtorId: placed.debtorId,
			attemptId,
			line: 'right_party',
			said: 'none',
			identityDisclosed: true,
			...said,
		});
		return isRefusal(done) ? done : { answered: done.answered, holds: done.holds };
	});
/** Permit, attempt, outcome; the code of whatever refused. */
async function contact(said: Partial<Outcome> = {}, pointId = mobile): Promise<string> {
	const permit = await ask(pointId);
	if (isRefusal(permit)) return permit.code;
	const attempt = await use(permit.permitId);
	if (isRefusal(attempt)) return attempt.code;
	const outcome = await end(attempt.attemptId, said);
	return isRefusal(outcome) ? outcome.code : 'done';
}

describe('a permit is for one contact', () => {
	test('used once it is used up', async () => {
		const permit = await ask();
		if (isRefusal(permit)) throw new Error(permit.code);
		expect(isRefusal(await use(permit.permitId))).toBe(false);
		expect(await use(permit.permitId)).toMatchObject({ code: 'permit.used' });
	});

	test('ten minutes later it has expired', async () => {
		const permit = await ask();
		if (isRefusal(permit)) throw new Error(permit.code);
		database.clock.advance({ minutes: 10 });
		expect(await use(permit.permitId)).toMatchObject({ code: 'permit.expired' });
	});

	test('a refused one cannot be used, and stays in the record with its reasons and first lawful moment', async () => {
		database.clock.set(Temporal.Instant.from('2026-11-24T14:30:00Z'));
		const refused = await ask();
		expect(refused).toMatchObject({ code: 'contact.outside_hours' });
		if (!isRefusal(refused)) return;
		expect(refused.allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
		expect(await use(BigInt(known(refused.details['permit_id'], 'permit')))).toMatchObject({ code: 'permit.refused' });
		const [kept] = await database.query<{ permitted: boolean; law_version: string; facts: { facts: { zones: string[] } } }>(
			'select permitted, law_version, facts from contact_permit where debtor_id = $1',
			[placed.debtorId],
		);
		expect(kept).toMatchObject({ permitted: false, facts: { facts: { zones: ['Asia/Shanghai'] } } });
		const [entry] = await database.query<{ outcome: string; code: string }>(
			`select outcome, code from record_entry where act = 'contact.ask' order by id desc limit 1`,
		);
		expect(entry).toEqual({ outcome: 'refused', code: 'contact.outside_hours' });
	});

	test('a payment in full that arrives between permit and use wins', async () => {
		const permit = await ask();
		if (isRefusal(permit)) throw new Error(permit.code);
		await change(door, { act: 'payment.record', input: {} }, (act) =>
			recordPayment(act, {
				clientId: placed.clientId,
				debtReference: placed.reference,
				amountMinor: 1_000_00n,
				currency: 'CNY',
				paidAt: act.now,
			}),
		);
		expect(await use(permit.permitId)).toMatchObject({ code: 'permit.void' });
	});

	test('a cease request that arrives between permit and use wins, and a lifted hold lets contact begin again', async () => {
		const permit = await ask();
		if (isRefusal(permit)) throw new Error(permit.code);
		const hold = await change(door, { act: 'hold.place', input: {} }, (act) =>
			placeHold(act, { debtorId: placed.debtorId, debtId: null, kind: 'cease_request', days: null, evidence: 'said so' }),
		);
		expect(await use(permit.permitId)).toMatchObject({ code: 'permit.void' });
		expect(await ask()).toMatchObject({ code: 'hold.in_force' });
		if (isRefusal(hold)) throw new Error(hold.code);
		const lift = () =>
			change(door, { act: 'hold.lift', input: {} }, (act) =>
				liftHold(act, { debtorId: placed.debtorId, holdId: BigInt(hold.holdId), today: Temporal.PlainDate.from('2026-11-24') }),
			);
		expect(isRefusal(await lift())).toBe(false);
		expect(await lift()).toMatchObject({ code: 'hold.already_lifted' });
		expect(isRefusal(await ask())).toBe(false);
	});
});

describe('a limit of three is three', () => {
	test('after three answered calls the fourth is refused, tomorrow at 08:00 it is allowed', async () => {
		for (let i = 0; i < 3; i++) expect(await contact()).toBe('done');
		expect(await contact()).toBe('contact.answered_limit_reached');
		database.clock.set(Temporal.Instant.from('2026-11-25T00:00:00Z'));
		expect(await contact()).toBe('done');
	});

	test('of 30 desks that ask and dial at once for the last call, one gets through', async () => {
		for (let i = 0; i < 2; i++) expect(await contact()).toBe('done');
		const tries = await Promise.all(
			Array.from({ length: 30 }, async () => {
				const permit = await ask();
				return isRefusal(permit) ? permit : use(permit.permitId);
			}),
		);
		expect(tries.filter((each) => !isRefusal(each))).toHaveLength(1);
		const [{ n } = { n: 0n }] = await database.query<{ n: bigint }>('select count(*) as n from contact_attempt where debtor_id = $1', [
			placed.debtorId,
		]);
		expect(n).toBe(3n);
	});

	test('of 20 desks calling one number of two debtors at once, six get through', async () => {
		const number = randomUUID();
		const other = await aDebt(database, door, { client: 'BANK2' });
		const points = [await aPoint(placed.debtorId, null, number), await aPoint(other.debtorId, null, number)] as const;
		const tries = await Promise.all(
			Array.from({ length: 20 }, async (_, i) => {
				const [debtorId, pointId] = i % 2 ? [other.debtorId, points[1]] : [placed.debtorId, points[0]];
				for (let again = 0; again < 12; again++) {
					const permit = await ask(pointId, 'voice', debtorId);
					if (isRefusal(permit)) {
						// A call still waiting for its outcome counts as answered; the line was busy, so it ends at once.
						if (permit.code !== 'contact.answered_limit_reached') return false;
						continue;
					}
					const attempt = await use(permit.permitId, debtorId);
					if (isRefusal(attempt)) continue;
					await change(door, { act: 'contact.outcome', input: {} }, async (act) => {
						const done = await recordOutcome(act, {
							debtorId,
							attemptId: attempt.attemptId,
							line: 'busy',
							said: 'none',
							identityDisclosed: false,
						});
						return isRefusal(done) ? done : { answered: done.answered };
					});
					return true;
				}
				return false;
			}),
		);
		const [{ n } = { n: 0n }] = await database.query<{ n: bigint }>('select count(*) as n from contact_attempt where value_index = $1', [
			database.vault.blindIndex('phone', number),
		]);
		expect(n).toBeLessThanOrEqual(6n);
		expect(tries.filter(Boolean).length).toBe(Number(n));
		expect(n).toBeGreaterThanOrEqual(3n);
	});

	test('a second message on one day is refused', async () => {
		const first = await ask(mobile, 'sms');
		if (isRefusal(first)) throw new Error(first.code);
		await use(first.permitId);
		expect(await ask(mobile, 'sms')).toMatchObject({ code: 'contact.message_limit_reached' });
	});
});

describe('an outcome binds at once', () => {
	test('a talk without the institution named is no outcome, a call cut off before a word is (CN-I1)', async () => {
		expect(await contact({ said: 'cannot_pay', identityDisclosed: false })).toBe('outcome.identity_not_disclosed');
		expect(await contact({ said: 'none', identityDisclosed: false })).toBe('done');
	});

	test('an outcome is recorded once', async () => {
		const permit = await ask();
		if (isRefusal(permit)) throw new Error(permit.code);
		const attempt = await use(permit.permitId);
		if (isRefusal(attempt)) throw new Error(attempt.code);
		expect(isRefusal(await end(attempt.attemptId))).toBe(false);
		expect(await end(attempt.attemptId)).toMatchObject({ code: 'outcome.already_recorded' });
	});

	test.each([
		['disputes', 'dispute'],
		['complains', 'complaint'],
		['hardship', 'hardship'],
		['refuses_contact', 'cease_request'],
		['deceased', 'deceased'],
	] as const)('a debtor who %s is on hold (%s) and the next call is refused', async (said, kind) => {
		expect(await contact({ said })).toBe('done');
		expect(await database.query('select kind from hold where debtor_id = $1', [placed.debtorId])).toEqual([{ kind }]);
		expect(await contact()).toBe('hold.in_force');
	});

	test('a wrong number is never used again', async () => {
		expect(await contact({ line: 'other_person', said: 'wrong_person' })).toBe('done');
		expect(await contact()).toBe('contact.point_unusable');
	});

	test('a third party may be asked after three failed calls, and never again after refusing', async () => {
		const friend = await aPoint(placed.debtorId, await aThirdParty(placed.debtorId));
		expect(await contact({}, friend)).toBe('contact.third_party_not_needed');
		for (let i = 0; i < 3; i++) expect(await contact({ line: 'no_answer' })).toBe('done');
		expect(await contact({ line: 'other_person', said: 'refuses_contact' }, friend)).toBe('done');
		database.clock.advance({ hours: 24 * 30 });
		expect(['contact.third_party_refused', 'contact.point_unusable']).toContain(await contact({}, friend));
		const [party] = await database.query<{ refused: boolean }>('select refused_at is not null as refused from party where debtor_id = $1', [
			placed.debtorId,
		]);
		expect(party).toEqual({ refused: true });
	});
});

describe('no way round in the database', () => {
	const insertAttempt = (permitId: bigint) =>
		database.query(
			`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, creditor_ids, debt_ids, made_by, placed_at) values ($1, $2, $3, 'voice', '{}', '{}', $4, $5)`,
			[database.tenantId, placed.debtorId, permitId, door.actor.id, testNow],
		);

	test('an attempt without a permit cannot be inserted', async () => {
		await expect(insertAttempt(987_654_321n)).rejects.toThrow('violates foreign key constraint');
	});

	test('an attempt on a refused permit cannot be inserted', async () => {
		database.clock.set(Temporal.Instant.from('2026-11-24T14:30:00Z'));
		const refused = await ask();
		if (!isRefusal(refused)) throw new Error('permitted at 22:30');
		await expect(insertAttempt(BigInt(known(refused.details['permit_id'], 'permit')))).rejects.toThrow('violates foreign key constraint');
	});

	test('a second attempt on one permit cannot be inserted, nor a permit edited afterwards', async () => {
		const permit = await ask();
		if (isRefusal(permit)) throw new Error(permit.code);
		await insertAttempt(permit.permitId);
		await expect(insertAttempt(permit.permitId)).rejects.toThrow('duplicate key');
		await expect(database.query('update contact_permit set permitted = true')).rejects.toThrow('permission denied');
	});
});
