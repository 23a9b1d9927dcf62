import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorkdayInChina } from './calendar.ts';
import { addWorkingDays, clockOf, type ComplaintKind, kinds, lastWorkdayBy, terms } from './rules.ts';

const date = (text: string) => Temporal.PlainDate.from(text);
const due = (kind: ComplaintKind, on: string, extensions = 0) => {
	const { dueOn, answerBy, acknowledgeBy } = clockOf(kind, date(on), extensions, isWorkdayInChina);
	return [dueOn, answerBy, acknowledgeBy].map(String);
};

describe('CN-C1: a complaint is answered in 15 days, 30 where complex, 60 at most', () => {
	test('received 1 September 2026: by the 16th; extended by 1 October, then by 31 October; a term that ends in a holiday is answered before it', () => {
		expect(due('complaint', '2026-09-01')).toEqual(['2026-09-16', '2026-09-16', '2026-09-04']);
		expect(due('complaint', '2026-09-01', 1)).toEqual(['2026-10-01', '2026-09-30', '2026-09-04']);
		expect(due('complaint', '2026-09-01', 2)).toEqual(['2026-10-31', '2026-10-30', '2026-09-04']);
		expect(clockOf('complaint', date('2026-09-01'), 2, isWorkdayInChina).extensionsLeft).toBe(0);
	});
});

test('working days leave out holidays and count the weekends worked in their place: 10 October 2026 is a worked Saturday', () => {
	expect(isWorkdayInChina(date('2026-10-10'))).toBe(true);
	expect(isWorkdayInChina(date('2026-10-07'))).toBe(false);
	expect(addWorkingDays(date('2026-09-30'), 1, isWorkdayInChina).toString()).toBe('2026-10-08');
	expect(addWorkingDays(date('2026-09-30'), 3, isWorkdayInChina).toString()).toBe('2026-10-10');
	expect(due('hardship', '2026-09-30')[0]).toBe('2026-10-15');
	expect(due('cease', '2026-12-31')[0]).toBe('2027-01-05');
});

test('every clock ends on a worked day at the latest, never before it began, and an extension never shortens it', () => {
	const day = fc.integer({ min: 0, max: 700 }).map((days) => date('2025-06-01').add({ days }));
	fc.assert(
		fc.property(fc.constantFrom(...kinds), day, fc.integer({ min: 0, max: 1 }), (kind, on, extensions) => {
			const [clock, longer] = [clockOf(kind, on, extensions, isWorkdayInChina), clockOf(kind, on, extensions + 1, isWorkdayInChina)];
			expect(Temporal.PlainDate.compare(clock.answerBy, on)).toBe(1);
			expect(Temporal.PlainDate.compare(clock.answerBy, clock.dueOn)).toBeLessThanOrEqual(0);
			expect(isWorkdayInChina(clock.answerBy)).toBe(true);
			expect(Temporal.PlainDate.compare(longer.dueOn, clock.dueOn)).toBeGreaterThanOrEqual(0);
			if (terms[kind].counted === 'working days') {
				let worked = 0;
				for (let each = on.add({ days: 1 }); Temporal.PlainDate.compare(each, clock.dueOn) <= 0; each = each.add({ days: 1 }))
					if (isWorkdayInChina(each)) worked++;
				expect(worked).toBe(terms[kind].days[Math.min(extensions, terms[kind].days.length - 1)]);
			}
			expect(lastWorkdayBy(clock.answerBy, isWorkdayInChina).equals(clock.answerBy)).toBe(true);
		}),
	);
});
