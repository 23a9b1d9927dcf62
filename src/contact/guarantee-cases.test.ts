import { describe } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import type { FactsFile } from './facts-shape.ts';

/** Cases of those who no longer answer for a debt, or of what no longer is enforced, to the day (民法典 692, 693; 民事诉讼法 250). */
type Facts = FactsFile['facts'];
type Ask = NonNullable<FactsFile['ask']>;

const file = (time: string, facts: Facts, ask: Ask = {}, law: NonNullable<FactsFile['law']> = 'CN'): FactsFile => ({
	now: `2026-11-24T${time}:00+08:00`,
	law,
	ask,
	facts: { agent: { exam_passed_on: '2026-06-01', trained_on: '2026-06-01' }, ...facts },
});

describe('CN-S2 and CN-S3: a guarantee that ended unclaimed, a judgment nobody applied to enforce in time', () => {
	const stands = (guarantee_until: string | null, more: Partial<Facts> = {}): Facts => ({
		party: 'guarantor',
		debts: [{ id: 'a', owed_minor: 100, guarantee_until }],
		...more,
	});
	const late = 'the last day of the guarantee was yesterday';
	const wasJudged = { debts: [{ id: 'a', enforce_until: '2026-11-23' }] };
	everyCase([
		{ name: 'the last day of the guarantee is today', file: file('10:00', stands('2026-11-24')) },
		{ name: late, file: file('10:00', stands('2026-11-23')), refuses: ['CN-S2'] },
		{ name: `${late}: a text`, file: file('10:00', stands('2026-11-23'), { channel: 'sms' }), refuses: ['CN-S2'] },
		{ name: `${late}: asked where the debtor is`, file: file('10:00', stands('2026-11-23'), { purpose: 'locate' }), refuses: ['CN-S2'] },
		{ name: `${late}: told that nothing is owed`, file: file('10:00', stands('2026-11-23'), { purpose: 'inform' }) },
		{ name: `${late}: offers to pay`, file: file('10:00', stands('2026-11-23', { party_offers_to_pay: true })) },
		{ name: `${late}: the debtor is called`, file: file('10:00', stands('2026-11-23', { party: 'debtor' })) },
		{ name: `${late}: a co-borrower owes on their own account`, file: file('10:00', stands('2026-11-23', { party: 'co_borrower' })) },
		{ name: 'claimed in time, or not known', file: file('10:00', stands(null)) },
		{
			name: 'two debts, one no longer guaranteed',
			file: file('10:00', {
				party: 'guarantor',
				debts: [
					{ id: 'a', guarantee_until: '2026-11-23' },
					{ id: 'b', guarantee_until: '2026-12-01' },
				],
			}),
			refuses: ['CN-S2'],
		},
		{
			name: 'of them only the other is spoken of',
			file: file(
				'10:00',
				{
					party: 'guarantor',
					debts: [
						{ id: 'a', guarantee_until: '2026-11-23' },
						{ id: 'b', guarantee_until: '2026-12-01' },
					],
				},
				{ debt_ids: ['b'] },
			),
		},
		{ name: 'at night the guarantor is refused for both', file: file('22:30', stands('2026-11-23')), refuses: ['CN-S2', 'CN-T1'] },
		{ name: 'at night on the last day: the morning after is too late', file: file('22:30', stands('2026-11-24')), refuses: ['CN-T1'] },
		{ name: 'the time to enforce ends today', file: file('10:00', { debts: [{ id: 'a', enforce_until: '2026-11-24' }] }), warns: [] },
		{ name: 'it ended yesterday', file: file('10:00', wasJudged), warns: ['CN-S3'] },
		{ name: 'ended, and suit is threatened', file: file('10:00', wasJudged, { content: ['threatens_suit'] }), refuses: ['SUIT'] },
		{
			name: 'a firm’s debt likewise',
			file: file('10:00', wasJudged, {}, { country: 'CN', collector: 'agency', kind: 'business' }),
			warns: ['CN-S3'],
		},
	]);
});
