/**
 * Limitation clocks of China (民法典 188–199, 692; 民事诉讼法 250; 法释〔2020〕17号 诉讼时效规定; 法释〔2021〕10号 银行卡纠纷规定 art. 3) and the terms of the United Kingdom. Dates in the
 * law's calendar. A period of years ends on the day of the same number (art. 202); the first day does not count (art. 201). Where art. 203 moves an end that is a
 * holiday to the next working day, the earlier day is kept here: the safe one for who must act.
 */
export type LimitationEvent =
	/** We asked for performance. By letter or data message it must have reached the debtor, or be due to (art. 8); for a card the reserved contact is enough. */
	| { readonly kind: 'demand'; readonly on: string; readonly reached: boolean; readonly toReservedContact?: boolean }
	/** The debtor agreed to perform: said so, paid in part, asked for time, gave security. */
	| { readonly kind: 'agreement'; readonly on: string }
	/** Suit, arbitration or the like; null while it goes on. */
	| { readonly kind: 'suit'; readonly on: string; readonly endedOn: string | null }
	/** What kept us from exercising the right (art. 194): force majeure, incapacity without a representative, an estate without an heir known, control by the debtor; null while it lasts. */
	| { readonly kind: 'bar'; readonly on: string; readonly endedOn: string | null };

export type Limitation = {
	/** The day from which the present period runs (not counted itself); null while a suit goes on. */
	readonly runsFrom: string | null;
	/** The last day on which the right may be exercised; null while nothing runs. Never after `longestUntil`. */
	readonly endsOn: string | null;
	/** Twenty years after the right was infringed, whatever was known (art. 188). */
	readonly longestUntil: string;
	/** What the present period runs from. */
	readonly since: 'due date' | LimitationEvent['kind'];
};

const years = 3;
const yearsLongest = 20;
const monthsOfBar = 6;

const date = (text: string) => Temporal.PlainDate.from(text);
const isAfter = (a: string, b: string) => a > b;
const plusYears = (text: string, count: number) => date(text).add({ years: count }).toString();

/**
 * The limitation of one debt (CN-S1).
 *
 * @param debt `dueOn`, or for instalments of one debt the last due date (art. 189); `product`, since a card knows the reserved contact.
 * @param events in any order; those after the period had ended change nothing, but a debtor who agrees then loses the defence (art. 192) and a new period runs.
 */
export function limitationOf(debt: { readonly dueOn: string; readonly product: string }, events: readonly LimitationEvent[]): Limitation {
	const longestUntil = plusYears(debt.dueOn, yearsLongest);
	let since: Limitation['since'] = 'due date';
	let runsFrom: string | null = debt.dueOn;
	let endsOn: string | null = plusYears(debt.dueOn, years);
	for (const event of [...events].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
		if (event.on < debt.dueOn) continue;
		const over = endsOn !== null && isAfter(event.on, endsOn);
		if (event.kind === 'bar') {
			if (over || endsOn === null) continue;
			const lastMonths = date(endsOn).subtract({ months: monthsOfBar }).toString();
			// A bar counts that stands in the last six months: then the period ends six months after it is gone.
			if (event.endedOn === null) {
				endsOn = null;
				since = 'bar';
			} else if (event.endedOn >= lastMonths) {
				const extended = date(event.endedOn).add({ months: monthsOfBar }).toString();
				if (isAfter(extended, endsOn)) {
					endsOn = extended;
					since = 'bar';
				}
			}
			continue;
		}
		if (over && event.kind !== 'agreement') continue;
		if (event.kind === 'demand' && !event.reached && !(event.toReservedContact && debt.product === 'credit_card')) continue;
		since = event.kind;
		runsFrom = event.kind === 'suit' ? event.endedOn : event.on;
		endsOn = runsFrom === null ? null : plusYears(runsFrom, years);
	}
	return { runsFrom, endsOn: endsOn === null ? null : endsOn < longestUntil ? endsOn : longestUntil, longestUntil, since };
}

/** Whether the debtor may plead limitation on a date. The debt stays owed; a court does not raise it by itself (art. 193). */
export function isTimeBarred(limitation: Limitation, on: string): boolean {
	return limitation.endsOn !== null && on > limitation.endsOn;
}

/**
 * The last day of a guarantee period (CN-S2, 民法典 692): as agreed, or six months after the main debt was due where nothing was agreed or the agreed end is not later than
 * the due date. It is neither suspended nor restarted nor extended.
 */
export function guaranteeEndsOn(dueOn: string, agreedEndsOn: string | null): string {
	return agreedEndsOn !== null && agreedEndsOn > dueOn ? agreedEndsOn : date(dueOn).add({ months: monthsOfBar }).toString();
}

/**
 * The last day to apply for enforcement (CN-S3, 民事诉讼法 250): two years from the last day of performance the judgment names (of each instalment), or from the day it took
 * effect where it names none. Suspension and restart follow the limitation of actions.
 */
export function enforcementEndsOn(
	judgment: { readonly effectiveOn: string; readonly performBy: string | null },
	restartedOn: string | null = null,
): string {
	const from = judgment.performBy ?? judgment.effectiveOn;
	const first = plusYears(from, 2);
	return restartedOn !== null && restartedOn >= from && restartedOn <= first ? plusYears(restartedOn, 2) : first;
}

/** Years of limitation in the United Kingdom (UK-S1): six in England and Wales; five in Scotland, then the debt is gone. */
export const ukLimitationYears = { EAW: 6, SCT: 5 } as const;

/** The last day to sue in a part of the United Kingdom, from the due date or the last payment or written acknowledgement before the end. */
export function ukSuitUntil(part: keyof typeof ukLimitationYears, dueOn: string, acknowledgedOn: readonly string[]): string {
	let until = plusYears(dueOn, ukLimitationYears[part]);
	for (const on of [...acknowledgedOn].sort()) if (on >= dueOn && on <= until) until = plusYears(on, ukLimitationYears[part]);
	return until;
}
