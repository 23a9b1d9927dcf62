import type { Sentence } from '../core/refusal.ts';
import { freeDebts, type Spoken } from './conditions.ts';
import { type Case, isLiable } from './facts.ts';
import type { Channel, CountLimit, Hours, Window } from './rows.ts';
import { leavesAt, type Moment, openUntil, opensNext, windowStart } from './windows.ts';

/** The contacts a limit counts at a moment, for one lender where it counts per lender. Permits not used yet count until they run out. */
function counted(limit: CountLimit, of: Case, zone: string, at: Moment, creditor: string | null): Case['history'] {
	const start = windowStart(limit.window, zone, at);
	return of.history.filter(
		({ at: when, lapses, earlier }) =>
			when >= start &&
			when <= at &&
			at < lapses &&
			earlier.channel === limit.channel &&
			(limit.counts === 'placed' || earlier.answered !== false) &&
			(limit.of === 'anyone' || isLiable(earlier.party)) &&
			isSame(limit, earlier) &&
			(creditor === null || earlier.creditor_ids.includes(creditor)),
	);
}

function isSame(limit: CountLimit, earlier: Case['history'][number]['earlier']): boolean {
	if (limit.per === 'number') return earlier.same_number;
	return limit.per === 'person' ? earlier.same_person : earlier.same_debtor;
}

const keysOf = (limit: CountLimit, of: Case, at: Moment): readonly (string | null)[] => {
	if (limit.per !== 'lender and debtor') return [null];
	const free = freeDebts(of, at);
	return [...new Set((free.length > 0 ? free : of.concerned).map((debt) => debt.creditor_id))];
};

/**
 * A limit that is used up, in every candidate zone and for every lender of the debts: the count, and the moment a further contact is within it again. When the
 * (n − count + 1)-th contact to leave its window has left, count − 1 remain.
 */
export function limitSpeaks(limit: CountLimit, of: Case, at: Moment): readonly Spoken[] {
	let most = 0;
	let liftsAt = 0;
	for (const zone of of.facts.zones) {
		for (const creditor of keysOf(limit, of, at)) {
			const list = counted(limit, of, zone, at, creditor);
			if (list.length < limit.count) continue;
			const leaving = list.map(({ at: when, lapses }) => Math.min(lapses, leavesAt(limit.window, zone, when))).sort((a, b) => a - b);
			liftsAt = Math.max(liftsAt, leaving[leaving.length - limit.count] ?? 0);
			most = Math.max(most, list.length);
		}
	}
	return most === 0 && liftsAt === 0 ? [] : [{ sentence: limitSentence(limit, most), liftsAt }];
}

/** How much of a limit is used at a moment: the most over zones and lenders. */
export function usedOf(limit: CountLimit, of: Case, at: Moment): number {
	return Math.max(
		0,
		...of.facts.zones.flatMap((zone) => keysOf(limit, of, at).map((creditor) => counted(limit, of, zone, at, creditor).length)),
	);
}

const subjects: Readonly<Record<CountLimit['per'], Sentence>> = {
	'lender and debtor': { zh: '对该债务人', en: 'this debtor' },
	debtor: { zh: '对该债务人', en: 'this debtor' },
	number: { zh: '对该号码', en: 'this number' },
	person: { zh: '对该第三方', en: 'this third party' },
};
const placed: Readonly<Record<Channel, Sentence>> = {
	voice: { zh: '拨打', en: 'calls placed' },
	sms: { zh: '发送短信', en: 'messages sent' },
	email: { zh: '发送邮件', en: 'e-mails sent' },
	letter: { zh: '寄送信函', en: 'letters sent' },
	visit: { zh: '外访', en: 'visits made' },
	unmask: { zh: '查看', en: 'looks taken' },
};

function windowWords(window: Window): Sentence {
	if (window.kind === 'calendar day') return { zh: '今日', en: 'today' };
	if (window.kind === 'calendar dates') return { zh: `连续 ${window.days} 日内`, en: `in ${window.days} calendar dates` };
	return window.minutes % 60 === 0
		? { zh: `${window.minutes / 60} 小时内`, en: `in ${window.minutes / 60} hours` }
		: { zh: `${window.minutes} 分钟内`, en: `in ${window.minutes} minutes` };
}

function limitSentence(limit: CountLimit, used: number): Sentence {
	const [subject, window] = [subjects[limit.per], windowWords(limit.window)];
	const answered = limit.counts === 'answered';
	return {
		zh: `${subject.zh}${window.zh}已${answered ? '接通' : placed[limit.channel].zh} ${used} 次，上限 ${limit.count} 次`,
		en: `${subject.en}: ${used} of ${limit.count} ${answered ? 'answered calls' : placed[limit.channel].en} ${window.en}`,
	};
}

/** Hours of the day, in every candidate zone; hours the debtor agreed to on record open the day further where the row lets them. */
export function hoursSpeak(hours: Hours, unlessAgreed: boolean, of: Case, at: Moment): readonly Spoken[] {
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
	return Math.min(...of.facts.zones.map((zone) => openUntil(zone, at, openHours(hours, unlessAgreed, of)) ?? at));
}

const openHours = (hours: Hours, unlessAgreed: boolean, of: Case): readonly Hours[] =>
	unlessAgreed && of.facts.agreed_hours ? [hours, of.facts.agreed_hours] : [hours];
const spanOf = ({ from, until }: Hours) => `${from}–${until}`;
