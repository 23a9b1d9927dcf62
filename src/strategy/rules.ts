import { isKeyCase } from '../debts/rules.ts';
import { bucketOf, nextBucketAt, type Settings } from '../tenants/rules.ts';

/** A calendar day as a number (days since 1970-01-01): the day run compares millions of them. */
export type Day = number;

export const dayOf = (date: Temporal.PlainDate): Day => Math.round(Date.UTC(date.year, date.month - 1, date.day) / 86_400_000);
export const dateOf = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from('1970-01-01').add({ days: day });

/** What the treatment of one debt rests on. */
export type DebtFacts = {
	readonly debtId: bigint;
	readonly owedMinor: number;
	readonly overdueSince: Day;
	readonly placedOn: Day;
	/** Placed after the cut-off hour of the day it was placed: its first day is the next one. */
	readonly placedLate: boolean;
	readonly recallDueOn: Day | null;
	readonly openedOn: Day | null;
	/** First talk with the debtor in person, and the last attempt. */
	readonly reachedOn: Day | null;
	readonly lastAttemptOn: Day | null;
	readonly willingness: 'unknown' | 'willing' | 'unwilling';
	readonly ability: 'unknown' | 'able' | 'partly' | 'unable';
	readonly reason: 'unknown' | 'forgot' | 'system_fault' | 'willing_later' | 'no_ability' | 'bad_faith' | 'other';
	readonly paidBefore: boolean;
	/** The next open promise (or instalment of a plan). */
	readonly promiseDueOn: Day | null;
	readonly promiseGraceDays: number;
	readonly promiseIsInstalment: boolean;
	/** The last judged promise was broken, on this day. */
	readonly brokenOn: Day | null;
};

/** What the treatment of one debtor rests on: all open debts are worked in one contact. */
export type DebtorFacts = {
	readonly debtorId: bigint;
	/** A hold in force: the day it ends, or null for one that is lifted by a person. */
	readonly held: { readonly untilOn: Day | null } | null;
	readonly debts: readonly DebtFacts[];
};

export type CallStep = {
	readonly step: string;
	readonly part: number;
	readonly parts: number;
	readonly priority: number;
	readonly debtId: bigint;
};
export type MessageStep = {
	readonly step: string;
	readonly template: 'opening' | 'reminder' | 'promise_due' | 'instalment_offer';
	readonly debtId: bigint;
};
export type DebtState = {
	readonly debtId: bigint;
	readonly stage: string;
	readonly reviewOn: Day | null;
	readonly openedOn: Day | null;
	readonly keyCase: boolean;
};
export type Treatment = {
	readonly calls: readonly CallStep[];
	readonly messages: readonly MessageStep[];
	readonly states: readonly DebtState[];
};

const keyCase = (debt: DebtFacts) =>
	isKeyCase({ reached: debt.reachedOn !== null, willingness: debt.willingness, paidBefore: debt.paidBefore });

/** Days between calls after the opening, by bucket; M0 is a debt not yet due. */
const cadenceByBucket: readonly number[] = [7, 3, 2, 2, 3, 3, 4, 7];

/**
 * Days between calls. Inability lowers the pressure (an offer of instalments, every two weeks); a fault on our side stops it; a debtor who is willing but
 * later is left until then; "bad faith" is a label that needs a second person's approval, so until then it changes nothing. Key cases are followed
 * more closely, never beyond the gate's caps.
 */
export function cadenceOf(debt: DebtFacts, bucket: number): number | null {
	if (debt.reason === 'system_fault') return null;
	if (debt.ability === 'unable' || debt.reason === 'no_ability') return 14;
	if (debt.reason === 'willing_later') return 7;
	const base = cadenceByBucket[Math.min(bucket, cadenceByBucket.length - 1)] ?? 7;
	if (debt.willingness === 'willing') return Math.max(2, base);
	return keyCase(debt) ? Math.max(1, base - 1) : base;
}

type Plan = {
	stage: string;
	calls: number;
	priority: number;
	message: MessageStep['template'] | null;
	nextOn: Day | null;
	openedOn: Day | null;
};

const none = (stage: string, nextOn: Day | null, openedOn: Day | null): Plan => ({
	stage,
	calls: 0,
	priority: 0,
	message: null,
	nextOn,
	openedOn,
});

/** What one debt asks for on this day, before its debtor's other debts are looked at. `nextOn` is the next day its own treatment does something. */
function planOf(debt: DebtFacts, settings: Settings, on: Day): Plan {
	const opened = debt.openedOn;
	if (debt.promiseDueOn !== null) return promisePlan(debt, debt.promiseDueOn, on);
	if (opened === null) {
		if (debt.placedOn > on) return none('new', debt.placedOn, null);
		if (debt.placedLate && debt.placedOn === on) return none('new', on + 1, null);
		return { stage: 'opening', calls: settings.openingCalls, priority: 700, message: 'opening', nextOn: on + 1, openedOn: on };
	}
	const reachedToday = debt.reachedOn === on;
	if (debt.brokenOn !== null && debt.brokenOn >= on - 1 && !reachedToday && debt.lastAttemptOn !== on) {
		return { stage: 'broken promise', calls: 1, priority: 800, message: null, nextOn: on + 1, openedOn: opened };
	}
	const dayNumber = on - opened + 1;
	if (debt.reachedOn === null && dayNumber <= settings.dailyCallsUntilDay) {
		return {
			stage: 'opening',
			calls: dayNumber === 1 ? settings.openingCalls : 1,
			priority: 650,
			message: null,
			nextOn: on + 1,
			openedOn: opened,
		};
	}
	const bucket = bucketOf(on - debt.overdueSince, settings.bucketEdges);
	const cadence = cadenceOf(debt, bucket);
	if (cadence === null) return none('our fault', on + 7, opened);
	const last = debt.lastAttemptOn ?? opened;
	if (last + cadence > on) return none('bucket', last + cadence, opened);
	const offer = debt.ability === 'unable' || debt.reason === 'no_ability';
	// A message once a week beside the calls; the gate counts and refuses beyond its own limit.
	const message = (on - opened) % 7 < cadence ? (offer ? 'instalment_offer' : 'reminder') : null;
	return {
		stage: 'bucket',
		calls: 1,
		priority: (keyCase(debt) ? 500 : 300) + Math.min(bucket, 7) * 10,
		message,
		nextOn: on + cadence,
		openedOn: opened,
	};
}

/** An open promise: quiet until the day before it is due (a word), a call on the day, judged after its grace. A kept plan is left alone (CN-L2). */
function promisePlan(debt: DebtFacts, dueOn: Day, on: Day): Plan {
	const opened = debt.openedOn ?? on;
	const judgedOn = dueOn + debt.promiseGraceDays + 1;
	const stage = debt.promiseIsInstalment ? 'plan' : 'promise';
	if (on < dueOn - 1) return none(stage, dueOn - 1, opened);
	if (on === dueOn - 1) return { stage, calls: 0, priority: 0, message: 'promise_due', nextOn: dueOn, openedOn: opened };
	if (on === dueOn && !debt.promiseIsInstalment && debt.lastAttemptOn !== on)
		return { stage, calls: 1, priority: 900, message: null, nextOn: judgedOn, openedOn: opened };
	return none(stage, Math.max(judgedOn, on + 1), opened);
}

/** The earliest day after `on` at which anything about the debt can change: its next step, its next bucket, its recall. */
function reviewOf(debt: DebtFacts, plan: Plan, settings: Settings, on: Day): Day {
	const edge = nextBucketAt(on - debt.overdueSince, settings.bucketEdges);
	const candidates = [plan.nextOn, edge === null ? null : debt.overdueSince + edge, debt.recallDueOn].filter(
		(day): day is Day => day !== null && day > on,
	);
	return Math.min(on + 30, ...candidates);
}

/**
 * What happens to a debtor on a day: calls for the day's plan (the busiest of the debts decides, they are not added up), messages, and each debt's stage and
 * next review. Targets, not rights: each call asks the gate when it is made. Held, settled and recalled debts get nothing.
 */
export function decideTreatment(facts: DebtorFacts, settings: Settings, on: Day): Treatment {
	const open = facts.debts.filter((debt) => debt.owedMinor > 0);
	const settled: DebtState[] = facts.debts
		.filter((debt) => debt.owedMinor <= 0)
		.map((debt) => ({ debtId: debt.debtId, stage: 'settled', reviewOn: null, openedOn: debt.openedOn, keyCase: keyCase(debt) }));
	if (facts.held) {
		const { untilOn } = facts.held;
		const reviewOn = untilOn === null ? on + 30 : Math.max(on + 1, untilOn);
		return {
			calls: [],
			messages: [],
			states: [
				...settled,
				...open.map((debt) => ({ debtId: debt.debtId, stage: 'held', reviewOn, openedOn: debt.openedOn, keyCase: keyCase(debt) })),
			],
		};
	}
	const plans = open.map((debt) => ({ debt, plan: planOf(debt, settings, on) }));
	const states = plans.map(({ debt, plan }) => ({
		debtId: debt.debtId,
		stage: plan.stage,
		reviewOn: reviewOf(debt, plan, settings, on),
		openedOn: plan.openedOn,
		keyCase: keyCase(debt),
	}));
	// A promise on one debt quiets the others: the debtor is not called about half of what was agreed.
	const quiet = plans.some(({ plan }) => plan.stage === 'promise' && plan.calls === 0);
	let lead = plans[0];
	for (const each of plans) {
		if (!lead || each.plan.calls > lead.plan.calls || (each.plan.calls === lead.plan.calls && each.plan.priority > lead.plan.priority))
			lead = each;
	}
	const calls: CallStep[] = [];
	if (lead && !quiet) {
		const { debt, plan } = lead;
		const value = Math.min(99, Math.floor(Math.log2(1 + Math.max(0, debt.owedMinor)) * 3));
		for (let part = 1; part <= plan.calls; part++) {
			calls.push({
				step: plan.calls === 1 ? plan.stage : `${plan.stage} ${part}/${plan.calls}`,
				part,
				parts: plan.calls,
				priority: plan.priority * 100 + value,
				debtId: debt.debtId,
			});
		}
	}
	const speaking = plans.find(({ plan }) => plan.message !== null);
	const messages: MessageStep[] = speaking?.plan.message
		? [{ step: speaking.plan.message, template: speaking.plan.message, debtId: speaking.debt.debtId }]
		: [];
	return { calls, messages, states: [...settled, ...states] };
}

/** The part of the working day a call belongs to: `[from, until)` as fractions of the day, so that three calls spread over it. */
export function windowOf(part: number, parts: number): { readonly from: number; readonly until: number } {
	return { from: (part - 1) / parts, until: part / parts };
}
