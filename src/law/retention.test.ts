import { expect, test } from 'vitest';
import { type Kept, keepUntil } from './retention.ts';

const kept: Kept = {
	country: 'CN',
	kind: 'recording',
	product: 'credit_card',
	lender: 'bank',
	madeOn: '2026-02-28',
	lastActivityOn: null,
	clearedOn: null,
};

test.each([
	['a card recording: five years beat two (CN-R1, CN-R2)', {}, '2031-02-28', ['CN-R1', 'CN-R2']],
	[
		'a consumer-finance record: five years (CN-R2)',
		{ kind: 'record', lender: 'consumer_finance', product: 'consumer_loan' },
		'2031-02-28',
		['CN-R2'],
	],
	['a recording about an invoice: no row, until the debt is cleared', { product: 'invoice', clearedOn: '2026-09-01' }, '2026-09-01', []],
	['an oral deal of a debt not cleared: no day yet (CN-R3)', { kind: 'oral_agreement' }, null, ['CN-R2', 'CN-R3']],
	[
		'an oral deal cleared after seven years: then (CN-R3)',
		{ kind: 'oral_agreement', clearedOn: '2033-03-01' },
		'2033-03-01',
		['CN-R2', 'CN-R3'],
	],
	[
		'an oral deal cleared at once: five years still (CN-R3)',
		{ kind: 'oral_agreement', clearedOn: '2026-03-01' },
		'2031-02-28',
		['CN-R2', 'CN-R3'],
	],
	['an impact assessment: three years (CN-D2)', { kind: 'assessment' }, '2029-02-28', ['CN-D2']],
	['a bureau report: five years after the end (CN-CR1)', { kind: 'bureau_report', clearedOn: '2026-06-01' }, '2031-06-01', ['CN-CR1']],
	['an American recording: three years after the call (US-R1)', { country: 'US' }, '2029-02-28', ['US-R1']],
	['an American record while collecting goes on: no day yet (US-R1)', { country: 'US', kind: 'record' }, null, ['US-R1']],
	[
		'an American record: three years after the last activity (US-R1)',
		{ country: 'US', kind: 'record', lastActivityOn: '2027-01-05' },
		'2030-01-05',
		['US-R1'],
	],
] as const)('CN-R1, CN-R2, CN-R3, US-R1: %s', (_, more, until, rules) => {
	expect(keepUntil({ ...kept, ...more })).toEqual({ until, rules });
});
