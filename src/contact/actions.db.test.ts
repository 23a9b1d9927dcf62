import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { testNow } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { aPoint, aThirdParty, ask, contact, end, use, gateDesk } from '../../test/support/gate.ts';
import { makePromise } from '../arrangements/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';
import { agreeHours, askPermit, placeHold, revokeHours, unmask } from './actions.ts';

/** What is said binds the gate at once, and each refusal reaches the caller, on a real database. */
const desk = gateDesk();

describe('an outcome binds at once', () => {
	test('a talk without the institution named is no outcome, a call cut off before a word is (CN-I1)', async () => {
		expect(await contact(desk, { said: 'cannot_pay', identityDisclosed: false })).toBe('outcome.identity_not_disclosed');
		expect(await contact(desk, { said: 'none', identityDisclosed: false })).toBe('done');
	});

	test('an outcome is recorded once', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		const attempt = await use(desk, permit.permitId);
		if (isRefusal(attempt)) throw new Error(attempt.code);
		expect(isRefusal(await end(desk, attempt.attemptId))).toBe(false);
		expect(await end(desk, attempt.attemptId)).toMatchObject({ code: 'outcome.already_recorded' });
	});

	test.each([
		['disputes', 'dispute'],
		['complains', 'complaint'],
		['hardship', 'hardship'],
		['refuses_contact', 'cease_request'],
		['deceased', 'deceased'],
	] as const)('a debtor who %s is on hold (%s) and the next call is refused', async (said, kind) => {
		expect(await contact(desk, { said })).toBe('done');
		expect(await desk.database.query('select kind from hold where debtor_id = $1', [desk.placed.debtorId])).toEqual([{ kind }]);
		expect(await contact(desk)).toBe('hold.in_force');
	});

	test('a wrong number is never used again', async () => {
		expect(await contact(desk, { line: 'other_person', said: 'wrong_person' })).toBe('done');
		expect(await contact(desk)).toBe('contact.point_unusable');
	});

	test('a number that somebody else answers and refuses is not dialled again; the debtor is not on hold, and no contact person is asked in its place (CN-P3, CN-P1)', async () => {
		const { debtorId } = desk.placed;
		const friend = (await aThirdParty(desk, debtorId)).pointId;
		const other = await aPoint(desk, debtorId, { number: `13800000009 ${randomUUID()}` });
		expect(await contact(desk, { line: 'other_person', said: 'refuses_contact' })).toBe('done');
		expect(await contact(desk)).toBe('contact.point_unusable');
		expect(await desk.database.query('select 1 from hold where debtor_id = $1', [debtorId])).toEqual([]);
		expect(await contact(desk, {}, friend)).toBe('contact.third_party_not_needed');
		expect(await contact(desk, { line: 'other_person', said: 'refuses_contact' }, other)).toBe('done');
		expect(await contact(desk, {}, friend)).toBe('contact.third_party_not_needed');
	});

	test.each(['right_party', 'invalid'] as const)(
		'a number that somebody refused stays refused when an earlier call of it is told of afterwards (%s), and so does the person (CN-P3)',
		async (line) => {
			const number = `13800000011 ${randomUUID()}`;
			const own = await aPoint(desk, desk.placed.debtorId, { number });
			const [first, second] = [await ask(desk, { pointId: own }), await ask(desk, { pointId: own })];
			if (isRefusal(first) || isRefusal(second)) throw new Error('refused');
			const [before, after] = [await use(desk, first.permitId), await use(desk, second.permitId)];
			if (isRefusal(before) || isRefusal(after)) throw new Error('refused');
			await end(desk, after.attemptId, { line: 'other_person', said: 'refuses_contact' });
			await end(desk, before.attemptId, { line, said: 'none' });
			expect(await contact(desk, {}, own)).toBe('contact.point_unusable');
			const { debtorId } = await aDebt(desk.database, desk.door, { client: 'BANK' });
			const { partyId } = await aThirdParty(desk, debtorId);
			const pointId = await aPoint(desk, debtorId, { partyId, number });
			await desk.database.query(
				`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by) values ($1, $2, 'deceased', $3, 'certificate', $4)`,
				[desk.database.tenantId, debtorId, testNow, desk.door.actor.id],
			);
			expect(await ask(desk, { debtorId, pointId })).toMatchObject({ code: 'contact.third_party_refused' });
		},
	);

	test('whoever refused on the debtor’s own number is not called by it as a contact person either (CN-P3)', async () => {
		const number = `13800000010 ${randomUUID()}`;
		const own = await aPoint(desk, desk.placed.debtorId, { number });
		expect(await contact(desk, { line: 'other_person', said: 'refuses_contact' }, own)).toBe('done');
		const { debtorId } = await aDebt(desk.database, desk.door, { client: 'BANK' });
		const { partyId } = await aThirdParty(desk, debtorId);
		const pointId = await aPoint(desk, debtorId, { partyId, number });
		await desk.database.query(
			`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by) values ($1, $2, 'deceased', $3, 'certificate', $4)`,
			[desk.database.tenantId, debtorId, testNow, desk.door.actor.id],
		);
		expect(await ask(desk, { debtorId, pointId })).toMatchObject({ code: 'contact.third_party_refused' });
	});

	test.each([
		['a word of the client’s file, which may name them', '表哥试行人', undefined],
		['one that a law asks for', 'parent', 'parent'],
	])('what a decision keeps for good of who somebody is to the debtor: %s', async (_, relation, kept) => {
		const { partyId, pointId } = await aThirdParty(desk, desk.placed.debtorId);
		await desk.database.query('update party set relation = $2 where id = $1', [partyId, relation]);
		await ask(desk, { pointId });
		const [permit] = await desk.database.query<{ facts: { facts: { relation?: string } } }>(
			'select facts from contact_permit where debtor_id = $1',
			[desk.placed.debtorId],
		);
		expect(permit?.facts.facts.relation).toBe(kept);
	});

	test('a third party may be asked after three failed calls, and never again after refusing', async () => {
		const friend = (await aThirdParty(desk, desk.placed.debtorId)).pointId;
		expect(await contact(desk, {}, friend)).toBe('contact.third_party_not_needed');
		for (let i = 0; i < 3; i++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		expect(await contact(desk, { line: 'other_person', said: 'refuses_contact' }, friend)).toBe('done');
		desk.database.clock.advance({ hours: 24 * 30 });
		expect(['contact.third_party_refused', 'contact.point_unusable']).toContain(await contact(desk, {}, friend));
		const [party] = await desk.database.query<{ refused: boolean }>(
			'select refused_at is not null as refused from party where debtor_id = $1',
			[desk.placed.debtorId],
		);
		expect(party).toEqual({ refused: true });
	});

	test('a third party who refused is not called about another debtor of the same lender, about one of another lender they are (CN-P3)', async () => {
		const person = randomUUID();
		const named = async (client: string) => {
			const { debtorId } = await aDebt(desk.database, desk.door, { client });
			const { pointId } = await aThirdParty(desk, debtorId, person);
			await desk.database.query(
				`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by) values ($1, $2, 'deceased', $3, 'certificate', $4)`,
				[desk.database.tenantId, debtorId, testNow, desk.door.actor.id],
			);
			return { debtorId, pointId };
		};
		const [first, same, other] = [await named('LENDER1'), await named('LENDER1'), await named('LENDER2')];
		await desk.database.query('update party set refused_at = $2 where debtor_id = $1', [first.debtorId, testNow]);
		expect(await ask(desk, same)).toMatchObject({ code: 'contact.third_party_refused' });
		expect(isRefusal(await ask(desk, other))).toBe(false);
	});

	test('a third party who refused is known by their number, however the next file writes them (CN-P3)', async () => {
		const [old, fresh, moved] = ['13800000001', '13900000002', '13700000003'].map((number) => `${number} ${randomUUID()}`);
		const refuser = await aThirdParty(desk, desk.placed.debtorId);
		const first = await aPoint(desk, desk.placed.debtorId, { partyId: refuser.partyId, number: old ?? '' });
		for (let i = 0; i < 3; i++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		expect(await contact(desk, { line: 'other_person', said: 'refuses_contact' }, first)).toBe('done');
		/** The next file's person, under a key of their own, with two numbers; what the gate says of the first of them. */
		const namedAgain = async (client: string, numbers: readonly (string | undefined)[], debtorId?: bigint) => {
			const placed = await aDebt(desk.database, desk.door, { client, ...(debtorId === undefined ? {} : { debtorId }) });
			const { partyId } = await aThirdParty(desk, placed.debtorId);
			const [pointId] = await Promise.all(numbers.map((number) => aPoint(desk, placed.debtorId, { partyId, number: number ?? '' })));
			await desk.database.query(
				`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by) values ($1, $2, 'deceased', $3, 'certificate', $4)`,
				[desk.database.tenantId, placed.debtorId, testNow, desk.door.actor.id],
			);
			const answer = await ask(desk, { debtorId: placed.debtorId, pointId: pointId ?? 0n });
			return isRefusal(answer) ? answer.code : 'permitted';
		};
		expect(await namedAgain('BANK', [old])).toBe('contact.third_party_refused');
		expect(await namedAgain('BANK', [fresh, old])).toBe('contact.third_party_refused');
		expect(await namedAgain('BANK', [old], desk.placed.debtorId)).toBe('contact.third_party_refused');
		expect(await namedAgain('BANK', [fresh, moved])).toBe('permitted');
		expect(await namedAgain('OTHER', [old])).toBe('permitted');
		// Her other number, which nobody called: she refused as a person.
		await aPoint(desk, desk.placed.debtorId, { partyId: refuser.partyId, number: moved ?? '' });
		expect(await namedAgain('BANK', [moved])).toBe('contact.third_party_refused');
	});

	test('a third party under another name is still called twice in seven dates at most (CN-P5)', async () => {
		const number = `13600000004 ${randomUUID()}`;
		const named = async () => {
			const { partyId } = await aThirdParty(desk, desk.placed.debtorId);
			return aPoint(desk, desk.placed.debtorId, { partyId, number });
		};
		const [first, again] = [await named(), await named()];
		for (let i = 0; i < 3; i++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		for (const pointId of [first, again]) expect(await contact(desk, { line: 'no_answer' }, pointId)).toBe('done');
		expect(await contact(desk, {}, again)).toBe('contact.third_party_limit');
	});

	test('a debtor who answers on a friend’s number and wants no contact is on hold; the friend has refused nothing', async () => {
		const friend = (await aThirdParty(desk, desk.placed.debtorId)).pointId;
		for (let i = 0; i < 3; i++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		expect(await contact(desk, { line: 'right_party', said: 'refuses_contact' }, friend)).toBe('done');
		expect(await contact(desk)).toBe('hold.in_force');
		const [party] = await desk.database.query<{ refused: boolean }>(
			'select refused_at is not null as refused from party where debtor_id = $1',
			[desk.placed.debtorId],
		);
		expect(party).toEqual({ refused: false });
	});
});

describe('a debtor who was reached since the third failed call is not asked after (CN-P1)', () => {
	const lost = async () => {
		for (let i = 0; i < 3; i++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		desk.database.clock.advance({ minutes: 30 });
		const [mother, father] = await Promise.all([aThirdParty(desk, desk.placed.debtorId), aThirdParty(desk, desk.placed.debtorId)]);
		return { mother: mother.pointId, father: father.pointId };
	};
	/** Asked once the permit of the ask before has run out, which else counts as a call. */
	const asked = async (pointId: bigint) => {
		desk.database.clock.advance({ minutes: 11 });
		const answer = await ask(desk, { pointId });
		return isRefusal(answer) ? answer.code : 'permitted';
	};

	test('at the door', async () => {
		const { father } = await lost();
		const { placed, door } = desk;
		const home = await aPoint(desk, placed.debtorId);
		await desk.database.query(`update contact_point set kind = 'address', place = 'home' where id = $1`, [home]);
		const visit = await change(door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			const said = { debtorId: placed.debtorId, contactPointId: home, channel: 'visit', visit: { people: 2 } } as const;
			const permit = await askPermit(act, said);
			return isRefusal(permit) ? permit : { permitId: permit.permitId };
		});
		if (isRefusal(visit)) throw new Error(visit.code);
		const attempt = await use(desk, visit.permitId);
		if (isRefusal(attempt)) throw new Error(attempt.code);
		expect(await asked(father)).toBe('permitted');
		await end(desk, attempt.attemptId, { line: 'right_party', said: 'cannot_pay' });
		expect(await asked(father)).toBe('contact.third_party_not_needed');
	});

	test('on the mother’s phone, which the debtor picked up; the mother’s own voice there reaches nobody', async () => {
		const { mother, father } = await lost();
		expect(await contact(desk, { line: 'other_person', said: 'will_pass_on' }, mother)).toBe('done');
		expect(await asked(father)).toBe('permitted');
		desk.database.clock.advance({ hours: 24 * 8 });
		for (let i = 0; i < 3; i++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		desk.database.clock.advance({ minutes: 1 });
		expect(await contact(desk, { line: 'right_party', said: 'cannot_pay' }, mother)).toBe('done');
		expect(await asked(father)).toBe('contact.third_party_not_needed');
		for (let i = 0; i < 3; i++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		expect(await asked(father)).toBe('permitted');
	});

	test('by an e-mail they answer; one that was only delivered reaches nobody', async () => {
		const { father } = await lost();
		const address = await aPoint(desk, desk.placed.debtorId);
		await desk.database.query(`update contact_point set kind = 'email' where id = $1`, [address]);
		const written = async (said: 'none' | 'cannot_pay') => {
			const permit = await ask(desk, { pointId: address, channel: 'email' });
			if (isRefusal(permit)) throw new Error(permit.code);
			const attempt = await use(desk, permit.permitId);
			if (isRefusal(attempt)) throw new Error(attempt.code);
			await end(desk, attempt.attemptId, { line: 'delivered', said });
		};
		await written('none');
		expect(await asked(father)).toBe('permitted');
		desk.database.clock.advance({ hours: 24 });
		await written('cannot_pay');
		expect(await asked(father)).toBe('contact.third_party_not_needed');
	});

	test('by a call of their own, in which they promised', async () => {
		const { father } = await lost();
		const { debtorId, debtId } = desk.placed;
		const dueOn = Temporal.PlainDate.from('2026-11-27');
		await change(desk.door, { act: 'promise.make', input: {} }, async (act) => {
			const made = await makePromise(act, { debtorId, debtId, amountMinor: 100_00n, currency: 'CNY', dueOn });
			return isRefusal(made) ? made : { id: String(made.promiseId) };
		});
		expect(await asked(father)).toBe('contact.third_party_not_needed');
	});
});

describe('what a debtor agreed to', () => {
	const agree = (from: string, until: string) =>
		change(desk.door, { act: 'hours.agree', input: {} }, (act) =>
			agreeHours(act, { debtorId: desk.placed.debtorId, hours: { from, until }, evidence: 'asked for evenings' }),
		);
	const revoke = () => change(desk.door, { act: 'hours.revoke', input: {} }, (act) => revokeHours(act, desk.placed.debtorId));

	test('hours until 23:00 on record let a call be made at 22:30, until they are taken back (CN-T1)', async () => {
		desk.database.clock.set(Temporal.Instant.from('2026-11-24T14:30:00Z'));
		expect(await ask(desk)).toMatchObject({ code: 'contact.outside_hours' });
		await agree('20:00', '21:00');
		expect(await ask(desk)).toMatchObject({ code: 'contact.outside_hours' });
		await agree('20:00', '23:00');
		expect(isRefusal(await ask(desk))).toBe(false);
		expect(await revoke()).toEqual({ ended: true });
		expect(await ask(desk)).toMatchObject({ code: 'contact.outside_hours' });
		expect(await revoke()).toMatchObject({ code: 'agreed_hours.none' });
	});
});

describe('each refusal reaches the caller with its own code', () => {
	const refusedBy = async (change_: string, parameters: readonly unknown[] = []) => {
		await desk.database.query(change_, parameters);
		const answer = await ask(desk);
		return isRefusal(answer) ? answer.code : 'permitted';
	};

	test.each([
		['a debt that is recalled', `update debt_state set status = 'recalled' where debtor_id = $1`, 'contact.debt_not_open'],
		['a number without a source', `update contact_point set source = '' where debtor_id = $1`, 'contact.point_without_source'],
		['a number out of date', `update contact_point set expires_on = '2026-11-23' where debtor_id = $1`, 'contact.point_without_source'],
	] as const)('%s: %s', async (_, sql, code) => {
		expect(await refusedBy(sql, [desk.placed.debtorId])).toBe(code);
	});

	test('an amount one fen above the balance is refused (CN-X1), the balance itself is not', async () => {
		const name = (amountMinor: bigint) =>
			change(desk.door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
				const permit = await askPermit(act, { debtorId: desk.placed.debtorId, contactPointId: desk.mobile, channel: 'voice', amountMinor });
				return isRefusal(permit) ? permit : null;
			});
		expect(await name(1_000_01n)).toMatchObject({ code: 'contact.above_balance' });
		expect(await name(1_000_00n)).toBeNull();
	});

	test('an agent whose training is a year and a day old is refused (CN-H1)', async () => {
		const stale = await desk.database.door('agent', 'stale');
		await desk.database.query(`update login set trained_on = '2025-11-23' where id = $1`, [stale.actor.id]);
		const answer = await change(stale, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			const permit = await askPermit(act, { debtorId: desk.placed.debtorId, contactPointId: desk.mobile, channel: 'voice' });
			return isRefusal(permit) ? permit : null;
		});
		expect(answer).toMatchObject({ code: 'contact.agent_not_certified' });
	});

	test('a third party: never named, collected from, tried twice', async () => {
		const friend = (await aThirdParty(desk, desk.placed.debtorId)).pointId;
		for (let i = 0; i < 3; i++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		const collecting = await change(desk.door, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
			const permit = await askPermit(act, { debtorId: desk.placed.debtorId, contactPointId: friend, channel: 'voice', purpose: 'collect' });
			return isRefusal(permit) ? permit : null;
		});
		expect(collecting).toMatchObject({ code: 'contact.third_party_not_a_debtor' });
		for (let i = 0; i < 2; i++) expect(await contact(desk, { line: 'no_answer' }, friend)).toBe('done');
		expect(await contact(desk, {}, friend)).toBe('contact.third_party_limit');
		await desk.database.query('update party set named_by_debtor = false where debtor_id = $1', [desk.placed.debtorId]);
		expect(await contact(desk, {}, friend)).toBe('contact.third_party_not_named');
	});

	test('a contact point of another debtor does not exist', async () => {
		const other = await aDebt(desk.database, desk.door, { client: 'BANK4' });
		const theirs = await aPoint(desk, other.debtorId);
		expect(await ask(desk, { pointId: theirs })).toMatchObject({ code: 'thing.not_found' });
	});
});

describe('a look at a number is a permit too', () => {
	const look = () =>
		change(desk.door, { act: 'contact.unmask', input: {}, keepOnRefusal: true }, (act) =>
			unmask(act, { debtorId: desk.placed.debtorId, contactPointId: desk.mobile }),
		);

	test('it opens at night, counts no call, and is refused while a hold is in force', async () => {
		desk.database.clock.set(Temporal.Instant.from('2026-11-24T15:00:00Z'));
		const seen = await look();
		if (isRefusal(seen)) throw new Error(seen.code);
		expect(seen.value).toMatch(/^[0-9a-f-]{36}$/);
		expect(await use(desk, seen.permitId)).toMatchObject({ code: 'thing.not_found' });
		await change(desk.door, { act: 'hold.place', input: {} }, (act) =>
			placeHold(act, { debtorId: desk.placed.debtorId, debtId: null, kind: 'dispute', days: null, evidence: 'said so' }),
		);
		expect(await look()).toMatchObject({ code: 'hold.in_force' });
	});
});
