import { describe } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import type { FactsFile } from './facts-shape.ts';

/** What holds in every country, and what a contact person is spared besides CN-P1 to CN-P5 (`china-cases.test.ts`): 10:00 in Shanghai, the debtor lost. */
const lost = (ask: NonNullable<FactsFile['ask']>, more: Partial<FactsFile['facts']> = {}): FactsFile => ({
	now: '2026-11-24T10:00:00+08:00',
	law: { country: 'CN' },
	ask,
	facts: { party: 'third_party', own_points_usable: 0, agent: { exam_passed_on: '2026-01-01', trained_on: '2026-01-01' }, ...more },
});
const visited = (at: string) => [{ at, channel: 'visit' as const, party: 'debtor' as const, same_number: false }];

describe('CN-P2: nothing about the debt to a contact person', () => {
	everyCase([
		{ name: 'a word to pass on', file: lost({ purpose: 'locate' }) },
		{ name: 'a word that tells of the debt', file: lost({ purpose: 'locate', content: ['tells_third_party'] }), refuses: ['CN-P2'] },
		{
			name: 'who offered to pay on record already knows of it',
			file: lost({ purpose: 'locate', content: ['tells_third_party'] }, { party_offers_to_pay: true }),
		},
	]);
});

describe('CN-F4, CN-F4-P: a visit to a contact person', () => {
	everyCase([
		{ name: 'by one', file: lost({ channel: 'visit', people: 1 }), refuses: ['CN-F4-P'] },
		{ name: 'by two', file: lost({ channel: 'visit', people: 2 }) },
		{
			name: 'on the day the debtor was visited',
			file: lost({ channel: 'visit', people: 2 }, { earlier: visited('2026-11-24T08:30:00+08:00') }),
			refuses: ['CN-F4'],
			from: '2026-11-25T08:00:00+08:00',
		},
		{ name: 'on the day after', file: lost({ channel: 'visit', people: 2 }, { earlier: visited('2026-11-23T08:30:00+08:00') }) },
	]);
});

describe('OTHERS: nobody but who owes is collected from, also where the country’s own packs name no third party', () => {
	const elsewhere = (law: NonNullable<FactsFile['law']>, ask: NonNullable<FactsFile['ask']>): FactsFile => ({
		now: '2026-11-24T10:00:00+08:00',
		law,
		ask,
		facts: { party: 'third_party', zones: ['Asia/Shanghai'] },
	});
	const laws: [string, NonNullable<FactsFile['law']>][] = [
		['an agency in Germany', { country: 'DE' }],
		['a country without a pack', { country: 'BR' }],
		['a firm’s debt in China', { country: 'CN', kind: 'business' }],
		['a creditor’s own staff in the United States', { country: 'US', collector: 'creditor' }],
	];
	everyCase(
		laws.flatMap(([name, law]) => [
			{ name: `${name}: a word to pass on`, file: elsewhere(law, { purpose: 'locate' }) },
			{ name: `${name}: collecting`, file: elsewhere(law, { purpose: 'collect' }), refuses: ['OTHERS'] },
			{ name: `${name}: an amount`, file: elsewhere(law, { purpose: 'inform', amount_minor: 1 }), refuses: ['OTHERS'] },
			{
				name: `${name}: a guarantor owes`,
				file: { ...elsewhere(law, { amount_minor: 1 }), facts: { party: 'guarantor', zones: ['Asia/Shanghai'] } },
			},
		]),
	);
});

describe('REFUSED: the number of a third party who refused is shown to nobody, also where the country’s own packs do not say so', () => {
	const laws: [string, NonNullable<FactsFile['law']>][] = [
		['England', { country: 'UK', state: 'EAW' }],
		['Ohio', { country: 'US', state: 'OH' }],
		['Germany', { country: 'DE' }],
		['a country without a pack', { country: 'BR' }],
		['a firm’s debt in China', { country: 'CN', kind: 'business' }],
	];
	everyCase(
		laws.flatMap(([name, law]) => {
			const look = (facts: FactsFile['facts']): FactsFile => ({
				now: '2026-11-24T10:00:00+08:00',
				law,
				ask: { channel: 'unmask', purpose: 'locate' },
				facts: { zones: ['Asia/Shanghai'], agent: { exam_passed_on: '2026-01-01', trained_on: '2026-01-01' }, ...facts },
			});
			return [
				{ name: `${name}: of a friend`, file: look({ party: 'third_party' }) },
				{ name: `${name}: of a friend who refused`, file: look({ party: 'third_party', party_refused: true }), refuses: ['REFUSED'] },
				{ name: `${name}: of a guarantor`, file: look({ party: 'guarantor', party_refused: true }) },
			];
		}),
	);
});

describe('SUIT: no threat of a suit that is barred, also where the country’s own packs forbid none', () => {
	const laws: [string, NonNullable<FactsFile['law']>][] = [
		['England', { country: 'UK', state: 'EAW' }],
		['Wales', { country: 'UK', state: 'WLS' }],
		['Germany', { country: 'DE' }],
		['a country without a pack', { country: 'BR' }],
	];
	everyCase(
		laws.flatMap(([name, law]) => {
			const threat = (now: string, debt: object = { suit_until: '2026-01-11' }): FactsFile => ({
				now,
				law,
				ask: { content: ['threatens_suit'] },
				facts: { zones: ['Europe/London'], debts: [{ id: '1', ...debt }] },
			});
			return [
				{ name: `${name}: on the last day`, file: threat('2026-01-11T12:00:00Z') },
				{ name: `${name}: on the day after`, file: threat('2026-01-12T12:00:00Z'), refuses: ['SUIT'] },
				{
					name: `${name}: where nobody found the last day`,
					file: threat('2026-01-11T12:00:00Z', { suit_until_unknown: true }),
					refuses: ['SUIT'],
				},
			];
		}),
	);
});
