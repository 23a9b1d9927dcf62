import fc from 'fast-check';
import type { Ask, Earlier, Facts } from '../../src/contact/rules.ts';
import type { FactConsent, FactDebt, FactHold, FactPoint } from '../../src/law/facts.ts';
import { at } from './facts.ts';

/** Any intended contact, facts and history, in whole minutes round nights on which clocks change, a 29 February, a month's end; for every pack. */
export type AnyCase = { readonly ask: Ask; readonly given: Facts; readonly now: Temporal.Instant };

const nights = [
	'2026-03-08T06:30:00Z',
	'2026-11-01T05:30:00Z',
	'2026-03-29T00:30:00Z',
	'2026-10-25T00:30:00Z',
	'2026-04-04T14:30:00Z',
	'2028-02-29T02:00:00Z',
	'2026-10-31T15:00:00Z',
];
const zone = fc.constantFrom(
	'Asia/Shanghai',
	'Asia/Urumqi',
	'America/New_York',
	'America/Los_Angeles',
	'Europe/London',
	'Asia/Kolkata',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
);
const anyNow = fc
	.tuple(fc.constantFrom(...nights), fc.integer({ min: -1_440, max: 1_440 }))
	.map(([base, minutes]) => at(base).add({ minutes }));
const ago = fc.integer({ min: 0, max: 8 * 1_440 });
const ahead = fc.option(fc.integer({ min: -1_440, max: 3 * 1_440 }), { nil: null });
const debtIds = fc.constantFrom(undefined, ['1'], ['2'], ['1', '2']);
const from = (now: Temporal.Instant, minutes: number | null) => (minutes === null ? null : now.add({ minutes }).toString());

export const anyEarlier = (now: Temporal.Instant): fc.Arbitrary<Earlier> =>
	fc
		.record({
			minutes: ago,
			channel: fc.constantFrom('voice' as const, 'voice' as const, 'voice' as const, 'sms' as const, 'email' as const, 'social' as const),
			party: fc.constantFrom('debtor' as const, 'debtor' as const, 'third_party' as const, 'guarantor' as const),
			answered: fc.constantFrom(true, false, false, false, null),
			connected: fc.constantFrom(undefined, true, false),
			direction: fc.constantFrom(undefined, undefined, undefined, 'inbound' as const),
			debt_ids: debtIds,
			discussed_debt_ids: debtIds,
			same: fc.boolean(),
			lapses: fc.option(fc.integer({ min: 1, max: 600 }), { nil: null, freq: 6 }),
		})
		.map(({ minutes, same, lapses, ...said }) => ({
			...said,
			at: now.subtract({ minutes }).toString(),
			same_number: same,
			same_debtor: true,
			same_person: said.party === 'third_party',
			creditor_ids: ['9'],
			lapses_at: from(now, lapses),
		}));

const anyConsent = (now: Temporal.Instant): fc.Arbitrary<FactConsent> =>
	fc
		.record({
			kind: fc.constantFrom(
				'calls' as const,
				'calls' as const,
				'times' as const,
				'places' as const,
				'attorney' as const,
				'third_parties' as const,
				'court' as const,
			),
			given: ago,
			begins: ahead,
			ends: ahead,
			revoked: fc.option(fc.integer({ min: -600, max: 1_440 }), { nil: null, freq: 6 }),
			debt_ids: debtIds,
		})
		.map(({ kind, given, begins, ends, revoked, debt_ids }) => ({
			kind,
			given_at: now.subtract({ minutes: given }).toString(),
			from_at: from(now, begins),
			until_at: from(now, ends),
			revoked_at: from(now, revoked),
			...(debt_ids ? { debt_ids } : {}),
		}));

export const anyHold = (now: Temporal.Instant): fc.Arbitrary<FactHold> =>
	fc
		.record({
			kind: fc.constantFrom(
				'hardship' as const,
				'kept_plan' as const,
				'dispute' as const,
				'cease_request' as const,
				'counsel' as const,
				'breathing_space' as const,
			),
			begins: fc.integer({ min: -5 * 1_440, max: 1_440 }),
			lasts: fc.option(fc.integer({ min: 1, max: 6 * 1_440 }), { nil: null, freq: 8 }),
			debt_id: fc.constantFrom(null, null, '1', '2'),
			answered: fc.option(fc.integer({ min: -1_440, max: 1_440 }), { nil: null, freq: 4 }),
		})
		.map(({ kind, begins, lasts, debt_id, answered }) => ({
			kind,
			from_at: now.add({ minutes: begins }).toString(),
			until_at: lasts === null ? null : now.add({ minutes: begins + lasts }).toString(),
			debt_id,
			answered_at: from(now, answered),
		}));

const anyTime = fc.record({
	weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
	from: fc.constantFrom(undefined, '01:30', '15:00', '20:00'),
	until: fc.constantFrom(undefined, '02:30', '17:00', '24:00'),
});

const anyPoint = (now: Temporal.Instant): fc.Arbitrary<FactPoint | null> => {
	const day = (days: number) => now.toZonedDateTimeISO('UTC').toPlainDate().add({ days }).toString();
	return fc.option(
		fc
			.record({
				place: fc.constantFrom(null, null, 'home' as const, 'work' as const),
				texted: fc.option(fc.integer({ min: 0, max: 80 * 1_440 }), { nil: null }),
				emailed_us: fc.boolean(),
				notice: fc.option(fc.integer({ min: -3, max: 3 }), { nil: null }),
				opted: fc.option(fc.integer({ min: -1_440, max: 600 }), { nil: null, freq: 6 }),
				opted_out_of: fc.constantFrom(undefined, ['sms' as const]),
			})
			.map(({ place, texted, emailed_us, notice, opted, opted_out_of }) => ({
				state: 'good',
				source: 'placement 1',
				lawful_basis: 'contract',
				expires_on: null,
				place,
				texted_us_at: texted === null ? null : now.subtract({ minutes: texted }).toString(),
				emailed_us,
				creditor_notice: notice === null ? null : { sent_on: day(notice - 35), opt_out_until: day(notice) },
				opted_out_at: from(now, opted),
				...(opted_out_of ? { opted_out_of } : {}),
			})),
		{ freq: 3 },
	);
};

const anyDebts = (now: Temporal.Instant): fc.Arbitrary<readonly FactDebt[]> => {
	const day = (days: number) => now.toZonedDateTimeISO('UTC').toPlainDate().add({ days }).toString();
	return fc
		.record({
			told: fc.constantFrom(undefined, -1, 0, 1, 2),
			lender: fc.constantFrom('9', '8'),
			over: fc.constantFrom(undefined, undefined, -1, 6, 30),
		})
		.map(({ told, lender, over }) => {
			const known = { status: 'open', owed_minor: 100, validation_sent_on: '2026-01-01', first_communication_at: '2026-01-01T00:00:00Z' };
			return [
				{ ...known, id: '1', creditor_id: '9', ...(told === undefined ? {} : { transfer_told_on: day(told) }) },
				{ ...known, id: '2', creditor_id: lender, ...(over === undefined ? {} : { mandate_until: now.add({ hours: over }).toString() }) },
			];
		});
};

const anyAsk: fc.Arbitrary<Ask> = fc.record({
	channel: fc.constantFrom('voice' as const, 'voice' as const, 'sms' as const, 'email' as const, 'letter' as const, 'social' as const),
	purpose: fc.constantFrom('collect' as const, 'collect' as const, 'locate' as const),
	amount_minor: fc.constantFrom(null, null, null, null, null, 50, 500),
	automatic: fc.boolean(),
	responds: fc.constantFrom(undefined, undefined, true),
	public: fc.constant(false),
	debt_ids: fc.constantFrom(null, ['1'], ['2']),
});

export const anyCase: fc.Arbitrary<AnyCase> = anyNow.chain((now) =>
	fc
		.record({
			ask: anyAsk,
			zones: fc.uniqueArray(zone, { minLength: 1, maxLength: 2 }),
			who: fc.constantFrom(
				['debtor'] as const,
				['debtor'] as const,
				['third_party', 'spouse'] as const,
				['third_party', 'friend'] as const,
				['guarantor'] as const,
			),
			agreed: fc.option(fc.constantFrom({ from: '06:30', until: '09:00' }, { from: '21:00', until: '00:30' }), { nil: null, freq: 5 }),
			point: anyPoint(now),
			debts: anyDebts(now),
			earlier: fc.array(anyEarlier(now), { maxLength: 12 }),
			consents: fc.array(anyConsent(now), { maxLength: 3 }),
			holds: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(anyHold(now), { maxLength: 2 }) }),
			times: fc.array(anyTime, { maxLength: 2 }),
			places: fc.constantFrom([], [], ['home' as const]),
			lost: fc.boolean(),
		})
		.map(({ ask, zones, who, agreed, point, debts, earlier, consents, holds, times, places, lost }) => ({
			ask,
			now,
			given: {
				zones,
				agreed_hours: agreed,
				party: who[0],
				...(who[1] ? { relation: who[1] } : {}),
				party_refused: false,
				party_named_by_debtor: true,
				point,
				debts,
				holds,
				own_points_usable: lost ? 0 : 1,
				failed_in_row: 0,
				earlier,
				agent: { exam_passed_on: '2026-01-01', trained_on: '2028-01-01' },
				consents,
				inconvenient_times: times,
				inconvenient_places: places,
			},
		})),
);
