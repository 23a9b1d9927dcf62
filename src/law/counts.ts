import type { Sentence } from '../core/refusal.ts';
import { momentOf } from '../core/time.ts';
import { freeDebts, type Spoken } from './holds.ts';
import { callConsents, hoursOpenUntil } from './consents.ts';
import { type Case, debtKey, type Earlier, isByOffice, isLiable, isSamePerson, nextConsent, talkedAbout } from './facts.ts';
import type { Channel, CountLimit, Hours, Window } from './rows.ts';
import { leavesAt, type Moment, openUntil, opensNext, windowStart } from './windows.ts';

/** What is counted apart from each other: lenders, or debts; null where one count is kept. */
export type Key = string | null;

/**
 * The contacts a limit counts for one lender or debt whatever the moment, the calls of the lender's other agencies with them. Permits not used yet count until they
 * run out.
 */
export function countable(limit: CountLimit, of: Case, key: Key): readonly Counted[] {
	const ours = of.history.filter(
		({ earlier }) =>
			isOfChannel(limit, earlier.channel) &&
			isCounted(limit, earlier, key, of) &&
			(limit.of === 'anyone' || isLiable(earlier.party)) &&
			isSame(limit, earlier, of) &&
			(limit.per !== 'lender and debtor' || key === null || earlier.creditor_ids.includes(key)),
	);
	return limit.network ? [...ours, ...countableElsewhere(limit, of, key)] : ours;
}

/** The contacts a limit counts at a moment, for one lender or debt where it counts so. */
function counted(limit: CountLimit, of: Case, zone: string, at: Moment, key: Key): readonly Counted[] {
	const start = windowStart(limit.window, zone, at);
	const spans = limit.unlessConsented && limit.counts !== 'talks' && key !== null ? callConsents(of, zone, key, at, covers(of)) : [];
	return countable(limit, of, key).filter(
		({ at: when, lapses }) => when >= start && when <= at && at < lapses && !spans.some((span) => span.from <= when && when < span.until),
	);
}

type Counted = { readonly at: Moment; readonly lapses: Moment };

/** The calls of the lender's other agencies. They are calls to those who owe; one without an outcome counts as answered. */
function countableElsewhere(limit: CountLimit, of: Case, key: Key): readonly Counted[] {
	const { elsewhere } = of.facts;
	if (elsewhere?.state !== 'counted') return [];
	return elsewhere.calls
		.filter((call) => (limit.counts !== 'answered' || call.answered !== false) && (key === null || call.creditor_id === key))
		.map((call) => ({ at: momentOf(call.at), lapses: Number.POSITIVE_INFINITY }));
}

/** How many a limit leaves: its own count; our share of it while the other agencies' calls are not known. */
export const countOf = (limit: CountLimit, of: Case): number =>
	limit.network && of.facts.elsewhere?.state === 'away' ? Math.min(limit.count, of.facts.elsewhere.local_share) : limit.count;

const awayReasons = {
	'no answer': ['跨机构计数服务无应答', 'the counter shared with other agencies does not answer'],
	'no identity number': ['债务人无证件号，无法跨机构计数', 'no identity number to count by across agencies'],
	// A call decided by another way than the desk's, which took no place in the count.
	'not asked': ['未向跨机构计数服务查询', 'the counter shared with other agencies was not asked'],
} as const;

/** What a network's limit says while the other agencies' calls are not known; nothing otherwise. */
export function awayWords(limit: CountLimit, of: Case): Sentence | null {
	const { elsewhere } = of.facts;
	if (!limit.network || elsewhere?.state !== 'away') return null;
	const [why, reason] = awayReasons[elsewhere.why];
	const share = Math.min(limit.count, elsewhere.local_share);
	return { zh: `${why}，按本机构份额 ${share} 次从严`, en: `${reason}: our own share of ${share} is taken as the limit` };
}

function isOfChannel(limit: CountLimit, channel: Channel): boolean {
	if (limit.channel === channel) return true;
	if (limit.channel === 'any') return channel !== 'unmask';
	if (limit.channel === 'texts and e-mails') return channel === 'sms' || channel === 'email';
	return limit.channel === 'calls and texts' && (channel === 'voice' || channel === 'sms');
}

function isCounted(limit: CountLimit, earlier: Earlier, key: Key, of: Case): boolean {
	if (limit.counts === 'talks') return key === null ? earlier.answered !== false : talkedAbout(earlier, key, covers(of));
	if (earlier.direction === 'inbound') return false;
	if (limit.per === 'person and debt' && key !== null && !covers(of)(earlier.debt_ids, key)) return false;
	if (limit.counts === 'answered') return earlier.answered !== false;
	if (limit.counts === 'connected') return earlier.connected !== false && !earlier.misdirected && !earlier.other_collector;
	return limit.counts === 'placed' || earlier.answered === false;
}

function isSame(limit: CountLimit, earlier: Earlier, of: Case): boolean {
	if (limit.per === 'number') return earlier.same_number;
	if (limit.per === 'person and debt') return isSamePerson(of, earlier);
	return limit.per === 'person' ? earlier.same_person : earlier.same_debtor;
}

/** Whether a list of debts names the one of this key; a contact that names none was about all of them. */
const covers = (of: Case) => (ids: readonly string[] | undefined, key: string) =>
	ids === undefined || ids.includes(key) || of.facts.debts.some((debt) => debtKey(debt) === key && ids.includes(debt.id));

/** What a limit counts apart for this contact: each lender or debt it is about. */
export const keysOf = (limit: CountLimit, of: Case, at: Moment): readonly Key[] => {
	if (limit.per !== 'lender and debtor' && limit.per !== 'person and debt') return [null];
	const free = freeDebts(of, at);
	const debts = free.length > 0 ? free : of.concerned;
	return [...new Set(debts.map((debt) => (limit.per === 'person and debt' ? debtKey(debt) : debt.creditor_id)))];
};

/**
 * A limit that is used up, in every candidate zone and for every lender of the debts: the count, and the moment a further contact is within it again. When the
 * (n − count + 1)-th contact to leave its window has left, count − 1 remain.
 */
export function limitSpeaks(limit: CountLimit, of: Case, at: Moment): readonly Spoken[] {
	// 12 CFR 1006.14(b)(3)(iii): calls to an attorney, the creditor and the like neither count nor are limited.
	if (limit.per === 'person and debt' && isByOffice(of)) return [];
	let most = 0;
	let liftsAt = 0;
	for (const zone of of.facts.zones) {
		for (const key of keysOf(limit, of, at)) {
			const list = counted(limit, of, zone, at, key);
			const count = countOf(limit, of);
			if (list.length < count) continue;
			// A share of none is not healed by time, only by an answer.
			if (count === 0) return [{ sentence: limitSentence(limit, of, list.length), liftsAt: null }];
			if (limit.unlessConsented && key !== null && isConsented(of, zone, key, at)) continue;
			const leaving = list.map(({ at: when, lapses }) => Math.min(lapses, leavesAt(limit.window, zone, when))).sort((a, b) => a - b);
			const left = leaving[leaving.length - count] ?? 0;
			liftsAt = Math.max(liftsAt, limit.unlessConsented ? Math.min(left, nextConsent(of, 'calls', at)) : left);
			most = Math.max(most, list.length);
		}
	}
	return most === 0 && liftsAt === 0 ? [] : [{ sentence: limitSentence(limit, of, most), liftsAt }];
}

const isConsented = (of: Case, zone: string, key: string, at: Moment) =>
	callConsents(of, zone, key, at, covers(of)).some((span) => span.from <= at && at < span.until);

/** How much of a limit is used at a moment: the most over zones, lenders and debts. */
export function usedOf(limit: CountLimit, of: Case, at: Moment): number {
	return Math.max(0, ...of.facts.zones.flatMap((zone) => keysOf(limit, of, at).map((key) => counted(limit, of, zone, at, key).length)));
}

const subjects: Readonly<Record<CountLimit['per'], Sentence>> = {
	'lender and debtor': { zh: '对该债务人', en: 'this debtor' },
	debtor: { zh: '对该债务人', en: 'this debtor' },
	number: { zh: '对该号码', en: 'this number' },
	person: { zh: '对该第三方', en: 'this third party' },
	'person and debt': { zh: '就该笔债务对此人', en: 'this person about this debt' },
};
const placed: Readonly<Record<CountLimit['channel'], Sentence>> = {
	voice: { zh: '拨打', en: 'calls placed' },
	sms: { zh: '发送短信', en: 'messages sent' },
	email: { zh: '发送邮件', en: 'e-mails sent' },
	letter: { zh: '寄送信函', en: 'letters sent' },
	visit: { zh: '外访', en: 'visits made' },
	social: { zh: '发送社交消息', en: 'social messages sent' },
	unmask: { zh: '查看', en: 'looks taken' },
	any: { zh: '联系', en: 'contacts of any kind' },
	'calls and texts': { zh: '拨打及发送短信', en: 'calls and texts' },
	'texts and e-mails': { zh: '发送短信及邮件', en: 'texts and e-mails' },
};

const countedWords: Readonly<Record<Exclude<CountLimit['counts'], 'placed'>, Sentence>> = {
	answered: { zh: '接通', en: 'answered calls' },
	connected: { zh: '拨通', en: 'calls that reached the number' },
	talks: { zh: '通话', en: 'conversations' },
	unanswered: { zh: '未接来电', en: 'unanswered calls' },
};

function windowWords(window: Window): Sentence {
	if (window.kind === 'calendar day') return { zh: '今日', en: 'today' };
	if (window.kind === 'calendar dates') return { zh: `连续 ${window.days} 日内`, en: `in ${window.days} calendar dates` };
	return window.minutes % 60 === 0
		? { zh: `${window.minutes / 60} 小时内`, en: `in ${window.minutes / 60} hours` }
		: { zh: `${window.minutes} 分钟内`, en: `in ${window.minutes} minutes` };
}

function limitSentence(limit: CountLimit, of: Case, used: number): Sentence {
	const [subject, window] = [subjects[limit.per], windowWords(limit.window)];
	const what = limit.counts === 'placed' || limit.channel !== 'voice' ? placed[limit.channel] : countedWords[limit.counts];
	const away = awayWords(limit, of);
	return {
		zh: `${subject.zh}${window.zh}已${what.zh} ${used} 次，上限 ${countOf(limit, of)} 次${away ? `（${away.zh}）` : ''}`,
		en: `${subject.en}: ${used} of ${countOf(limit, of)} ${what.en} ${window.en}${away ? ` (${away.en})` : ''}`,
	};
}

/** Hours of the day, in every candidate zone; hours the debtor agreed to on record open the day further where the row lets them. */
export function hoursSpeak(hours: Hours, unlessAgreed: boolean, of: Case, at: Moment): readonly Spoken[] {
	if (unlessAgreed && hoursOpenUntil(hours, of, at) !== null) return [];
	const open = openHours(hours, unlessAgreed, of);
	return of.facts.zones.flatMap((zone) =>
		openUntil(zone, at, open) !== null
			? []
			: [
					{
						sentence: {
							zh: `${zone} 当地时间不在 ${open.map(spanOf).join('、')}`,
							en: `it is outside ${open.map(spanOf).join(' and ')} in ${zone}`,
						},
						liftsAt: opensNext(zone, at, open),
					},
				],
	);
}

/** When the hours open at a moment end, the earliest of the candidate zones. */
export function hoursEnd(hours: Hours, unlessAgreed: boolean, of: Case, at: Moment): Moment {
	const consented = unlessAgreed ? hoursOpenUntil(hours, of, at) : null;
	return Math.min(...of.facts.zones.map((zone) => openUntil(zone, at, openHours(hours, unlessAgreed, of)) ?? consented ?? at));
}

/** Hours of a row, with those the debtor agreed to on record where it lets them open the day further. */
export const openHours = (hours: Hours, unlessAgreed: boolean, of: Case): readonly Hours[] =>
	unlessAgreed && of.facts.agreed_hours ? [hours, of.facts.agreed_hours] : [hours];
const spanOf = ({ from, until }: Hours) => `${from}–${until}`;
