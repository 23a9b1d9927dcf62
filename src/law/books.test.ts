import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain, refusals } from '../../test/support/explain.ts';
import { call, earlier, facts, judge, morning } from '../../test/support/facts.ts';
import { bookFor, bookOfVersion, jurisdictionFrom, type LawChoice, ownRows, tightened } from './books.ts';
import { earlierTexts } from './earlier.ts';
import { allRows, lawBooks, lawRows, lawVersion, stack } from './rows.ts';

const choice = (country: string, more: Partial<LawChoice> = {}, state?: string): LawChoice => ({
	places: [{ country, state }],
	collector: 'agency',
	kind: 'consumer',
	...more,
});
const packs = (given: LawChoice) => [...new Set(bookFor(given).map((row) => row.pack))];
const ids = (given: LawChoice) => bookFor(given).map((row) => row.id);

describe('the choice of packs: jurisdiction × who collects × kind of debt', () => {
	test('an agency about a consumer’s debt in China has the whole China book, the one the product always had', () => {
		expect(bookFor(choice('CN'))).toBe(lawRows);
	});
	test('GB/T 45251 and the guide speak of consumer credit: a firm’s debt has the rows of law, and the house’s hours', () => {
		const business = ids(choice('CN', { kind: 'business' }));
		expect(business).toContain('CN-IR5');
		expect(business).toContain('HOURS');
		expect(business).not.toContain('CN-F1');
	});
	test('Regulation F binds agencies and debt buyers, not the creditor’s own staff, and consumer debts only', () => {
		expect(ids(choice('US'))).toContain('US-F1');
		expect(ids(choice('US', { collector: 'debt_buyer' }))).toContain('US-F1');
		expect(ids(choice('US', { collector: 'creditor' }))).not.toContain('US-F1');
		expect(ids(choice('US', { kind: 'business' }))).not.toContain('US-F1');
		expect(ids(choice('US', { collector: 'creditor' }))).toContain('US-R2');
	});
	test.each([
		['US', 'MA', ['US', 'US-MA', 'house']],
		['US', 'OH', ['US', 'house']],
		['UK', 'SCT', ['UK', 'UK-SCT', 'house']],
		['UK', 'EAW', ['UK', 'UK-EAW', 'house']],
		['UK', undefined, ['UK', 'UK-EAW', 'UK-SCT', 'house']],
		['DE', undefined, ['EU', 'house']],
		['BR', undefined, ['house']],
	])('%s %s stacks %j', (country, state, expected) => {
		expect(packs(choice(country, {}, state))).toEqual(expected);
	});
	test('a debtor who may be in two countries has the packs of both, and the strictest wins', () => {
		const both: LawChoice = { ...choice('CN'), places: [{ country: 'CN' }, { country: 'US' }] };
		expect(packs(both)).toEqual(['CN', 'US', 'house']);
		const law = bookFor(both);
		// 21:30 in Shanghai is within the Chinese hours, not within the American.
		const at = Temporal.Instant.from('2026-11-24T13:30:00Z');
		expect(judge(call, facts(), at, lawRows).permitted).toBe(true);
		expect(judge(call, facts(), at, law).permitted).toBe(false);
	});
	test('a jurisdiction is written US, US-MA, US-NY-NYC, UK-SCT; GB is the UK', () => {
		expect(jurisdictionFrom('us-ny-nyc')).toEqual({ country: 'US', state: 'NY', city: 'NYC' });
		expect(jurisdictionFrom('GB')).toEqual({ country: 'UK', state: undefined, city: undefined });
	});
});

describe('a mandate’s and the house’s own limits', () => {
	test('hours of 09:00–18:00 and one call a day of a mandate tighten the law and are named as its rows', () => {
		const law = bookFor(choice('CN'), { mandate: { contactHours: { from: '09:00', until: '18:00' }, callsPerDayMax: 1 } });
		const early = judge(call, facts(), Temporal.Instant.from('2026-11-24T00:30:00Z'), law);
		expect([early.permitted, early.allowedFrom?.toString()]).toEqual([false, '2026-11-24T01:00:00Z']);
		const again = judge(call, facts({ earlier: [earlier('2026-11-24T01:30:00Z')] }), morning, law);
		expect(again.reasons.filter((reason) => reason.verdict === 'refuses').map((reason) => reason.rule)).toEqual(['MANDATE-CALLS-DAY']);
		expect(judge(call, facts({ earlier: [earlier('2026-11-24T01:30:00Z')] }), morning).permitted).toBe(true);
	});
	test('calls and messages of a week count seven calendar dates', () => {
		const law = tightened(lawRows, { house: { callsPerWeekMax: 2, messagesPerWeekMax: 2 } });
		const two = ['2026-11-18', '2026-11-20'].map((date) => earlier(`${date}T02:00:00Z`));
		expect(judge(call, facts({ earlier: two }), morning, law).code).toBe('contact.attempt_limit_reached');
		expect(judge(call, facts({ earlier: two.slice(1) }), morning, law).permitted).toBe(true);
	});
	test('of two messages a week a text and an e-mail take one place each: the third, by either way, is refused, and a letter is not counted', () => {
		const law = tightened(bookFor(choice('US', { collector: 'creditor' })), { house: { messagesPerWeekMax: 2 } });
		const before = (...channels: ('sms' | 'email' | 'letter')[]) =>
			channels.map((channel, i) => earlier(`2026-11-${18 + i}T02:00:00Z`, { channel }));
		const refusing = (channel: 'sms' | 'email', sent: ReturnType<typeof before>) =>
			judge({ ...call, channel }, facts({ earlier: sent }), morning, law).reasons.some(
				(reason) => reason.rule === 'HOUSE-MESSAGES-WEEK' && reason.verdict === 'refuses',
			);
		for (const channel of ['sms', 'email'] as const) {
			expect(refusing(channel, before('sms', 'email'))).toBe(true);
			expect(refusing(channel, before('email', 'email'))).toBe(true);
			expect(refusing(channel, before('sms', 'letter'))).toBe(false);
			expect(refusing(channel, before('email'))).toBe(false);
		}
	});
	test('the same limits give the same book, and another limit another version', () => {
		const own = { mandate: { callsPerDayMax: 2 } };
		expect(bookFor(choice('CN'), own)).toBe(bookFor(choice('CN'), { mandate: { callsPerDayMax: 2 } }));
		expect(lawVersion(bookFor(choice('CN'), own))).not.toBe(lawVersion(bookFor(choice('CN'), { mandate: { callsPerDayMax: 3 } })));
		expect(ownRows('house', null)).toEqual([]);
	});
});

test('adding any pack to any book never permits more, whatever the hour and the history', () => {
	const names = Object.keys(lawBooks) as (keyof typeof lawBooks)[];
	const more = fc.record({
		from: fc.constantFrom('00:00', '09:00'),
		until: fc.constantFrom('12:00', '24:00'),
		day: fc.integer({ min: 1, max: 4 }),
	});
	fc.assert(
		fc.property(
			fc.constantFrom(...names),
			more,
			fc.integer({ min: 0, max: 1_440 }),
			fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 9 }),
			fc.constantFrom('voice' as const, 'sms' as const, 'letter' as const),
			(name, limits, minutes, ago, channel) => {
				const now = Temporal.Instant.from('2026-11-24T00:00:00Z').add({ minutes });
				const given = facts({
					zones: ['Europe/London'],
					point: { state: 'good', source: 'x', lawful_basis: 'contract', expires_on: null, text_consent_at: '2026-11-20T00:00:00Z' },
					earlier: ago.map((minutesAgo) => earlier(now.subtract({ minutes: minutesAgo }).toString(), { answered: minutesAgo % 2 === 0 })),
				});
				const base = lawBooks[name];
				const law = tightened(base, { house: { contactHours: { from: limits.from, until: limits.until }, callsPerDayMax: limits.day } });
				const ask = { ...call, channel };
				if (judge(ask, given, now, law).permitted) expect(judge(ask, given, now, base).permitted).toBe(true);
				for (const other of names) {
					const extra = lawBooks[other].filter((row) => !base.includes(row));
					if (judge(ask, given, now, stack(base, extra)).permitted) expect(judge(ask, given, now, base).permitted).toBe(true);
				}
			},
		),
		{ numRuns: 200 },
	);
});

describe('texts of the law', () => {
	test('a text kept from earlier has the version it is kept under, and a decision of then finds it', () => {
		for (const [version, book] of Object.entries(earlierTexts)) {
			expect(lawVersion(book)).toBe(version);
			expect(bookOfVersion(version)).toBe(book);
		}
		expect(bookOfVersion(lawVersion(lawRows))).toBe(lawRows);
		expect(bookOfVersion('0'.repeat(64))).toBeNull();
	});
	test('ids are used once over all packs', () => {
		expect(new Set(allRows.map((row) => row.id)).size).toBe(allRows.length);
	});
});

describe('UK-T1, UK-P1, UK-V1, UK-F1, UK-B1, UK-S1: the United Kingdom', () => {
	const file = (more: object = {}, ask: object = {}, now = '2026-06-10T12:00:00Z', state = 'EAW') => ({
		now,
		law: { country: 'UK', state },
		ask,
		facts: { zones: ['Europe/London'], debts: [{ id: '1', owed_minor: 5_000 }], ...more },
	});
	test('UK-T1: 20:59 in London is permitted, 21:00 is not; the night the clocks go forward it opens at 07:00 UTC', () => {
		expect(refusals(file({}, {}, '2026-06-10T19:59:00Z'))).toEqual([]);
		expect(refusals(file({}, {}, '2026-06-10T20:00:00Z'))).toEqual(['UK-T1']);
		expect(explain(file({}, {}, '2026-03-29T03:00:00Z')).allowedFrom?.toString()).toBe('2026-03-29T07:00:00Z');
	});
	test('UK-T1: the customer’s wishes on when, where and how are obeyed', () => {
		expect(refusals(file({ inconvenient_times: [{ weekdays: [3] }] }))).toEqual(['UK-T1']);
		expect(refusals(file({ inconvenient_times: [{ weekdays: [4] }] }))).toEqual([]);
		expect(refusals(file({ refused_media: ['voice'] }))).toEqual(['UK-T1']);
		expect(refusals(file({ inconvenient_places: ['work'], point: { place: 'work' } }))).toEqual(['UK-T1']);
	});
	test('UK-P1: the debt is not told to a third party; a word to pass on may be asked', () => {
		expect(refusals(file({ party: 'third_party' }, { purpose: 'collect' }))).toEqual(['UK-P1']);
		expect(refusals(file({ party: 'third_party' }))).toEqual([]);
		expect(explain(file()).obligations).toContain('verify_right_party');
	});
	test('UK-V1: a visit is announced, not to the vulnerable, and the home is entered with consent only', () => {
		const visit = { channel: 'visit', people: 1, announced: true };
		expect(refusals(file({}, visit))).toEqual([]);
		expect(refusals(file({}, { ...visit, announced: false }))).toEqual(['UK-V1']);
		expect(refusals(file({ vulnerable: true }, visit))).toEqual(['UK-V1']);
		expect(refusals(file({}, { ...visit, enters_home: true }))).toEqual(['UK-V1']);
		expect(explain(file({}, { ...visit, enters_home: true, entry_agreed: true })).obligations).toContain('state_visit_purpose');
		expect(explain(file({}, { ...visit, announced: false })).code).toBe('contact.visit_not_allowed');
	});
	test('UK-F1: nobody is pressed for a lump sum or to borrow', () => {
		expect(refusals(file({}, { content: ['presses_lump_sum'] }))).toEqual(['UK-F1']);
		expect(refusals(file({}, { content: ['urges_borrowing'] }))).toEqual(['UK-F1']);
		expect(refusals(file())).toEqual([]);
	});
	test('UK-B1: breathing space of 60 days stops contact in England until it ends; Scotland’s pack has no such row', () => {
		const holds = [{ kind: 'breathing_space', from_at: '2026-05-01T00:00:00Z', until_at: '2026-06-30T00:00:00Z' }];
		const held = explain(file({ holds }));
		expect([held.refusing, held.allowedFrom?.toString()]).toEqual([['HOLD', 'UK-B1'], '2026-06-30T07:00:00Z']);
		expect(refusals(file({ holds }, {}, '2026-06-30T07:00:00Z'))).toEqual([]);
		expect(refusals(file({ holds }, {}, undefined, 'SCT'))).toEqual(['HOLD']);
	});
	test('a plan that is kept on the only debt silences it where no row of its own says so: HOLD; another debt stays free', () => {
		const holds = [{ kind: 'kept_plan', debt_id: '1', from_at: '2026-05-01T00:00:00Z', until_at: null }];
		const one = { id: '1', owed_minor: 5_000 };
		expect(refusals(file({ debts: [one], holds }))).toEqual(['HOLD']);
		expect(refusals(file({ debts: [one, { id: '2', owed_minor: 700 }], holds }))).toEqual([]);
		expect(refusals(file({ debts: [one, { id: '2', owed_minor: 700 }], holds }, { debt_ids: ['1'] }))).toEqual(['HOLD']);
	});
	test('UK-S1: a barred debt is let be once the customer says so; in Scotland it is gone (UK-S1-SCT)', () => {
		const barred = (more: object = {}) => ({ debts: [{ id: '1', owed_minor: 5_000, suit_until: '2026-06-09', ...more }] });
		expect(refusals(file(barred()))).toEqual([]);
		expect(refusals(file(barred({ barred_and_refused: true })))).toEqual(['UK-S1']);
		expect(explain(file(barred(), {}, undefined, 'SCT')).code).toBe('contact.debt_barred');
		expect(refusals(file(barred({ suit_until: '2026-06-10' }), {}, undefined, 'SCT'))).toEqual([]);
	});
});

describe('EU-N1: the notice of transfer comes first', () => {
	const file = (told: string | null | undefined, ask: object = {}, collector: 'agency' | 'creditor' | 'debt_buyer' = 'debt_buyer') => ({
		now: '2026-05-04T10:00:00+02:00',
		law: { country: 'DE', collector },
		ask: { channel: 'letter' as const, ...ask },
		facts: { zones: ['Europe/Berlin'], debts: [{ id: '1', ...(told === undefined ? {} : { transfer_told_on: told }) }] },
	});
	test('before it no letter collects, but the notice itself goes out; after it both do; a creditor of its own has no such row', () => {
		expect(explain(file(null)).code).toBe('contact.transfer_not_told');
		expect(refusals(file(null))).toEqual(['EU-N1']);
		expect(refusals(file(null, { purpose: 'inform' }))).toEqual([]);
		expect(refusals(file('2026-05-01'))).toEqual([]);
		expect(refusals(file(null, {}, 'creditor'))).toEqual([]);
	});
	test('no law of hours was read: the house’s 08:00 to 22:00 hold (HOURS)', () => {
		expect(refusals({ ...file('2026-05-01'), now: '2026-05-04T22:00:00+02:00' })).toEqual(['HOURS']);
		expect(refusals({ ...file('2026-05-01'), now: '2026-05-04T21:59:00+02:00' })).toEqual([]);
	});
});

describe('CN-V1 and CN-X2: entering a home, urging to borrow', () => {
	const china = (ask: object) => ({
		now: '2026-11-24T10:00:00+08:00',
		ask,
		facts: { zones: ['Asia/Shanghai'], debts: [{ id: '1' }], agent: { exam_passed_on: '2026-06-01', trained_on: '2026-06-01' } },
	});
	test('CN-V1: the home is entered with consent only; identification is shown and the visit recorded', () => {
		const visit = { channel: 'visit', people: 2 };
		expect(refusals(china({ ...visit, enters_home: true }))).toEqual(['CN-V1']);
		const agreed = explain(china({ ...visit, enters_home: true, entry_agreed: true }));
		expect([agreed.refusing, agreed.obligations]).toEqual([[], expect.arrayContaining(['show_identification', 'record_the_visit'])]);
	});
	test('CN-X2: words that urge to borrow, or ask an extra fee, are refused', () => {
		expect(refusals(china({ content: ['urges_borrowing'] }))).toEqual(['CN-X2']);
		expect(refusals(china({ content: ['extra_fee'] }))).toEqual(['CN-X2']);
		expect(refusals(china({ content: [] }))).toEqual([]);
	});
});
