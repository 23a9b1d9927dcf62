import { type Refusal, refuse, type Sentence } from '../core/refusal.ts';

/** Steps beside contacts that the law gates: reporting to a credit bureau, suing, deciding by machine. Pure; a null is a yes. */
export type StepRefusal = {
	readonly rule: string;
	readonly sentence: Sentence;
	/** The first day time alone makes it lawful; null: time alone does not. */
	readonly allowedFrom: string | null;
};

const plus = (on: string, days: number) => Temporal.PlainDate.from(on).add({ days }).toString();
const no = (rule: string, zh: string, en: string, allowedFrom: string | null = null): StepRefusal => ({
	rule,
	sentence: { zh, en },
	allowedFrom,
});

/** Ways the debtor was told about a debt. `bouncedOn`: a notice that it could not be delivered. */
export type Told =
	| { readonly by: 'talk'; readonly on: string }
	| { readonly by: 'letter' | 'electronic message'; readonly on: string; readonly bouncedOn: string | null };

const waitDays = 14;

/**
 * Whether a debt may be reported to a credit bureau on a day. China (CN-CR1, 征信业管理条例 15): after the person was told. The United States (US-K1, 12 CFR 1006.30(a)): after a
 * talk about it, or a letter or e-message and 14 consecutive days, counting its own, in which no notice of undeliverability came; one that comes later changes nothing.
 */
export function mayReport(country: 'CN' | 'US', told: readonly Told[], on: string): StepRefusal | null {
	if (country === 'CN')
		return told.some((each) => each.on <= on)
			? null
			: no('CN-CR1', '报送不良信息前须先告知本人', 'the person is told before bad information is reported');
	const opens = told.flatMap((each) => {
		if (each.by === 'talk') return [each.on];
		const over = plus(each.on, waitDays);
		return each.bouncedOn !== null && each.bouncedOn < over ? [] : [over];
	});
	const [first] = opens.sort();
	if (first !== undefined && first <= on) return null;
	return no(
		'US-K1',
		'须先与本人沟通，或发信后满 14 日无退信',
		'talk with the consumer first, or write and wait 14 days without a bounce',
		first ?? null,
	);
}

/** A suit somebody means to bring, and what is known of its debt. Places are written as `US-OH-FRANKLIN`: country, state, judicial district. */
export type SuitMeant = {
	/** The rows of the debtor's law book, by id. */
	readonly rows: ReadonlySet<string>;
	/** Holds in force on the debt. */
	readonly holds: readonly string[];
	/** The last day to sue; null: nothing runs, or it is not known (`known`). */
	readonly limitation: { readonly endsOn: string | null; readonly known: boolean };
	readonly venue: string;
	readonly signedIn: string | null;
	readonly livesIn: string | null;
	/** Where the land lies that the suit enforces an interest in; null: it enforces none. */
	readonly realPropertyIn: string | null;
	/** Where the debtor may be, as recorded: country, or country and state. */
	readonly places: readonly string[];
};

/**
 * Whether a house may sue over a debt on a day, as the debtor's law has it; a null is a yes. A breathing space stops enforcement (UK-B1), a written dispute collection
 * (US-V2), and the house sues nobody in bankruptcy (HOLD). A debt extinguished (UK-S1-SCT) or barred (US-B1, 1006.26(b): whether one knew it or not, so a last day nobody found is a no) is not sued for. In the United States a
 * collector sues only where the consumer signed the contract or lives when the suit begins, or, to enforce an interest in real property, where that lies (US-J1, 1006.30(d)). Where
 * the consumer is said to live must lie where they are on record. In China limitation is a defence, which a court does not raise by itself (民法典 193): it stops no suit.
 */
export function maySue(meant: SuitMeant, on: string): Refusal | null {
	const { rows, holds, limitation } = meant;
	if (rows.has('UK-B1') && holds.includes('breathing_space')) return refuse('suit.held', { rule: 'UK-B1' });
	if (rows.has('US-V2') && holds.includes('dispute')) return refuse('suit.held', { rule: 'US-V2' });
	if (rows.has('HOLD') && holds.includes('bankruptcy')) return refuse('suit.held', { rule: 'HOLD' });
	const bars = ['UK-S1-SCT', 'US-B1'].find((row) => rows.has(row));
	if (bars !== undefined && !limitation.known) return refuse('suit.limitation_unknown', { rule: bars });
	if (bars !== undefined && limitation.endsOn !== null && on > limitation.endsOn)
		return refuse('suit.debt_barred', { rule: bars, until: limitation.endsOn });
	if (!rows.has('US-J1')) return null;
	const venue = meant.venue.toUpperCase();
	const lives = placeWithin(meant.livesIn, meant.places);
	const lawful = meant.realPropertyIn === null ? [meant.signedIn, lives] : [meant.realPropertyIn];
	const named = lawful.flatMap((place) => (place === null ? [] : [place.toUpperCase()]));
	return named.includes(venue) ? null : refuse('suit.venue_not_lawful', { rule: 'US-J1', places: named.join(', ') || '–' });
}

/** Whether interest, penalty or costs may be added to a debt, as the debtor's law has it; a null is a yes. None are while a breathing space stands (UK-B1, reg. 7). */
export function mayCharge({ rows, holds }: Pick<SuitMeant, 'rows' | 'holds'>): Refusal | null {
	return rows.has('UK-B1') && holds.includes('breathing_space') ? refuse('debt.balance_held', { rule: 'UK-B1' }) : null;
}

/** A place, if it is or lies in one of the recorded ones (`US-OH-FRANKLIN` in `US-OH`); else null. */
function placeWithin(place: string | null, recorded: readonly string[]): string | null {
	if (place === null) return null;
	const said = place.toUpperCase();
	return recorded.some((each) => said === each.toUpperCase() || said.startsWith(`${each.toUpperCase()}-`)) ? place : null;
}

/** Whether a use of personal data that needs an impact assessment may begin (CN-D2, PIPL 55): the assessment is on file before. */
export function mayBeginProcessing(
	use: { readonly sensitive: boolean; readonly automatedDecision: boolean; readonly delegated: boolean },
	assessedOn: string | null,
	on: string,
): StepRefusal | null {
	if (!use.sensitive && !use.automatedDecision && !use.delegated) return null;
	return assessedOn !== null && assessedOn <= on
		? null
		: no('CN-D2', '须事先进行个人信息保护影响评估', 'an impact assessment is made beforehand');
}

/** Whether a decision made by machine alone may stand (CN-D3, PIPL 24): it can be explained, and the person did not refuse it. */
export function mayDecideByMachine(decision: {
	readonly explained: boolean;
	readonly personRefused: boolean;
	readonly reviewedByPerson: boolean;
}): StepRefusal | null {
	if (decision.reviewedByPerson) return null;
	if (!decision.explained) return no('CN-D3', '自动化决策须能说明', 'a decision by machine can be explained');
	return decision.personRefused ? no('CN-D3', '本人拒绝仅由机器作出的决定', 'the person refused a decision by machine alone') : null;
}

/**
 * The end of the validation period (US-V1, 12 CFR 1006.34(b)(5)): thirty days after the consumer received, or is assumed to have received, the validation information; at
 * least five days after it was provided, without public holidays, Saturdays and Sundays.
 *
 * @param isHoliday whether a date is a legal public holiday of the United States.
 */
export function validationEndsOn(
	notice: { readonly sentOn: string; readonly receivedOn: string | null },
	isHoliday: (on: string) => boolean,
): string {
	let received = Temporal.PlainDate.from(notice.receivedOn ?? notice.sentOn);
	for (let days = 0; notice.receivedOn === null && days < 5; ) {
		received = received.add({ days: 1 });
		if (received.dayOfWeek < 6 && !isHoliday(received.toString())) days++;
	}
	return received.add({ days: 30 }).toString();
}
