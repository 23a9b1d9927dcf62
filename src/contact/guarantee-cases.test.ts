import { describe } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import { callAt, eastern, usFile } from '../../test/support/reg-f.ts';
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

describe('US-F1, US-D1, US-C1: of two who stand beside a debtor each is a person of their own (12 CFR 1006.14(b)(2), .18(e), .14(h))', () => {
	const noon = (party: 'guarantor' | 'co_borrower', facts: Partial<Facts>, ask: Ask = {}) =>
		usFile(eastern('2026-10-07T12:00:00'), { party, ...facts }, ask);
	const calls = (of: { same_person: boolean }) =>
		Array.from({ length: 7 }, (_, i) =>
			callAt(eastern(`2026-10-0${Math.min(6, i + 1)}T1${i}:00:00`), 'no_answer', { ...of, same_number: false }),
		);
	const untold = { debts: [{ id: 'card' }] };
	const talk = (of: { same_person: boolean }) => [callAt(eastern('2026-09-07T12:00:00'), 'right_party', { ...of, same_number: false })];
	const wrote = (of: { same_person: boolean }) => [
		{ at: eastern('2026-10-07T11:00:00'), channel: 'letter', direction: 'inbound', same_number: false, ...of } as const,
	];
	everyCase([
		{
			name: 'seven calls to one guarantor: not an eighth',
			file: noon('guarantor', { earlier: calls({ same_person: true }) }),
			refuses: ['US-F1'],
			from: eastern('2026-10-08T08:00:00'),
		},
		{ name: 'seven calls to one guarantor: the other is called', file: noon('guarantor', { earlier: calls({ same_person: false }) }) },
		{
			name: 'seven calls to the debtor: the co-borrower is called',
			file: noon('co_borrower', { earlier: calls({ same_person: false }).map((call) => ({ ...call, party: 'debtor' as const })) }),
		},
		{
			name: 'one co-borrower was told of the debt: the other’s first communication discloses it',
			file: noon('co_borrower', { ...untold, earlier: talk({ same_person: false }) }),
			owes: ['disclose_attempt_to_collect'],
			spares: ['disclose_debt_collector'],
		},
		{
			name: 'told themselves, at another number: a later one',
			file: noon('co_borrower', { ...untold, earlier: talk({ same_person: true }) }),
			owes: ['disclose_debt_collector'],
			spares: ['disclose_attempt_to_collect'],
		},
		{
			name: 'refused letters and wrote one: answered once',
			file: noon('guarantor', { refused_media: ['letter'], earlier: wrote({ same_person: true }) }, { channel: 'letter', responds: true }),
		},
		{
			name: 'refused letters, and the other guarantor wrote one',
			file: noon('guarantor', { refused_media: ['letter'], earlier: wrote({ same_person: false }) }, { channel: 'letter', responds: true }),
			refuses: ['US-C1'],
		},
	]);
});
