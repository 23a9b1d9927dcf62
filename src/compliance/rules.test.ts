import { describe, expect, test } from 'vitest';
import { at, call, earlier, facts, judge, morning } from '../../test/support/facts.ts';
import { type LawRow, lawRows, stack } from '../law/rows.ts';
import { certificateEndsOn, changesOf, enforcementOf, trialRows } from './rules.ts';

const tried = (trial: Parameters<typeof trialRows>[0]) => stack(lawRows, trialRows(trial));

describe('rows tried on top of the book', () => {
	test('hours of 10:00 to 18:00 refuse a call at 18:00 that the law allows, and name 10:00 of the next day', () => {
		const evening = at('2026-11-24T10:00:00Z');
		expect(judge(call, facts(), evening).permitted).toBe(true);
		const decision = judge(call, facts(), evening, tried({ hours: { from: '10:00', until: '18:00' } }));
		expect(decision.reasons.filter((reason) => reason.verdict === 'refuses').map((reason) => reason.rule)).toEqual(['TRY-HOURS']);
		expect(decision.allowedFrom?.toString()).toBe('2026-11-25T02:00:00Z');
	});

	test('a limit of 1 call placed in 3 calendar dates refuses the second call on the third date and not on the fourth', () => {
		const book = tried({ limits: [{ channel: 'voice', counts: 'placed', per: 'debtor', count: 1, days: 3 }] });
		const once = facts({ earlier: [earlier('2026-11-22T02:00:00Z', { answered: false })] });
		expect(judge(call, once, morning, book).permitted).toBe(false);
		expect(judge(call, once, at('2026-11-25T02:00:00Z'), book).permitted).toBe(true);
	});

	test('nothing tried is nothing changed: no rows', () => {
		expect(trialRows({})).toEqual([]);
	});
});

describe('the calendar of a book', () => {
	const base = lawRows.find((row) => row.id === 'CN-T1') as LawRow;
	const book = [
		{ ...base, id: 'A', from: '2026-01-01', until: '2027-01-31' },
		{ ...base, id: 'B', from: '2026-06-01', until: null },
	];

	test('a row that ends stands on it twice, one without an end once, latest first', () => {
		expect(changesOf(book).map(({ on, change, row }) => `${on} ${row.id} ${change}`)).toEqual([
			'2027-01-31 A ends',
			'2026-06-01 B begins',
			'2026-01-01 A begins',
		]);
	});

	test('a row says who applies it: the gate, another module, nothing yet, nothing on purpose', () => {
		const by = (enforcedBy: string | null) => enforcementOf({ ...base, enforcedBy });
		expect(['src/contact/rules.ts', 'src/law/allocation.ts', null, 'do not enforce'].map(by)).toEqual([
			'gate',
			'elsewhere',
			'not yet',
			'not enforced',
		]);
	});
});

describe('a certificate (CN-H1)', () => {
	test('of training on 29 February 2024 covers until 28 February 2025; without an exam there is none', () => {
		expect(certificateEndsOn({ examPassedOn: '2024-01-10', trainedOn: '2024-02-29' }, 1)?.toString()).toBe('2025-02-28');
		expect(certificateEndsOn({ examPassedOn: null, trainedOn: '2024-02-29' }, 1)).toBeNull();
	});
});
