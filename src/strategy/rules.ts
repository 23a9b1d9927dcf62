import { atLocal } from '../core/time.ts';
import { isKeyCase } from '../debts/rules.ts';
import { mayDecideByMachine } from '../law/steps.ts';
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
	/** Placed, or first looked at, after the cut-off hour of this very day: its first day is the next one (regulation §6). */
	readonly tooLateToday: boolean;
	/** The day the client wants it back (预计退案日): the mandate's last day. */
	readonly recallDueOn: Day | null;
	/** Its own review has come. A debt that is not due is only looked at for what it means to the debtor's others. */
	readonly due: boolean;
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
	/** A hold on this debt alone, in force: it is left out of what is asked for, the debtor's others are free (docs/concepts/gate.md). */
	readonly held: Held | null;
};

/** A hold in force: the day it ends, or null for one that is lifted by a person. */
export type Held = { readonly untilOn: Day | null };

/** What the treatment of one debtor rests on: all open debts are worked in one contact. */
export type DebtorFacts = {
	readonly debtorId: bigint;
	/** A hold on the debtor, whatever they owe. */
	readonly held: Held | null;
	/** The debtor refused to be decided about by a machine alone. */
	readonly machineRefused: boolean;
	/** Has a telephone number of their own that can be used. */
	readonly reachable: boolean;
	/** Some of the day's working hours are still ahead; else what the day asks for waits until tomorrow. */
	readonly hoursLeft: boolean;
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

export type Plan = {
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

/** From this many days before its recall on, a debt goes before the others of its kind. */
export const recallNearDays = 7;

/** What one debt asks for on this day, before its debtor's other debts are looked at. `nextOn` is the next day its own treatment does something. */
export function planOf(debt: DebtFacts, settings: Settings, on: Day): Plan {
	const opened = debt.openedOn;
	// The mandate has ended: no step without a new word from the client (an extension has the debt reviewed at once).
	if (debt.recallDueOn !== null && on > debt.recallDueOn) return none('recall due', null, opened);
	if (debt.promiseDueOn !== null) return promisePlan(debt, debt.promiseDueOn, on);
	if (opened === null) {
		if (debt.placedOn > on) return none('new', debt.placedOn, null);
		if (debt.tooLateToday) return none('new', on + 1, null);
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
	return bucketPlan(debt, opened, settings, on);
}

/** After the opening: a call each so many days by bucket and class, a message once a week beside it. */
function bucketPlan(debt: DebtFacts, opened: Day, settings: Settings, on: Day): Plan {
	const bucket = bucketOf(on - debt.overdueSince, settings.bucketEdges);
	const cadence = cadenceOf(debt, bucket);
	if (cadence === null) return none('our fault', null, opened);
	const last = debt.lastAttemptOn ?? opened;
	if (last + cadence > on) return none('bucket', last + cadence, opened);
	const offer = debt.ability === 'unable' || debt.reason === 'no_ability';
	const recallNear = debt.recallDueOn !== null && debt.recallDueOn - on <= recallNearDays;
	return {
		stage: 'bucket',
		calls: 1,
		priority: (keyCase(debt) ? 500 : 300) + Math.min(bucket, 7) * 10 + (recallNear ? 100 : 0),
		// The gate counts messages too and refuses beyond its own limit.
		message: (on - opened) % 7 < cadence ? (offer ? 'instalment_offer' : 'reminder') : null,
		nextOn: on + cadence,
		openedOn: opened,
	};
}

/** An open promise: quiet until the day before it is due (a word), a call on the day, judged after its grace. A kept plan is left alone (CN-L2). */
function promisePlan(debt: DebtFacts, dueOn: Day, on: Day): Plan {
	// Whoever has promised has been reached, whichever way: its first days are over.
	const opened = debt.openedOn ?? on;
	const judgedOn = dueOn + debt.promiseGraceDays + 1;
	const stage = debt.promiseIsInstalment ? 'plan' : 'promise';
	if (on < dueOn - 1) return none(stage, dueOn - 1, opened);
	if (on === dueOn - 1) return { stage, calls: 0, priority: 0, message: 'promise_due', nextOn: dueOn, openedOn: opened };
	if (on === dueOn && !debt.promiseIsInstalment && debt.lastAttemptOn !== on)
		return { stage, calls: 1, priority: 900, message: null, nextOn: judgedOn, openedOn: opened };
	return none(stage, Math.max(judgedOn, on + 1), opened);
}

/** The longest a debt under treatment is left without a look, in days. */
const reviewDaysMax = 30;

/**
 * The earliest day after `on` at which anything about the debt can change: its next step, its next bucket, the end of its mandate. A debt whose
 * mandate has ended waits for its client and is looked at once a month.
 */
function reviewOf(debt: DebtFacts, plan: Plan, settings: Settings, on: Day): Day {
	const edge = nextBucketAt(on - debt.overdueSince, settings.bucketEdges);
	const mandateOverOn = debt.recallDueOn === null ? null : debt.recallDueOn + 1;
	// A promise found broken on a day the debtor was reached is called about the day after.
	const brokenOn = debt.brokenOn === on ? on + 1 : null;
	const days = [plan.nextOn, edge === null ? null : debt.overdueSince + edge, mandateOverOn, brokenOn];
	return Math.min(on + reviewDaysMax, ...days.filter((day): day is Day => day !== null && day > on));
}

/**
 * What happens to a debtor on a day: calls for the day's plan (the busiest of the debts decides, they are not added up), one message at most, and
 * the stage and next review of each debt that was due. Targets, not rights: each call asks the gate when it is made. Held, settled and recalled
 * debts get nothing; a hold on one debt leaves the debtor's others their steps, which are about those alone. Where the debtor refused a decision by machine alone (CN-D3, PIPL 24), no message goes out by itself and one item of work asks a
 * person what to do.
 */
export function decideTreatment(facts: DebtorFacts, settings: Settings, on: Day): Treatment {
	const due = facts.debts.filter((debt) => debt.due);
	const settled = due
		.filter((debt) => debt.owedMinor <= 0)
		.map((debt) => stateOf(debt, { stage: 'settled', reviewOn: null, openedOn: debt.openedOn }));
	const open = due.filter((debt) => debt.owedMinor > 0);
	const held = open.flatMap((debt) => {
		const hold = facts.held ?? debt.held;
		return hold ? [stateOf(debt, { stage: 'held', reviewOn: reviewOfHeld(hold, on), openedOn: debt.openedOn })] : [];
	});
	const free = open.filter((debt) => !facts.held && !debt.held);
	const quiet = quietUntil(facts, on);
	const byPerson = mayDecideByMachine({ explained: true, personRefused: facts.machineRefused, reviewedByPerson: false }) !== null;
	const plans = free.map((debt) => {
		const plan = quieted(planOf(debt, settings, on), debt, quiet, facts, on);
		return { debt, plan: byPerson ? leftToPerson(plan) : plan };
	});
	const states = plans.map(({ debt, plan }) =>
		stateOf(debt, { stage: plan.stage, reviewOn: reviewOf(debt, plan, settings, on), openedOn: plan.openedOn }),
	);
	const speaking = plans.find(({ plan }) => plan.message !== null);
	const messages: MessageStep[] = speaking?.plan.message
		? [{ step: speaking.plan.message, template: speaking.plan.message, debtId: speaking.debt.debtId }]
		: [];
	return { calls: callsOf(plans), messages, states: [...settled, ...held, ...states] };
}

const reviewOfHeld = ({ untilOn }: Held, on: Day): Day => (untilOn === null ? on + reviewDaysMax : Math.max(on + 1, untilOn));

/** What the machine would have done becomes one question to a person. */
const leftToPerson = (plan: Plan): Plan =>
	plan.calls > 0 || plan.message !== null ? { ...plan, stage: personDecides, calls: 1, message: null } : plan;

export const personDecides = 'person decides';

/** Nobody to call or write to: looked at again after so many days, in case a number was found. */
export const noNumber = 'no number';
const numberAgainDays = 7;

const stateOf = (debt: DebtFacts, state: { stage: string; reviewOn: Day | null; openedOn: Day | null }): DebtState => ({
	debtId: debt.debtId,
	...state,
	keyCase: keyCase(debt),
});

/**
 * Until when an open promise on one debt quiets the debtor's others: nobody is called about the half that was not yet talked about while the agreed
 * half is being waited for. Null when no promise is open, or when it is the promise itself that speaks today. A debt on hold quiets no other: a plan
 * that is kept holds contact about its own debt (CN-L2), not for its years about what was placed since.
 */
function quietUntil(facts: DebtorFacts, on: Day): Day | null {
	const waiting = facts.debts.filter(
		(debt) => debt.owedMinor > 0 && debt.held === null && debt.promiseDueOn !== null && debt.promiseDueOn !== on,
	);
	const days = waiting.map((debt) => (debt.promiseDueOn ?? on) + (on > (debt.promiseDueOn ?? on) ? debt.promiseGraceDays + 1 : 0));
	return days.length === 0 ? null : Math.max(on + 1, Math.min(...days));
}

/** The plan as far as the debtor may be spoken to today; what falls away comes back on the day that allows it, and a first day is not used up. */
function quieted(plan: Plan, debt: DebtFacts, quiet: Day | null, { reachable, hoursLeft }: DebtorFacts, on: Day): Plan {
	const speaks = plan.calls > 0 || plan.message !== null;
	if (!speaks) return plan;
	if (!reachable) return none(noNumber, on + numberAgainDays, debt.openedOn);
	if (!hoursLeft) return none(plan.stage === 'opening' && debt.openedOn === null ? 'new' : plan.stage, on + 1, debt.openedOn);
	if (quiet === null || debt.promiseDueOn !== null) return plan;
	return none(debt.openedOn === null ? 'new' : plan.stage, quiet, debt.openedOn);
}

/** The calls of the debtor's day: those of the debt with the most, then the most urgent. Larger debts first among equals. */
function callsOf(plans: readonly { readonly debt: DebtFacts; readonly plan: Plan }[]): CallStep[] {
	let lead = plans[0];
	for (const each of plans) {
		if (!lead || each.plan.calls > lead.plan.calls || (each.plan.calls === lead.plan.calls && each.plan.priority > lead.plan.priority))
			lead = each;
	}
	if (!lead) return [];
	const { debt, plan } = lead;
	const value = Math.min(99, Math.floor(Math.log2(1 + Math.max(0, debt.owedMinor)) * 3));
	return Array.from({ length: plan.calls }, (_, i) => ({
		step: plan.calls === 1 ? plan.stage : `${plan.stage} ${i + 1}/${plan.calls}`,
		part: i + 1,
		parts: plan.calls,
		priority: plan.priority * 100 + value,
		debtId: debt.debtId,
	}));
}

/** Instants in milliseconds, `[from, until)`. */
export type Span = { readonly from: number; readonly until: number };

/** Less than this before the end of the day, a call is planned for tomorrow. */
const spanMinutesMin = 15;

/**
 * The working hours of a day in every zone the debtor may be in, from `notBefore` on; null when less than a quarter of an hour is left, or when the
 * zones have no hour in common.
 */
export function workingSpan(
	zones: readonly string[],
	on: Temporal.PlainDate,
	hours: { readonly workFrom: string; readonly workUntil: string },
	notBefore: Temporal.Instant | null,
): Span | null {
	const at = (zone: string, time: string) => atLocal(zone, on, time).epochMilliseconds;
	const from = Math.max(notBefore?.epochMilliseconds ?? 0, ...zones.map((zone) => at(zone, hours.workFrom)));
	const until = Math.min(...zones.map((zone) => at(zone, hours.workUntil)));
	return until - from < spanMinutesMin * 60_000 ? null : { from, until };
}

/** The part of a span a call belongs to, so that three calls spread over what is left of the day. */
export function windowOf(span: Span, part: number, parts: number): Span {
	const at = (share: number) => Math.round(span.from + ((span.until - span.from) * share) / parts);
	return { from: at(part - 1), until: at(part) };
}
