/**
 * Limitation clocks of China (民法典 188–199, 692–693; 民事诉讼法 250; 法释〔2020〕17号 诉讼时效规定; 法释〔2021〕10号 银行卡纠纷规定 art. 3) and the terms of the United Kingdom. Dates in the
 * law's calendar. A period of years ends on the day of the same number (art. 202); the first day does not count (art. 201). Where art. 203 moves an end that is a
 * holiday to the next working day, the earlier day is kept here: the safe one for who must act.
 */
export type LimitationEvent =
	/** We asked for performance. By letter or data message it must have reached the debtor, or be due to (art. 8); for a card the reserved contact is enough. */
	| { readonly kind: 'demand'; readonly on: string; readonly reached: boolean; readonly toReservedContact?: boolean }
	/**
	 * The debtor agreed to perform: said so, paid in part, asked for time, gave security (诉讼时效规定 art. 14). After the period has ended only an agreement to the whole
	 * debt gives the defence away (art. 19): what was merely paid, or promised on the telephone, is `inTimeOnly`.
	 */
	| { readonly kind: 'agreement'; readonly on: string; readonly inTimeOnly?: boolean }
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
	/** What the present period runs from, or was put off by. */
	readonly since: 'due date' | LimitationEvent['kind'];
	readonly sinceEvent: LimitationEvent | null;
	/** Events after the period had ended, which changed nothing. */
	readonly late: readonly LimitationEvent[];
};

const years = 3;
const yearsLongest = 20;
const yearsToEnforce = 2;
const monthsOfBar = 6;

const date = (text: string) => Temporal.PlainDate.from(text);
const isAfter = (a: string, b: string) => a > b;
const plusYears = (text: string, count: number) => date(text).add({ years: count }).toString();

/**
 * The limitation of one debt (CN-S1).
 *
 * @param debt `dueOn`, or for instalments of one debt the last due date (art. 189); `product`, since a card knows the reserved contact.
 * @param events in any order; those after the period had ended change nothing, but a debtor who agrees to the debt then loses the defence (art. 192) and a new period runs.
 */
export function limitationOf(debt: { readonly dueOn: string; readonly product: string }, events: readonly LimitationEvent[]): Limitation {
	const longestUntil = plusYears(debt.dueOn, yearsLongest);
	const found = periodOf({ from: debt.dueOn, years, reservedContact: debt.product === 'credit_card' }, events);
	const { endsOn } = found;
	return { ...found, longestUntil, endsOn: endsOn === null || endsOn < longestUntil ? endsOn : longestUntil };
}

type Period = { readonly from: string; readonly years: number; readonly reservedContact: boolean };

/** A period of years from a day, begun anew and put off by events. */
function periodOf(
	{ from: begin, years: long, reservedContact }: Period,
	events: readonly LimitationEvent[],
): Omit<Limitation, 'longestUntil'> {
	const inOrder = [...events].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).filter((event) => event.on >= begin);
	const bars = inOrder.filter((event) => event.kind === 'bar');
	let since: Exclude<LimitationEvent, { kind: 'bar' }> | null = null;
	let runsFrom: string | null = begin;
	const late: LimitationEvent[] = [];
	for (const event of inOrder) {
		if (event.kind === 'bar') continue;
		if (event.kind === 'demand' && !event.reached && !(event.toReservedContact && reservedContact)) continue;
		const { endsOn } = endOf(runsFrom, long, bars);
		const over = endsOn !== null && isAfter(event.on, endsOn);
		if (over && (event.kind !== 'agreement' || event.inTimeOnly)) {
			late.push(event);
			continue;
		}
		const from: string | null = event.kind === 'suit' ? event.endedOn : event.on;
		// While a suit goes on nothing runs, and a demand made beside it does not bring the end nearer.
		if (runsFrom === null || (from !== null && from < runsFrom)) continue;
		runsFrom = from;
		since = event;
	}
	const { endsOn, by } = endOf(runsFrom, long, bars);
	return { runsFrom, endsOn, since: by === null ? (since?.kind ?? 'due date') : 'bar', sinceEvent: by ?? since, late };
}

type Bar = Extract<LimitationEvent, { kind: 'bar' }>;

/** The end of a period that runs from a day, put off by what stood in the way in its last six months: then it ends six months after that is gone. */
function endOf(runsFrom: string | null, long: number, bars: readonly Bar[]): { endsOn: string | null; by: Bar | null } {
	if (runsFrom === null) return { endsOn: null, by: null };
	let endsOn = plusYears(runsFrom, long);
	let by: Bar | null = null;
	for (const bar of bars) {
		if (isAfter(bar.on, endsOn)) continue;
		if (bar.endedOn === null) return { endsOn: null, by: bar };
		if (bar.endedOn < date(endsOn).subtract({ months: monthsOfBar }).toString()) continue;
		const extended = date(bar.endedOn).add({ months: monthsOfBar }).toString();
		if (!isAfter(extended, endsOn)) continue;
		endsOn = extended;
		by = bar;
	}
	return { endsOn, by };
}

/** Whether the debtor may plead limitation on a date. The debt stays owed; a court does not raise it by itself (art. 193). */
export function isTimeBarred(limitation: Limitation, on: string): boolean {
	return limitation.endsOn !== null && on > limitation.endsOn;
}

/** A guarantee as agreed: joint and several, or general (so too where the contract does not say, 民法典 686), and until when; null: no end was agreed. */
export type Guarantee = { readonly kind: 'joint' | 'general'; readonly dueOn: string; readonly agreedEndsOn: string | null };

/**
 * The last day of a guarantee period (CN-S2, 民法典 692): as agreed, or six months after the main debt was due where nothing was agreed or the agreed end is not later than
 * the due date. It is neither suspended nor restarted nor extended.
 */
export function guaranteeEndsOn({ dueOn, agreedEndsOn }: Pick<Guarantee, 'dueOn' | 'agreedEndsOn'>): string {
	return agreedEndsOn !== null && agreedEndsOn > dueOn ? agreedEndsOn : date(dueOn).add({ months: monthsOfBar }).toString();
}

/**
 * Whether a guarantor still answers for a debt (CN-S2, 民法典 693): once the creditor asked a joint guarantor within the period, or sued the debtor within it where the guarantee is
 * general. `claimedOn` is the first such day; null: not yet, and after `endsOn` never, so that the guarantor owes nothing.
 */
export function guaranteeOf(
	guarantee: Guarantee,
	claims: { readonly askedOn: readonly string[]; readonly suedOn: readonly string[] },
): { readonly endsOn: string; readonly claimedOn: string | null } {
	const endsOn = guaranteeEndsOn(guarantee);
	const [claimedOn = null] = [...(guarantee.kind === 'joint' ? claims.askedOn : claims.suedOn)].sort().filter((on) => on <= endsOn);
	return { endsOn, claimedOn };
}

/** A judgment, mediation paper, award or payment order in force: since when, and by when it is to be performed (of instalments the last); null: it names no day. */
export type Judgment = { readonly effectiveOn: string; readonly performBy: string | null };

/**
 * The time to apply for enforcement of a judgment (CN-S3, 民事诉讼法 250): two years from the last day of performance it names, of instalments the last one's, or from the day it
 * took effect where it names none. Suspension and restart follow the limitation of actions; an application for enforcement (the event `suit`), a settlement, a demand
 * and an agreement to perform begin it anew (法释〔2008〕13号, as amended 法释〔2020〕21号, arts 19, 20). While an application goes on, or the court has closed it for want of assets,
 * nothing runs: a new application is bound by no time (民诉法解释 517); one that was withdrawn lets two years begin anew (518).
 */
export function enforcementOf({ effectiveOn, performBy }: Judgment, events: readonly LimitationEvent[]): Omit<Limitation, 'longestUntil'> {
	return periodOf({ from: performBy ?? effectiveOn, years: yearsToEnforce, reservedContact: false }, events);
}

/** Years of limitation in the United Kingdom (UK-S1): six in England and Wales; five in Scotland, then the debt is gone. */
export const ukLimitationYears = { EAW: 6, SCT: 5 } as const;

/** The last day to sue in a part of the United Kingdom, from the due date or the last payment or written acknowledgement before the end. */
export function ukSuitUntil(part: keyof typeof ukLimitationYears, dueOn: string, acknowledgedOn: readonly string[]): string {
	let until = plusYears(dueOn, ukLimitationYears[part]);
	for (const on of [...acknowledgedOn].sort()) if (on >= dueOn && on <= until) until = plusYears(on, ukLimitationYears[part]);
	return until;
}
