import { bookFor, type LawChoice, type OwnLimits, tightened } from '../law/books.ts';
import { type LawBook, lawBooks } from '../law/rows.ts';
import { isConsumer, readCase } from '../law/facts.ts';
import type { FactsFile } from './facts-shape.ts';
import type { Ask, Earlier, Facts } from './rules.ts';

/** A facts file as the gate asks for it: what is left out is filled in, an outcome becomes what it says about a call. */
export type Intended = { readonly ask: Ask; readonly facts: Facts; readonly law: LawBook; readonly at: Temporal.Instant };

/** Reads a file of the schema's shape. `now` is used where the file names no instant. Throws `RangeError` for dates and instants that are none. */
export function intendedBy(file: FactsFile, now: Temporal.Instant): Intended {
	const said = file.now ?? file.at;
	const at = said === undefined ? now : Temporal.Instant.from(said);
	const facts = factsOf(file);
	const asked = {
		channel: 'voice',
		purpose: 'collect',
		amount_minor: null,
		automatic: facts.agent === null,
		...given(file.ask ?? {}),
	} as const;
	const stands = facts.party !== 'third_party' || isConsumer(readCase(asked, facts), at.epochMilliseconds);
	const china =
		(file.law?.country ?? 'CN') === 'CN' && file.law?.book === undefined && file.pack === undefined && file.law?.places === undefined;
	const purpose = file.ask?.purpose ?? (stands && !(china && facts.party === 'third_party') ? 'collect' : 'locate');
	return { ask: { ...asked, purpose }, facts, law: lawOf(file), at };
}

/** Leaves out what is undefined, so that a default before it stands. */
function given<T extends object>(values: T): T {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

function lawOf({ law, pack }: FactsFile): LawBook {
	const name = law?.book ?? pack;
	const own = { mandate: limitsOf(law?.mandate), house: limitsOf(law?.house) };
	if (name !== undefined && name in lawBooks) return tightened(lawBooks[name as keyof typeof lawBooks], own);
	const country = (text: string) => (text.toUpperCase() === 'GB' ? 'UK' : text.toUpperCase());
	const places = law?.places ?? [{ country: law?.country ?? 'CN', state: law?.state, city: law?.city }];
	const choice: LawChoice = {
		places: places.map((place) => ({
			country: country(place.country),
			state: place.state?.toUpperCase(),
			city: place.city?.toUpperCase(),
		})),
		collector: law?.collector ?? 'agency',
		kind: law?.kind ?? 'consumer',
		product: law?.product,
	};
	return bookFor(choice, own);
}

type LimitsSaid = NonNullable<NonNullable<FactsFile['law']>['mandate']>;
const limitsOf = (limits: LimitsSaid | undefined): OwnLimits | null =>
	limits === undefined
		? null
		: {
				contactHours: limits.contact_hours,
				callsPerDayMax: limits.calls_per_day_max,
				callsPerWeekMax: limits.calls_per_week_max,
				messagesPerWeekMax: limits.messages_per_week_max,
			};

function factsOf({ facts, ask }: FactsFile): Facts {
	const debts: Facts['debts'] = facts.debts.map((debt) => ({
		...debt,
		creditor_id: debt.creditor_id ?? '1',
		status: debt.status ?? 'open',
		owed_minor: debt.owed_minor ?? Math.max(1, ask?.amount_minor ?? 1),
	}));
	const party = facts.party ?? 'debtor';
	const point = facts.point ?? null;
	return {
		...facts,
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
		holds: (facts.holds ?? []).map((hold) => ({ ...hold, until_at: hold.until_at ?? null })),
		own_points_usable: facts.own_points_usable ?? 1,
		failed_in_row: facts.failed_in_row ?? 0,
		earlier: (facts.earlier ?? []).map((each) => earlierOf(each, party, debts)),
		agent: facts.agent ?? null,
	};
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
		same_person: said.same_person ?? (party === 'third_party' && ours === 'third_party'),
		creditor_ids: said.creditor_ids ?? [...new Set(debts.map((debt) => debt.creditor_id))],
		answered: said.answered === undefined ? (outcome === undefined ? null : isAnsweredBy(outcome)) : said.answered,
	};
}

type Said = NonNullable<EarlierSaid['outcome']>;
const isAnsweredBy = (outcome: Said) => ['right_party', 'other_person', 'dropped', 'wrong_number'].includes(outcome);

/**
 * What an outcome says of a call (comment 14(b)(3)(ii)-1): answered and dropped, rung or gone to a recording, it connected; a busy tone or a number not in service did
 * not. A phone switched off is taken as connected, the stricter reading.
 */
function meaningOf(outcome: Said): { connected?: boolean; talked?: boolean; misdirected?: boolean } {
	if (outcome === 'busy' || outcome === 'invalid') return { connected: false, talked: false };
	if (outcome === 'wrong_number') return { misdirected: true, talked: false };
	return outcome === 'right_party' ? { talked: true } : { talked: false };
}
