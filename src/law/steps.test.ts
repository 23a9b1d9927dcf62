import { describe, expect, test } from 'vitest';
import { mayBeginProcessing, mayDecideByMachine, mayReport, maySue, type SuitMeant, validationEndsOn } from './steps.ts';

describe('CN-CR1 and US-K1: before a report to the credit bureau', () => {
	test('CN-CR1: only after the person was told', () => {
		expect(mayReport('CN', [], '2026-05-10')?.rule).toBe('CN-CR1');
		expect(mayReport('CN', [{ by: 'letter', on: '2026-05-11', bouncedOn: null }], '2026-05-10')?.rule).toBe('CN-CR1');
		expect(mayReport('CN', [{ by: 'letter', on: '2026-05-10', bouncedOn: null }], '2026-05-10')).toBeNull();
	});
	const letter = (on: string, bouncedOn: string | null = null) => ({ by: 'letter' as const, on, bouncedOn });
	// Comment 30(a)(1)-3.i to iii.
	test.each([
		['a letter of May 1, on May 14', [letter('2026-05-01')], '2026-05-14', '2026-05-15'],
		['a letter of May 1 that came back on May 10', [letter('2026-05-01', '2026-05-10')], '2026-06-01', null],
		[
			'that, and a second letter of May 11, on May 24',
			[letter('2026-05-01', '2026-05-10'), letter('2026-05-11')],
			'2026-05-24',
			'2026-05-25',
		],
	])('US-K1: %s is too early', (_, told, on, from) => {
		expect(mayReport('US', told, on)).toMatchObject({ rule: 'US-K1', allowedFrom: from });
	});
	test.each([
		['a letter of May 1, on May 15', [letter('2026-05-01')], '2026-05-15'],
		['the same though it came back on May 16', [letter('2026-05-01', '2026-05-16')], '2026-05-20'],
		['a talk on the same day', [{ by: 'talk' as const, on: '2026-05-01' }], '2026-05-01'],
	])('US-K1: %s is enough', (_, told, on) => {
		expect(mayReport('US', told, on)).toBeNull();
	});
});

describe('US-B1, US-J1, US-V2, UK-B1, UK-S1-SCT: whether suit may be brought', () => {
	const meant: SuitMeant = {
		rows: new Set(['US-B1', 'US-J1', 'US-V2']),
		holds: [],
		limitation: { endsOn: '2026-06-01', known: true },
		venue: 'US-OH-SUMMIT',
		signedIn: 'US-OH-FRANKLIN',
		livesIn: 'US-OH-Summit',
		realPropertyIn: null,
		places: ['US-OH'],
	};
	const land = { realPropertyIn: 'US-MI-WAYNE' };
	const moved = { places: ['US-NY-NYC'] };
	const scots = { rows: new Set(['UK-B1', 'UK-S1-SCT']), venue: 'Edinburgh' };
	const china = { rows: new Set(['CN-S1']), venue: '北京市海淀区', places: ['CN'] };
	test.each([
		['where the consumer lives, on the last day', {}, '2026-06-01', null],
		['where the contract was signed', { venue: 'US-OH-FRANKLIN' }, '2026-06-01', null],
		['neither', { venue: 'US-DE-KENT' }, '2026-06-01', 'US-J1'],
		['another county of the same State', { venue: 'US-OH-LUCAS' }, '2026-06-01', 'US-J1'],
		['the State of record names no county', { venue: 'US-OH', livesIn: 'US-OH' }, '2026-06-01', null],
		['said to live in Ohio, on record in New York', moved, '2026-06-01', 'US-J1'],
		['that, where the contract was signed', { ...moved, venue: 'US-OH-FRANKLIN' }, '2026-06-01', null],
		['over land, where the consumer lives', land, '2026-06-01', 'US-J1'],
		['over land, where it lies', { ...land, venue: 'US-MI-WAYNE' }, '2026-06-01', null],
		['a day after the last', {}, '2026-06-02', 'US-B1'],
		['nobody found the last day', { limitation: { endsOn: null, known: false } }, '2026-06-01', 'US-B1'],
		['disputed in writing', { holds: ['dispute'] }, '2026-06-01', 'US-V2'],
		['China, in bankruptcy', { ...china, rows: new Set(['CN-S1', 'HOLD']), holds: ['bankruptcy'] }, '2026-06-01', 'HOLD'],
		['a hold for hardship stops no suit', { holds: ['hardship'] }, '2026-06-01', null],
		['Scotland, on the last day of five years', scots, '2026-06-01', null],
		['Scotland, a day later', scots, '2026-06-02', 'UK-S1-SCT'],
		['England, in a breathing space', { rows: new Set(['UK-B1']), holds: ['breathing_space'] }, '2026-06-01', 'UK-B1'],
		['China, limitation over: a defence, no bar', china, '2026-06-02', null],
	])('%s', (_, more, on, rule) => {
		expect(maySue({ ...meant, ...more }, on)?.details['rule'] ?? null).toBe(rule);
	});
});

test('CN-D2: sensitive data, machine decisions and delegation wait for an impact assessment; plain data does not', () => {
	const use = { sensitive: true, automatedDecision: false, delegated: false };
	expect(mayBeginProcessing(use, null, '2026-05-01')?.rule).toBe('CN-D2');
	expect(mayBeginProcessing(use, '2026-05-02', '2026-05-01')?.rule).toBe('CN-D2');
	expect(mayBeginProcessing(use, '2026-05-01', '2026-05-01')).toBeNull();
	expect(mayBeginProcessing({ ...use, sensitive: false }, null, '2026-05-01')).toBeNull();
});

test('CN-D3: a machine’s decision needs an explanation and falls when the person refuses it; one a person reviewed stands', () => {
	const decision = { explained: true, personRefused: false, reviewedByPerson: false };
	expect(mayDecideByMachine(decision)).toBeNull();
	expect(mayDecideByMachine({ ...decision, explained: false })?.rule).toBe('CN-D3');
	expect(mayDecideByMachine({ ...decision, personRefused: true })?.rule).toBe('CN-D3');
	expect(mayDecideByMachine({ ...decision, personRefused: true, reviewedByPerson: true })).toBeNull();
});

test('US-V1: the validation period ends 30 days after receipt, assumed five working days after sending', () => {
	const christmas = (on: string) => on === '2026-12-25';
	expect(validationEndsOn({ sentOn: '2026-12-21', receivedOn: null }, christmas)).toBe('2027-01-28');
	expect(validationEndsOn({ sentOn: '2026-12-21', receivedOn: null }, () => false)).toBe('2027-01-27');
	expect(validationEndsOn({ sentOn: '2026-12-21', receivedOn: '2026-12-23' }, christmas)).toBe('2027-01-22');
});
