import { describe, expect, test } from 'vitest';
import { explain, refusals } from '../../test/support/explain.ts';
import type { FactsFile } from './facts-shape.ts';

/** The other rows of the United States, each from both sides; with Massachusetts and New York City on top. */
type Facts = FactsFile['facts'];
type Ask = NonNullable<FactsFile['ask']>;
const told = { first_communication_at: '2026-01-05T15:00:00Z', validation_sent_on: '2026-01-06' };
const card = { id: 'card', owed_minor: 50_000, ...told };
const noon = '2026-10-07T12:00:00-04:00';
const file = (facts: Partial<Facts> = {}, ask: Ask = {}, law: FactsFile['law'] = { country: 'US' }, now = noon): FactsFile => ({
	now,
	law,
	ask,
	facts: { zones: ['America/New_York'], debts: [card], ...facts },
});
const third = (relation: string, more: Partial<Facts> = {}): Partial<Facts> => ({ party: 'third_party', relation, ...more });

describe('US-P1 and US-P2: who may be spoken to (1006.6(a), (d), 1006.10)', () => {
	test('a friend is asked for the debtor’s whereabouts, never told of the debt, and only once', () => {
		const asked = { at: '2026-10-01T12:00:00-04:00', outcome: 'right_party' as const };
		expect(explain(file(third('friend'))).obligations).toContain('own_name_employer_only_if_asked');
		expect(refusals(file(third('friend'), { purpose: 'collect' }))).toEqual(['US-P1']);
		expect(refusals(file(third('friend'), { amount_minor: 100 }))).toEqual(['US-P1']);
		expect(refusals(file(third('friend', { earlier: [{ ...asked, at: '2026-09-01T12:00:00-04:00' }] })))).toEqual(['US-P1']);
		expect(refusals(file(third('friend', { earlier: [asked], party_asked_back: true })))).toEqual(['US-F2']);
		expect(refusals(file(third('friend', { earlier: [{ ...asked, at: '2026-09-01T12:00:00-04:00' }], party_asked_back: true })))).toEqual(
			[],
		);
		expect(refusals(file(third('friend', { earlier: [{ ...asked, outcome: 'no_answer' }] })))).toEqual([]);
	});
	test('the consumer’s own consent lets a third party be told', () => {
		const consents = [{ kind: 'third_parties' as const, given_at: '2026-10-01T12:00:00Z' }];
		expect(refusals(file(third('friend', { consents }), { purpose: 'collect' }))).toEqual([]);
	});
	test.each([
		['spouse', [], []],
		['guardian', [], []],
		['successor_in_interest', [], []],
		['parent', [], ['US-P1']],
		['parent', ['minor'], []],
		['executor', [], ['US-P1']],
		['executor', ['deceased'], []],
		['employer', [], ['US-P1']],
	] as const)('a %s of a debtor who is %j is collected from: refused by %j', (relation, kinds, rules) => {
		const holds = kinds.map((kind) => ({ kind, from_at: '2026-09-01T12:00:00Z' }));
		expect(refusals(file(third(relation, { holds }), { purpose: 'collect' }))).toEqual(rules);
	});
	test('with an attorney known no third party is asked either', () => {
		expect(refusals(file(third('friend', { holds: [{ kind: 'counsel', from_at: '2026-09-01T12:00:00Z' }] })))).toEqual(['HOLD', 'US-C1']);
	});
});

describe('US-E1 to US-E6: messages, letters, social media', () => {
	const sms: Ask = { channel: 'sms' };
	test.each([
		['nothing', {}, ['US-E2']],
		['the consumer’s own text 60 days ago', { texted_us_at: '2026-08-08T12:00:00-04:00' }, []],
		['the consumer’s own text 61 days ago', { texted_us_at: '2026-08-07T12:00:00-04:00' }, ['US-E2']],
		[
			'that text, and the number checked 60 days ago',
			{ texted_us_at: '2026-01-07T12:00:00-04:00', reassignment_checked_at: '2026-08-08T12:00:00-04:00' },
			[],
		],
		['consent of 61 days ago, not renewed', { text_consent_at: '2026-08-07T12:00:00-04:00' }, ['US-E2']],
		['consent renewed yesterday', { text_consent_at: '2026-10-06T12:00:00-04:00' }, []],
		['a check alone', { reassignment_checked_at: '2026-10-06T12:00:00-04:00' }, ['US-E2']],
		[
			'a check older than the text',
			{ texted_us_at: '2026-07-07T12:00:00-04:00', reassignment_checked_at: '2026-07-06T12:00:00-04:00' },
			['US-E2'],
		],
	])('US-E2: a text on %s is refused by its rows', (_, point, rules) => {
		expect(refusals(file({ point }, sms))).toEqual(rules);
	});
	test('US-E1: each text and e-mail tells how to opt out; a call does not', () => {
		const point = { text_consent_at: '2026-10-01T12:00:00Z', email_consent: true };
		for (const channel of ['sms', 'email'] as const)
			expect(explain(file({ point }, { channel })).obligations).toContain('opt_out_each_time');
		expect(explain(file({ point })).obligations).not.toContain('opt_out_each_time');
	});
	const notice = { sent_on: '2026-09-01', opt_out_until: '2026-10-06' };
	test.each([
		['no basis', {}, ['US-E3']],
		['the consumer’s own use', { emailed_us: true }, []],
		['the consumer’s own use of an employer’s address', { emailed_us: true, employer_provided: true }, []],
		['the creditor’s notice with 35 days over yesterday', { creditor_notice: notice }, []],
		[
			'the creditor’s notice with the last day today',
			{ creditor_notice: { ...notice, sent_on: '2026-09-02', opt_out_until: '2026-10-07' } },
			['US-E3'],
		],
		['a notice that leaves 34 days', { creditor_notice: { ...notice, sent_on: '2026-09-02' } }, ['US-E3']],
		['that notice and an employer’s address', { creditor_notice: notice, employer_provided: true }, ['US-E3']],
		['that notice and a domain not open to the public', { creditor_notice: notice, public_domain: false }, ['US-E3']],
		['the collector before who used it', { prior_collector_used: true }, []],
		['a disclosure to somebody else known', { emailed_us: true, disclosed_to_others: true }, ['US-E3']],
	])('US-E3: an e-mail on %s', (_, point, rules) => {
		expect(refusals(file({ point }, { channel: 'email' }))).toEqual(rules);
	});
	test('US-E4 and US-E5: a public post is refused, a private message is not and a request to connect discloses the collector', () => {
		expect(refusals(file({}, { channel: 'social' }))).toEqual(['US-E4']);
		const hidden = explain(file({}, { channel: 'social', public: false }));
		expect([hidden.refusing, hidden.obligations.includes('disclose_purpose_when_connecting')]).toEqual([[], true]);
	});
	test('US-E6: no postcard and nothing on the envelope that tells; a plain letter is permitted', () => {
		expect(refusals(file({}, { channel: 'letter', postcard: true }))).toEqual(['US-E6']);
		expect(refusals(file({}, { channel: 'letter', envelope_tells: true }))).toEqual(['US-E6']);
		expect(explain(file({}, { channel: 'letter' })).code).toBeNull();
	});
	test.each([
		[{ postcard: true, channel: 'letter' as const }, {}, 'contact.not_private'],
		[sms, {}, 'contact.no_basis_for_medium'],
		[{}, { person_at: 'hospital' as const }, 'contact.inconvenient'],
		[{}, { refused_media: ['voice' as const] }, 'contact.ceased'],
		[{ voicemail: ['debt' as const] }, {}, 'contact.voicemail_not_limited'],
		[{}, { debts: [{ id: 'card', first_communication_at: '2026-09-01T12:00:00Z' }] }, 'contact.validation_notice_missing'],
		[{ content: ['threatens_suit' as const] }, { debts: [{ ...card, suit_until: '2026-01-01' }] }, 'contact.content_forbidden'],
		[{ automatic: true }, { automation_revoked_at: '2026-10-01T12:00:00Z' }, 'contact.consent_revoked'],
	])('a contact with %j and %j is refused with its own code', (ask, facts, code) => {
		expect(explain(file(facts, ask)).code).toBe(code);
	});
});

describe('US-F3 and US-H1 warn and refuse nothing', () => {
	const call = (at: string) => ({ at: `2026-10-07T${at}:00-04:00`, outcome: 'no_answer' as const });
	test('a second call within five minutes of an unanswered one warns (US-F3), after five minutes it does not', () => {
		const soon = explain(file({ earlier: [call('11:56')] }));
		expect([soon.permitted, soon.warnings]).toEqual([true, ['US-F3']]);
		expect(soon.reasons.find((reason) => reason.verdict === 'warns')?.rule).toBe('US-F3');
		expect(explain(file({ earlier: [call('11:55')] })).warnings).toEqual([]);
	});
	// Comment 14(b)(2)(i)-2.i: one call on Wednesday, six more on Friday.
	test('the sixth call of a day warns (US-F3), the fifth does not; five contacts of a day pass the house’s three (US-H1)', () => {
		const four = ['08:10', '08:40', '09:10', '10:10'].map(call);
		expect(explain(file({ earlier: [...four, call('10:40')] })).warnings).toEqual(['US-F3', 'US-H1']);
		expect(explain(file({ earlier: four })).warnings).toEqual(['US-H1']);
		expect(explain(file({ earlier: four.slice(0, 2) })).warnings).toEqual([]);
	});
	test('calls, texts and e-mails add up: ten in seven dates warn (US-H1), nine do not', () => {
		const mixed = (count: number) =>
			Array.from({ length: count }, (_, i) => ({
				at: `2026-10-0${1 + Math.floor(i / 2)}T1${i % 2}:00:00-04:00`,
				channel: (['sms', 'email', 'letter'] as const)[i % 3] ?? 'sms',
			}));
		expect(explain(file({ earlier: mixed(10) })).warnings).toEqual(['US-H1']);
		expect(explain(file({ earlier: mixed(9) })).warnings).toEqual([]);
	});
});

describe('US-M1: a limited-content message (1006.2(j))', () => {
	const required = ['business_name', 'request_to_reply', 'person_to_contact', 'telephone_number'] as const;
	test.each([
		['“This is Robin Smith calling from ABC Inc. Please contact me or Jim Johnson at 1-800-555-1212.”', required, []],
		[
			'with salutation, time, times to reply, any representative',
			[...required, 'salutation', 'date_and_time', 'times_to_reply', 'any_representative'],
			[],
		],
		['without a number', required.slice(0, 3), ['US-M1']],
		['with “the credit card receivables group”', [...required, 'other'], ['US-M1']],
		['with the debt', [...required, 'debt'], ['US-M1']],
		['with a name that tells of collecting', [...required, 'name_telling_collection'], ['US-M1']],
	] as const)('a message %s', (_, voicemail, rules) => {
		expect(refusals(file({}, { voicemail: [...voicemail] }))).toEqual(rules);
	});
	test('none is left for a friend, though it says no more', () => {
		expect(refusals(file(third('friend'), { voicemail: [...required] }))).toEqual(['US-M1']);
	});
	test('it is no communication: it discloses nothing (US-D1)', () => {
		expect(explain(file({}, { voicemail: [...required] })).obligations).not.toContain('disclose_debt_collector');
		expect(explain(file()).obligations).toContain('disclose_debt_collector');
	});
});

describe('US-V1, US-V2, US-D1, US-B1: notice, dispute, disclosure, time-barred debts', () => {
	test('the first communication discloses the attempt to collect and brings the notice within five days (US-D1, US-V1)', () => {
		const first = explain(file({ debts: [{ id: 'card' }] })).obligations;
		expect(first).toEqual(expect.arrayContaining(['disclose_attempt_to_collect', 'validation_notice_within_5_days']));
		expect(first).not.toContain('disclose_debt_collector');
	});
	test('no notice five days after the first communication: still permitted; on the sixth day refused but for the notice itself (US-V1)', () => {
		const debts = (date: string) => [{ id: 'card', first_communication_at: `2026-10-${date}T12:00:00-04:00` }];
		expect(refusals(file({ debts: debts('02') }))).toEqual([]);
		expect(refusals(file({ debts: debts('01') }))).toEqual(['US-V1']);
		expect(refusals(file({ debts: debts('01') }, { channel: 'letter', purpose: 'validation_notice' }))).toEqual([]);
	});
	test('a written dispute stops collecting of that debt until it is answered; a duplicate until we say it is one (US-V2)', () => {
		const dispute = (more: object = {}) => [{ kind: 'dispute' as const, from_at: '2026-10-01T12:00:00Z', debt_id: 'card', ...more }];
		expect(refusals(file({ holds: dispute() }))).toEqual(['HOLD', 'US-V2']);
		expect(refusals(file({ holds: dispute({ answered_at: '2026-10-05T12:00:00Z' }) }))).toEqual([]);
		expect(refusals(file({ holds: dispute({ duplicate: true }) }))).toEqual(['HOLD', 'US-V2']);
		expect(refusals(file({ holds: dispute({ duplicate: true, answered_at: '2026-10-05T12:00:00Z' }) }))).toEqual([]);
		const other = explain(file({ holds: dispute(), debts: [card, { ...card, id: 'other' }] }));
		expect([other.refusing, other.debtIds]).toEqual([[], ['other']]);
	});
	test('a threat of suit is refused the day after the period ended, not on its last day, and plain words never (US-B1)', () => {
		const barred = (suit_until: string) => ({ debts: [{ ...card, suit_until }] });
		expect(refusals(file(barred('2026-10-06'), { content: ['threatens_suit'] }))).toEqual(['US-B1']);
		expect(refusals(file(barred('2026-10-07'), { content: ['threatens_suit'] }))).toEqual([]);
		expect(refusals(file(barred('2026-10-06')))).toEqual([]);
	});
	test('automatic calls stop once consent is revoked, a call by a person does not (US-R2)', () => {
		const revoked = { automation_revoked_at: '2026-10-01T12:00:00Z' };
		expect(refusals(file(revoked, { automatic: true }))).toEqual(['US-R2']);
		expect(refusals(file(revoked, { automatic: false }))).toEqual([]);
	});
});

describe('MA-F1 and NYC-F1: a State’s and a city’s own numbers on top', () => {
	const calls = (count: number, from = 1) =>
		Array.from({ length: count }, (_, i) => ({ at: `2026-10-0${from + i}T12:00:00-04:00`, outcome: 'no_answer' as const }));
	test('Massachusetts: two calls and texts in seven dates about a debt, the third is refused; elsewhere it is not (MA-F1)', () => {
		expect(refusals(file({ earlier: calls(2) }, {}, { country: 'US', state: 'MA' }))).toEqual(['MA-F1']);
		expect(refusals(file({ earlier: calls(1) }, {}, { country: 'US', state: 'MA' }))).toEqual([]);
		expect(refusals(file({ earlier: calls(2) }, {}, { country: 'US', state: 'OH' }))).toEqual([]);
	});
	test('New York City from 2026-09-01: three contacts of any kind in seven dates, the fourth is refused; on 2026-08-31 it was not (NYC-F1)', () => {
		const city = { country: 'US', state: 'NY', city: 'NYC' };
		expect(refusals(file({ earlier: calls(3) }, { channel: 'letter' }, city))).toEqual(['NYC-F1']);
		expect(refusals(file({ earlier: calls(2) }, { channel: 'letter' }, city))).toEqual([]);
		const august = Array.from({ length: 3 }, (_, i) => ({ at: `2026-08-2${7 + i}T12:00:00-04:00`, outcome: 'no_answer' as const }));
		expect(refusals(file({ earlier: august }, { channel: 'letter' }, city, '2026-08-31T12:00:00-04:00'))).toEqual([]);
	});
});
