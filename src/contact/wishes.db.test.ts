import { expect, test } from 'vitest';
import { aDebt } from '../../test/support/debts.ts';
import { aThirdParty, ask, contact, gateDesk, use } from '../../test/support/gate.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Act, change } from '../record/change.ts';
import { limitContacts } from '../tenants/actions.ts';
import { endWish, recordConsent, recordNotice, recordWish, setWhereabouts, wishesOfDebtor } from './wishes.ts';

/** What a debtor says about being contacted binds the gate from its commit on. 2026-11-24 10:00 in Shanghai is a Tuesday. */
const desk = gateDesk();

const act = <T extends { id: string }>(work: (act: Act) => Promise<T | Refusal>) =>
	change(desk.door, { act: 'test.wish', input: {} }, async (each) => {
		const done = await work(each);
		return isRefusal(done) ? done : { id: done.id };
	});
const id = (made: { id: string } | Refusal) => {
	if (isRefusal(made)) throw new Error(made.code);
	return BigInt(made.id);
};
const wish = (body: Parameters<typeof recordWish>[2]) => act((each) => recordWish(each, desk.placed.debtorId, body));
const code = async () => {
	const permit = await ask(desk);
	return isRefusal(permit)
		? { code: permit.code, rule: permit.details['rule'], from: permit.allowedFrom?.toString() ?? null }
		: 'permitted';
};

test('WISH: “not on Tuesdays before noon” is refused until 12:00 and permitted after; ended, it is permitted at once', async () => {
	const made = id(await wish({ kind: 'inconvenient_time', weekdays: [2], until: '12:00', evidence: 'said on the phone' }));
	expect(await code()).toEqual({ code: 'contact.inconvenient', rule: 'WISH', from: '2026-11-24T04:00:00Z' });
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T04:00:00Z'));
	expect(await code()).toBe('permitted');
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T02:00:00Z'));
	expect(isRefusal(await act((each) => endWish(each, desk.placed.debtorId, 'wish', made)))).toBe(false);
	expect(await code()).toBe('permitted');
	expect(await act((each) => endWish(each, desk.placed.debtorId, 'wish', made))).toMatchObject({ code: 'wish.already_ended' });
});

test('WISH: a wish that arrives between permit and use wins; consent to such times lets contact be, revoked it is refused again', async () => {
	const permit = await ask(desk);
	if (isRefusal(permit)) throw new Error(permit.code);
	await wish({ kind: 'inconvenient_time', from: '09:00', until: '18:00', evidence: 'works in a hospital' });
	expect(await use(desk, permit.permitId)).toMatchObject({ code: 'permit.void' });
	const consent = id(await act((each) => recordConsent(each, desk.placed.debtorId, { kind: 'times', proof: 'recording 12' })));
	expect(await code()).toBe('permitted');
	await act((each) => endWish(each, desk.placed.debtorId, 'consent', consent));
	expect(await code()).toMatchObject({ code: 'contact.inconvenient' });
});

test('WISH: calls refused as a medium are never permitted by time alone', async () => {
	await wish({ kind: 'refused_medium', channel: 'voice', evidence: 'letter of 2 November' });
	expect(await code()).toEqual({ code: 'contact.inconvenient', rule: 'WISH', from: null });
});

test('a debtor in Massachusetts is under its law: two calls in seven days, at 08:00 to 21:00 in every zone named', async () => {
	const where = { jurisdictions: ['US-MA'], zones: ['America/New_York'], evidence: 'moved' };
	// 10:01 in Shanghai is 21:01 in New York.
	desk.database.clock.advance({ minutes: 1 });
	id(await act((each) => setWhereabouts(each, desk.placed.debtorId, where)));
	expect(await code()).toMatchObject({ code: 'contact.outside_hours', rule: expect.stringContaining('US-T1') });
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T15:00:00Z'));
	expect(await contact(desk, { line: 'busy' })).toBe('done');
	for (let call = 0; call < 2; call++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
	expect(await code()).toMatchObject({ rule: expect.stringContaining('MA-') });
	// In the Pacific zone as well it is seven in the morning.
	id(
		await act((each) =>
			setWhereabouts(each, desk.placed.debtorId, { ...where, zones: ['America/New_York', 'America/Los_Angeles'], evidence: 'area code' }),
		),
	);
	expect(await code()).toMatchObject({ code: 'contact.outside_hours' });
	expect(
		await act((each) => setWhereabouts(each, desk.placed.debtorId, { ...where, zones: ['America/Boston'], evidence: 'x' })),
	).toMatchObject({ code: 'request.malformed' });
});

test('US-E2: consent to texts reaches from its beginning to its end, and no further', async () => {
	const { debtorId, debtId } = desk.placed;
	id(await act((each) => setWhereabouts(each, debtorId, { jurisdictions: ['US'], zones: ['America/New_York'], evidence: 'moved' })));
	const today = Temporal.PlainDate.from('2026-11-24');
	const notice = { kind: 'validation' as const, debt_id: String(debtId), sent_on: '2026-11-20', evidence: 'letter' };
	id(await act((each) => recordNotice(each, debtorId, notice, today)));
	const texted = async (at: string) => {
		desk.database.clock.set(Temporal.Instant.from(at));
		const permit = await ask(desk, { channel: 'sms' });
		return isRefusal(permit) ? permit.details['rule'] : 'permitted';
	};
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T15:00:00Z'));
	const consent = { kind: 'texts' as const, contact_point_id: String(desk.mobile), proof: 'form 7' };
	id(await act((each) => recordConsent(each, debtorId, { ...consent, from_at: '2026-11-25T15:00:00Z', until_at: '2026-11-27T15:00:00Z' })));
	expect(await texted('2026-11-24T16:00:00Z')).toContain('US-E2');
	expect(await texted('2026-11-25T16:00:00Z')).toBe('permitted');
	expect(await texted('2026-11-27T16:00:00Z')).toContain('US-E2');
});

test('US-P1: a third party asked once for the debtor’s whereabouts is not asked again, also three weeks later', async () => {
	const { debtorId } = desk.placed;
	id(await act((each) => setWhereabouts(each, debtorId, { jurisdictions: ['US'], zones: ['America/New_York'], evidence: 'moved' })));
	const friend = await aThirdParty(desk, debtorId);
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T15:00:00Z'));
	expect(await contact(desk, { line: 'other_person' }, friend.pointId)).toBe('done');
	desk.database.clock.set(Temporal.Instant.from('2026-12-15T15:00:00Z'));
	const permit = await ask(desk, { pointId: friend.pointId });
	expect(isRefusal(permit) ? permit.details['rule'] : 'permitted').toContain('US-P1');
});

test('a bought debt in Germany is not collected before its buyer told of the transfer; afterwards it is', async () => {
	id(
		await act((each) =>
			setWhereabouts(each, desk.placed.debtorId, { jurisdictions: ['DE'], zones: ['Europe/Berlin'], evidence: 'address' }),
		),
	);
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T10:00:00Z'));
	await desk.database.query(`update client set collects_as = 'debt_buyer' where id = $1`, [desk.placed.clientId]);
	expect(await code()).toMatchObject({ rule: expect.stringContaining('EU-N1') });
	const notice = { kind: 'transfer' as const, debt_id: String(desk.placed.debtId), sent_on: '2026-11-20', evidence: 'letter' };
	const today = Temporal.PlainDate.from('2026-11-24');
	expect(await act((each) => recordNotice(each, desk.placed.debtorId, { ...notice, sent_on: '2026-11-25' }, today))).toMatchObject({
		code: 'request.malformed',
	});
	id(await act((each) => recordNotice(each, desk.placed.debtorId, notice, today)));
	expect(await code()).toBe('permitted');
	await desk.database.query(`update client set collects_as = 'agency' where id = $1`, [desk.placed.clientId]);
});

test('a client’s mandate of one call a day is a limit of one; another debt of a looser client does not loosen it', async () => {
	await desk.database.query(`update client set mandate = '{"contactLimits":{"calls_per_day_max":1}}' where id = $1`, [
		desk.placed.clientId,
	]);
	await aDebt(desk.database, desk.door, {
		debtorId: desk.placed.debtorId,
		client: 'LOOSE',
		mandate: { contactLimits: { calls_per_day_max: 5 } },
	});
	const permit = await ask(desk);
	if (isRefusal(permit)) throw new Error(permit.code);
	await use(desk, permit.permitId);
	expect(await code()).toMatchObject({ code: 'contact.attempt_limit_reached', rule: 'MANDATE-CALLS-DAY' });
	await desk.database.query(`update client set mandate = '{}' where id = $1`, [desk.placed.clientId]);
});

test('the house’s own limit binds from the next ask on: 10:00 is refused until 11:00; hours that end before they begin are refused', async () => {
	const limit = (limits: Parameters<typeof limitContacts>[1]) => limitContacts(desk.door, limits);
	expect(await limit({ contact_hours: { from: '11:00', until: '09:00' } })).toMatchObject({ code: 'request.malformed' });
	expect(await code()).toBe('permitted');
	await limit({ contact_hours: { from: '11:00', until: '19:00' } });
	expect(await code()).toEqual({ code: 'contact.outside_hours', rule: 'HOUSE-HOURS', from: '2026-11-24T03:00:00Z' });
	await limit(null);
	expect(await code()).toBe('permitted');
});

test('what does not belong together is refused with the part that is wrong, and all of it is shown', async () => {
	for (const wrong of [
		{ kind: 'inconvenient_time' as const },
		{ kind: 'vulnerable' as const, weekdays: [1] },
		{ kind: 'inconvenient_place' as const },
		{ kind: 'refused_medium' as const },
		{ kind: 'inconvenient_time' as const, from: '10:00', until: '10:00' },
		{ kind: 'inconvenient_time' as const, from_on: '2026-12-02', until_on: '2026-12-01' },
	])
		expect(await wish({ ...wrong, evidence: 'x' })).toMatchObject({ code: 'request.malformed' });
	const { debtorId } = desk.placed;
	expect(await act((each) => recordConsent(each, debtorId, { kind: 'texts', proof: 'x' }))).toMatchObject({ code: 'request.malformed' });
	expect(await act((each) => recordConsent(each, debtorId, { kind: 'texts', contact_point_id: '999999', proof: 'x' }))).toMatchObject({
		code: 'thing.not_found',
	});
	expect(await act((each) => recordWish(each, 999_999n, { kind: 'vulnerable', evidence: 'x' }))).toMatchObject({ code: 'thing.not_found' });
	await wish({ kind: 'vulnerable', evidence: 'told us of an illness' });
	expect(await wishesOfDebtor(desk.door, debtorId)).toMatchObject({
		jurisdictions: ['CN'],
		zones: ['Asia/Shanghai'],
		wishes: [{ kind: 'vulnerable', evidence: 'told us of an illness', ended_at: null }],
		consents: [],
		notices: [],
	});
});

test('US-E3: the creditor’s notice lets its address be written to about its debt once 35 days to opt out are over; 34 days, another debt, a closed domain do not', async () => {
	const { debtorId, debtId } = desk.placed;
	id(await act((each) => setWhereabouts(each, debtorId, { jurisdictions: ['US'], zones: ['America/New_York'], evidence: 'moved' })));
	const [row] = await desk.database.query<{ id: bigint }>(
		`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, 'email', 'x', $3, 'z***@example.com', 'placement 1', 'contract', '2026-09-01') returning id`,
		[desk.database.tenantId, debtorId, Buffer.from(`e-mail ${debtorId}`)],
	);
	const address = String(row?.id);
	const today = Temporal.PlainDate.from('2026-11-24');
	const notice = (debt: bigint, said: object = {}) =>
		act((each) =>
			recordNotice(
				each,
				debtorId,
				{
					kind: 'creditor_email',
					debt_id: String(debt),
					contact_point_id: address,
					sent_on: '2026-10-20',
					opt_out_until: '2026-11-24',
					domain: 'public',
					evidence: 'letter of the bank',
					...said,
				},
				today,
			),
		);
	const mailed = async (at: string) => {
		desk.database.clock.set(Temporal.Instant.from(at));
		const permit = await ask(desk, { channel: 'email', pointId: BigInt(address) });
		return isRefusal(permit) ? permit.details['rule'] : 'permitted';
	};
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T15:00:00Z'));
	const validated = { kind: 'validation' as const, debt_id: String(debtId), sent_on: '2026-10-20', evidence: 'letter' };
	id(await act((each) => recordNotice(each, debtorId, validated, today)));
	expect(await mailed('2026-11-25T15:00:00Z')).toBe('US-E3');
	id(await notice(debtId));
	// November 24 is the last day to opt out.
	expect(await mailed('2026-11-24T15:00:00Z')).toBe('US-E3');
	expect(await mailed('2026-11-25T15:00:00Z')).toBe('permitted');
	// A newer notice to the same address leaves 34 days; then one to an employer's address.
	id(await notice(debtId, { sent_on: '2026-10-21' }));
	expect(await mailed('2026-11-26T15:00:00Z')).toBe('US-E3');
	id(await notice(debtId, { sent_on: '2026-10-21', opt_out_until: '2026-11-25', domain: 'employer' }));
	expect(await mailed('2026-11-26T17:00:00Z')).toBe('US-E3');
	id(await notice(debtId, { sent_on: '2026-10-21', opt_out_until: '2026-11-25' }));
	expect(await mailed('2026-11-26T19:00:00Z')).toBe('permitted');
	// A second debt, of which its creditor told nobody, is spoken of in the same e-mail.
	const second = await aDebt(desk.database, desk.door, { debtorId });
	expect(await mailed('2026-11-26T21:00:00Z')).toBe('US-E3');
	id(await notice(second.debtId, { opt_out_until: '2026-11-25' }));
	expect(await mailed('2026-11-27T15:00:00Z')).toBe('permitted');
	expect(await wishesOfDebtor(desk.door, debtorId)).toMatchObject({
		notices: [{ kind: 'creditor_email', opt_out_until: '2026-11-25', contact_point_id: address, domain: 'public' }, {}, {}, {}, {}, {}],
	});
});

test('a creditor’s notice names its address, end and domain, all of them; another notice none; the address is an e-mail address of the debtor’s own', async () => {
	const { debtorId, debtId } = desk.placed;
	const today = Temporal.PlainDate.from('2026-11-24');
	const base = { debt_id: String(debtId), sent_on: '2026-10-20', evidence: 'letter' };
	const whole = { contact_point_id: String(desk.mobile), opt_out_until: '2026-11-24', domain: 'public' as const };
	const record = (body: Parameters<typeof recordNotice>[2]) => act((each) => recordNotice(each, debtorId, body, today));
	expect(await record({ kind: 'creditor_email', ...base })).toMatchObject({ code: 'request.malformed' });
	expect(await record({ kind: 'validation', ...base, ...whole })).toMatchObject({ code: 'request.malformed' });
	expect(await record({ kind: 'creditor_email', ...base, ...whole, opt_out_until: '2026-10-19' })).toMatchObject({
		code: 'request.malformed',
	});
	expect(await record({ kind: 'creditor_email', ...base, ...whole })).toMatchObject({ code: 'thing.not_found' });
});
