import { describe } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import { type Ask, callAt, card, type Earlier, eastern, type Facts, medical, usFile, winter } from '../../test/support/reg-f.ts';

/** Worked examples on what a call or a talk is about (12 CFR 1006.14(b)(4), Supplement I), and the person’s own call. */
const on = (date: string, outcome: Earlier['outcome'] = 'no_answer', more: Partial<Earlier> = {}) =>
	callAt(eastern(`2026-${date}T15:00:00`), outcome, more);
const at = (date: string, facts: Partial<Facts> = {}, ask: Ask = {}, time = '16:00:00') =>
	usFile(eastern(`2026-${date}T${time}`), facts, ask);

describe('US-F1 and US-F2: the particular debt (comment 14(b)(4)-1 and -2)', () => {
	const november = (date: string, outcome: Earlier['outcome'], more: Partial<Earlier> = {}) =>
		callAt(winter(`2026-${date}T15:00:00`), outcome, more);
	const about = (id: string, earlier: Earlier[], date = '11-12', debts: Facts['debts'] = [card, medical]) =>
		usFile(winter(`2026-${date}T18:00:00`), { debts, earlier }, { debt_ids: [id] });
	const eighth = (day: string) => winter(`2026-11-${day}T08:00:00`);
	const days = ['06', '07', '08', '09', '10', '11', '12'];
	const b = { ...card, id: 'b' };
	const all21 = days.flatMap((day) => ['card', 'medical', 'b'].map((id) => november(`11-${day}`, 'no_answer', { debt_ids: [id] })));
	const loans = ['a', 'b', 'c'].map((id) => ({ ...card, id, servicing_account: '77' }));
	const general = [
		...['09', '10'].map((day) => november(`11-${day}`, 'no_answer', { debt_ids: ['medical'] })),
		...['09', '10', '11', '11'].map((day) => november(`11-${day}`, 'no_answer', { debt_ids: ['card'] })),
	];
	const talk = (more: Partial<Earlier>) => [november('11-09', 'right_party', more)];
	everyCase([
		{
			name: '2.i: 21 unanswered calls, seven for each of three debts: each is used up until Friday',
			file: about('card', all21, '11-12', [card, medical, b]),
			refuses: ['US-F1'],
			from: eighth('13'),
		},
		{
			name: '2.i: the twenty-first, the seventh for its debt, is permitted',
			file: about('b', all21.slice(0, 20), '11-12', [card, medical, b]),
		},
		{
			name: '2.ii: a message that names no debt counts for the one you choose: the other still has seven',
			file: about(
				'card',
				days.map((day) => november(`11-${day}`, 'machine', { debt_ids: ['medical'] })),
			),
		},
		{
			name: '2.iii: talked about the medical debt alone: the card may be called about',
			file: about('card', talk({ debt_ids: ['medical'] }), '11-10'),
		},
		{
			name: '2.iii: and the medical debt may not until Monday, November 16',
			file: about('medical', talk({ debt_ids: ['medical'] }), '11-10'),
			refuses: ['US-F2'],
			from: eighth('16'),
		},
		{
			name: '2.iv: talked about both in one call: neither may be',
			file: about('card', talk({ debt_ids: ['medical', 'card'] }), '11-10'),
			refuses: ['US-F2'],
			from: eighth('16'),
		},
		{
			name: '2.v: a general talk counted for the medical debt: three calls and a talk there',
			file: about('medical', [...general, november('11-12', 'right_party', { debt_ids: ['medical'] })]),
			refuses: ['US-F2'],
			from: eighth('19'),
		},
		{
			name: '2.v: four calls and no talk about the card',
			file: about('card', [...general, november('11-12', 'right_party', { debt_ids: ['medical'] })]),
		},
		{
			name: '2.v: said to be about none, it counts for what was called about',
			file: about('medical', [...general, november('11-12', 'right_party', { debt_ids: ['medical'], discussed_debt_ids: [] })]),
			refuses: ['US-F2'],
			from: eighth('19'),
		},
		{
			name: '2.vi: called about the medical debt, the consumer spoke of the card only: a talk about the card',
			file: about('card', talk({ debt_ids: ['medical'], discussed_debt_ids: ['card'] }), '11-10'),
			refuses: ['US-F2'],
			from: eighth('16'),
		},
		{
			name: '2.vi: and about the medical debt too, though the consumer would not speak of it',
			file: about('medical', talk({ debt_ids: ['medical'], discussed_debt_ids: ['card'] }), '11-10'),
			refuses: ['US-F2'],
			from: eighth('16'),
		},
		{
			name: '2.vi: but no call was placed about the card: six more of it and that one leave it below seven',
			file: about('card', [
				...talk({ debt_ids: ['medical'], talked: false }),
				...days.slice(0, 6).map((day) => november(`11-${day}`, 'no_answer', { debt_ids: ['card'] })),
			]),
		},
		{
			name: '2.vii: three student loans of one servicing account: seven calls over them are all',
			file: about(
				'c',
				days.map((day, i) => november(`11-${day}`, 'no_answer', { debt_ids: [loans[i % 3]?.id ?? 'a'] })),
				'11-12',
				loans,
			),
			refuses: ['US-F1'],
			from: eighth('13'),
		},
		{
			name: '2.vii: a talk about one of them silences the others',
			file: about('b', talk({ debt_ids: ['a'] }), '11-10', loans),
			refuses: ['US-F2'],
			from: eighth('16'),
		},
		{
			name: '2.vii: loans of two accounts are two debts',
			file: about('b', talk({ debt_ids: ['a'] }), '11-10', [
				{ ...card, id: 'a', servicing_account: '77' },
				{ ...card, id: 'b', servicing_account: '78' },
			]),
		},
		{
			name: 'one call about two debts needs both to be open: the card silent, about both refused',
			file: usFile(
				winter('2026-11-10T18:00:00'),
				{ debts: [card, medical], earlier: talk({ debt_ids: ['card'] }) },
				{ debt_ids: ['card', 'medical'] },
			),
			refuses: ['US-F2'],
			from: eighth('16'),
		},
	]);
});

describe('US-T1, US-C1, US-P1: a consent about one debt opens nothing for another (1006.6(b)(4)(i), (d)(2)(ii))', () => {
	const given = (kind: 'times' | 'attorney' | 'third_parties', id: string) => ({
		debts: [card, medical],
		consents: [
			{
				kind,
				given_at: eastern('2026-04-07T12:00:00'),
				from_at: eastern('2026-04-08T06:00:00'),
				until_at: eastern('2026-04-08T13:00:00'),
				debt_ids: [id],
			},
		],
	});
	const aboutCard = { debt_ids: ['card'] };
	const counsel = { holds: [{ kind: 'counsel' as const, from_at: eastern('2026-04-01T12:00:00') }] };
	const friend = { party: 'third_party' as const, relation: 'friend' };
	everyCase([
		{ name: 'called at 06:30 about the card, as agreed about it', file: at('04-08', given('times', 'card'), aboutCard, '06:30:00') },
		{
			name: 'agreed about the medical debt',
			file: at('04-08', given('times', 'medical'), aboutCard, '06:30:00'),
			refuses: ['US-T1'],
			from: eastern('2026-04-08T08:00:00'),
		},
		{
			name: 'about both, agreed about the card',
			file: at('04-08', given('times', 'card'), { debt_ids: ['card', 'medical'] }, '06:30:00'),
			refuses: ['US-T1'],
			from: eastern('2026-04-08T08:00:00'),
		},
		{
			name: 'beside their attorney about the card',
			file: at('04-08', { ...counsel, ...given('attorney', 'card') }, aboutCard, '12:00:00'),
		},
		{
			name: 'beside their attorney, agreed about the medical debt',
			file: at('04-08', { ...counsel, ...given('attorney', 'medical') }, aboutCard, '12:00:00'),
			refuses: ['HOLD', 'US-C1'],
		},
		{
			name: 'with a friend, agreed about the medical debt',
			file: at('04-08', { ...friend, ...given('third_parties', 'medical') }, { ...aboutCard, purpose: 'collect' }, '12:00:00'),
			refuses: ['US-P1'],
		},
	]);
});

describe('US-F2: the person’s own call (direction inbound)', () => {
	everyCase([
		{
			name: 'the consumer rings two days after a talk, with seven calls placed: they may be talked with on that call',
			file: at(
				'04-08',
				{ earlier: [on('04-06', 'right_party'), ...Array.from({ length: 7 }, () => on('04-07'))] },
				{ direction: 'inbound' },
			),
			warns: [],
		},
		{
			name: 'they ring at 22:30: their call is their consent to it (comment 6(b)(2)-1)',
			file: at('04-08', {}, { direction: 'inbound' }, '22:30:00'),
		},
		{
			name: '18(e)(1)-1: it is the first communication after a limited-content message: the disclosure is due on it',
			file: at('04-08', { debts: [{ id: 'card' }], earlier: [on('04-07', 'machine')] }, { direction: 'inbound' }),
			owes: ['disclose_attempt_to_collect', 'validation_notice_within_5_days'],
			spares: ['disclose_debt_collector'],
		},
	]);
});

describe('US-B1: a threat of suit where nobody found the last day to sue (1006.26(b))', () => {
	const about = (debt: object, content: Ask['content'] = ['threatens_suit'], others: Facts['debts'] = []) =>
		at('10-07', { debts: [{ ...card, ...debt }, ...(others ?? [])] }, { content, debt_ids: ['card'] });
	everyCase([
		{ name: 'a threat', file: about({ suit_until_unknown: true }), refuses: ['US-B1'] },
		{
			name: 'a threat, and the day of another place lies ahead',
			file: about({ suit_until: '2026-10-08', suit_until_unknown: true }),
			refuses: ['US-B1'],
		},
		{ name: 'a threat on the day that was found', file: about({ suit_until: '2026-10-07', suit_until_unknown: false }) },
		{ name: 'a file that does not say whether it is known is read as before', file: about({}) },
		{ name: 'asking for payment without a threat', file: about({ suit_until_unknown: true }, []) },
		{
			name: 'a threat about the one of two debts whose day was found',
			file: about({ suit_until: '2026-10-07' }, ['threatens_suit'], [{ ...medical, suit_until_unknown: true }]),
		},
	]);
});
