import { dateIn, startOfDay } from '../core/time.ts';
import { type FactHold, isConsumer, readCase } from '../law/facts.ts';
import type { LawBook } from '../law/rows.ts';
import { breathingSpaceOver, breathingZone, hasBreathingSpace, startOfNoticed } from '../law/uk.ts';
import { countryOf, lawOf } from './facts-law.ts';
import type { FactsFile } from './facts-shape.ts';
import type { Ask, Channel, Earlier, Facts } from './rules.ts';

/** A facts file as the gate asks for it: what is left out is filled in, an outcome becomes what it says about a call. */
export type Intended = { readonly ask: Ask; readonly facts: Facts; readonly law: LawBook; readonly at: Temporal.Instant };

const lastMoment = Date.UTC(9999, 0, 1);

/** Reads a file of the schema's shape. `now` is used where the file names no instant. Throws `RangeError` for dates and instants that are none. */
export function intendedBy(file: FactsFile, now: Temporal.Instant): Intended {
	const said = file.now ?? file.at;
	const at = said === undefined ? now : Temporal.Instant.from(said);
	// Dates of the law are compared as they are written, with four digits of the year.
	if (at.epochMilliseconds >= lastMoment)
		throw new RangeError(`/${file.at === undefined ? 'now' : 'at'} ${said} is no year a contact is made in`);
	const wanted = file.ask ?? file.contact ?? {};
	const law = lawOf(file);
	const facts = factsOf(file, law, wanted, at);
	const asked = {
		channel: 'voice',
		purpose: 'collect',
		amount_minor: null,
		automatic: facts.agent === null,
		...given(wanted),
	} as const;
	const stands = facts.party !== 'third_party' || isConsumer(readCase(asked, facts, law), at.epochMilliseconds);
	const isChina = countryOf(file) === 'CN';
	const purpose = wanted.purpose ?? (stands && !(isChina && facts.party === 'third_party') ? 'collect' : 'locate');
	return { ask: { ...asked, purpose }, facts, law, at };
}

/** Leaves out what is undefined, so that a default before it stands. */
function given<T extends object>(values: T): T {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** The zone of a country that has one: what a file that names none means. */
const onlyZone: Readonly<Record<string, string>> = { CN: 'Asia/Shanghai', UK: 'Europe/London' };

function zonesOf(file: FactsFile): readonly string[] {
	const zone = onlyZone[countryOf(file) ?? ''];
	const zones = file.facts.zones ?? (zone === undefined ? [] : [zone]);
	if (zones.length === 0) throw new RangeError('/facts/zones is to be given: this country has several time zones');
	return zones;
}

type AskSaid = NonNullable<FactsFile['ask']>;

function factsOf(file: FactsFile, law: LawBook, ask: AskSaid, at: Temporal.Instant): Facts {
	const { facts } = file;
	const debts: Facts['debts'] = (facts.debts ?? [{ id: '1' }]).map((debt) => ({
		...debt,
		creditor_id: debt.creditor_id ?? '1',
		status: debt.status ?? 'open',
		owed_minor: debt.owed_minor ?? Math.max(1, ask.amount_minor ?? 1),
	}));
	const party = facts.party ?? 'debtor';
	const zones = zonesOf(file);
	// What has not happened yet is no history.
	const earlier = [...(facts.earlier ?? []), ...(file.history ?? [])]
		.map((each) => earlierOf(each, party, debts))
		.filter((each) => Temporal.Instant.compare(Temporal.Instant.from(each.at), at) <= 0);
	const point = usedBy(earlier, facts.point ?? null);
	const relation = facts.relation === undefined ? undefined : relationOf(facts.relation);
	return {
		...facts,
		...(relation === undefined ? {} : { relation }),
		zones,
		agreed_hours: facts.agreed_hours ?? null,
		party,
		party_refused: facts.party_refused ?? false,
		party_named_by_debtor: facts.party_named_by_debtor ?? true,
		point:
			point === null
				? null
				: {
						...point,
						state: point.state ?? 'good',
						source: point.source ?? 'file',
						lawful_basis: point.lawful_basis ?? 'contract',
						expires_on: point.expires_on ?? null,
					},
		debts,
		holds: (facts.holds ?? []).map((hold) => holdOf(hold, hasBreathingSpace(law))),
		own_points_usable: facts.own_points_usable ?? 1,
		failed_in_row: facts.failed_in_row ?? failedInRow(earlier),
		earlier: ask.responds ? earlier.map((each) => beingAnswered(each, earlier)) : earlier,
		agent: facts.agent ? { exam_passed_on: facts.agent.exam_passed_on ?? null, trained_on: facts.agent.trained_on ?? null } : null,
		consents: facts.consents?.filter((each) => (each.given_to ?? 'us') === 'us' && !each.during_wrongful_contact),
	};
}

type HoldSaid = NonNullable<FactsFile['facts']['holds']>[number];

/** A hold; a breathing space that names no end has, where UK-B1 is law, the one that gives it. */
function holdOf({ crisis, treatment_ended_on: ended, ...hold }: HoldSaid, byLaw: boolean): FactHold {
	if (hold.kind !== 'breathing_space' || hold.until_at !== undefined || !byLaw) return { ...hold, until_at: hold.until_at ?? null };
	const startedOn = startOfNoticed(dateIn(breathingZone, Temporal.Instant.from(hold.from_at)));
	const over = breathingSpaceOver(startedOn, crisis ? { treatmentEndedOn: ended ? Temporal.PlainDate.from(ended) : null } : null);
	return { ...hold, until_at: over === null ? null : startOfDay(breathingZone, over).toString() };
}

type PointSaid = FactsFile['facts']['point'] & object;

/** What the person's own messages say of the number or address they came from (12 CFR 1006.6(d)(4)(i)(A), (5)(i)), where the file does not say it. */
function usedBy(earlier: readonly Earlier[], point: PointSaid | null): PointSaid | null {
	const theirs = (channel: Channel) =>
		earlier
			.filter((each) => each.direction === 'inbound' && each.channel === channel && each.same_number)
			.sort((a, b) => momentOf(b) - momentOf(a))[0];
	const [text, mail] = [theirs('sms'), theirs('email')];
	if (!text && !mail) return point;
	return { ...(text ? { texted_us_at: text.at } : {}), ...(mail ? { emailed_us: true } : {}), ...point };
}

const relations: Readonly<Record<string, string>> = {
	administrator: 'executor',
	personal_representative: 'executor',
	surviving_spouse: 'spouse',
	husband: 'spouse',
	wife: 'spouse',
	legal_guardian: 'guardian',
	mother: 'parent',
	father: 'parent',
	confirmed_successor_in_interest: 'successor_in_interest',
};
function relationOf(said: string): string {
	const name = said
		.trim()
		.toLowerCase()
		.replaceAll(/[\s-]+/g, '_');
	return relations[name] ?? name;
}

const momentOf = (each: Earlier) => Temporal.Instant.from(each.at).epochMilliseconds;

/**
 * How many of the latest calls to the debtor in the history failed one after the other; one whose outcome is not known did not, and a debtor who got in touch, by
 * whatever medium, is not lost (CN-P1).
 */
function failedInRow(earlier: readonly Earlier[]): number {
	const calls = earlier
		.filter((each) => (each.channel === 'voice' || each.direction === 'inbound') && each.party === 'debtor' && each.same_debtor)
		.filter((each) => (each.lapses_at ?? null) === null)
		.sort((a, b) => momentOf(b) - momentOf(a));
	const reached = calls.findIndex((each) => each.direction === 'inbound' || (each.answered !== false && each.connected !== false));
	return reached === -1 ? calls.length : reached;
}

/** The person's own latest call, of which nothing is said: it is what this contact answers, so no talk was had yet. */
function beingAnswered(each: Earlier, all: readonly Earlier[]): Earlier {
	if (each.channel !== 'voice' || each.direction !== 'inbound' || each.answered !== null || each.talked !== undefined) return each;
	return all.some((other) => other.direction === 'inbound' && momentOf(other) > momentOf(each)) ? each : { ...each, talked: false };
}

type EarlierSaid = NonNullable<FactsFile['facts']['earlier']>[number];

function earlierOf({ outcome, ...said }: EarlierSaid, ours: Facts['party'], debts: Facts['debts']): Earlier {
	const party = said.party ?? ours;
	return {
		...(outcome === undefined ? {} : meaningOf(outcome)),
		...given(said),
		channel: said.channel ?? 'voice',
		party,
		same_number: said.same_number ?? true,
		same_debtor: said.same_debtor ?? true,
		same_person: said.same_person ?? (party === ours && ours !== 'debtor'),
		creditor_ids: said.creditor_ids ?? [...new Set(debts.map((debt) => debt.creditor_id))],
		answered: said.answered === undefined ? answeredBy(outcome, said.connected) : said.answered,
	};
}

/** What the outcome says; without one, a call that did not reach the number was not answered, and of any other nobody knows. */
function answeredBy(outcome: Said | undefined, isConnected: boolean | undefined): boolean | null {
	if (outcome !== undefined) return isAnsweredBy(outcome);
	return isConnected === false ? false : null;
}

type Said = NonNullable<EarlierSaid['outcome']>;
/** Whether this is the outcome of a call somebody answered. */
export const isAnsweredBy = (outcome: Said): boolean => ['right_party', 'other_person', 'dropped', 'wrong_number'].includes(outcome);

/**
 * What an outcome says of a call (comment 14(b)(3)(ii)-1): answered and dropped, rung or gone to a recording, it connected; a busy tone or a number not in service did
 * not. A phone switched off is taken as connected, the stricter reading.
 */
function meaningOf(outcome: Said): { connected?: boolean; talked?: boolean; misdirected?: boolean } {
	if (outcome === 'busy' || outcome === 'invalid') return { connected: false, talked: false };
	if (outcome === 'wrong_number') return { misdirected: true, talked: false };
	return outcome === 'right_party' ? { talked: true } : { talked: false };
}
