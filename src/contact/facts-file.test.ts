import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../test/support/explain.ts';
import { eastern, usFile } from '../../test/support/reg-f.ts';
import { isRefusal } from '../core/refusal.ts';
import { lawBooks } from '../law/rows.ts';
import { intendedBy } from './facts-file.ts';
import { checkedFacts } from './facts-read.ts';
import type { FactsFile } from './facts-shape.ts';
import { decide } from './rules.ts';

/** A facts file written from the schema alone: what may be left out, other ways to say the same, and what is said back when it is wrong. */
const now = Temporal.Instant.from('2026-11-24T02:00:00Z');
const reasonOf = (value: unknown): string | null => {
	const read = checkedFacts(value);
	if (isRefusal(read)) return String(read.details['reason']);
	try {
		intendedBy(read, now);
		return null;
	} catch (error) {
		if (error instanceof RangeError) return error.message;
		throw error;
	}
};
const intended = (file: FactsFile) => intendedBy(file, now);

describe('what is left out', () => {
	test('the least file is a call by machine, now, in China, to a debtor with one open debt: permitted in the morning', () => {
		const { ask, facts, law, at } = intended({ facts: {} });
		expect(law).toBe(lawBooks.CN);
		expect(at).toEqual(now);
		expect([ask.channel, ask.purpose, ask.automatic, facts.zones, facts.debts.length]).toEqual([
			'voice',
			'collect',
			true,
			['Asia/Shanghai'],
			1,
		]);
		expect(explain({ facts: {} }).permitted).toBe(true);
	});
	test('no debts given is one that is open, an empty list is none', () => {
		expect(explain({ facts: { debts: [] } }).refusing).toEqual(['STATE']);
	});
	test('the zone of China and of the United Kingdom may be left out, that of the United States may not', () => {
		expect(intended({ law: 'UK', facts: {} }).facts.zones).toEqual(['Europe/London']);
		expect(reasonOf({ law: 'US', facts: {} })).toBe('/facts/zones is to be given: this country has several time zones');
		expect(reasonOf({ law: { places: [{ country: 'CN' }, { country: 'UK' }] }, facts: {} })).toContain('/facts/zones');
	});
	test('a call without an outcome counts as answered and as a talk', () => {
		const file = usFile(eastern('2026-04-07T12:00:00'), { earlier: [{ at: eastern('2026-04-06T12:00:00') }] });
		expect(explain(file).refusing).toEqual(['US-F2']);
	});
	test('what is later than now is no history: neither does it count nor does it put off allowed_from', () => {
		const tomorrow = [{ at: eastern('2026-04-08T07:00:00'), outcome: 'right_party' as const }];
		expect(explain(usFile(eastern('2026-04-07T12:00:00'), { earlier: tomorrow })).permitted).toBe(true);
		expect(explain(usFile(eastern('2026-04-07T22:00:00'), { earlier: tomorrow })).allowedFrom?.toString()).toBe('2026-04-08T12:00:00Z');
	});
	test('failed calls in a row are read from the history, unless they are said', () => {
		const failed = ['09:00', '09:10', '09:20'].map((time) => ({
			at: `2026-11-23T${time}:00+08:00`,
			outcome: 'no_answer' as const,
			party: 'debtor' as const,
		}));
		const facts = { party: 'third_party' as const, earlier: failed };
		expect(intended({ facts }).facts.failed_in_row).toBe(3);
		expect(intended({ facts: { ...facts, failed_in_row: 1 } }).facts.failed_in_row).toBe(1);
		expect(
			intended({ facts: { ...facts, earlier: failed.map((each) => ({ ...each, at: each.at.replace('11-23', '11-25') })) } }).facts
				.failed_in_row,
		).toBe(0);
	});
	test('a debtor who rang or wrote after three failed calls is not lost: no third party (CN-P1)', () => {
		const failed = ['09:00', '09:10', '09:20'].map((time) => ({ at: `2026-11-23T${time}:00+08:00`, outcome: 'no_answer' as const }));
		const wrote = { at: '2026-11-23T18:00:00+08:00', channel: 'sms' as const, direction: 'inbound' as const };
		const asked = (earlier: ((typeof failed)[number] | typeof wrote)[]) =>
			explain({
				facts: { party: 'third_party', earlier: earlier.map((each) => ({ ...each, party: 'debtor' as const, same_number: false })) },
			}).refusing;
		expect(asked(failed)).toEqual([]);
		expect(asked([...failed, wrote])).toEqual(['CN-P1']);
		expect(asked([{ ...wrote, at: '2026-11-22T18:00:00+08:00' }, ...failed])).toEqual([]);
	});
	test('a third party who stands for the debtor is collected from abroad, asked after them in China', () => {
		const facts = { party: 'third_party' as const, relation: 'wife', zones: ['America/New_York'] };
		expect(intended({ law: 'US', facts }).ask.purpose).toBe('collect');
		expect(intended({ law: 'CN', facts }).ask.purpose).toBe('locate');
	});
});

describe('other ways to say the same', () => {
	const facts = { zones: ['America/New_York'] };
	test.each([
		['law: "US-MA"', { law: 'US-MA', facts }],
		['pack: "us-ma"', { pack: 'us-ma', facts }],
		['law.book', { law: { book: 'US-MA' }, facts }],
		['country and state', { law: { country: 'US', state: 'MA' }, facts }],
		['names in words', { law: { country: 'USA', state: 'Massachusetts' }, facts }],
		['places', { law: { places: [{ country: 'US', state: 'ma' }] }, facts }],
	] as [string, FactsFile][])('%s is the law book of Massachusetts', (_, file) => {
		expect(intended(file).law).toBe(lawBooks['US-MA']);
	});
	test.each([
		['US-CA', lawBooks.US],
		['US-NY-NYC', lawBooks['US-NY-NYC']],
		['UK-SCT', lawBooks['UK-SCT']],
		['GB-EAW', lawBooks.UK],
		['CN', lawBooks.CN],
	] as const)('the name %s picks its book', (name, book) => {
		expect(intended({ law: name, facts }).law).toBe(book);
	});
	test('a bought debt in Germany has the book of the EU; its own bank is kept to the house’s rows', () => {
		expect(intended({ law: { country: 'DE', collector: 'debt_buyer' }, facts }).law).toBe(lawBooks.EU);
		expect(intended({ law: { country: 'Germany', collector: 'debt_buyer' }, facts }).law).toBe(lawBooks.EU);
		expect(intended({ law: { country: '德国', collector: 'debt_buyer' }, facts }).law).toBe(lawBooks.EU);
		expect(intended({ law: { country: 'DE', collector: 'creditor' }, facts }).law.every((row) => row.pack === 'house')).toBe(true);
	});
	test.each(['NYC', 'New York', 'Brooklyn', 'Staten Island'])('%s is New York City, Buffalo is not', (city) => {
		expect(intended({ law: { country: 'US', state: 'NY', city }, facts }).law).toBe(lawBooks['US-NY-NYC']);
		expect(intended({ law: { country: 'US', state: 'NY', city: 'Buffalo' }, facts }).law).toBe(lawBooks.US);
	});
	test('contact for ask, history for facts.earlier, at for now', () => {
		const earlier = [{ at: eastern('2026-04-06T12:00:00'), outcome: 'right_party' as const }];
		const one = explain(usFile(eastern('2026-04-07T12:00:00'), { earlier }, { channel: 'voice' }));
		const { now: at = '', ask = {}, ...rest } = usFile(eastern('2026-04-07T12:00:00'), {}, { channel: 'voice' });
		const other = explain({ ...rest, at, contact: ask, history: earlier });
		expect(other).toEqual(one);
		expect(one.refusing).toEqual(['US-F2']);
	});
});

describe('an outcome, and the same in plain facts', () => {
	test.each([
		['right_party', { answered: true, talked: true }],
		['other_person', { answered: true, talked: false }],
		['machine', { answered: false }],
		['no_answer', { answered: false }],
		['declined', { answered: false }],
		['off', { answered: false }],
		['dropped', { answered: true, talked: false }],
		['busy', { connected: false }],
		['invalid', { connected: false }],
		['wrong_number', { answered: true, talked: false, misdirected: true }],
	] as const)('%s counts as %j does: for seven calls, a talk, six attempts, three answered', (outcome, plain) => {
		const history = (count: number, said: object) =>
			Array.from({ length: count }, (_, i) => ({ at: eastern(`2026-04-07T1${i % 2}:0${i}:00`), ...said }));
		for (const law of ['US', 'US-MA', 'CN'])
			for (const count of [1, 2, 3, 6, 7]) {
				const judged = (said: object) => {
					const { permitted, refusing, warnings, allowedFrom } = explain({
						...usFile(eastern('2026-04-07T13:00:00'), { earlier: history(count, said) }, { automatic: false }),
						law,
						facts: {
							...usFile(eastern('2026-04-07T13:00:00'), { earlier: history(count, said) }).facts,
							agent: { exam_passed_on: '2026-01-01', trained_on: '2026-01-01' },
						},
					});
					return [permitted, refusing, warnings, allowedFrom?.toString()];
				};
				expect(judged(plain)).toEqual(judged({ outcome }));
			}
	});
});

describe('what is wrong, and where', () => {
	test.each([
		[{ facts: { zone: ['Asia/Shanghai'] } }, '/facts/zone is not known here; did you mean zones?'],
		[{ facts: { earlier: [{ at: '2026-11-24T02:00:00Z', result: 'busy' }] } }, '/facts/earlier/0/result is not known here'],
		[{ ask: { chanel: 'voice' }, facts: {} }, '/ask/chanel is not known here; did you mean channel?'],
		[{ now: '2026-11-24T10:00:00', facts: {} }, '/now is no instant with its offset'],
		[{ now: '2026-02-30T10:00:00Z', facts: {} }, '/now is no instant with its offset'],
		[{ facts: { earlier: [{ at: '2026-11-24' }] } }, '/facts/earlier/0/at is no instant with its offset'],
		[{ facts: { agent: { trained_on: '2026-02-29' } } }, '/facts/agent/trained_on is no date, like 2026-04-07'],
		[{ facts: { agreed_hours: { from: '8:00', until: '9:00' } } }, '/facts/agreed_hours/from is no time of the day'],
		[{ facts: { earlier: [{ at: '2026-11-24T02:00:00Z', outcome: 'talked' }] } }, '/facts/earlier/0/outcome is none of: right_party'],
		[{ facts: { zones: ['Mars/Base'] } }, '/facts/zones/0 Mars/Base is no time zone'],
		[{ facts: { zones: [] } }, '/facts/zones must not have fewer than 1 items'],
		[{ facts: { debts: [{ id: 'a' }, { id: 'a' }] } }, '/facts/debts/1/id a is there twice'],
		[{ ask: { debt_ids: ['b'] }, facts: { debts: [{ id: 'a' }] } }, '/ask/debt_ids b is none of the debts: a'],
		[
			{ facts: { holds: [{ kind: 'dispute', from_at: '2026-11-24T02:00:00Z', debt_id: 'b' }] } },
			'/facts/holds/0/debt_id b is none of the debts: 1',
		],
		[{ law: 'Narnia', facts: {} }, '/law NARNIA is no country'],
		[{ law: { country: 'Ohio' }, facts: {} }, '/law/country Ohio is no country'],
		[{ law: { country: 'US', collector: 'bank' }, facts: {} }, '/law/collector is none of: agency, creditor, debt_buyer'],
		[{ law: 'US', pack: 'US', facts: {} }, '/pack says the same as /law: give one'],
		[{ ask: {}, contact: {}, facts: {} }, '/contact says the same as /ask: give one'],
		[{ law: { country: 'US', state: 'Mass' }, facts: {} }, '/law/state Mass is no state'],
		[{ law: 'US-ZZ', facts: {} }, '/law ZZ is no state'],
		[{ law: { book: 'CN', country: 'US' }, facts: {} }, '/law/country chooses what /law/book names: give one'],
		[{ law: { book: 'US', collector: 'creditor' }, facts: {} }, '/law/collector chooses what /law/book names: give one'],
		[{ law: { country: 'US', places: [{ country: 'CN' }] }, facts: {} }, '/law/country says the same as /law/places: give one'],
		[
			{ now: '9999-12-31T23:59:59Z', facts: {} },
			'/now is no instant with its offset, like 2026-04-07T14:00:00-04:00 or 2026-04-07T18:00:00Z',
		],
		[{ law: { state: 'MA' }, facts: {} }, '/law/state is of no country: give /law/country'],
		[{ ask: { amount_minor: 9_007_199_254_740_992 }, facts: {} }, '/ask/amount_minor must be <= 9007199254740991'],
		[{ ask: { amount_minor: -1 }, facts: {} }, '/ask/amount_minor must be >= 0'],
		[{ facts: { agreed_hours: { from: '09:00', until: '09:00' } } }, '/facts/agreed_hours ends where it begins'],
		[
			{ law: { mandate: { contact_hours: { from: '09:00', until: '09:00' } } }, facts: {} },
			'/law/mandate/contact_hours ends where it begins: the whole day is 00:00 to 24:00',
		],
		[{ facts: { inconvenient_times: [{ weekdays: [] }] } }, '/facts/inconvenient_times/0/weekdays must not have fewer than 1 items'],
		[
			{ facts: { inconvenient_times: [{ from_on: '2026-11-30', until_on: '2026-11-20' }] } },
			'/facts/inconvenient_times/0 is over before it begins: 2026-11-30 to 2026-11-20',
		],
		[
			{ facts: { holds: [{ kind: 'complaint', from_at: '2026-11-24T02:00:00Z', until_at: '2026-11-24T09:59:59+08:00' }] } },
			'/facts/holds/0 is over before it begins',
		],
		[{ facts: {}, history: [{ at: '2026-11-24T02:00:00Z', talked: true, answered: false }] }, '/history/0/answered is false beside talked'],
		[
			{ facts: { earlier: [{ at: '2026-11-24T02:00:00Z', outcome: 'other_person', answered: false }] } },
			'/facts/earlier/0/answered is false beside other_person',
		],
		[
			{ facts: { earlier: [{ at: '2026-11-24T02:00:00Z', outcome: 'machine', connected: false }] } },
			'/facts/earlier/0/connected is false beside machine',
		],
		[
			{ facts: { earlier: [{ at: '2026-11-24T02:00:00Z', outcome: 'right_party', talked: false }] } },
			'/facts/earlier/0/talked is false beside right_party',
		],
		[{}, '/ must have required properties facts'],
		[[], '/ must be object'],
	])('%j is refused: %s', (value, reason) => {
		expect(reasonOf(value)).toContain(reason);
	});

	test('more than an outcome says may be said of a call, and a carrier may know that a phone switched off was not reached', () => {
		const at = '2026-11-24T01:00:00Z';
		expect(reasonOf({ facts: {}, history: [{ at, outcome: 'no_answer', answered: true }] })).toBeNull();
		expect(reasonOf({ facts: {}, history: [{ at, outcome: 'off', connected: false }] })).toBeNull();
	});

	test('New York City is in New York, also where its State is not said (NYC-F1)', () => {
		const packs = (law: NonNullable<FactsFile['law']>) =>
			intended({ law, facts: { zones: ['America/New_York'] } }).law.map((row) => row.id);
		expect(packs({ country: 'US', city: 'Brooklyn' })).toContain('NYC-F1');
		expect(packs({ country: 'US', city: 'Boston' })).not.toContain('NYC-F1');
	});

	test('whatever JSON is given, it is decided or refused with its place, never a fault', () => {
		const keys = [
			'facts',
			'ask',
			'law',
			'now',
			'zones',
			'debts',
			'earlier',
			'holds',
			'consents',
			'at',
			'id',
			'channel',
			'kind',
			'from_at',
			'point',
			'country',
			'book',
		];
		const values = fc.oneof(
			fc.constantFrom('US', 'voice', '2026-11-24T02:00:00Z', '2026-02-30', 'America/New_York', 'dispute', '1', '24:00', ''),
			fc.integer(),
			fc.boolean(),
			fc.constant(null),
		);
		const { json } = fc.letrec<{ json: unknown }>((tie) => ({
			json: fc.oneof(
				{ depthSize: 'medium' },
				values,
				fc.array(tie('json'), { maxLength: 3 }),
				fc.dictionary(fc.constantFrom(...keys), tie('json'), { maxKeys: 5 }),
			),
		}));
		fc.assert(
			fc.property(fc.oneof(json, fc.record({ law: json, ask: json, facts: json }, { requiredKeys: ['facts'] })), (value) => {
				const reason = reasonOf(value);
				if (reason !== null) {
					expect(reason).toMatch(/^\//);
					return;
				}
				const { ask, facts, law, at } = intended(value as FactsFile);
				decide(ask, facts, law, at);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('how long a permit lives', () => {
	const at = (time: string) => eastern(`2026-04-07T${time}`);
	const until = (file: FactsFile) => explain(file).expiresAt?.toString();
	test('ten minutes, never past 21:00, which is the last moment itself', () => {
		expect(until(usFile(at('12:00:00')))).toBe('2026-04-07T16:10:00Z');
		expect(until(usFile(at('20:55:00')))).toBe('2026-04-08T01:00:00.001Z');
	});
	test('a time called inconvenient from 15:00 ends a permit of 14:55 at 15:00', () => {
		expect(until(usFile(at('14:55:00'), { inconvenient_times: [{ weekdays: [2], from: '15:00', until: '17:00' }] }))).toBe(
			'2026-04-07T19:00:00Z',
		);
	});
	test('a hold that begins at 14:58 and a consent that ends at 14:57 end it then', () => {
		expect(until(usFile(at('14:55:00'), { holds: [{ kind: 'breathing_space', from_at: at('14:58:00') }] }))).toBe('2026-04-07T18:58:00Z');
		const consents = [{ kind: 'calls' as const, given_at: at('10:05:00'), until_at: at('14:57:00') }];
		expect(until(usFile(at('14:55:00'), { consents, earlier: [{ at: at('10:00:00'), outcome: 'right_party' }] }))).toBe(
			'2026-04-07T18:57:00Z',
		);
	});
});

test('a file handed to the gate as a library is of no year 9999: dates of the law have four digits', () => {
	const now = Temporal.Instant.from('2026-11-24T02:00:00Z');
	const file = { now: '9999-12-31T23:59:59Z', law: 'CN', facts: {} };
	expect(() => intendedBy(file, now)).toThrow('/now 9999-12-31T23:59:59Z is no year a contact is made in');
	expect(intendedBy({ ...file, now: '2099-12-31T23:59:59Z' }, now).at.toString()).toBe('2099-12-31T23:59:59Z');
});
