import { describe, expect, test } from 'vitest';
import { aThirdParty, ask, contact, gateDesk } from '../../test/support/gate.ts';
import { isRefusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';
import { agreeHours } from './actions.ts';
import { recordConsent } from './wishes.ts';

/** Whose words a talk was, and for whom an agreement was given: the debtor's own bind and open what is the debtor's, whoever's telephone it was. */
const desk = gateDesk();
const at = (text: string) => desk.database.clock.set(Temporal.Instant.from(text));
const permitted = async (pointId = desk.mobile) => {
	const permit = await ask(desk, { pointId });
	return isRefusal(permit) ? (permit.details['rule'] ?? permit.code) : 'permitted';
};
const movesTo = async (jurisdiction: string, zone: string) => {
	await desk.database.query('update debtor set jurisdiction = $2, zones = $3 where id = $1', [desk.placed.debtorId, jurisdiction, [zone]]);
	at('2026-11-24T15:00:00Z');
};
const someone = async (relation: string, role = 'third_party') => {
	const { partyId, pointId } = await aThirdParty(desk, desk.placed.debtorId);
	await desk.database.query('update party set relation = $2, role = $3 where id = $1', [partyId, relation, role]);
	if (role !== 'third_party')
		await desk.database.owner.query('insert into party_debt select tenant_id, debtor_id, id, $2 from party where id = $1', [
			partyId,
			desk.placed.debtId,
		]);
	return pointId;
};

describe('the debtor is talked with on somebody else’s telephone', () => {
	test('CN-F1: it is one of the three answered calls of the day, so after it and two more there is no fourth', async () => {
		const mother = await someone('母亲');
		for (let call = 0; call < 3; call++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		expect(await contact(desk, { line: 'right_party', said: 'cannot_pay' }, mother)).toBe('done');
		for (let call = 0; call < 2; call++) expect(await contact(desk, { line: 'right_party', said: 'cannot_pay' })).toBe('done');
		expect(await permitted()).toBe('CN-F1');
	});

	test('CN-F1: what the mother herself answers is none of the debtor’s three', async () => {
		const mother = await someone('母亲');
		for (let call = 0; call < 3; call++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
		expect(await contact(desk, { line: 'other_person', said: 'will_pass_on' }, mother)).toBe('done');
		for (let call = 0; call < 2; call++) expect(await contact(desk, { line: 'right_party', said: 'cannot_pay' })).toBe('done');
		expect(await permitted()).toBe('permitted');
	});

	test('US-F2: seven dates of silence begin with it, as with a talk on the debtor’s own', async () => {
		await movesTo('US', 'America/New_York');
		const friend = await someone('friend');
		expect(await contact(desk, { line: 'right_party', said: 'cannot_pay' }, friend)).toBe('done');
		at('2026-11-25T15:00:00Z');
		expect(await permitted()).toBe('US-F2');
		at('2026-11-30T15:00:00Z');
		expect(await permitted()).toContain('US-F2');
		at('2026-12-01T15:00:00Z');
		expect(await permitted()).not.toContain('US-F2');
	});

	test('US-V1: it is the first communication: six days later nothing is collected before the validation notice was sent', async () => {
		await movesTo('US', 'America/New_York');
		const friend = await someone('friend');
		expect(await contact(desk, { line: 'right_party', said: 'cannot_pay' }, friend)).toBe('done');
		at('2026-12-01T15:00:00Z');
		expect(await permitted()).toBe('US-V1');
	});
});

test('US-F2: a talk with the spouse, who counts as the consumer, is seven dates of silence to the spouse; to the debtor it is none (12 CFR 1006.6(a), 1006.14(b)(2)(i)(B))', async () => {
	await movesTo('US', 'America/New_York');
	const spouse = await someone('spouse');
	expect(await contact(desk, { line: 'other_person', said: 'will_pass_on' }, spouse)).toBe('done');
	at('2026-11-25T15:00:00Z');
	expect(await permitted(spouse)).toBe('US-F2');
	expect(await permitted()).toBe('permitted');
	at('2026-12-01T15:00:00Z');
	expect(await permitted(spouse)).toBe('permitted');
});

describe('what the debtor agreed to opens the debtor’s hours and nobody else’s', () => {
	const agree = () =>
		change(desk.door, { act: 'hours.agree', input: {} }, (act) =>
			agreeHours(act, { debtorId: desk.placed.debtorId, hours: { from: '22:00', until: '23:00' }, evidence: 'works late' }),
		);
	const lost = async () => {
		for (let call = 0; call < 3; call++) expect(await contact(desk, { line: 'no_answer' })).toBe('done');
	};

	test('CN-T1: at 22:30 the debtor may be called, a friend and the guarantor may not', async () => {
		const [friend, guarantor] = [await someone('朋友'), await someone('同事', 'guarantor')];
		await lost();
		await agree();
		expect(await permitted(guarantor)).toBe('permitted');
		at('2026-11-24T14:30:00Z');
		expect(await permitted()).toBe('permitted');
		expect(await permitted(friend)).toBe('CN-T1');
		expect(await permitted(guarantor)).toBe('CN-T1');
	});

	test('CN-T1: nor does “tonight until 23:00” of the debtor', async () => {
		const guarantor = await someone('同事', 'guarantor');
		const until = Temporal.Instant.from('2026-11-24T15:00:00Z');
		await change(desk.door, { act: 'consent.record', input: {} }, (act) =>
			recordConsent(act, desk.placed.debtorId, { kind: 'times', until_at: until.toString(), proof: 'recording 7' }),
		);
		at('2026-11-24T14:30:00Z');
		expect(await permitted()).toBe('permitted');
		expect(await permitted(guarantor)).toBe('CN-T1');
	});

	test('US-F1: nor does the debtor’s consent to more calls let the guarantor be called an eighth time in seven dates', async () => {
		const guarantor = await someone('colleague', 'guarantor');
		await movesTo('US', 'America/New_York');
		await change(desk.door, { act: 'consent.record', input: {} }, (act) =>
			recordConsent(act, desk.placed.debtorId, { kind: 'calls', proof: 'recording 8' }),
		);
		for (const pointId of [desk.mobile, guarantor])
			for (let call = 0; call < 7; call++) expect(await contact(desk, { line: 'no_answer' }, pointId)).toBe('done');
		expect(await permitted()).toBe('permitted');
		expect(await permitted(guarantor)).toBe('US-F1');
	});
});
