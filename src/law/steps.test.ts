import { describe, expect, test } from 'vitest';
import { mayBeginProcessing, mayDecideByMachine, mayReport, maySue, validationEndsOn } from './steps.ts';

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

test('US-B1 and US-J1: suit on a debt not barred, where the contract was signed or the consumer lives, or where the land lies', () => {
	const debt = { suitUntil: '2026-06-01', signedIn: 'OH-Franklin', livesIn: 'OH-Summit' };
	expect(maySue(debt, 'OH-Summit', '2026-06-01')).toBeNull();
	expect(maySue(debt, 'OH-Franklin', '2026-06-01')).toBeNull();
	expect(maySue(debt, 'OH-Summit', '2026-06-02')?.rule).toBe('US-B1');
	expect(maySue(debt, 'DE-Kent', '2026-06-01')?.rule).toBe('US-J1');
	expect(maySue({ ...debt, realPropertyIn: 'MI-Wayne' }, 'OH-Summit', '2026-06-01')?.rule).toBe('US-J1');
	expect(maySue({ ...debt, realPropertyIn: 'MI-Wayne' }, 'MI-Wayne', '2026-06-01')).toBeNull();
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
