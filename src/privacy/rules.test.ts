import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { erasableFrom, type KeptDebt, unassessed } from './rules.ts';

const debt = (said: Partial<KeptDebt> = {}): KeptDebt => ({
	countries: ['CN'],
	product: 'credit_card',
	lender: 'bank',
	placedOn: '2026-01-05',
	endedOn: '2026-06-30',
	lastContactOn: '2026-06-20',
	lastCallOn: '2026-06-20',
	lastAgreementOn: null,
	...said,
});
const nothingOpen = { complaints: 0, refundsDue: 0 };
const from = (said: Partial<KeptDebt>, open = nothingOpen) => {
	const { from: on, because } = erasableFrom([debt(said)], open);
	return [on, ...because];
};

describe('from when a debtor’s data may be erased (CN-R1, CN-R2, CN-R3, US-R1, KEEP, PIPL 47)', () => {
	test.each<[string, Partial<KeptDebt>, (string | null)[]]>([
		['a card settled on 30 June 2026: five years of its last record (CN-R2)', {}, ['2031-06-30', 'CN-R2']],
		['an invoice, of which no row speaks: three years after the end (KEEP)', { product: 'invoice' }, ['2029-06-30', 'KEEP']],
		['in the United States: three years after the last activity (US-R1)', { countries: ['US'] }, ['2029-06-30', 'KEEP', 'US-R1']],
		['perhaps in either country: the longer (CN-R2)', { countries: ['US', 'CN'] }, ['2031-06-30', 'CN-R2']],
		[
			'settled on 29 February: the last of February five years later',
			{ endedOn: '2028-02-29', lastContactOn: null, lastCallOn: null },
			['2033-02-28', 'CN-R2'],
		],
		['still collected: no day', { endedOn: null }, [null, 'collecting']],
		['a contact after the end counts (CN-R2)', { lastContactOn: '2026-07-04' }, ['2031-07-04', 'CN-R2']],
	])('%s', (_, said, expected) => {
		expect(from(said)).toEqual(expected);
	});

	test('an open complaint and money owed back keep everything, whatever the dates', () => {
		expect(from({}, { complaints: 1, refundsDue: 1 })).toEqual([null, 'complaint', 'refund due']);
	});

	test('a further debt never brings the day nearer, and one still collected takes it away', () => {
		const any = fc.record({
			countries: fc.subarray(['CN', 'US', 'UK', 'DE'], { minLength: 1 }),
			product: fc.constantFrom('credit_card', 'invoice', 'consumer_loan'),
			endedOn: fc.constantFrom('2024-02-29', '2026-06-30', null),
		});
		fc.assert(
			fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), any, (list, more) => {
				const before = erasableFrom(list.map(debt), nothingOpen).from;
				const after = erasableFrom([...list, more].map(debt), nothingOpen).from;
				if (before === null || more.endedOn === null) expect(after).toBeNull();
				else expect((after ?? '') >= before).toBe(true);
			}),
		);
	});
});

test('CN-D2: a use of personal data has no assessment until the day one was made, and the others still lack theirs', () => {
	const made = [{ kind: 'automated_decisions' as const, madeOn: '2026-11-24' }];
	expect(unassessed(made, '2026-11-23')).toEqual(['sensitive_data', 'automated_decisions', 'delegation']);
	expect(unassessed(made, '2026-11-24')).toEqual(['sensitive_data', 'delegation']);
});
