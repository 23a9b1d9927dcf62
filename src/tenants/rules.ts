import { type Component, components } from '../core/money.ts';
import { isZone } from '../core/time.ts';
import type { OwnLimits } from '../law/books.ts';
import type { Lender } from '../law/interest.ts';
import { type Hours, yearsOf } from '../law/rows.ts';

/** Limits on contact the house or a client's mandate sets on top of the law; a week is seven calendar dates. They can only tighten. */
export type StoredLimits = {
	readonly contact_hours?: Hours | null;
	readonly calls_per_day_max?: number | null;
	readonly calls_per_week_max?: number | null;
	readonly messages_per_week_max?: number | null;
};

/** Stored limits as the law's rows are made of. */
export const contactLimitsOf = (stored: StoredLimits): OwnLimits => ({
	contactHours: stored.contact_hours,
	callsPerDayMax: stored.calls_per_day_max,
	callsPerWeekMax: stored.calls_per_week_max,
	messagesPerWeekMax: stored.messages_per_week_max,
});

/** House settings of one tenant: numbers the agency may choose. The law is not here: it cannot be switched off, only tightened. */
export type Settings = {
	/** Last day past due of M1, M2 … M6; above the last it is M6+. Sources differ (30 or 29), so edges are configuration (regulation §5). */
	readonly bucketEdges: readonly number[];
	/** A case assigned after this local hour starts its first day on the next date (regulation §6). */
	readonly openingCutOff: string;
	/** Calls planned on day 1 and on days 2-5 until the debtor is reached; targets, caps always win. */
	readonly openingCalls: number;
	readonly dailyCallsUntilDay: number;
	/** Local times between which calls are planned, tighter than the law's window. */
	readonly workFrom: string;
	readonly workUntil: string;
	/** Days after the due date a promise may still be kept. */
	readonly promiseGraceDays: number;
	/** The house's own limits on contact, besides the law's; null: none. */
	readonly contactLimits: StoredLimits | null;
	/** 1-year LPR the house recorded beside the table that is shipped (src/law/interest.ts). */
	readonly lpr: readonly StoredLpr[];
};

/** A published rate: from its day, in parts per million a year, and where it was read. */
export type StoredLpr = { readonly from: string; readonly ppm: number; readonly source: string };

export const defaultSettings: Settings = {
	bucketEdges: [30, 60, 90, 120, 150, 180],
	openingCutOff: '18:00',
	openingCalls: 3,
	dailyCallsUntilDay: 5,
	workFrom: '08:30',
	workUntil: '20:30',
	promiseGraceDays: 1,
	contactLimits: null,
	lpr: [],
};

/** The stored settings over the defaults. Unknown names are ignored, so an older release can read a newer tenant. */
export function settingsFrom(stored: Partial<Settings>): Settings {
	return { ...defaultSettings, ...stored };
}

/** What is wrong with settings and a zone, in both languages; null: nothing. */
export function wrongSettings(
	{ bucketEdges, workFrom, workUntil }: Pick<Settings, 'bucketEdges' | 'workFrom' | 'workUntil'>,
	zone: string,
): string | null {
	if (bucketEdges.some((edge, i) => edge <= (bucketEdges[i - 1] ?? 0)))
		return 'bucket_edges：须逐个递增 (each is greater than the one before)';
	if (workUntil <= workFrom) return 'work_until：结束须晚于开始 (the end is after the beginning)';
	return isZone(zone) ? null : `zone：没有时区 (there is no time zone) ${zone}`;
}

/** The bucket of a number of days past due: 0 is M0 (current), 1…6 M1…M6, 7 is M6+ by the default edges. */
export function bucketOf(daysPastDue: number, edges: readonly number[]): number {
	if (daysPastDue <= 0) return 0;
	const index = edges.findIndex((edge) => daysPastDue <= edge);
	return index === -1 ? edges.length + 1 : index + 1;
}

/** The first day past due of the next bucket, or null in the last: on that day the debt must be reviewed. */
export function nextBucketAt(daysPastDue: number, edges: readonly number[]): number | null {
	// Before it is due at all, the next bucket is M1, on the first day past due.
	if (daysPastDue <= 0) return 1;
	const edge = edges.find((e) => daysPastDue <= e);
	return edge === undefined ? null : edge + 1;
}

/** `M0`, `M1` … `M6`, `M6+`. */
export function bucketName(bucket: number, edges: readonly number[]): string {
	return bucket > edges.length ? `M${edges.length}+` : `M${bucket}`;
}

/** Terms of a client's mandate (`client.mandate`): tighter than the law, never looser. */
export type Mandate = {
	/** The order of application agreed with the client, every component once; null: as the law says (src/law/allocation.ts). */
	readonly applicationOrder: readonly Component[] | null;
	/** Days from today within which a promise must fall due. */
	readonly promiseDaysMax: number;
	/** The most instalments of a plan; the law's own limit holds besides (CN-L1). */
	readonly planInstalmentsMax: number;
	/** Days from today within which the first instalment must fall due. */
	readonly planFirstDueDaysMax: number;
	/** Limits on contact agreed with the client, besides the law's; null: none. */
	readonly contactLimits: StoredLimits | null;
};

export const defaultMandate: Mandate = {
	applicationOrder: null,
	promiseDaysMax: 30,
	planInstalmentsMax: 60,
	planFirstDueDaysMax: 45,
	contactLimits: null,
};

/** The terms as they lie in `client.mandate`: only what was agreed, with the product and currency of its debts where a file does not say. */
export type StoredMandate = Partial<Mandate> & { readonly product?: string; readonly currency?: string; readonly lender?: Lender };

/** The stored terms over the defaults; an order that does not name every component once is not used. */
export function mandateFrom(stored: Partial<Mandate>): Mandate {
	const order = stored.applicationOrder ?? null;
	const complete = order !== null && order.length === components.length && components.every((each) => order.includes(each));
	return { ...defaultMandate, ...stored, applicationOrder: complete ? order : null };
}

/** Our own standing with a client (CN-O1), as the client file has it: dates included; null: not on file. */
export type StandingFacts = {
	readonly collectsAs: 'agency' | 'creditor' | 'debt_buyer';
	readonly contractUntil: string | null;
	readonly evaluatedOn: string | null;
};

/** What a day makes of it: nothing to ask (not collected as an agency), not on file, in order, ending within the warned days, or over. */
export type Standing = {
	readonly state: 'not an agency' | 'not on file' | 'in order' | 'ending' | 'over';
	/** Which of the two ends first, and the last day on which debts may be placed; null where nothing is on file. */
	readonly by: 'contract' | 'evaluation' | null;
	readonly lastOn: string | null;
	/** What is not on file. */
	readonly missing: readonly ('contract' | 'evaluation')[];
};

const standingWarnDays = 30;

/**
 * CN-O1 (GB/T 45251-2025; the association’s guide): no debts go to an agency whose contract ended or whose evaluation is older than twelve months. Only what is on file
 * refuses: a client whose dates nobody recorded is told of, not refused, since the law does not say that either is over.
 */
export function standingOf({ collectsAs, contractUntil, evaluatedOn }: StandingFacts, on: Temporal.PlainDate): Standing {
	if (collectsAs !== 'agency') return { state: 'not an agency', by: null, lastOn: null, missing: [] };
	const evaluation =
		evaluatedOn === null
			? null
			: Temporal.PlainDate.from(evaluatedOn)
					.add({ years: yearsOf('CN-O1') })
					.toString();
	const ends = [
		{ by: 'contract' as const, lastOn: contractUntil },
		{ by: 'evaluation' as const, lastOn: evaluation },
	];
	const missing = ends.filter((end) => end.lastOn === null).map((end) => end.by);
	const [first] = ends
		.flatMap(({ by, lastOn }) => (lastOn === null ? [] : [{ by, lastOn }]))
		.sort((a, b) => (a.lastOn < b.lastOn ? -1 : a.lastOn > b.lastOn ? 1 : 0));
	if (!first) return { state: 'not on file', by: null, lastOn: null, missing };
	const left = on.until(Temporal.PlainDate.from(first.lastOn), { largestUnit: 'day' }).days;
	if (left < 0) return { state: 'over', ...first, missing };
	if (left <= standingWarnDays) return { state: 'ending', ...first, missing };
	return { state: missing.length > 0 ? 'not on file' : 'in order', ...first, missing };
}
