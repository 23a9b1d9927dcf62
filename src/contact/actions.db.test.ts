import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { recordPayment } from '../payments/actions.ts';
import { change, type Door } from '../record/change.ts';
import {
	agreeHours,
	askPermit,
	askPermits,
	liftHold,
	type Outcome,
	placeAttempt,
	placeAttempts,
	placeHold,
	recordOutcome,
	revokeHours,
	unmask,
} from './actions.ts';

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

	test('of 50 desks that ask at once for the last call of the day, exactly one gets a permit', async () => {
		for (let i = 0; i < 2; i++) expect(await contact()).toBe('done');
		const tries = await Promise.all(Array.from({ length: 50 }, () => ask()));
		const given = tries.filter((each) => !isRefusal(each));
		expect(given).toHaveLength(1);
		expect(new Set(tries.filter(isRefusal).map((each) => each.code))).toEqual(new Set(['contact.answered_limit_reached']));
		// A permit that is not used runs out, and with it what it kept back.
		expect(tries.find(isRefusal)?.allowedFrom?.toString()).toBe('2026-11-24T02:10:00Z');
		database.clock.advance({ minutes: 10 });
		expect(isRefusal(await ask())).toBe(false);
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

	test('the sixth call to a number today is the last, whatever debtor it was for', async () => {
		const number = randomUUID();
		const other = await aDebt(database, door, { client: 'BANK3' });
		const points = [await aPoint(placed.debtorId, null, number), await aPoint(other.debtorId, null, number)] as const;
		for (let i = 0; i < 6; i++) {
			const [debtorId, pointId] = i % 2 ? [other.debtorId, points[1]] : [placed.debtorId, points[0]];
			const permit = await ask(pointId, 'voice', debtorId);
			if (isRefusal(permit)) throw new Error(permit.code);
			const attempt = await use(permit.permitId, debtorId);
			if (isRefusal(attempt)) throw new Error(attempt.code);
			await end(attempt.attemptId, { debtorId, line: 'no_answer', identityDisclosed: false });
		}
		expect(await ask(points[0])).toMatchObject({ code: 'contact.attempt_limit_reached' });
		expect(await ask(points[1], 'voice', other.debtorId)).toMatchObject({ code: 'contact.attempt_limit_reached' });
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

	test('a third party who refused is not called about another debtor of the same lender, about one of another lender they are (CN-P3)', async () => {
		const person = randomUUID();
		const named = async (client: string) => {
			const { debtorId } = await aDebt(database, door, { client });
			const [party] = await database.query<{ id: bigint }>(
				`insert into party (tenant_id, debtor_id, role, person_index, sealed, name_masked) values ($1, $2, 'third_party', $3, '\\x00', '李*') returning id`,
				[database.tenantId, debtorId, database.vault.blindIndex('person', person)],
			);
			await database.query(
				`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by) values ($1, $2, 'deceased', $3, 'certificate', $4)`,
				[database.tenantId, debtorId, testNow, door.actor.id],
			);
			return { debtorId, partyId: known(party, 'party').id, pointId: await aPoint(debtorId, known(party, 'party').id) };
		};
		const [first, same, other] = [await named('LENDER1'), await named('LENDER1'), await named('LENDER2')];
		await database.query('update party set refused_at = $2 where debtor_id = $1', [first.debtorId, testNow]);
		expect(await ask(same.pointId, 'voice', same.debtorId)).toMatchObject({ code: 'contact.third_party_refused' });
		expect(isRefusal(await ask(other.pointId, 'voice', other.debtorId))).toBe(false);
	});

	test('a debtor who answers on a friend’s number and wants no contact is on hold; the friend has refused nothing', async () => {
		const friend = await aPoint(placed.debtorId, await aThirdParty(placed.debtorId));
		for (let i = 0; i < 3; i++) expect(await contact({ line: 'no_answer' })).toBe('done');
		expect(await contact({ line: 'right_party', said: 'refuses_contact' }, friend)).toBe('done');
		expect(await contact()).toBe('hold.in_force');
		const [party] = await database.query<{ refused: boolean }>('select refused_at is not null as refused from party where debtor_id = $1', [
			placed.debtorId,
		]);
		expect(party).toEqual({ refused: false });
	});
});

describe('many at once', () => {
	/** Debtors with histories that differ, some sharing a number. */
	async function aBook(count: number) {
		const shared = randomUUID();
		return Promise.all(
			Array.from({ length: count }, async (_, i) => {
				const { debtorId } = await aDebt(database, door, { client: 'BULK' });
				const pointId = await aPoint(debtorId, null, i % 5 === 0 ? shared : randomUUID());
				if (i % 7 === 0)
					await change(door, { act: 'hold.place', input: {} }, (act) =>
						placeHold(act, { debtorId, debtId: null, kind: 'hardship', days: 2, evidence: 'said so' }),
					);
				return { debtorId, contactPointId: pointId, channel: 'voice' as const };
			}),
		);
	}
	const codes = (answers: readonly unknown[]) =>
		answers.map((each) => (isRefusal(each) ? `${each.code} ${each.allowedFrom}` : 'permitted'));
	/** Every debtor asked for four times: the fourth permit of a debtor, and the seventh of the shared number, is one too many. */
	const fourTimes = <T>(list: readonly T[]) => [...list, ...list, ...list, ...list];

	test('160 permits in one transaction are given and refused exactly as one after the other', async () => {
		const bulk = fourTimes(await aBook(40));
		const single = fourTimes(await aBook(40));
		const together: unknown[] = [];
		await change(door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			together.push(...(await askPermits(act, bulk)));
			return null;
		});
		const apart: unknown[] = [];
		for (const one of single) {
			apart.push(
				await change(door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
					const permit = await askPermit(act, one);
					return isRefusal(permit) ? permit : null;
				}),
			);
		}
		expect(codes(together)).toEqual(codes(apart));
		expect(new Set(codes(together).map((text) => text.split(' ')[0]))).toEqual(
			new Set(['permitted', 'hold.in_force', 'contact.answered_limit_reached', 'contact.attempt_limit_reached']),
		);
	});

	test('permits used in one transaction: each once, a hold placed in between voids its own', async () => {
		const book = (await aBook(4)).slice(1, 4);
		let ids: bigint[] = [];
		await change(door, { act: 'contact.ask', input: {} }, async (act) => {
			ids = (await askPermits(act, book)).map((each) => (isRefusal(each) ? 0n : each.permitId));
			return null;
		});
		const [first, second, third] = book.map((each, i) => ({ debtorId: each.debtorId, permitId: known(ids[i], 'permit') }));
		if (!first || !second || !third) throw new Error('three permits');
		await change(door, { act: 'hold.place', input: {} }, (act) =>
			placeHold(act, { debtorId: second.debtorId, debtId: null, kind: 'cease_request', days: null, evidence: 'said so' }),
		);
		const placedNow: unknown[] = [];
		await change(door, { act: 'contact.attempt', input: {} }, async (act) => {
			placedNow.push(...(await placeAttempts(act, [first, second, third, first, { ...third, permitId: 987_654_321n }])));
			return null;
		});
		expect(placedNow.map((each) => (isRefusal(each) ? each.code : 'placed'))).toEqual([
			'placed',
			'permit.void',
			'placed',
			'permit.used',
			'thing.not_found',
		]);
	});
});

describe('what a debtor agreed to', () => {
	const agree = (from: string, until: string) =>
		change(door, { act: 'hours.agree', input: {} }, (act) =>
			agreeHours(act, { debtorId: placed.debtorId, hours: { from, until }, evidence: 'asked for evenings' }),
		);
	const revoke = () => change(door, { act: 'hours.revoke', input: {} }, (act) => revokeHours(act, placed.debtorId));

	test('hours until 23:00 on record let a call be made at 22:30, until they are taken back (CN-T1)', async () => {
		database.clock.set(Temporal.Instant.from('2026-11-24T14:30:00Z'));
		expect(await ask()).toMatchObject({ code: 'contact.outside_hours' });
		await agree('20:00', '21:00');
		expect(await ask()).toMatchObject({ code: 'contact.outside_hours' });
		await agree('20:00', '23:00');
		expect(isRefusal(await ask())).toBe(false);
		expect(await revoke()).toEqual({ ended: true });
		expect(await ask()).toMatchObject({ code: 'contact.outside_hours' });
		expect(await revoke()).toMatchObject({ code: 'agreed_hours.none' });
	});
});

describe('each refusal reaches the caller with its own code', () => {
	const refusedBy = async (change_: string, parameters: readonly unknown[] = []) => {
		await database.query(change_, parameters);
		const answer = await ask();
		return isRefusal(answer) ? answer.code : 'permitted';
	};

	test.each([
		['a debt that is recalled', `update debt_state set status = 'recalled' where debtor_id = $1`, 'contact.debt_not_open'],
		['a number without a source', `update contact_point set source = '' where debtor_id = $1`, 'contact.point_without_source'],
		['a number out of date', `update contact_point set expires_on = '2026-11-23' where debtor_id = $1`, 'contact.point_without_source'],
	] as const)('%s: %s', async (_, sql, code) => {
		expect(await refusedBy(sql, [placed.debtorId])).toBe(code);
	});

	test('an amount one fen above the balance is refused (CN-X1), the balance itself is not', async () => {
		const name = (amountMinor: bigint) =>
			change(door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
				const permit = await askPermit(act, { debtorId: placed.debtorId, contactPointId: mobile, channel: 'voice', amountMinor });
				return isRefusal(permit) ? permit : null;
			});
		expect(await name(1_000_01n)).toMatchObject({ code: 'contact.above_balance' });
		expect(await name(1_000_00n)).toBeNull();
	});

	test('an agent whose training is a year and a day old is refused (CN-H1)', async () => {
		const stale = await database.door('agent', 'stale');
		await database.query(`update login set trained_on = '2025-11-23' where id = $1`, [stale.actor.id]);
		const answer = await change(stale, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			const permit = await askPermit(act, { debtorId: placed.debtorId, contactPointId: mobile, channel: 'voice' });
			return isRefusal(permit) ? permit : null;
		});
		expect(answer).toMatchObject({ code: 'contact.agent_not_certified' });
	});

	test('a third party: never named, collected from, tried twice', async () => {
		const friend = await aPoint(placed.debtorId, await aThirdParty(placed.debtorId));
		for (let i = 0; i < 3; i++) expect(await contact({ line: 'no_answer' })).toBe('done');
		const collecting = await change(door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			const permit = await askPermit(act, { debtorId: placed.debtorId, contactPointId: friend, channel: 'voice', purpose: 'collect' });
			return isRefusal(permit) ? permit : null;
		});
		expect(collecting).toMatchObject({ code: 'contact.third_party_not_a_debtor' });
		for (let i = 0; i < 2; i++) expect(await contact({ line: 'no_answer' }, friend)).toBe('done');
		expect(await contact({}, friend)).toBe('contact.third_party_limit');
		await database.query('update party set named_by_debtor = false where debtor_id = $1', [placed.debtorId]);
		expect(await contact({}, friend)).toBe('contact.third_party_not_named');
	});

	test('a contact point of another debtor does not exist', async () => {
		const other = await aDebt(database, door, { client: 'BANK4' });
		const theirs = await aPoint(other.debtorId);
		expect(await ask(theirs)).toMatchObject({ code: 'thing.not_found' });
	});
});

describe('a look at a number is a permit too', () => {
	const look = () =>
		change(door, { act: 'contact.unmask', input: {}, keepOnRefusal: true }, (act) =>
			unmask(act, { debtorId: placed.debtorId, contactPointId: mobile }),
		);

	test('it opens at night, counts no call, and is refused while a hold is in force', async () => {
		database.clock.set(Temporal.Instant.from('2026-11-24T15:00:00Z'));
		const seen = await look();
		if (isRefusal(seen)) throw new Error(seen.code);
		expect(seen.value).toMatch(/^[0-9a-f-]{36}$/);
		expect(await use(seen.permitId)).toMatchObject({ code: 'thing.not_found' });
		await change(door, { act: 'hold.place', input: {} }, (act) =>
			placeHold(act, { debtorId: placed.debtorId, debtId: null, kind: 'dispute', days: null, evidence: 'said so' }),
		);
		expect(await look()).toMatchObject({ code: 'hold.in_force' });
	});
});

describe('no way round in the database', () => {
	/** The attempt a permit allows, written by hand, with whatever else is said. */
	const insertAttempt = (permitId: bigint, said: { placedAt?: Temporal.Instant; number?: string; channel?: string } = {}) =>
		database.query(
			`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, value_index, creditor_ids, debt_ids, made_by, placed_at)
			 select $1, $2, $3, $6, p.contact_point_id, coalesce($7::bytea, p.value_index), coalesce(p.creditor_ids, '{}'), coalesce(p.debt_ids, '{}'), $4, $5
			   from (select 1) one left join contact_permit p on p.debtor_id = $2 and p.id = $3`,
			[
				database.tenantId,
				placed.debtorId,
				permitId,
				door.actor.id,
				said.placedAt ?? testNow,
				said.channel ?? 'voice',
				said.number === undefined ? null : database.vault.blindIndex('phone', said.number),
			],
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

	test('an attempt after its permit ran out, on another number or by another channel cannot be inserted', async () => {
		const permit = await ask();
		if (isRefusal(permit)) throw new Error(permit.code);
		const wrong = 'a contact attempt is not what its permit allows';
		await expect(insertAttempt(permit.permitId, { placedAt: testNow.add({ minutes: 10 }) })).rejects.toThrow(wrong);
		await expect(insertAttempt(permit.permitId, { number: '19900000001' })).rejects.toThrow(wrong);
		await expect(insertAttempt(permit.permitId, { channel: 'sms' })).rejects.toThrow(wrong);
		await insertAttempt(permit.permitId, { placedAt: testNow.add({ minutes: 9 }) });
	});

	test('a message cannot be marked as sent without its attempt', async () => {
		await database.query(
			`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step) values ($1, $2, $3, 'sms', 'opening', $4, '2026-11-24', 'opening')`,
			[database.tenantId, placed.debtorId, placed.debtId, testNow],
		);
		await expect(database.query(`update message set state = 'sent' where debtor_id = $1`, [placed.debtorId])).rejects.toThrow(
			'violates check',
		);
		await expect(
			database.query(`update message set state = 'sent', attempt_id = 987654321 where debtor_id = $1`, [placed.debtorId]),
		).rejects.toThrow('violates foreign key constraint');
	});
});
