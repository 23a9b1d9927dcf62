import type { Sentence } from '../core/refusal.ts';
import { atLocal, dateIn, daysBetween, isBefore, startOfDay } from '../core/time.ts';
import { type LawRow, lawInForce } from '../law/rows.ts';

/**
 * The gate's pure heart: an intended contact and the facts, under the law in force, at `now`, give a decision. Facts are plain JSON (instants
 * and dates as ISO text), so that a stored decision can be made again and must come out the same. `docs/reference/contact-facts.schema.json`
 * describes them.
 */
export type Channel = 'voice' | 'sms' | 'email' | 'letter' | 'visit' | 'unmask';
export type Party = 'debtor' | 'guarantor' | 'co_borrower' | 'third_party';
export type HoldKind =
	| 'dispute'
	| 'complaint'
	| 'hardship'
	| 'breathing_space'
	| 'cease_request'
	| 'counsel'
	| 'deceased'
	| 'minor'
	| 'incapacity'
	| 'kept_plan'
	| 'bankruptcy'
	| 'client_request';

export type Ask = {
	readonly channel: Channel;
	/** What for: to collect, to find a lost debtor through a third party, or to inform. */
	readonly purpose: 'collect' | 'locate' | 'inform';
	/** The amount that will be named, in minor units; null when none is. */
	readonly amount_minor: number | null;
	readonly automatic: boolean;
};

/** An earlier contact of this debtor, or of this number whoever was meant. */
export type Earlier = {
	readonly at: string;
	readonly channel: Channel;
	readonly party: Party;
	readonly same_number: boolean;
	readonly same_debtor: boolean;
	readonly same_person: boolean;
	readonly creditor_ids: readonly string[];
	/** null: no outcome yet, counted as answered (the stricter reading). */
	readonly answered: boolean | null;
};

export type Facts = {
	readonly zones: readonly string[];
	/** Hours the debtor agreed to on record, or null. */
	readonly agreed_hours: { readonly from: string; readonly until: string } | null;
	readonly party: Party;
	readonly party_refused: boolean;
	readonly party_named_by_debtor: boolean;
	readonly point: {
		readonly state: string;
		readonly source: string;
		readonly lawful_basis: string;
		readonly expires_on: string | null;
	} | null;
	readonly debts: readonly { readonly id: string; readonly creditor_id: string; readonly status: string; readonly owed_minor: number }[];
	readonly holds: readonly { readonly kind: HoldKind; readonly from_at: string; readonly until_at: string | null }[];
	/** How the debtor can be reached: own numbers not known to be bad, and failed attempts in a row since the last talk. */
	readonly own_points_usable: number;
	readonly failed_in_row: number;
	readonly earlier: readonly Earlier[];
	readonly agent: { readonly exam_passed_on: string | null; readonly trained_on: string | null } | null;
};

export type Reason = {
	readonly rule: string;
	readonly verdict: 'permits' | 'refuses' | 'requires';
	readonly sentence: Sentence;
	readonly citation: Sentence;
	/** By time alone this rule would stop refusing at this instant; null: not by time alone. */
	readonly lifts_at: string | null;
};

export type Decision = {
	readonly permitted: boolean;
	readonly reasons: readonly Reason[];
	readonly obligations: readonly string[];
	/** The first instant at which time alone makes it permitted; `now` when it is; null when time alone never does. */
	readonly allowedFrom: Temporal.Instant | null;
	/** Until when a permit given now can be used: a few minutes, never past the lawful hours. */
	readonly expiresAt: Temporal.Instant | null;
	/** Until when today's hours let it be used at all, for screens; null when refused or without hours. */
	readonly closesAt: Temporal.Instant | null;
	readonly counters: {
		readonly attemptsToday: number;
		readonly attemptsLimit: number;
		readonly answeredToday: number;
		readonly answeredLimit: number;
	};
};

const permitMinutes = 10;
const roundsMax = 400;

type Spoken = { readonly rule: string; readonly sentence: Sentence; readonly liftsAt: Temporal.Instant | null };
type Instants = readonly { readonly at: Temporal.Instant; readonly earlier: Earlier }[];
type Law = ReadonlyMap<string, LawRow>;

const liable = (party: Party) => party !== 'third_party';

/** Decides one contact. Every rule is evaluated, so the answer names all that spoke. `law` defaults to the rows in force on the date. */
export function decide(ask: Ask, facts: Facts, now: Temporal.Instant, law?: Law): Decision {
	const history: Instants = facts.earlier.map((earlier) => ({ at: Temporal.Instant.from(earlier.at), earlier }));
	const zone = facts.zones[0] ?? 'Asia/Shanghai';
	const rowsAt = (at: Temporal.Instant) => law ?? lawInForce(dateIn(zone, at));
	const refusals = refusalsAt(ask, facts, history, now, rowsAt(now));
	const rows = rowsAt(now);
	const obligations = refusals.length === 0 ? obligationsOf(ask, facts) : [];
	const reasons: Reason[] = [
		...refusals.map((spoken) => reasonOf(spoken, 'refuses', rows)),
		...obligations.flatMap(([rule, sentence]) => (rule ? [reasonOf({ rule, sentence, liftsAt: null }, 'requires', rows)] : [])),
	];
	const quiet = ['CN-T1', 'CN-F1', 'CN-F2', 'CN-P1', 'CN-P3', 'CN-X1', 'CN-H1', 'CN-D1'].filter(
		(id) => rows.has(id) && !reasons.some((reason) => reason.rule === id),
	);
	for (const id of quiet)
		reasons.push(reasonOf({ rule: id, sentence: rows.get(id)?.says ?? { zh: '', en: '' }, liftsAt: null }, 'permits', rows));
	return {
		permitted: refusals.length === 0,
		reasons,
		obligations: obligations.map(([, , name]) => name),
		allowedFrom: refusals.length === 0 ? now : firstAllowed(ask, facts, history, now, rowsAt),
		expiresAt: refusals.length === 0 ? expiryOf(ask, facts, now, rows) : null,
		closesAt: refusals.length === 0 ? closesAt(facts, now, rows) : null,
		counters: countersOf(facts, history, now, rows),
	};
}

function reasonOf(spoken: Spoken, verdict: Reason['verdict'], rows: Law): Reason {
	const row = rows.get(spoken.rule);
	return {
		rule: spoken.rule,
		verdict,
		sentence: spoken.sentence,
		citation: row?.citation ?? { zh: '', en: '' },
		lifts_at: spoken.liftsAt?.toString() ?? null,
	};
}

/**
 * The first instant from `now` on that is permitted, by jumping: while something refuses, the latest of the moments at which each refusing rule
 * lifts is the earliest moment worth looking at (each rule refuses without a gap until then).
 */
function firstAllowed(
	ask: Ask,
	facts: Facts,
	history: Instants,
	now: Temporal.Instant,
	rowsAt: (at: Temporal.Instant) => Law,
): Temporal.Instant | null {
	let at = now;
	for (let i = 0; i < roundsMax; i++) {
		const refusals = refusalsAt(ask, facts, history, at, rowsAt(at));
		if (refusals.length === 0) return at;
		let next = at;
		for (const { liftsAt } of refusals) {
			if (liftsAt === null) return null;
			if (isBefore(next, liftsAt)) next = liftsAt;
		}
		if (!isBefore(at, next)) return null;
		at = next;
	}
	return null;
}

/** Every refusal at an instant, in the declared order. */
function refusalsAt(ask: Ask, facts: Facts, history: Instants, at: Temporal.Instant, law: Law): Spoken[] {
	const found: Spoken[] = [];
	const say = (rule: string, zh: string, en: string, liftsAt: Temporal.Instant | null = null) => {
		if (law.has(rule)) found.push({ rule, sentence: { zh, en }, liftsAt });
	};
	debtsSpeak(ask, facts, say);
	holdsSpeak(facts, at, say);
	pointSpeaks(ask, facts, at, say);
	agentSpeaks(ask, facts, at, law, say);
	if (ask.channel === 'unmask') return found;
	hoursSpeak(facts, at, law, say);
	partySpeaks(facts, history, at, law, say);
	if (ask.channel === 'voice') callsSpeak(facts, history, at, law, say);
	if (ask.channel === 'sms') messagesSpeak(facts, history, at, law, say);
	return found;
}

type Say = (rule: string, zh: string, en: string, liftsAt?: Temporal.Instant | null) => void;

/** STATE, CN-X1: only open debts, only what is owed. */
function debtsSpeak(ask: Ask, facts: Facts, say: Say): void {
	const open = facts.debts.filter((debt) => debt.status === 'open');
	if (open.length === 0) say('STATE', '没有在催的债务（已结清、退案或撤销）', 'there is no open debt (settled, recalled or undone)');
	if (ask.channel === 'unmask') return;
	const owed = open.reduce((sum, debt) => sum + debt.owed_minor, 0);
	if (open.length > 0 && owed <= 0) say('CN-X1', '债务余额为零，不得催收', 'nothing is owed');
	else if (ask.amount_minor !== null && ask.amount_minor > owed)
		say('CN-X1', '要求的金额高于依法应还余额', 'the amount to be named is above what is lawfully owed');
}

const holdNames: Readonly<Record<HoldKind, Sentence>> = {
	dispute: { zh: '债务有争议', en: 'the debt is disputed' },
	complaint: { zh: '投诉处理中', en: 'a complaint is being handled' },
	hardship: { zh: '困难停催', en: 'hardship' },
	breathing_space: { zh: '喘息期', en: 'breathing space' },
	cease_request: { zh: '债务人要求停止联系', en: 'the debtor asked not to be contacted' },
	counsel: { zh: '债务人已委托律师', en: 'the debtor is represented by counsel' },
	deceased: { zh: '债务人已去世', en: 'the debtor has died' },
	minor: { zh: '债务人未成年', en: 'the debtor is a minor' },
	incapacity: { zh: '债务人无行为能力', en: 'the debtor lacks legal capacity' },
	kept_plan: { zh: '分期协议履行中', en: 'an instalment agreement is being kept' },
	bankruptcy: { zh: '破产程序中', en: 'bankruptcy' },
	client_request: { zh: '委案方要求停催', en: 'the client asked to stop' },
};

/** HOLD, CN-L2: reasons not to press, each with its own end. Death and incapacity still let a third party or heir be asked (CN-P1). */
function holdsSpeak(facts: Facts, at: Temporal.Instant, say: Say): void {
	for (const hold of facts.holds) {
		const from = Temporal.Instant.from(hold.from_at);
		const until = hold.until_at === null ? null : Temporal.Instant.from(hold.until_at);
		if (isBefore(at, from) || (until && !isBefore(at, until))) continue;
		if (facts.party === 'third_party' && (hold.kind === 'deceased' || hold.kind === 'incapacity')) continue;
		say(hold.kind === 'kept_plan' ? 'CN-L2' : 'HOLD', `停催：${holdNames[hold.kind].zh}`, `on hold: ${holdNames[hold.kind].en}`, until);
	}
}

/** CN-D1, POINT: a contact point without provenance, out of date, or known to be bad is not used. */
function pointSpeaks(ask: Ask, facts: Facts, at: Temporal.Instant, say: Say): void {
	const { point } = facts;
	if (!point) return;
	if (point.source === '' || point.lawful_basis === '')
		say('CN-D1', '该联系方式没有来源或合法性基础', 'this contact point has no source or lawful basis');
	if (
		point.expires_on !== null &&
		facts.zones.some((zone) => Temporal.PlainDate.compare(dateIn(zone, at), Temporal.PlainDate.from(point.expires_on ?? '')) > 0)
	) {
		say('CN-D1', '该联系方式的使用期限已过', 'the lawful use of this contact point has expired');
	}
	if (ask.channel !== 'unmask' && ['wrong', 'invalid', 'refused'].includes(point.state))
		say('POINT', '该号码为空号、错号或已被拒绝', 'this contact point is wrong, invalid or was refused');
}

/** CN-H1: exam passed and training not older than 12 months; automatic messages have no agent. */
function agentSpeaks(ask: Ask, facts: Facts, at: Temporal.Instant, law: Law, say: Say): void {
	if (ask.automatic || !facts.agent) return;
	const years = law.get('CN-H1')?.limit?.count ?? 1;
	const today = dateIn(facts.zones[0] ?? 'Asia/Shanghai', at);
	const { exam_passed_on: exam, trained_on: trained } = facts.agent;
	if (exam === null) say('CN-H1', '催收员未通过上岗考试', 'the agent has not passed the exam');
	else if (trained === null || Temporal.PlainDate.compare(Temporal.PlainDate.from(trained).add({ years }), today) < 0) {
		say('CN-H1', '催收员的培训已超过 12 个月', 'the agent’s training is older than 12 months');
	}
}

/** CN-T1: within [08:00, 22:00) in every candidate zone; hours the debtor agreed to on record take their place. */
function hoursSpeak(facts: Facts, at: Temporal.Instant, law: Law, say: Say): void {
	const hours = facts.agreed_hours ?? law.get('CN-T1')?.hours;
	if (!hours) return;
	for (const zone of facts.zones) {
		const opens = nextOpening(zone, at, hours);
		if (opens)
			say('CN-T1', `${zone} 当地时间不在 ${hours.from}–${hours.until}`, `it is outside ${hours.from}–${hours.until} in ${zone}`, opens);
	}
}

/** Null when `at` is inside the hours in the zone, else the instant they next begin. Exact across clock changes. */
function nextOpening(
	zone: string,
	at: Temporal.Instant,
	hours: { readonly from: string; readonly until: string },
): Temporal.Instant | null {
	const day = dateIn(zone, at);
	const opens = atLocal(zone, day, hours.from);
	const closes = atLocal(zone, day, hours.until);
	if (isBefore(at, opens)) return opens;
	return isBefore(at, closes) ? null : atLocal(zone, day.add({ days: 1 }), hours.from);
}

/** CN-P1, P3, P4, P5: third parties owe nothing; only to find a debtor who cannot be reached, until their first refusal. */
function partySpeaks(facts: Facts, history: Instants, at: Temporal.Instant, law: Law, say: Say): void {
	if (liable(facts.party)) return;
	const failuresNeeded = law.get('CN-P1')?.limit?.count ?? 3;
	const lost =
		facts.own_points_usable === 0 ||
		facts.failed_in_row >= failuresNeeded ||
		facts.holds.some(
			(hold) => (hold.kind === 'deceased' || hold.kind === 'incapacity') && !isBefore(at, Temporal.Instant.from(hold.from_at)),
		);
	if (!lost) say('CN-P1', '债务人本人尚可联系，不得联系第三方', 'the debtor can be reached, so no third party may be contacted');
	if (facts.party_refused) say('CN-P3', '该第三方已明确拒绝，不得再联系', 'this third party has refused and is never contacted again');
	if (!facts.party_named_by_debtor) say('CN-P4', '该联系人不是债务人事先提供的', 'the debtor did not name this contact beforehand');
	const limit = law.get('CN-P5')?.limit;
	if (!limit) return;
	for (const zone of facts.zones) {
		const lifts = liftOfDates(
			history.filter(({ earlier }) => earlier.same_person),
			zone,
			at,
			limit.count,
			limit.days ?? 7,
		);
		if (lifts)
			say(
				'CN-P5',
				`对该第三方 ${limit.days} 日内已联系 ${limit.count} 次`,
				`this third party was tried ${limit.count} times in ${limit.days} days`,
				lifts,
			);
	}
}

/** CN-F1 (answered calls per lender and debtor and day) and CN-F2 (attempts per number and day); both apply. */
function callsSpeak(facts: Facts, history: Instants, at: Temporal.Instant, law: Law, say: Say): void {
	const answered = law.get('CN-F1')?.limit?.count;
	const attempts = law.get('CN-F2')?.limit?.count;
	const creditors = new Set(facts.debts.filter((debt) => debt.status === 'open').map((debt) => debt.creditor_id));
	for (const zone of facts.zones) {
		if (answered !== undefined && liable(facts.party)) {
			for (const creditor of creditors) {
				const counted = history.filter(({ earlier }) => isAnsweredCall(earlier) && earlier.creditor_ids.includes(creditor));
				const lifts = liftOfDates(counted, zone, at, answered, 1);
				if (lifts) say('CN-F1', `今日已接通 ${answered} 次电话`, `${answered} calls were answered today`, lifts);
			}
		}
		if (attempts !== undefined) {
			const lifts = liftOfDates(
				history.filter(({ earlier }) => earlier.channel === 'voice' && earlier.same_number),
				zone,
				at,
				attempts,
				1,
			);
			if (lifts) say('CN-F2', `该号码今日已拨打 ${attempts} 次`, `this number was called ${attempts} times today`, lifts);
		}
	}
}

const isAnsweredCall = (earlier: Earlier) =>
	earlier.channel === 'voice' && earlier.same_debtor && liable(earlier.party) && earlier.answered !== false;

/** CN-F5 (house): one message a day, three in seven calendar dates. */
function messagesSpeak(facts: Facts, history: Instants, at: Temporal.Instant, law: Law, say: Say): void {
	const limit = law.get('CN-F5')?.limit;
	if (!limit) return;
	const messages = history.filter(({ earlier }) => earlier.channel === 'sms' && earlier.same_debtor);
	for (const zone of facts.zones) {
		const day = liftOfDates(messages, zone, at, 1, 1);
		if (day) say('CN-F5', '今日已发送短信', 'a message was sent today', day);
		const week = liftOfDates(messages, zone, at, limit.count, limit.days ?? 7);
		if (week)
			say('CN-F5', `${limit.days} 日内已发送 ${limit.count} 条短信`, `${limit.count} messages were sent in ${limit.days} days`, week);
	}
}

/**
 * Null when fewer than `count` of these fall on the last `days` calendar dates (today included) in the zone; else the start of the first local
 * day on which fewer do. A clock change makes a day 23 or 25 hours long; dates do not care.
 */
function liftOfDates(list: Instants, zone: string, at: Temporal.Instant, count: number, days: number): Temporal.Instant | null {
	if (list.length < count) return null;
	const today = dateIn(zone, at);
	const dates = list
		.filter((each) => !isBefore(at, each.at))
		.map((each) => dateIn(zone, each.at))
		.filter((date) => daysBetween(date, today) < days)
		.sort(Temporal.PlainDate.compare);
	if (dates.length < count) return null;
	// When the (n − count + 1)-th oldest leaves the window, count − 1 remain.
	const leaving = dates[dates.length - count];
	return leaving ? startOfDay(zone, leaving.add({ days })) : null;
}

/** What comes with a yes: [rule, sentence, name]. */
function obligationsOf(ask: Ask, facts: Facts): (readonly [string | null, Sentence, string])[] {
	if (ask.channel === 'unmask') return [];
	const list: (readonly [string | null, Sentence, string])[] = [
		['CN-I1', { zh: '表明机构身份', en: 'name the institution' }, 'state_institution'],
	];
	if (ask.channel === 'voice') {
		list.push([null, { zh: '告知录音', en: 'announce the recording' }, 'announce_recording']);
		list.push([null, { zh: '先核实本人身份', en: 'verify who it is first' }, 'verify_right_party']);
	}
	if (ask.channel === 'sms' || ask.channel === 'email')
		list.push([null, { zh: '写明投诉电话与退订方式', en: 'give the complaint line and the way to opt out' }, 'complaint_line_and_opt_out']);
	if (!liable(facts.party))
		list.push([
			'CN-P2',
			{
				zh: '只可询问联系方式或请其转告，不得透露债务',
				en: 'only ask for a way to reach the debtor or pass on a word; nothing about the debt',
			},
			'locate_or_relay_only',
		]);
	return list;
}

/** When a permit given now runs out: some minutes from now, never past the lawful hours. */
function expiryOf(ask: Ask, facts: Facts, now: Temporal.Instant, law: Law): Temporal.Instant {
	const expires = now.add({ minutes: permitMinutes });
	const closes = ask.channel === 'unmask' ? null : closesAt(facts, now, law);
	return closes && isBefore(closes, expires) ? closes : expires;
}

/** The end of today's lawful hours (CN-T1), the earliest of the candidate zones; null where no row names hours. */
function closesAt(facts: Facts, now: Temporal.Instant, law: Law): Temporal.Instant | null {
	const hours = facts.agreed_hours ?? law.get('CN-T1')?.hours;
	if (!hours) return null;
	return facts.zones.map((zone) => atLocal(zone, dateIn(zone, now), hours.until)).reduce((a, b) => (isBefore(a, b) ? a : b));
}

function countersOf(facts: Facts, history: Instants, now: Temporal.Instant, law: Law): Decision['counters'] {
	const zone = facts.zones[0] ?? 'Asia/Shanghai';
	const today = dateIn(zone, now);
	const calls = history.filter(({ at, earlier }) => earlier.channel === 'voice' && dateIn(zone, at).equals(today));
	const creditors = new Set(facts.debts.map((debt) => debt.creditor_id));
	const perCreditor = [...creditors].map(
		(creditor) => calls.filter(({ earlier }) => isAnsweredCall(earlier) && earlier.creditor_ids.includes(creditor)).length,
	);
	return {
		attemptsToday: calls.filter(({ earlier }) => earlier.same_number).length,
		attemptsLimit: law.get('CN-F2')?.limit?.count ?? 0,
		answeredToday: Math.max(0, ...perCreditor),
		answeredLimit: law.get('CN-F1')?.limit?.count ?? 0,
	};
}

/** The refusal code a rule gives, for the problem document and the record. */
export const refusalCodeOf = {
	STATE: 'contact.debt_not_open',
	'CN-X1': 'contact.above_balance',
	HOLD: 'hold.in_force',
	'CN-L2': 'hold.in_force',
	'CN-D1': 'contact.point_without_source',
	POINT: 'contact.point_unusable',
	'CN-H1': 'contact.agent_not_certified',
	'CN-T1': 'contact.outside_hours',
	'CN-P1': 'contact.third_party_not_needed',
	'CN-P3': 'contact.third_party_refused',
	'CN-P4': 'contact.third_party_not_named',
	'CN-P5': 'contact.third_party_limit',
	'CN-F1': 'contact.answered_limit_reached',
	'CN-F2': 'contact.attempt_limit_reached',
	'CN-F5': 'contact.message_limit_reached',
} as const;

/** Whether an outcome's line means the call was answered (CN-F1 counts those; a machine or a hang-up is none). */
export function isAnswered(line: string): boolean {
	return line === 'right_party' || line === 'other_person';
}
