import { momentNotBefore, momentOf } from '../core/time.ts';
import type { AttorneyState, HoldKind } from './hold-kinds.ts';
import type { Channel, Hours, LawBook, Party } from './rows.ts';
import type { Moment } from './windows.ts';

/**
 * What the law looks at: an intended contact and the facts. Plain JSON (instants and dates as ISO text), so that a stored decision can be made again
 * and must come out the same. `docs/reference/contact-facts.schema.json` describes every field; those left out say nothing.
 */
export type { HoldKind } from './hold-kinds.ts';

/**
 * What for: to collect, to find a lost debtor through a third party, or to inform. Then notices that some refusals leave open: that efforts end, that a remedy is or
 * may be used, what another law requires, the confirmation of an opt-out, and the validation notice itself.
 */
export type Purpose =
	| 'collect'
	| 'locate'
	| 'inform'
	| 'closing_notice'
	| 'remedy_notice'
	| 'required_by_law'
	| 'opt_out_confirmation'
	| 'validation_notice';

/** A part of a recorded message: those of a limited-content message (12 CFR 1006.2(j)), and what makes it more than that. */
export type VoicemailPart =
	| 'business_name'
	| 'request_to_reply'
	| 'person_to_contact'
	| 'telephone_number'
	| 'salutation'
	| 'date_and_time'
	| 'times_to_reply'
	| 'any_representative'
	| 'name_telling_collection'
	| 'debt'
	| 'other';

/** What the words of a contact do, as the content check or the caller marks them. */
export type ContentMark = 'urges_borrowing' | 'extra_fee' | 'presses_lump_sum' | 'threatens_suit' | 'tells_third_party';

/** Where a contact point reaches a person, or where the person is known to be. Mobile numbers and e-mail reach no place. */
export type Place = 'home' | 'work' | 'hospital' | 'funeral' | 'place_of_worship' | 'school' | 'other';

export type Ask = {
	readonly channel: Channel;
	readonly purpose: Purpose;
	/** The amount that will be named, in minor units; null when none is. */
	readonly amount_minor: number | null;
	/** Its currency; may be left out while all debts have one. */
	readonly currency?: string | null | undefined;
	/** The debts it is about; left out: every open one. */
	readonly debt_ids?: readonly string[] | null | undefined;
	readonly automatic: boolean;
	/** How many people go on a visit. */
	readonly people?: number | undefined;
	/** It answers what the person began, by the same medium: one answer is open where they otherwise are not to be contacted. */
	readonly responds?: boolean | undefined;
	/** `inbound`: the person's own call or visit, now: nothing is placed, so what is placed is not limited. */
	readonly direction?: 'outbound' | 'inbound' | undefined;
	/** The parts of the message left if nobody answers; left out: none is left, or the call script's own. */
	readonly voicemail?: readonly VoicemailPart[] | undefined;
	readonly content?: readonly ContentMark[] | undefined;
	/** The form of a letter, and whether the envelope tells of a debt. */
	readonly postcard?: boolean | undefined;
	readonly envelope_tells?: boolean | undefined;
	/** A social-media message others can see. */
	readonly public?: boolean | undefined;
	/** A visit: whether the home is entered, whether that was agreed to, and whether purpose and time were told beforehand. */
	readonly enters_home?: boolean | undefined;
	readonly entry_agreed?: boolean | undefined;
	readonly announced?: boolean | undefined;
};

/** An earlier contact of this debtor, or of this number whoever was meant. */
export type Earlier = {
	readonly at: string;
	readonly channel: Channel;
	readonly party: Party;
	readonly same_number: boolean;
	readonly same_debtor: boolean;
	/** The same person beside the debtor: third party, guarantor or co-borrower. */
	readonly same_person: boolean;
	readonly creditor_ids: readonly string[];
	/** null: no outcome yet, counted as answered (the stricter reading). */
	readonly answered: boolean | null;
	/** A permit not used yet counts like a contact until it runs out. */
	readonly lapses_at?: string | null | undefined;
	/** Who began it; left out: we did. */
	readonly direction?: 'outbound' | 'inbound' | undefined;
	/** Whether the call reached the dialled number: false for a busy tone or a dead number; left out: it did. */
	readonly connected?: boolean | undefined;
	/** Whether the person talked with us; left out: when it was answered. */
	readonly talked?: boolean | undefined;
	/** The number turned out to be another person's: it was no call to this person (comment 14(b)(2)(i)-3). */
	readonly misdirected?: boolean | undefined;
	/** The debts it counts for; left out: all of them. */
	readonly debt_ids?: readonly string[] | undefined;
	/** The debts that were talked about; left out: `debt_ids`. */
	readonly discussed_debt_ids?: readonly string[] | undefined;
	/** Another collector's contact; left out: ours. */
	readonly other_collector?: boolean | undefined;
};

export type FactDebt = {
	readonly id: string;
	readonly creditor_id: string;
	readonly status: string;
	readonly owed_minor: number;
	/** When the client's mandate for it ends, the beginning of the house's day after the last; left out: it has no end. */
	readonly mandate_until?: string | null | undefined;
	readonly currency?: string | undefined;
	/** Student loans serviced under one account number are one debt (12 CFR 1006.14(b)(4)). */
	readonly servicing_account?: string | undefined;
	/** The last day on which it may be sued for; later it is time-barred. And whether nobody found that of another law that may apply; left out: it is known. */
	readonly suit_until?: string | null | undefined;
	readonly suit_until_unknown?: boolean | undefined;
	/** The last day to apply for enforcement of the judgment on it (CN-S3); then no day to sue is asked after. */
	readonly enforce_until?: string | null | undefined;
	/** The last day of this guarantor's guarantee of it, not claimed so far (CN-S2); left out: claimed in time, or not recorded. */
	readonly guarantee_until?: string | null | undefined;
	/** The person said they will not pay because it is time-barred. */
	readonly barred_and_refused?: boolean | undefined;
	/** When we first communicated about it, and the day the validation notice was sent and received. */
	readonly first_communication_at?: string | null | undefined;
	readonly validation_sent_on?: string | null | undefined;
	readonly validation_received_on?: string | null | undefined;
	/** A cap of the law that was cut from its claim, and how much: not among `owed_minor`. */
	readonly capped_by?: string | undefined;
	readonly above_cap_minor?: number | undefined;
	/** Its cost is above guidance given by word of mouth (CN-IR4). */
	readonly above_guidance?: boolean | undefined;
	/** The day the borrower was told of the transfer to its buyer; null: not told yet; left out: not transferred. */
	readonly transfer_told_on?: string | null | undefined;
};

export type FactHold = {
	readonly kind: HoldKind;
	readonly from_at: string;
	readonly until_at: string | null;
	/** Only about this debt; left out: about the debtor. */
	readonly debt_id?: string | null | undefined;
	/** Whether it was said in writing, or by an electronic medium we accept; left out: it was. */
	readonly written?: boolean | undefined;
	/** An attorney who did not answer in reasonable time, or agreed to direct contact, stands in the way no longer. */
	readonly attorney?: AttorneyState | undefined;
	/** A dispute: when we answered it; and whether it repeats one that was answered: it still holds until we say so (12 CFR 1006.38(d)(2)(ii)), which answers it. */
	readonly answered_at?: string | null | undefined;
	readonly duplicate?: boolean | undefined;
};

/** The person's own consent, given directly to us, with what proves it. */
export type FactConsent = {
	/** To further calls; to a time or place otherwise inconvenient; to direct contact beside an attorney; to third parties; or a court's permission. */
	readonly kind: 'calls' | 'times' | 'places' | 'attorney' | 'third_parties' | 'court';
	readonly given_at: string;
	/** From when it reaches (call back on Monday); left out: at once. */
	readonly from_at?: string | null | undefined;
	readonly until_at?: string | null | undefined;
	readonly revoked_at?: string | null | undefined;
	readonly debt_ids?: readonly string[] | undefined;
	readonly proof?: string | undefined;
};

/** A time the person called inconvenient, at their place; what is left out does not narrow it. */
export type FactInconvenient = {
	/** ISO weekdays, 1 Monday to 7 Sunday. */
	readonly weekdays?: readonly number[] | undefined;
	readonly from?: string | undefined;
	readonly until?: string | undefined;
	/** Dates, both included. */
	readonly from_on?: string | undefined;
	readonly until_on?: string | undefined;
};

/** The creditor's notice that its debt goes to us and that we may write to this address (12 CFR 1006.6(d)(4)(ii)). `debt_ids`: which debts; left out: all. */
export type FactCreditorNotice = {
	readonly sent_on: string;
	readonly opt_out_until: string;
	readonly debt_ids?: readonly string[] | undefined;
};

export type FactPoint = {
	readonly state: string;
	readonly source: string;
	readonly lawful_basis: string;
	readonly expires_on: string | null;
	/** The place it reaches; null or left out: none (a mobile number, an e-mail address). */
	readonly place?: Place | null | undefined;
	/** What lets it be texted: the person's own last text from it, consent given to us, and the last check that it was not reassigned. */
	readonly texted_us_at?: string | null | undefined;
	readonly text_consent_at?: string | null | undefined;
	readonly reassignment_checked_at?: string | null | undefined;
	/** What lets it be written to by e-mail. */
	readonly emailed_us?: boolean | undefined;
	readonly email_consent?: boolean | undefined;
	readonly creditor_notice?: FactCreditorNotice | readonly FactCreditorNotice[] | null | undefined;
	readonly prior_collector_used?: boolean | undefined;
	readonly employer_provided?: boolean | undefined;
	readonly public_domain?: boolean | undefined;
	readonly opted_out_at?: string | null | undefined;
	/** By which channels it is not to be used since then; left out: by none (STOP to a text leaves the number's calls open: comment 14(h)(1)-3.ii). */
	readonly opted_out_of?: readonly Channel[] | undefined;
	/** An address that once led to a disclosure to somebody else. */
	readonly disclosed_to_others?: boolean | undefined;
};

/**
 * The calls of the lender's other agencies to this debtor, from a counter shared with them: their calls, or that there was no answer. A call whose outcome is not
 * known counts as answered. While nobody answers, `local_share` calls of our own are taken as all that is left of each limit of the network.
 */
export type FactElsewhere =
	| {
			readonly state: 'counted';
			readonly calls: readonly { readonly creditor_id: string; readonly at: string; readonly answered: boolean | null }[];
	  }
	| { readonly state: 'away'; readonly why: 'no answer' | 'no identity number' | 'not asked'; readonly local_share: number };

export type Facts = {
	/** Candidate zones; a contact must be allowed in every one. */
	readonly zones: readonly string[];
	/** Hours the debtor agreed to on record, besides the law's; or null. */
	readonly agreed_hours: Hours | null;
	readonly party: Party;
	/** Who the third party is to the debtor: some stand for them. */
	readonly relation?: string | undefined;
	/** This person refused, for this lender, under whatever debtor. */
	readonly party_refused: boolean;
	readonly party_named_by_debtor: boolean;
	/** This third party offered on record to pay. */
	readonly party_offers_to_pay?: boolean | undefined;
	/** This third party asked us to contact them again, or what they said is believed wrong or incomplete and they now know better. */
	readonly party_asked_back?: boolean | undefined;
	readonly point: FactPoint | null;
	readonly debts: readonly FactDebt[];
	readonly holds: readonly FactHold[];
	/** How the debtor can be reached: own numbers not known to be bad, and failed calls in a row since the last talk. */
	readonly own_points_usable: number;
	readonly failed_in_row: number;
	readonly earlier: readonly Earlier[];
	readonly agent: { readonly exam_passed_on: string | null; readonly trained_on: string | null } | null;
	readonly inconvenient_times?: readonly FactInconvenient[] | undefined;
	readonly inconvenient_places?: readonly Place[] | undefined;
	/** Where the person is known to be now. */
	readonly person_at?: Place | null | undefined;
	readonly employer_forbids?: boolean | undefined;
	/** Media the person asked us not to use. */
	readonly refused_media?: readonly Channel[] | undefined;
	readonly consents?: readonly FactConsent[] | undefined;
	readonly vulnerable?: boolean | undefined;
	/** A consumer revoked consent to automatic calls or texts at this instant. */
	readonly automation_revoked_at?: string | null | undefined;
	/** What the lender's other agencies did; left out: there is none, or no counter is shared. */
	readonly elsewhere?: FactElsewhere | undefined;
};

/** The facts with their instants read, as moments in milliseconds; what ends is rounded up, so that nothing ends early. */
export type Case = {
	readonly ask: Ask;
	readonly facts: Facts;
	/** Open debts this contact is about. */
	readonly concerned: readonly FactDebt[];
	readonly holds: readonly { readonly hold: FactHold; readonly from: number; readonly until: number }[];
	readonly history: readonly { readonly at: number; readonly lapses: number; readonly earlier: Earlier }[];
	/** Whether an attorney may stand aside here: an exception of US-C1 alone. Elsewhere one who is represented is let be until a person lifts the hold. */
	readonly attorneyMayStandAside: boolean;
	/** Whether a row of its own speaks of a plan that is kept (CN-L2). Elsewhere the house's row for every hold does. */
	readonly planHasItsRow: boolean;
};

export const floor = momentOf;
/** What ends: rounded up, and never for what names no end. */
export const ceiling = (text: string | null | undefined) =>
	text === null || text === undefined ? Number.POSITIVE_INFINITY : momentNotBefore(text);

export function readCase(ask: Ask, facts: Facts, law: LawBook): Case {
	const planKept = (row: LawBook[number]) => row.bounds.some((bound) => bound.kind === 'condition' && bound.name === 'plan kept');
	return {
		planHasItsRow: facts.holds.some((hold) => hold.kind === 'kept_plan') && law.some(planKept),
		attorneyMayStandAside: facts.holds.some((hold) => hold.kind === 'counsel') && law.some((row) => row.id === 'US-C1'),
		ask,
		facts,
		concerned: facts.debts.filter((debt) => debt.status === 'open' && (!ask.debt_ids || ask.debt_ids.includes(debt.id))),
		holds: facts.holds.map((hold) => ({ hold, from: floor(hold.from_at), until: ceiling(hold.until_at) })),
		history: facts.earlier.map((earlier) => ({ at: floor(earlier.at), lapses: ceiling(earlier.lapses_at), earlier })),
	};
}

export const isLiable = (party: Party): boolean => party !== 'third_party';

const holds = (of: Case, kind: HoldKind, at: Moment) =>
	of.holds.some(({ hold, from, until }) => hold.kind === kind && from <= at && at < until);

/**
 * Whether this person counts as the consumer (12 CFR 1006.6(a)): whoever owes, the spouse, the parent of a minor, the guardian, the executor, administrator or
 * personal representative of the dead, a confirmed successor in interest.
 */
export function isConsumer(of: Case, at: Moment): boolean {
	if (isLiable(of.facts.party)) return true;
	const hold = standsFor.get(of.facts.relation ?? '');
	return hold !== undefined && (hold === null || holds(of, hold, at));
}

/** Relations that stand for the debtor, with the hold that must be in force for it; null: always. */
const standsFor: ReadonlyMap<string, HoldKind | null> = new Map([
	['spouse', null],
	['guardian', null],
	['successor_in_interest', null],
	['parent', 'minor'],
	['executor', 'deceased'],
]);

/**
 * The others a debt may be spoken of with (12 CFR 1006.6(d)(1)(ii)–(vi)): the consumer's attorney, a consumer reporting agency, the creditor, the creditor's attorney, the
 * collector's. What protects the consumer from calls, and strangers from the debt, does not speak of them.
 */
const concernedByOffice = ['attorney', 'consumer_reporting_agency', 'creditor', 'creditor_attorney', 'collector_attorney'];
export const isByOffice = ({ facts }: Case): boolean => facts.party === 'third_party' && concernedByOffice.includes(facts.relation ?? '');

/** The relations that some law asks for. Any other is a word of a client's file, which may tell who somebody is, and no decision needs it. */
export const relationsAskedFor: readonly string[] = [...standsFor.keys(), ...concernedByOffice];

/** Whether a consent is about every debt this contact is about: one given about a single debt opens nothing for another. */
const isAboutAll = (of: Case, { debt_ids: ids }: FactConsent) => ids === undefined || of.concerned.every(({ id }) => ids.includes(id));

/** Consents of a kind in force at a moment, to all this contact is about. */
export function consentsTo(of: Case, kind: FactConsent['kind'], at: Moment): readonly FactConsent[] {
	return (of.facts.consents ?? []).filter(
		(consent) =>
			consent.kind === kind &&
			isAboutAll(of, consent) &&
			floor(consent.given_at) <= at &&
			floor(consent.from_at ?? consent.given_at) <= at &&
			at < ceiling(consent.until_at) &&
			at < ceiling(consent.revoked_at),
	);
}

/** The first moment after `at` at which a consent of this kind begins to reach; infinite when none does. */
export function nextConsent(of: Case, kind: FactConsent['kind'], at: Moment): Moment {
	return Math.min(
		Number.POSITIVE_INFINITY,
		...(of.facts.consents ?? [])
			// Consent to calls is kept apart for each debt (`callConsents`).
			.filter((consent) => consent.kind === kind && (kind === 'calls' || isAboutAll(of, consent)))
			.map((consent) => floor(consent.from_at ?? consent.given_at))
			.filter((from) => from > at),
	);
}

/** One debt for the purpose of a limit: student loans under one servicing account are one. */
export const debtKey = (debt: FactDebt): string => debt.servicing_account ?? debt.id;

/** Whether an earlier contact was of the person now meant: for the debtor of the debtor's own; for anybody else, guarantors and co-borrowers too, of that very person (12 CFR 1006.14(b)(2), 1006.18(e)). */
export function isSamePerson(of: Case, earlier: Earlier): boolean {
	return earlier.same_person || (of.facts.party === 'debtor' && earlier.same_debtor && earlier.party === 'debtor');
}

/**
 * The debts a talk was about (comment 14(b)(4)-1.ii and -2.vi): those talked about, whoever brought them up; with them those the call was about where none of these
 * was among them, since refusing to speak of a debt is a talk about it, and a talk about no debt counts for those called about.
 */
function topicsOf({ debt_ids: called, discussed_debt_ids: discussed }: Earlier): readonly string[] | undefined {
	if (discussed === undefined || (called === undefined && discussed.length === 0)) return called;
	return called === undefined || discussed.some((id) => called.includes(id)) ? discussed : [...called, ...discussed];
}

/** A talk with the person about a debt: answered (or without an outcome yet), not said to have been without words. */
export function talkedAbout(earlier: Earlier, key: string, covers: (ids: readonly string[] | undefined, key: string) => boolean): boolean {
	if (earlier.channel !== 'voice') return false;
	return (
		(earlier.talked ?? (earlier.answered !== false && earlier.connected !== false)) &&
		!earlier.misdirected &&
		!earlier.other_collector &&
		covers(topicsOf(earlier), key)
	);
}

/** Whether this answers, once, what the person began by the same medium: since their last contact we made none by it. */
export function answersOnce(of: Case, at: Moment): boolean {
	if (!of.ask.responds && of.ask.direction !== 'inbound') return false;
	const began = lastInbound(of, at);
	return (
		began !== null && !of.history.some(({ at: when, lapses, earlier }) => when > began && when <= at && at < lapses && isOurs(of, earlier))
	);
}

/** When the person last began a contact by the medium of this ask; null when never. */
export function lastInbound(of: Case, at: Moment): Moment | null {
	if (of.ask.direction === 'inbound') return at;
	const times = of.history.filter(
		({ at: when, earlier }) =>
			when <= at && earlier.direction === 'inbound' && earlier.channel === of.ask.channel && isSamePerson(of, earlier),
	);
	return times.length === 0 ? null : Math.max(...times.map(({ at: when }) => when));
}

const isOurs = (of: Case, earlier: Earlier) =>
	earlier.direction !== 'inbound' && earlier.channel === of.ask.channel && isSamePerson(of, earlier);
