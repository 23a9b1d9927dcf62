import type { HoldKind } from '../law/facts.ts';

export const kinds = ['complaint', 'dispute', 'hardship', 'cease'] as const;
export type ComplaintKind = (typeof kinds)[number];

/** The hold each kind places on contact, from the moment it is received. */
export const holdOf: Readonly<Record<ComplaintKind, HoldKind>> = {
	complaint: 'complaint',
	dispute: 'dispute',
	hardship: 'hardship',
	cease: 'cease_request',
};

/**
 * The days each kind has for its answer: by calendar days where the law counts them, by working days where the house does. A complaint: 15 days, 30 where it is complex,
 * 60 at most, each longer term approved (CN-C1: 银行业保险业消费投诉处理管理办法). Disputes, hardship and requests to stop have no term in the texts found: the house's own.
 */
export const terms: Readonly<
	Record<ComplaintKind, { readonly days: readonly number[]; readonly counted: 'calendar days' | 'working days' }>
> = {
	complaint: { days: [15, 30, 60], counted: 'calendar days' },
	dispute: { days: [10, 20], counted: 'working days' },
	hardship: { days: [7, 14], counted: 'working days' },
	cease: { days: [3], counted: 'working days' },
};
/** Working days within which the debtor hears that it was received; the house's own. */
export const acknowledgeWithin = 3;

/** Whether a date is worked: weekends, public holidays, and the weekends worked in their place. */
export type IsWorkday = (on: Temporal.PlainDate) => boolean;

/** The date so many working days after another, which is not counted itself. */
export function addWorkingDays(from: Temporal.PlainDate, days: number, isWorkday: IsWorkday): Temporal.PlainDate {
	let on = from;
	for (let counted = 0; counted < days; ) {
		on = on.add({ days: 1 });
		if (isWorkday(on)) counted++;
	}
	return on;
}

/** The last worked date on or before another: an answer that must be out by a Sunday leaves on Friday. */
export function lastWorkdayBy(on: Temporal.PlainDate, isWorkday: IsWorkday): Temporal.PlainDate {
	let day = on;
	while (!isWorkday(day)) day = day.subtract({ days: 1 });
	return day;
}

export type Clock = {
	/** The last day of the term. */
	readonly dueOn: Temporal.PlainDate;
	/** The last working day in it: when the answer must leave. */
	readonly answerBy: Temporal.PlainDate;
	readonly acknowledgeBy: Temporal.PlainDate;
	readonly extensionsLeft: number;
};

/** The clock of something received on a date and extended so many times. */
export function clockOf(kind: ComplaintKind, receivedOn: Temporal.PlainDate, extensions: number, isWorkday: IsWorkday): Clock {
	const { days, counted } = terms[kind];
	const term = days[Math.min(extensions, days.length - 1)] ?? 0;
	const dueOn = counted === 'calendar days' ? receivedOn.add({ days: term }) : addWorkingDays(receivedOn, term, isWorkday);
	const answerBy = lastWorkdayBy(dueOn, isWorkday);
	return {
		dueOn,
		// A term of a few days that are all holidays ends on its own last day.
		answerBy: Temporal.PlainDate.compare(answerBy, receivedOn) < 0 ? dueOn : answerBy,
		acknowledgeBy: addWorkingDays(receivedOn, acknowledgeWithin, isWorkday),
		extensionsLeft: Math.max(0, days.length - 1 - extensions),
	};
}

export const fileTypes = ['application/pdf', 'image/png', 'image/jpeg', 'text/plain'] as const;
export type FileType = (typeof fileTypes)[number];

/** The holds of a case of its own: placed by hand on a debtor, they open it. */
export type CaseHold = 'complaint' | 'dispute' | 'hardship' | 'cease_request';
export const caseOfHold: Readonly<Partial<Record<HoldKind, ComplaintKind>>> = {
	complaint: 'complaint',
	dispute: 'dispute',
	hardship: 'hardship',
	cease_request: 'cease',
} satisfies Record<CaseHold, ComplaintKind>;
