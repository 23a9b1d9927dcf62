import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { somebodyWaits } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { aPoint, ask, contact, end, use, gateDesk } from '../../test/support/gate.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { lockDebtor } from '../debtors/store.ts';
import { recordPayment } from '../payments/actions.ts';
import { lawRows, lawVersion } from '../law/rows.ts';
import { change } from '../record/change.ts';
import { loadTargets } from './target-store.ts';
import { askPermit, askPermits, liftHold, placeAttempts, placeHold, recordOutcome, unmask } from './actions.ts';
import { type Ask, decide, type Facts } from './rules.ts';

/** The gate against a real database with many real connections: a limit of three is three, and nothing goes round a permit. */
const desk = gateDesk();

const codeOf = (answer: object | undefined) => ({ code: isRefusal(answer) ? answer.code : null });

test('asked twelve times on one connection, the facts of one contact are planned six times at most', async () => {
	const { debtorId } = desk.placed;
	const plans = await desk.database.tx(async (tx) => {
		for (let i = 0; i < 12; i++)
			await loadTargets(tx, [{ debtorId, pointId: desk.mobile }], { now: desk.database.clock.now(), agentId: desk.door.actor.id });
		return tx.query<{ custom_plans: bigint; generic_plans: bigint }>(
			`select custom_plans, generic_plans from pg_prepared_statements where name = 'gate facts of one' and $1`,
			[true],
		);
	});
	expect(plans).toHaveLength(1);
	expect(plans[0]?.custom_plans).toBeLessThanOrEqual(6n);
});

describe('a permit is for one contact', () => {
	test('used once it is used up', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		expect(isRefusal(await use(desk, permit.permitId))).toBe(false);
		expect(await use(desk, permit.permitId)).toMatchObject({ code: 'permit.used' });
	});

	test('ten minutes later it has expired', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		desk.database.clock.advance({ minutes: 10 });
		expect(await use(desk, permit.permitId)).toMatchObject({ code: 'permit.expired' });
	});

	test('a refused one cannot be used, and stays in the record with its reasons and first lawful moment', async () => {
		desk.database.clock.set(Temporal.Instant.from('2026-11-24T14:30:00Z'));
		const refused = await ask(desk);
		expect(refused).toMatchObject({ code: 'contact.outside_hours' });
		if (!isRefusal(refused)) return;
		expect(refused.allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
		expect(await use(desk, BigInt(known(refused.details['permit_id'], 'permit')))).toMatchObject({ code: 'permit.refused' });
		const [kept] = await desk.database.query<{ permitted: boolean; law_version: string; facts: { facts: { zones: string[] } } }>(
			'select permitted, law_version, facts from contact_permit where debtor_id = $1',
			[desk.placed.debtorId],
		);
		expect(kept).toMatchObject({ permitted: false, facts: { facts: { zones: ['Asia/Shanghai'] } } });
		const [entry] = await desk.database.query<{ outcome: string; code: string }>(
			`select outcome, code from record_entry where act = 'contact.ask' order by id desc limit 1`,
		);
		expect(entry).toEqual({ outcome: 'refused', code: 'contact.outside_hours' });
	});

	test('a payment in full that arrives between permit and use wins', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		await change(desk.door, { act: 'payment.record', input: {} }, (act) =>
			recordPayment(act, {
				clientId: desk.placed.clientId,
				debtReference: desk.placed.reference,
				amountMinor: 1_000_00n,
				currency: 'CNY',
				paidAt: act.now,
			}),
		);
		expect(await use(desk, permit.permitId)).toMatchObject({ code: 'permit.void' });
	});

	test('a hold placed between permit and use in one act wins too; used twice in one act the second is refused', async () => {
		const { debtorId } = desk.placed;
		const asked = { debtorId, contactPointId: desk.mobile, channel: 'voice' } as const;
		const held = await change(desk.door, { act: 'contact.attempt', input: {}, dryRun: true }, async (act) => {
			const permit = await askPermit(act, asked);
			if (isRefusal(permit)) return permit;
			await placeHold(act, { debtorId, debtId: null, kind: 'cease_request', days: null, evidence: 'said so' });
			return codeOf((await placeAttempts(act, [{ debtorId, permitId: permit.permitId }]))[0]);
		});
		expect(held).toEqual({ code: 'permit.void' });
		const twice = await change(desk.door, { act: 'contact.attempt', input: {} }, async (act) => {
			const permit = await askPermit(act, asked);
			if (isRefusal(permit)) return permit;
			const use = { debtorId, permitId: permit.permitId };
			const [first, second] = [await placeAttempts(act, [use]), await placeAttempts(act, [use])];
			return { first: codeOf(first[0]), second: codeOf(second[0]) };
		});
		expect(twice).toEqual({ first: { code: null }, second: { code: 'permit.used' } });
		expect(await desk.database.query('select 1 from contact_attempt where debtor_id = $1', [debtorId])).toHaveLength(1);
	});

	/** A request to stop that is being recorded while something of the same debtor comes to the door, which waits for it. */
	async function stoppingWhile<Answer>(comes: () => Promise<Answer>): Promise<Answer[]> {
		const { debtorId } = desk.placed;
		const coming: Promise<Answer>[] = [];
		await change(desk.door, { act: 'hold.place', input: {} }, async (act) => {
			lockDebtor(act.tx, debtorId);
			await act.tx.settle();
			const came = comes();
			coming.push(came);
			await Promise.race([came, somebodyWaits(desk.database)]);
			desk.database.clock.advance({ seconds: 1 });
			return placeHold(act, { debtorId, debtId: null, kind: 'cease_request', days: null, evidence: 'said so' });
		});
		return Promise.all(coming);
	}

	test('a request to stop that the attempt waited for wins, although the attempt came to the door a second before it', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		expect(await stoppingWhile(() => use(desk, permit.permitId))).toMatchObject([{ code: 'permit.void' }]);
		expect(await desk.database.query('select from contact_attempt where debtor_id = $1', [desk.placed.debtorId])).toEqual([]);
	});

	test('a permit asked for while a request to stop is being recorded ends where the stop begins and places no attempt', async () => {
		const [permit] = await stoppingWhile(() => ask(desk));
		if (!permit || isRefusal(permit)) throw new Error(permit?.code ?? 'nothing asked');
		expect(await use(desk, permit.permitId)).toMatchObject({ code: 'permit.expired' });
	});

	test('a look at a number that waited for a request to stop is refused', async () => {
		const look = () =>
			change(desk.door, { act: 'contact.unmask', input: {}, keepOnRefusal: true }, (act) =>
				unmask(act, { debtorId: desk.placed.debtorId, contactPointId: desk.mobile }),
			);
		expect(await stoppingWhile(look)).toMatchObject([{ code: 'hold.in_force' }]);
	});

	test('a cease request that arrives between permit and use wins, and a lifted hold lets contact begin again', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		const hold = await change(desk.door, { act: 'hold.place', input: {} }, (act) =>
			placeHold(act, { debtorId: desk.placed.debtorId, debtId: null, kind: 'cease_request', days: null, evidence: 'said so' }),
		);
		expect(await use(desk, permit.permitId)).toMatchObject({ code: 'permit.void' });
		expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
		if (isRefusal(hold)) throw new Error(hold.code);
		const lift = () =>
			change(desk.door, { act: 'hold.lift', input: {} }, (act) =>
				liftHold(act, { debtorId: desk.placed.debtorId, holdId: BigInt(hold.holdId), today: Temporal.PlainDate.from('2026-11-24') }),
			);
		expect(isRefusal(await lift())).toBe(false);
		expect(await lift()).toMatchObject({ code: 'hold.already_lifted' });
		expect(isRefusal(await ask(desk))).toBe(false);
	});
});

describe('a limit of three is three', () => {
	test('after three answered calls the fourth is refused, tomorrow at 08:00 it is allowed', async () => {
		for (let i = 0; i < 3; i++) expect(await contact(desk)).toBe('done');
		expect(await contact(desk)).toBe('contact.answered_limit_reached');
		desk.database.clock.set(Temporal.Instant.from('2026-11-25T00:00:00Z'));
		expect(await contact(desk)).toBe('done');
	});

	test('of 200 desks that ask at once for the last call of the day, exactly one gets a permit', async () => {
		for (let i = 0; i < 2; i++) expect(await contact(desk)).toBe('done');
		const tries = await Promise.all(Array.from({ length: 200 }, () => ask(desk)));
		const given = tries.filter((each) => !isRefusal(each));
		expect(given).toHaveLength(1);
		expect(new Set(tries.filter(isRefusal).map((each) => each.code))).toEqual(new Set(['contact.answered_limit_reached']));
		// A permit that is not used runs out, and with it what it kept back.
		expect(tries.find(isRefusal)?.allowedFrom?.toString()).toBe('2026-11-24T02:10:00Z');
		desk.database.clock.advance({ minutes: 10 });
		expect(isRefusal(await ask(desk))).toBe(false);
	});

	test('of 30 desks that ask and dial at once for the last call, one gets through', async () => {
		for (let i = 0; i < 2; i++) expect(await contact(desk)).toBe('done');
		const tries = await Promise.all(
			Array.from({ length: 30 }, async () => {
				const permit = await ask(desk);
				return isRefusal(permit) ? permit : use(desk, permit.permitId);
			}),
		);
		expect(tries.filter((each) => !isRefusal(each))).toHaveLength(1);
		const [{ n } = { n: 0n }] = await desk.database.query<{ n: bigint }>('select count(*) as n from contact_attempt where debtor_id = $1', [
			desk.placed.debtorId,
		]);
		expect(n).toBe(3n);
	});

	test('the sixth call to a number today is the last, whatever debtor it was for', async () => {
		const number = randomUUID();
		const other = await aDebt(desk.database, desk.door, { client: 'BANK3' });
		const points = [await aPoint(desk, desk.placed.debtorId, { number }), await aPoint(desk, other.debtorId, { number })] as const;
		for (let i = 0; i < 6; i++) {
			const [debtorId, pointId] = i % 2 ? [other.debtorId, points[1]] : [desk.placed.debtorId, points[0]];
			const permit = await ask(desk, { pointId, debtorId });
			if (isRefusal(permit)) throw new Error(permit.code);
			const attempt = await use(desk, permit.permitId, debtorId);
			if (isRefusal(attempt)) throw new Error(attempt.code);
			await end(desk, attempt.attemptId, { debtorId, line: 'no_answer', identityDisclosed: false });
		}
		expect(await ask(desk, { pointId: points[0] })).toMatchObject({ code: 'contact.attempt_limit_reached' });
		expect(await ask(desk, { pointId: points[1], debtorId: other.debtorId })).toMatchObject({ code: 'contact.attempt_limit_reached' });
	});

	test('of 20 desks calling one number of two debtors at once, six get through', async () => {
		const number = randomUUID();
		const other = await aDebt(desk.database, desk.door, { client: 'BANK2' });
		const points = [await aPoint(desk, desk.placed.debtorId, { number }), await aPoint(desk, other.debtorId, { number })] as const;
		const tries = await Promise.all(
			Array.from({ length: 20 }, async (_, i) => {
				const [debtorId, pointId] = i % 2 ? [other.debtorId, points[1]] : [desk.placed.debtorId, points[0]];
				for (let again = 0; again < 12; again++) {
					const permit = await ask(desk, { pointId, debtorId });
					if (isRefusal(permit)) {
						// A call still waiting for its outcome counts as answered; the line was busy, so it ends at once.
						if (permit.code !== 'contact.answered_limit_reached') return false;
						continue;
					}
					const attempt = await use(desk, permit.permitId, debtorId);
					if (isRefusal(attempt)) continue;
					await change(desk.door, { act: 'contact.outcome', input: {} }, async (act) => {
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
		const [{ n } = { n: 0n }] = await desk.database.query<{ n: bigint }>(
			'select count(*) as n from contact_attempt where value_index = $1',
			[desk.database.vault.blindIndex('phone', number)],
		);
		expect(n).toBeLessThanOrEqual(6n);
		expect(tries.filter(Boolean).length).toBe(Number(n));
		expect(n).toBeGreaterThanOrEqual(3n);
	});

	test('a second message on one day is refused', async () => {
		const first = await ask(desk, { channel: 'sms' });
		if (isRefusal(first)) throw new Error(first.code);
		await use(desk, first.permitId);
		expect(await ask(desk, { channel: 'sms' })).toMatchObject({ code: 'contact.message_limit_reached' });
	});
});

describe('many at once', () => {
	/** Debtors with histories that differ, some sharing a number. */
	async function aBook(count: number) {
		const shared = randomUUID();
		return Promise.all(
			Array.from({ length: count }, async (_, i) => {
				const { debtorId } = await aDebt(desk.database, desk.door, { client: 'BULK' });
				const pointId = await aPoint(desk, debtorId, { number: i % 5 === 0 ? shared : randomUUID() });
				if (i % 7 === 0)
					await change(desk.door, { act: 'hold.place', input: {} }, (act) =>
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
		await change(desk.door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			together.push(...(await askPermits(act, bulk)));
			return null;
		});
		const apart: unknown[] = [];
		for (const one of single) {
			apart.push(
				await change(desk.door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
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

	test('every stored decision, made again from its stored facts, comes out the same', async () => {
		const asked = fourTimes(await aBook(10));
		await change(desk.door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			await askPermits(act, asked);
			return null;
		});
		const stored = await desk.database.query<{
			permitted: boolean;
			asked_at: Temporal.Instant;
			allowed_from: Temporal.Instant | null;
			expires_at: Temporal.Instant | null;
			law_version: string;
			reasons: unknown;
			facts: { ask: Ask; facts: Facts };
		}>('select permitted, asked_at, allowed_from, expires_at, law_version, reasons, facts from contact_permit');
		expect(stored.length).toBeGreaterThanOrEqual(40);
		for (const kept of stored) {
			const again = decide(kept.facts.ask, kept.facts.facts, lawRows, kept.asked_at);
			expect(kept.law_version).toBe(lawVersion());
			expect([again.permitted, String(again.allowedFrom), String(again.expiresAt)]).toEqual([
				kept.permitted,
				String(kept.allowed_from),
				String(kept.expires_at),
			]);
			expect(again.reasons.filter((reason) => reason.verdict !== 'permits')).toEqual(kept.reasons);
		}
	});

	test('permits used in one transaction: each once, a hold placed in between voids its own', async () => {
		const book = (await aBook(4)).slice(1, 4);
		let ids: bigint[] = [];
		await change(desk.door, { act: 'contact.ask', input: {} }, async (act) => {
			ids = (await askPermits(act, book)).map((each) => (isRefusal(each) ? 0n : each.permitId));
			return null;
		});
		const [first, second, third] = book.map((each, i) => ({ debtorId: each.debtorId, permitId: known(ids[i], 'permit') }));
		if (!first || !second || !third) throw new Error('three permits');
		await change(desk.door, { act: 'hold.place', input: {} }, (act) =>
			placeHold(act, { debtorId: second.debtorId, debtId: null, kind: 'cease_request', days: null, evidence: 'said so' }),
		);
		const placedNow: unknown[] = [];
		await change(desk.door, { act: 'contact.attempt', input: {} }, async (act) => {
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
