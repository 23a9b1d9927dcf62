import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCase } from '../../test/support/any-case.ts';
import { aDebt, aPoint, at, earlier, facts } from '../../test/support/facts.ts';
import { readPlainly } from '../../test/support/plain-reading.ts';
import { type LawBook, lawBooks, type LawRow, lawRows, stack } from '../law/rows.ts';
import { type Ask, decide, type Facts, prepare } from './rules.ts';

/** What is prepared, cut into stretches and counted in place against the plain reading of every row: the same decision, whole, to the last word. */
const base = at('2026-03-29T00:30:00Z');
const minutes = (min: number, max: number) => fc.integer({ min, max });
/** Midnights of the zones below round the base, and a moment within a millisecond of each: where windows begin. */
const edges = ['2026-03-28T16:00:00Z', '2026-03-29T04:00:00Z', '2026-03-29T00:00:00Z', '2026-03-28T18:15:00Z', '2026-03-28T13:00:00Z'];
const instant = (min: number, max: number) =>
	fc.oneof(
		{ weight: 4, arbitrary: minutes(min, max).map((many) => base.add({ minutes: many }).toString()) },
		{
			weight: 1,
			arbitrary: fc
				.tuple(fc.constantFrom(...edges), fc.constantFrom(-1, 0, 1, 500_000))
				.map(([edge, nanoseconds]) => at(edge).add({ nanoseconds }).toString()),
		},
	);
const week = 7 * 1_440;
const maybe = <T>(what: fc.Arbitrary<T>) => fc.option(what, { nil: undefined, freq: 2 });
const date = fc.integer({ min: -20, max: 20 }).map((days) => base.toZonedDateTimeISO('UTC').toPlainDate().add({ days }).toString());
const marks = fc.constantFrom('urges_borrowing' as const, 'threatens_suit' as const, 'tells_third_party' as const);

const anyAsk: fc.Arbitrary<Ask> = fc.record({
	channel: fc.constantFrom('voice', 'voice', 'voice', 'sms', 'email', 'letter', 'visit', 'social', 'unmask'),
	purpose: fc.constantFrom('collect', 'collect', 'locate', 'inform', 'closing_notice', 'opt_out_confirmation'),
	amount_minor: fc.constantFrom(null, null, 100, 10_000_000),
	automatic: fc.boolean(),
	debt_ids: maybe(fc.constantFrom(['1'], ['1', '2'])),
	people: maybe(fc.constantFrom(1, 2)),
	responds: maybe(fc.boolean()),
	direction: maybe(fc.constantFrom('inbound', 'outbound')),
	voicemail: maybe(fc.constant(['business_name', 'request_to_reply', 'person_to_contact', 'telephone_number'] as const)),
	content: maybe(fc.array(marks, { maxLength: 1 })),
	announced: maybe(fc.boolean()),
});

const anyDebt = (id: string) =>
	fc
		.record({
			creditor_id: fc.constantFrom('8', '9'),
			status: fc.constantFrom('open', 'open', 'open', 'closed'),
			suit_until: maybe(date),
			suit_until_unknown: maybe(fc.boolean()),
			enforce_until: maybe(date),
			guarantee_until: maybe(date),
			barred_and_refused: maybe(fc.boolean()),
			first_communication_at: maybe(instant(-2 * week, week)),
			validation_sent_on: maybe(date),
			validation_received_on: maybe(date),
			transfer_told_on: maybe(fc.option(date)),
			above_guidance: maybe(fc.boolean()),
			servicing_account: maybe(fc.constant('one')),
		})
		.map((said) => ({ ...aDebt, ...said, id }));

const anyEarlier = fc
	.record({
		at: instant(-8 * 1_440, 1_440),
		channel: fc.constantFrom('voice', 'voice', 'sms', 'email'),
		party: fc.constantFrom('debtor', 'debtor', 'third_party'),
		answered: fc.constantFrom(true, false, null),
		same_number: fc.boolean(),
		same_debtor: fc.constantFrom(true, true, false),
		same_person: fc.boolean(),
		creditor_ids: fc.constantFrom(['9'], ['8', '9']),
		lapses_at: maybe(instant(-60, 1_440)),
		direction: maybe(fc.constantFrom('inbound', 'outbound')),
		connected: maybe(fc.boolean()),
		misdirected: maybe(fc.boolean()),
		debt_ids: maybe(fc.constantFrom(['1'], ['2'])),
	} as const)
	.map((said) => earlier(said.at, said));

const anyHold = fc.record({
	kind: fc.constantFrom('dispute', 'hardship', 'cease_request', 'counsel', 'deceased', 'minor', 'kept_plan', 'breathing_space'),
	from_at: instant(-week, 1_440),
	until_at: fc.option(instant(-1_440, week), { freq: 6 }),
	debt_id: fc.constantFrom(null, '1', '2'),
	written: maybe(fc.boolean()),
	answered_at: maybe(instant(-1_440, 1_440)),
	attorney: maybe(fc.constantFrom('unresponsive', 'known')),
} as const);

const anyConsent = fc.record({
	kind: fc.constantFrom('calls', 'times', 'places', 'attorney', 'court', 'third_parties'),
	given_at: instant(-week, 1_440),
	from_at: maybe(instant(-1_440, 1_440)),
	until_at: maybe(instant(-1_440, 2 * 1_440)),
	revoked_at: maybe(instant(-1_440, 2 * 1_440)),
	debt_ids: maybe(fc.constant(['1'])),
} as const);

const anyPoint = fc
	.record({
		expires_on: fc.option(date),
		place: maybe(fc.constantFrom('home', 'work', 'hospital')),
		texted_us_at: maybe(instant(-70 * 1_440, 1_440)),
		text_consent_at: maybe(instant(-70 * 1_440, 1_440)),
		reassignment_checked_at: maybe(instant(-70 * 1_440, 1_440)),
		opted_out_at: maybe(instant(-1_440, 1_440)),
		opted_out_of: maybe(fc.constantFrom(['sms'], ['voice', 'email'])),
		creditor_notice: maybe(fc.record({ sent_on: date, opt_out_until: date })),
	} as const)
	.map((said) => ({ ...aPoint, ...said }));

const anyElsewhere = fc.oneof(
	fc.record({
		state: fc.constant('counted' as const),
		calls: fc.array(
			fc.record({ creditor_id: fc.constantFrom('8', '9'), at: instant(-1_440, 1_440), answered: fc.constantFrom(true, false, null) }),
			{ maxLength: 3 },
		),
	}),
	fc.record({
		state: fc.constant('away' as const),
		why: fc.constantFrom('no answer', 'no identity number', 'not asked'),
		local_share: minutes(0, 2),
	} as const),
);

const zones = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const rare = <T>(what: fc.Arbitrary<T>, empty: T) => fc.oneof({ weight: 2, arbitrary: fc.constant(empty) }, { weight: 1, arbitrary: what });

const anyFacts: fc.Arbitrary<Facts> = fc
	.record({
		zones: fc.uniqueArray(fc.constantFrom(...zones), { minLength: 1, maxLength: 2 }),
		agreed_hours: fc.option(fc.constantFrom({ from: '06:30', until: '09:00' }, { from: '21:00', until: '00:30' }), { freq: 4 }),
		party: fc.constantFrom('debtor', 'debtor', 'debtor', 'guarantor', 'third_party'),
		relation: maybe(fc.constantFrom('spouse', 'parent', 'executor', 'friend', 'attorney', 'creditor')),
		party_asked_back: maybe(fc.boolean()),
		point: fc.option(anyPoint, { freq: 6 }),
		debts: fc.tuple(anyDebt('1'), anyDebt('2')).chain((debts) => fc.constantFrom(debts, debts.slice(0, 1))),
		holds: rare(fc.array(anyHold, { maxLength: 3 }), []),
		own_points_usable: fc.constantFrom(0, 1),
		failed_in_row: fc.constantFrom(0, 3),
		earlier: fc.array(anyEarlier, { maxLength: 14 }),
		agent: fc.option(
			fc.record({ exam_passed_on: fc.constantFrom('2025-01-01', null), trained_on: fc.constantFrom('2025-03-29', '2025-12-01') }),
		),
		inconvenient_times: rare(
			fc.array(
				fc.record({ weekdays: maybe(fc.constantFrom([1], [6, 7])), from: maybe(fc.constant('15:00')), until: maybe(fc.constant('17:00')) }),
				{
					maxLength: 1,
				},
			),
			[],
		),
		inconvenient_places: maybe(fc.constant(['home'] as const)),
		refused_media: maybe(fc.constant(['sms'] as const)),
		consents: rare(fc.array(anyConsent, { maxLength: 2 }), []),
		automation_revoked_at: maybe(instant(-1_440, 1_440)),
		elsewhere: rare(anyElsewhere, undefined as unknown as NonNullable<Facts['elsewhere']>),
	} as const)
	.map((said) => facts(said as Partial<Facts>));

/** Rows that end, begin, and warn of hours, on top of a book: what no pack of today has. */
const hours = lawRows[0] as LawRow;
const trial = (id: string, said: Partial<LawRow>): LawRow => ({ ...hours, pack: 'house', id, ...said });
const more: LawBook = [
	trial('ENDS', { bounds: [{ kind: 'condition', name: 'people enough', count: 2 }], until: '2026-03-30' }),
	trial('BEGINS', { bounds: [{ kind: 'hours of day', hours: { from: '10:00', until: '16:00' }, unlessAgreed: true }], from: '2026-03-31' }),
	trial('WARNS', { bounds: [{ kind: 'hours of day', hours: { from: '09:00', until: '12:00' }, unlessAgreed: false }], effect: 'warn' }),
];
const anyBook = fc.constantFrom<LawBook>(
	...Object.values(lawBooks),
	lawBooks.CN,
	lawBooks.CN,
	stack(lawBooks.CN, more),
	stack(lawBooks.US, more),
);

/** Moments of several days, some of them nanoseconds from the whole millisecond, in no order. */
const anyMoments = fc.array(
	fc
		.tuple(minutes(-1_440, 3 * 1_440), fc.constantFrom(0, 1, 999_999, 30_000_000_000))
		.map(([many, nanoseconds]) => base.add({ minutes: many }).add({ nanoseconds })),
	{ minLength: 1, maxLength: 5 },
);

test('a contact prepared once and decided at several moments, and decided outright, is decided as every row read plainly decides it: 1,500 cases of every book', () => {
	const seen = { permitted: 0, refused: 0, warned: 0, later: 0 };
	fc.assert(
		fc.property(anyAsk, anyFacts, anyBook, anyMoments, (ask, given, book, moments) => {
			const prepared = prepare(ask, given, book);
			for (const now of moments) {
				const plainly = readPlainly(ask, given, book, now);
				expect(JSON.stringify(prepared.decide(now))).toBe(JSON.stringify(plainly));
				// Whoever is contacted is contacted about something.
				if (plainly.permitted) expect(plainly.debtIds).not.toEqual([]);
				seen.permitted += plainly.permitted ? 1 : 0;
				seen.refused += plainly.permitted ? 0 : 1;
				seen.warned += plainly.warnings.length;
				seen.later += !plainly.permitted && plainly.allowedFrom ? 1 : 0;
			}
			const [first = base] = moments;
			expect(JSON.stringify(decide(ask, given, book, first))).toBe(JSON.stringify(readPlainly(ask, given, book, first)));
		}),
		{ numRuns: 1_500 },
	);
	// The cases are worth comparing: hundreds of each kind.
	for (const many of Object.values(seen)) expect(many).toBeGreaterThan(150);
});

test('at every turning point, a millisecond before it and after it, and at every minute of its day, the prepared contact agrees with the plain reading', () => {
	fc.assert(
		fc.property(anyAsk, anyFacts, anyBook, minutes(-1_440, 1_440), (ask, given, book, many) => {
			const prepared = prepare(ask, given, book);
			const named = JSON.stringify(given).match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? [];
			// The moments named, and when a contact of then leaves the rolling windows there are.
			const around = named.flatMap((text) =>
				[0, 1, 5, 60, 1_440].flatMap((later) => [-1, 0, 1].map((milliseconds) => at(text).add({ minutes: later }).add({ milliseconds }))),
			);
			const start = base.add({ minutes: many });
			const day = Array.from({ length: 48 }, (_, i) => start.add({ minutes: 31 * i }));
			for (const now of [...around, ...day]) {
				expect(JSON.stringify(prepared.decide(now))).toBe(JSON.stringify(readPlainly(ask, given, book, now)));
			}
		}),
		{ numRuns: 60 },
	);
});

test('the cases the other properties of the gate are tried on are decided alike too, in every book, now and through the next two days', () => {
	fc.assert(
		fc.property(anyCase, anyBook, ({ ask, given, now }, book) => {
			const prepared = prepare(ask, given, book);
			for (let hour = 0; hour < 48; hour++) {
				const when = now.add({ minutes: hour * 61 });
				expect(JSON.stringify(prepared.decide(when))).toBe(JSON.stringify(readPlainly(ask, given, book, when)));
			}
		}),
		{ numRuns: 120 },
	);
});
