import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawInForce, lawRows, lawVersion } from '../law/rows.ts';
import { type Ask, decide, type Earlier, type Facts } from './rules.ts';

/** The gate's rules by the China pack: each line shown from both sides, and what must hold for every history. */
const call: Ask = { channel: 'voice', purpose: 'collect', amount_minor: null, automatic: false };
const sms: Ask = { ...call, channel: 'sms', automatic: true };
const at = (text: string) => Temporal.Instant.from(text);
/** 10:00 in Shanghai. */
const morning = at('2026-11-24T02:00:00Z');

const aPoint = { state: 'good', source: 'placement 1', lawful_basis: 'contract', expires_on: null };
const aDebt = { id: '1', creditor_id: '9', status: 'open', owed_minor: 100_000 };
const facts = (said: Partial<Facts> = {}): Facts => ({
	zones: ['Asia/Shanghai'],
	agreed_hours: null,
	party: 'debtor',
	party_refused: false,
	party_named_by_debtor: true,
	point: aPoint,
	debts: [aDebt],
	holds: [],
	own_points_usable: 1,
	failed_in_row: 0,
	earlier: [],
	agent: { exam_passed_on: '2026-06-01', trained_on: '2026-06-01' },
	...said,
});
const earlier = (when: string, said: Partial<Earlier> = {}): Earlier => ({
	at: when,
	channel: 'voice',
	party: 'debtor',
	same_number: true,
	same_debtor: true,
	same_person: false,
	creditor_ids: ['9'],
	answered: true,
	...said,
});
const refusing = (ask: Ask, given: Facts, now = morning) =>
	decide(ask, given, now)
		.reasons.filter((reason) => reason.verdict === 'refuses')
		.map((reason) => reason.rule);

describe('CN-T1: no collection between 22:00 and 08:00 of the debtor’s day', () => {
	test.each([
		['2026-11-24T13:59:59Z', true, '21:59:59'],
		['2026-11-24T14:00:00Z', false, '22:00'],
		['2026-11-24T23:59:59Z', false, '07:59:59'],
		['2026-11-25T00:00:00Z', true, '08:00'],
	])('at %s (Shanghai %s) permitted is %s', (when, permitted) => {
		expect(decide(call, facts(), at(when)).permitted).toBe(permitted);
	});

	test('a call refused at 22:00 is allowed from 08:00 the next day, to the second', () => {
		expect(decide(call, facts(), at('2026-11-24T14:00:00Z')).allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
	});

	test('with zones Shanghai and New York a call is allowed only when it is allowed in both', () => {
		// 08:00–22:00 in Shanghai is 00:00–14:00 UTC, in New York (EST) 13:00–03:00 UTC: both from 13:00 to 14:00 and from 00:00 to 03:00 UTC.
		const both = facts({ zones: ['Asia/Shanghai', 'America/New_York'] });
		expect(decide(call, both, at('2026-11-24T13:30:00Z')).permitted).toBe(true);
		expect(decide(call, both, at('2026-11-24T12:59:59Z')).allowedFrom?.toString()).toBe('2026-11-24T13:00:00Z');
		expect(decide(call, both, at('2026-11-24T14:00:00Z')).allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
		expect(decide(call, both, at('2026-11-25T03:00:00Z')).allowedFrom?.toString()).toBe('2026-11-25T13:00:00Z');
	});

	test('in the night the clocks go forward in London the window still opens at 08:00 there', () => {
		expect(decide(call, facts({ zones: ['Europe/London'] }), at('2026-03-29T03:00:00Z')).allowedFrom?.toString()).toBe(
			'2026-03-29T07:00:00Z',
		);
	});

	test('hours the debtor agreed to on record take the place of the law’s', () => {
		expect(decide(call, facts({ agreed_hours: { from: '19:00', until: '23:00' } }), at('2026-11-24T14:30:00Z')).permitted).toBe(true);
	});

	test('a permit given at 21:55 ends at 22:00, one at 10:00 ten minutes later', () => {
		expect(decide(call, facts(), at('2026-11-24T13:55:00Z')).expiresAt?.toString()).toBe('2026-11-24T14:00:00Z');
		expect(decide(call, facts(), morning).expiresAt?.toString()).toBe('2026-11-24T02:10:00Z');
	});
});

describe('CN-F1 and CN-F2 count different things and both apply', () => {
	const today = (count: number, said: Partial<Earlier> = {}) =>
		Array.from({ length: count }, (_, i) => earlier(`2026-11-24T0${i % 2}:${String(i * 7).padStart(2, '0')}:00Z`, said));

	test('after 2 answered calls for the lender a third is allowed, after 3 it is refused until tomorrow', () => {
		expect(refusing(call, facts({ earlier: today(2) }))).toEqual([]);
		const third = decide(call, facts({ earlier: today(3) }), morning);
		expect(refusing(call, facts({ earlier: today(3) }))).toEqual(['CN-F1']);
		// The day ends at midnight, but the window opens at 08:00.
		expect(third.allowedFrom?.toString()).toBe('2026-11-25T00:00:00Z');
	});

	test('3 answered calls for another lender do not count', () => {
		expect(refusing(call, facts({ earlier: today(3, { creditor_ids: ['8'], same_number: false }) }))).toEqual([]);
	});

	test('a call whose outcome is not known yet counts as answered', () => {
		expect(refusing(call, facts({ earlier: today(3, { answered: null }) }))).toEqual(['CN-F1']);
	});

	test('5 unanswered attempts on a number leave one more, 6 leave none, whoever was meant', () => {
		expect(refusing(call, facts({ earlier: today(5, { answered: false }) }))).toEqual([]);
		expect(refusing(call, facts({ earlier: today(6, { answered: false, same_debtor: false }) }))).toEqual(['CN-F2']);
	});

	test('attempts of yesterday 23:59 do not count at 08:00', () => {
		const yesterday = Array.from({ length: 6 }, () => earlier('2026-11-23T15:59:00Z', { answered: true }));
		expect(refusing(call, facts({ earlier: yesterday }), at('2026-11-24T00:00:00Z'))).toEqual([]);
	});

	test('counters tell what is left today', () => {
		expect(decide(call, facts({ earlier: today(2) }), morning).counters).toEqual({
			attemptsToday: 2,
			attemptsLimit: 6,
			answeredToday: 2,
			answeredLimit: 3,
		});
	});
});

describe('CN-F5 (house): messages', () => {
	const sent = (...when: string[]) => when.map((each) => earlier(each, { channel: 'sms', answered: false }));

	test('one message a day: the second on the same date is refused until 08:00 tomorrow', () => {
		const decision = decide(sms, facts({ earlier: sent('2026-11-24T01:00:00Z') }), morning);
		expect([decision.permitted, decision.allowedFrom?.toString()]).toEqual([false, '2026-11-25T00:00:00Z']);
	});

	test('three in seven calendar dates: a fourth waits until the first leaves the window', () => {
		const decision = decide(sms, facts({ earlier: sent('2026-11-18T02:00:00Z', '2026-11-20T02:00:00Z', '2026-11-22T02:00:00Z') }), morning);
		expect([decision.permitted, decision.allowedFrom?.toString()]).toEqual([false, '2026-11-25T00:00:00Z']);
		expect(
			decide(sms, facts({ earlier: sent('2026-11-17T02:00:00Z', '2026-11-20T02:00:00Z', '2026-11-22T02:00:00Z') }), morning).permitted,
		).toBe(true);
	});
});

describe('CN-P: third parties owe nothing', () => {
	const third = (said: Partial<Facts> = {}) => facts({ party: 'third_party', ...said });

	test.each([
		['while the debtor can be reached', third(), ['CN-P1']],
		['after 2 failed attempts in a row', third({ failed_in_row: 2 }), ['CN-P1']],
		['after 3 failed attempts in a row', third({ failed_in_row: 3 }), []],
		['when every own number is bad', third({ own_points_usable: 0 }), []],
		['when the debtor has died', third({ holds: [{ kind: 'deceased', from_at: '2026-11-01T00:00:00Z', until_at: null }] }), []],
		['after their first refusal', third({ failed_in_row: 3, party_refused: true }), ['CN-P3']],
		['when the debtor never named them', third({ failed_in_row: 3, party_named_by_debtor: false }), ['CN-P4']],
	] as const)('a contact person %s is refused by %j', (_, given, rules) => {
		expect(refusing(call, given)).toEqual(rules);
	});

	test('a permitted contact with a third party may only locate or relay (CN-P2)', () => {
		expect(decide(call, third({ failed_in_row: 3 }), morning).obligations).toContain('locate_or_relay_only');
		expect(decide(call, facts(), morning).obligations).not.toContain('locate_or_relay_only');
	});

	test('two tries of one person in seven dates are the last (CN-P5)', () => {
		const tries = (count: number) =>
			Array.from({ length: count }, (_, i) =>
				earlier(`2026-11-2${i}T02:00:00Z`, { party: 'third_party', same_person: true, answered: false }),
			);
		expect(refusing(call, third({ failed_in_row: 3, earlier: tries(1) }))).toEqual([]);
		expect(refusing(call, third({ failed_in_row: 3, earlier: tries(2) }))).toEqual(['CN-P5']);
	});

	test('a guarantor is liable and called like the debtor', () => {
		expect(refusing(call, facts({ party: 'guarantor' }))).toEqual([]);
	});
});

describe('what is asked, by whom, on which ground', () => {
	test.each([
		['nothing is owed', call, facts({ debts: [{ ...aDebt, owed_minor: 0 }] }), ['CN-X1']],
		['one fen more than owed is named', { ...call, amount_minor: 100_001 }, facts(), ['CN-X1']],
		['exactly what is owed is named', { ...call, amount_minor: 100_000 }, facts(), []],
		['the debt is recalled', call, facts({ debts: [{ ...aDebt, status: 'recalled' }] }), ['STATE']],
		['the agent passed no exam', call, facts({ agent: { exam_passed_on: null, trained_on: null } }), ['CN-H1']],
		['the training was a year ago today', call, facts({ agent: { exam_passed_on: '2025-01-01', trained_on: '2025-11-24' } }), []],
		[
			'the training was a year and a day ago',
			call,
			facts({ agent: { exam_passed_on: '2025-01-01', trained_on: '2025-11-23' } }),
			['CN-H1'],
		],
		['the number has no source', call, facts({ point: { ...aPoint, source: '' } }), ['CN-D1']],
		['the lawful use of the number ended yesterday', call, facts({ point: { ...aPoint, expires_on: '2026-11-23' } }), ['CN-D1']],
		['the lawful use of the number ends today', call, facts({ point: { ...aPoint, expires_on: '2026-11-24' } }), []],
		['the number is wrong', call, facts({ point: { ...aPoint, state: 'wrong' } }), ['POINT']],
		[
			'a cease request is in force',
			call,
			facts({ holds: [{ kind: 'cease_request', from_at: '2026-11-20T00:00:00Z', until_at: null }] }),
			['HOLD'],
		],
		['a plan is being kept', call, facts({ holds: [{ kind: 'kept_plan', from_at: '2026-11-20T00:00:00Z', until_at: null }] }), ['CN-L2']],
		[
			'a hold ended a second ago',
			call,
			facts({ holds: [{ kind: 'hardship', from_at: '2026-11-20T00:00:00Z', until_at: '2026-11-24T01:59:59Z' }] }),
			[],
		],
	] as const)('when %s the rules that refuse are these', (_, ask, given, rules) => {
		expect(refusing(ask, given)).toEqual(rules);
	});

	test('every rule that spoke is named, not only the first', () => {
		const all = refusing(
			call,
			facts({ point: { ...aPoint, state: 'wrong' }, debts: [{ ...aDebt, owed_minor: 0 }] }),
			at('2026-11-24T15:00:00Z'),
		);
		expect(all).toEqual(['CN-X1', 'POINT', 'CN-T1']);
	});

	test('what time does not heal has no first allowed moment', () => {
		expect(decide(call, facts({ point: { ...aPoint, state: 'wrong' } }), at('2026-11-24T15:00:00Z')).allowedFrom).toBeNull();
	});
});

/** Any history and holds of the last and coming days, in zones with whole, half and changing offsets. */
const anyFacts: fc.Arbitrary<Facts> = fc
	.record({
		zones: fc.uniqueArray(fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/London', 'Asia/Kathmandu', 'Australia/Lord_Howe'), {
			minLength: 1,
			maxLength: 2,
		}),
		earlier: fc.array(
			fc.record({
				minutesAgo: fc.integer({ min: 0, max: 8 * 1_440 }),
				channel: fc.constantFrom('voice' as const, 'sms' as const),
				answered: fc.constantFrom(true, false, null),
				same_number: fc.boolean(),
				same_debtor: fc.boolean(),
			}),
			{ maxLength: 10 },
		),
		hold: fc.option(fc.integer({ min: -1_440, max: 3 * 1_440 })),
		start: fc.integer({ min: 0, max: 500 * 1_440 }),
	})
	.map(({ zones, earlier: list, hold }) =>
		facts({
			zones,
			earlier: list.map(({ minutesAgo, ...said }) => earlier(morning.subtract({ minutes: minutesAgo }).toString(), said)),
			holds:
				hold === null ? [] : [{ kind: 'hardship', from_at: '2026-11-01T00:00:00Z', until_at: morning.add({ minutes: hold }).toString() }],
		}),
	);

describe('whatever the history', () => {
	test('one more contact never turns a refusal into a permission', () => {
		fc.assert(
			fc.property(anyFacts, fc.constantFrom(call, sms), fc.integer({ min: 0, max: 600 }), (given, ask, minutes) => {
				const more = { ...given, earlier: [...given.earlier, earlier(morning.subtract({ minutes }).toString(), { channel: ask.channel })] };
				if (!decide(ask, given, morning).permitted) expect(decide(ask, more, morning).permitted).toBe(false);
			}),
		);
	});

	test('the first allowed moment is the first: nothing before it is allowed, it is (checked minute by minute over four days)', () => {
		fc.assert(
			fc.property(anyFacts, fc.constantFrom(call, sms), (given, ask) => {
				const { allowedFrom } = decide(ask, given, morning);
				let found: Temporal.Instant | null = null;
				for (let minute = 0; minute <= 4 * 1_440 && !found; minute++) {
					const when = morning.add({ minutes: minute });
					if (decide(ask, given, when).permitted) found = when;
				}
				if (!found) return;
				expect(allowedFrom).not.toBeNull();
				if (!allowedFrom) return;
				// Within the minute before the one found, never after it.
				expect(Temporal.Instant.compare(allowedFrom, found)).toBeLessThanOrEqual(0);
				expect(found.since(allowedFrom).total('seconds')).toBeLessThan(60);
				expect(decide(ask, given, allowedFrom).permitted).toBe(true);
			}),
			{ numRuns: 12 },
		);
	});

	test('the order of the candidate zones does not matter', () => {
		fc.assert(
			fc.property(anyFacts, (given) => {
				const turned = { ...given, zones: [...given.zones].reverse() };
				const [a, b] = [decide(call, given, morning), decide(call, turned, morning)];
				expect([a.permitted, a.allowedFrom?.toString()]).toEqual([b.permitted, b.allowedFrom?.toString()]);
			}),
		);
	});

	test('the same facts and the same instant give the same decision', () => {
		fc.assert(
			fc.property(
				anyFacts,
				(given) =>
					JSON.stringify(decide(call, given, morning)) ===
					JSON.stringify(decide(call, JSON.parse(JSON.stringify(given)) as Facts, morning)),
			),
		);
	});
});

describe('the law as rows', () => {
	test('every row has a citation in both languages, a date, and ids are used once', () => {
		expect(new Set(lawRows.map((row) => row.id)).size).toBe(lawRows.length);
		for (const row of lawRows) {
			expect(row.citation.zh).not.toBe('');
			expect(row.citation.en).not.toBe('');
			expect(Temporal.PlainDate.from(row.from).toString()).toBe(row.from);
		}
	});

	test('a rule of 2026-01-30 does not speak about a call of 2026-01-29', () => {
		expect(lawInForce(Temporal.PlainDate.from('2026-01-29')).has('CN-F2')).toBe(false);
		expect(lawInForce(Temporal.PlainDate.from('2026-01-30')).has('CN-F2')).toBe(true);
		const six = Array.from({ length: 6 }, (_, i) => earlier(`2026-01-29T0${i}:00:00Z`, { answered: false }));
		expect(refusing(call, facts({ earlier: six, agent: null }), at('2026-01-29T06:00:00Z'))).toEqual([]);
	});

	test('another text of the law has another version', () => {
		const [first, ...rest] = lawRows;
		expect(lawVersion(rest)).not.toBe(lawVersion());
		expect(lawVersion(first ? [first, ...rest] : rest)).toBe(lawVersion());
	});
});
