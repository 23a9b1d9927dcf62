import { startOfDay } from '../core/time.ts';
import { confirmsOptOut, isClosed } from './consents.ts';
import {
	answersOnce,
	type Case,
	consentsTo,
	type ContentMark,
	type FactCreditorNotice,
	type FactDebt,
	type FactHold,
	type FactPoint,
	isByOffice,
	isConsumer,
	lastInbound,
	nextConsent,
	type Place,
	type VoicemailPart,
} from './facts.ts';
import { holdsSpeak, type Look, no, quiet, type Spoken } from './holds.ts';
import type { Condition } from './rows.ts';
import { convenientFrom, dayAt, inconvenientAt, type Moment } from './windows.ts';

/** Conditions of the packs beyond China (and of a visit's entry and the wording there), each by the text its row cites. */
const marked = (of: Case, mark: ContentMark) => of.ask.content?.includes(mark) === true;

/** Places nobody is called at about a debt (12 CFR 1006.6(b)(1)(ii): an unusual place). */
const unusualPlaces: readonly Place[] = ['hospital', 'funeral', 'place_of_worship'];

const requiredParts: readonly VoicemailPart[] = ['business_name', 'request_to_reply', 'person_to_contact', 'telephone_number'];
const optionalParts: readonly VoicemailPart[] = ['salutation', 'date_and_time', 'times_to_reply', 'any_representative'];

/** A limited-content message: all four required parts, none but the optional ones (12 CFR 1006.2(j)). */
export function isLimitedContent(parts: readonly VoicemailPart[]): boolean {
	return (
		requiredParts.every((part) => parts.includes(part)) &&
		parts.every((part) => requiredParts.includes(part) || optionalParts.includes(part))
	);
}

/** Whether a last day is over in some zone; false where there is none. */
const isOver = (of: Case, last: string | null | undefined, at: Moment) =>
	last !== null && last !== undefined && of.facts.zones.some((zone) => dayAt(zone, at).name > last);

const isBarred = (of: Case, debt: FactDebt, at: Moment) => isOver(of, debt.suit_until, at);

/** Whether so many days or fewer, with dates counted at the place, have passed since an instant; false when it never was or lies ahead. */
function isWithinDays(of: Case, instant: string | null | undefined, at: Moment, days: number): boolean {
	if (instant === null || instant === undefined) return false;
	const then = Temporal.Instant.from(instant).epochMilliseconds;
	if (then > at) return false;
	return of.facts.zones.every((zone) => dayAt(zone, then).date.until(dayAt(zone, at).date, { largestUnit: 'day' }).days <= days);
}

/** Whether a day has not come yet in some zone; null: it is not known to come; left out: there is no such day. */
const isAhead = (of: Case, on: string | null | undefined, at: Moment) =>
	on === null || (on !== undefined && of.facts.zones.some((zone) => dayAt(zone, at).name < on));

/** When a day has begun in every zone. */
const beginsEverywhere = (of: Case, on: string) =>
	Math.max(...of.facts.zones.map((zone) => startOfDay(zone, Temporal.PlainDate.from(on)).epochMilliseconds));

const validationDays = 30;

/** Whether a dispute came after the validation period of every debt it is about (12 CFR 1006.38(d)(2)); only where the day of receipt is known. */
const isAfterValidation = (of: Case, hold: FactHold) =>
	of.concerned
		.filter((debt) => !hold.debt_id || debt.id === hold.debt_id)
		.every(({ validation_received_on: received }) => {
			if (received === null || received === undefined) return false;
			const last = Temporal.PlainDate.from(received).add({ days: validationDays }).toString();
			return of.facts.zones.every((zone) => dayAt(zone, instantOf(hold.from_at)).name > last);
		});

const instantOf = (text: string | null | undefined) =>
	text === null || text === undefined ? Number.NEGATIVE_INFINITY : Temporal.Instant.from(text).epochMilliseconds;

const nothingKnown: FactPoint = { state: 'unverified', source: '', lawful_basis: '', expires_on: null };

type Elsewhere = Extract<
	Condition,
	| 'entry agreed'
	| 'no borrowing urged'
	| 'no lump sum pressed'
	| 'limitation not over'
	| 'enforcement not over'
	| 'guarantee not over'
	| 'cost within guidance'
	| 'no suit on a barred debt'
	| 'debt not extinguished'
	| 'barred debt let be'
	| 'no cease request'
	| 'no attorney'
	| 'no dispute'
	| 'no breathing space'
	| 'medium not refused'
	| 'time convenient'
	| 'place convenient'
	| 'location only'
	| 'location once'
	| 'text basis'
	| 'e-mail basis'
	| 'not public'
	| 'no postcard'
	| 'limited content'
	| 'debt kept to the debtor'
	| 'visit announced'
	| 'transfer told'
	| 'validation sent'
	| 'revoked by then'
	| 'machine not refused'
>;

export const elsewhereConditions: Readonly<Record<Elsewhere, Look>> = {
	'entry agreed': (of) =>
		of.ask.enters_home && !of.ask.entry_agreed ? no('未经同意不得入户', 'the home is not entered without consent') : quiet,

	'no borrowing urged': (of) =>
		marked(of, 'urges_borrowing') || marked(of, 'extra_fee')
			? no('不得诱导或逼迫借款还债，不得另收费用', 'nobody is urged to borrow to repay, and no extra fee is asked')
			: quiet,

	'no lump sum pressed': (of) =>
		marked(of, 'presses_lump_sum') || marked(of, 'urges_borrowing')
			? no(
					'不得逼迫一次性或不合理的还款，不得促其借款或卖房',
					'nobody is pressed for a lump sum or unreasonable sum, to borrow or to sell the home',
				)
			: quiet,

	'limitation not over': (of, at) => {
		const barred = of.concerned.find((debt) => isBarred(of, debt, at));
		return barred
			? no(
					`诉讼时效已于 ${barred.suit_until} 届满：债务人可以拒绝履行，不得以起诉相威胁，付款不使时效重新计算`,
					`limitation ended on ${barred.suit_until}: the debtor may refuse to perform; threaten no suit, and a payment does not begin it anew`,
				)
			: quiet;
	},

	'enforcement not over': (of, at) => {
		const late = of.concerned.find((debt) => isOver(of, debt.enforce_until, at));
		return late
			? no(
					`申请执行时效已于 ${late.enforce_until} 届满：被执行人可以提出异议，不得以强制执行相威胁`,
					`the time to apply for enforcement ended on ${late.enforce_until}: the debtor may object to it; threaten none`,
				)
			: quiet;
	},

	'guarantee not over': (of, at) => {
		const { party, party_offers_to_pay: offers } = of.facts;
		const asks = of.ask.purpose === 'collect' || of.ask.purpose === 'locate' || of.ask.amount_minor !== null;
		if (party !== 'guarantor' || offers || !asks) return quiet;
		const lapsed = of.concerned.find((debt) => isOver(of, debt.guarantee_until, at));
		return lapsed
			? no(
					`保证期间已于 ${lapsed.guarantee_until} 届满而未在期间内主张，保证人不再承担保证责任`,
					`the guarantee ended on ${lapsed.guarantee_until} without a claim in time: the guarantor owes nothing`,
				)
			: quiet;
	},

	'cost within guidance': (of) =>
		of.concerned.some((debt) => debt.above_guidance)
			? no(
					'息费高于监管口头指导的年化上限，请先与委案方核对',
					'interest and fees are above guidance given by word of mouth: check with the client first',
				)
			: quiet,

	'no suit on a barred debt': (of, at) => {
		if (!marked(of, 'threatens_suit')) return quiet;
		if (of.concerned.some((debt) => isBarred(of, debt, at) || isOver(of, debt.enforce_until, at)))
			return no(
				'债务已过诉讼时效或申请执行时效，不得起诉、申请执行或以此相威胁',
				'the debt is time-barred: no suit, no enforcement and no threat of either',
			);
		// It binds whether one knew that it is barred or not (1006.26(b), as for the suit itself): who does not know the day threatens nothing.
		return of.concerned.some((debt) => debt.suit_until_unknown === true)
			? no(
					'最后起诉日未知：由律师确定并登记之前，不得以起诉相威胁',
					'the last day to sue is not known: no threat of suit before counsel finds it and it is recorded',
				)
			: quiet;
	},

	'debt not extinguished': (of, at) =>
		// One among several is enough: it may not be spoken of with the others, nor its amount be named.
		of.concerned.some((debt) => isBarred(of, debt, at))
			? no('债务已因时效消灭，不得催收', 'the debt was extinguished by prescription and is not collected')
			: quiet,

	'barred debt let be': (of, at) =>
		of.concerned.some((debt) => debt.barred_and_refused === true && isBarred(of, debt, at))
			? no(
					'债务已过时效且债务人已表明不再偿还，不得继续催收',
					'the debt is statute-barred and the customer said they will not pay it: no further demand',
				)
			: quiet,

	'no cease request': (of, at) => holdsSpeak(of, at, (hold) => hold.kind === 'cease_request' && hold.written !== false),

	'no attorney': (of, at) => holdsSpeak(of, at, (hold) => hold.kind === 'counsel'),

	'no dispute': (of, at) => holdsSpeak(of, at, (hold) => hold.kind === 'dispute' && hold.written !== false && !isAfterValidation(of, hold)),

	'no breathing space': (of, at) => holdsSpeak(of, at, (hold) => hold.kind === 'breathing_space'),

	'medium not refused': (of, at) => {
		const { refused_media: refused, point } = of.facts;
		const isRefused =
			refused?.includes(of.ask.channel) === true ||
			(point !== null && (point.opted_out_at ?? null) !== null && instantOf(point.opted_out_at) <= at && isClosed(point, of.ask.channel));
		if (!isRefused || confirmsOptOut(of, at) || of.ask.purpose === 'required_by_law' || answersOnce(of, at)) return quiet;
		return no('对方已要求不使用该方式联系', 'the person asked not to be contacted by this medium');
	},

	'time convenient': (of, at) => {
		const times = of.facts.inconvenient_times ?? [];
		if (times.length === 0 || consentsTo(of, 'times', at).length > 0 || consentsTo(of, 'court', at).length > 0) return quiet;
		return of.facts.zones.flatMap((zone) => {
			const until = inconvenientAt(zone, at, times);
			if (until === null) return [];
			// Answered once, in the same stretch in which the person began (comment 6(b)(1)-2).
			const began = lastInbound(of, at);
			if (began !== null && answersOnce(of, at) && inconvenientAt(zone, began, times) === until) return [];
			const lifts = Math.min(convenientFrom(zone, until, times), nextConsent(of, 'times', at), nextConsent(of, 'court', at));
			return no(
				`${zone} 当地此时为对方告知的不便时间`,
				`the person said this time is inconvenient (${zone})`,
				Number.isFinite(lifts) ? lifts : null,
			);
		});
	},

	'place convenient': (of, at) => {
		const { inconvenient_places: told = [], point, person_at: where = null, employer_forbids: forbids } = of.facts;
		if (consentsTo(of, 'places', at).length > 0 || consentsTo(of, 'court', at).length > 0 || answersOnce(of, at)) return quiet;
		// An e-mail and a mobile are of no place, but reach the person where they are known to be (comment 6(b)(1)(ii)-1); a letter does not.
		const reached = [point?.place ?? null, of.ask.channel === 'letter' ? null : where].flatMap((place) => (place === null ? [] : [place]));
		if (reached.includes('work') && forbids) return no('雇主不允许在工作场所接听', 'the employer does not allow such contact at work');
		return reached.some((place) => unusualPlaces.includes(place) || told.includes(place))
			? no('该地点不便或不宜联系', 'this place is inconvenient or unusual')
			: quiet;
	},

	'location only': (of, at) => {
		if (isConsumer(of, at) || consentsTo(of, 'third_parties', at).length > 0 || consentsTo(of, 'court', at).length > 0) return quiet;
		return of.ask.purpose === 'locate' && of.ask.amount_minor === null && !marked(of, 'tells_third_party')
			? quiet
			: no(
					'对第三方只可询问债务人的下落，不得提及债务',
					'a third party is only asked where the debtor can be found, never told of the debt',
				);
	},

	'location once': (of, at) => {
		if (of.facts.party_asked_back || consentsTo(of, 'third_parties', at).length > 0) return quiet;
		const told = of.history.some(
			({ at: when, lapses, earlier }) =>
				when <= at &&
				at < lapses &&
				earlier.same_person &&
				earlier.direction !== 'inbound' &&
				(earlier.channel === 'voice' ? earlier.answered !== false && earlier.connected !== false : true),
		);
		return told ? no('已向该第三方询问过一次，不得再次联系', 'this third party was asked once and is not asked again') : quiet;
	},

	'text basis': (of, at, days) => {
		// A confirmation says nothing of a debt (1006.14(h)(2)(i)).
		if (confirmsOptOut(of, at)) return quiet;
		// Nothing known about the number is no basis.
		const point = of.facts.point ?? nothingKnown;
		// 1006.6(d)(3)(ii), whatever else speaks for the number.
		if (point.disclosed_to_others)
			return no('发往该号码的短信曾导致向他人泄露', 'texts to this number once led to a disclosure to somebody else');
		const recently = (instant: string | null | undefined) => isWithinDays(of, instant, at, days);
		const checkedSince = (instant: string | null | undefined) =>
			recently(point.reassignment_checked_at) && instantOf(point.reassignment_checked_at) >= instantOf(instant);
		const basis = [point.texted_us_at, point.text_consent_at].filter((instant) => instant !== null && instant !== undefined);
		return basis.some((instant) => recently(instant) || checkedSince(instant))
			? quiet
			: no(
					`没有本人短信或同意，或 ${days} 日内未再确认，不得发短信`,
					`no text or consent of the person’s own, renewed or the number checked within ${days} days`,
				);
	},

	'e-mail basis': (of, at, days) => {
		if (confirmsOptOut(of, at)) return quiet;
		const point = of.facts.point ?? nothingKnown;
		if (point.disclosed_to_others) return no('该邮箱曾导致向他人泄露', 'this address once led to a disclosure to somebody else');
		if (point.emailed_us || point.email_consent || point.prior_collector_used) return quiet;
		const notices = [point.creditor_notice ?? []].flat();
		const told = of.concerned.map(({ id }) => notices.find(({ debt_ids: ids }) => ids === undefined || ids.includes(id)));
		if (point.employer_provided)
			return no('雇主提供的邮箱，本人未使用或同意', 'an address of the employer that the person neither used nor agreed to');
		if (notices.length === 0 || told.includes(undefined) || point.public_domain === false)
			return no('没有本人使用、同意或债权人的告知，不得发邮件', 'no use, consent or creditor’s notice lets this address be written to');
		const isOver = (notice: FactCreditorNotice | undefined) =>
			notice !== undefined &&
			Temporal.PlainDate.from(notice.sent_on).until(Temporal.PlainDate.from(notice.opt_out_until), { largestUnit: 'day' }).days >= days &&
			of.facts.zones.every((zone) => dayAt(zone, at).name > notice.opt_out_until);
		return (told.length > 0 ? told : notices).every(isOver)
			? quiet
			: no(`债权人告知的退出期（不少于 ${days} 日）未满`, `the creditor’s notice leaves ${days} days to opt out, and they are not over`);
	},

	'not public': (of) =>
		of.ask.channel === 'social' && of.ask.public !== false ? no('不得发布他人可见的消息', 'nothing that others can see is posted') : quiet,

	'no postcard': (of) =>
		of.ask.postcard || of.ask.envelope_tells
			? no('不得使用明信片，信封不得显示催收', 'no postcard, and nothing on the envelope that tells of a debt')
			: quiet,

	'limited content': (of, at) => {
		const { voicemail } = of.ask;
		if (voicemail === undefined) return quiet;
		if (isByOffice(of)) return quiet;
		if (!isConsumer(of, at)) return no('留言只可留给债务人本人', 'a message is left for the consumer only');
		return isLimitedContent(voicemail)
			? quiet
			: no(
					'留言只可包含限定内容',
					'a message holds a neutral business name, a request to reply, a person and a number, and nothing that tells of a debt',
				);
	},

	'debt kept to the debtor': (of) =>
		of.facts.party === 'third_party' && (of.ask.purpose === 'collect' || of.ask.amount_minor !== null || marked(of, 'tells_third_party'))
			? no('不得向第三方披露债务', 'the debt is not disclosed to a third party')
			: quiet,

	'visit announced': (of) =>
		of.ask.announced !== true || of.facts.vulnerable
			? no(
					'外访须事先告知目的与时间，且不得外访弱势客户',
					'a visit is announced with its purpose and time, and a vulnerable customer is not visited',
				)
			: quiet,

	'transfer told': (of, at) =>
		of.ask.purpose === 'collect' && of.concerned.some((debt) => isAhead(of, debt.transfer_told_on, at))
			? no('首次催收前须以持久介质告知债权转让', 'the borrower is told of the transfer on a durable medium before the first collection')
			: quiet,

	'validation sent': (of, at, days) => {
		if (of.ask.purpose !== 'collect') return quiet;
		const late = of.concerned.filter(
			(debt) =>
				isAhead(of, debt.validation_sent_on ?? null, at) &&
				debt.first_communication_at !== null &&
				debt.first_communication_at !== undefined &&
				!isWithinDays(of, debt.first_communication_at, at, days) &&
				instantOf(debt.first_communication_at) <= at,
		);
		if (late.length === 0) return quiet;
		// A day that is still to come is no notice sent.
		const sent = Math.max(...late.map(({ validation_sent_on: on }) => (on ? beginsEverywhere(of, on) : Number.POSITIVE_INFINITY)));
		return no(
			`首次沟通已逾 ${days} 日而未发债务核实通知`,
			`the validation notice was not sent within ${days} days of the first communication`,
			Number.isFinite(sent) ? sent : null,
		);
	},

	'revoked by then': (of, at, days) => {
		const { automation_revoked_at: revoked } = of.facts;
		if (revoked === null || revoked === undefined || !of.ask.automatic) return quiet;
		// The most the law gives is ten business days; obeyed at once (`days` 0) is stricter and needs no calendar of holidays.
		return instantOf(revoked) + days * 86_400_000 <= at
			? no('对方已撤回对自动拨打或短信的同意', 'consent to automatic calls and texts was revoked')
			: quiet;
	},

	'machine not refused': (of, at) => {
		const { automation_revoked_at: refused } = of.facts;
		return of.ask.automatic && refused && instantOf(refused) <= at
			? no('本人拒绝仅由机器决定的联系，须由人工决定', 'the person refused contact decided by a machine alone: a person decides')
			: quiet;
	},
};

export type { Spoken };
