import type { Channel, Hours, Party } from './rows.ts';

/**
 * What the law looks at: an intended contact and the facts. Plain JSON (instants and dates as ISO text), so that a stored decision can be made again
 * and must come out the same. `docs/reference/contact-facts.schema.json` describes them.
 */
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
	/** Its currency; may be left out while all debts have one. */
	readonly currency?: string | null | undefined;
	/** The debts it is about; left out: every open one. */
	readonly debt_ids?: readonly string[] | null | undefined;
	readonly automatic: boolean;
	/** How many people go on a visit. */
	readonly people?: number | undefined;
};

/** An earlier contact of this debtor, or of this number whoever was meant. */
export type Earlier = {
	readonly at: string;
	readonly channel: Channel;
	readonly party: Party;
	readonly same_number: boolean;
	readonly same_debtor: boolean;
	/** The same third party. */
	readonly same_person: boolean;
	readonly creditor_ids: readonly string[];
	/** null: no outcome yet, counted as answered (the stricter reading). */
	readonly answered: boolean | null;
	/** A permit not used yet counts like a contact until it runs out. */
	readonly lapses_at?: string | null | undefined;
};

export type FactDebt = {
	readonly id: string;
	readonly creditor_id: string;
	readonly status: string;
	readonly owed_minor: number;
	readonly currency?: string | undefined;
};

export type FactHold = {
	readonly kind: HoldKind;
	readonly from_at: string;
	readonly until_at: string | null;
	/** Only about this debt; left out: about the debtor. */
	readonly debt_id?: string | null | undefined;
};

export type Facts = {
	/** Candidate zones; a contact must be allowed in every one. */
	readonly zones: readonly string[];
	/** Hours the debtor agreed to on record, besides the law's; or null. */
	readonly agreed_hours: Hours | null;
	readonly party: Party;
	/** This person refused, for this lender, under whatever debtor. */
	readonly party_refused: boolean;
	readonly party_named_by_debtor: boolean;
	/** This third party offered on record to pay. */
	readonly party_offers_to_pay?: boolean | undefined;
	readonly point: {
		readonly state: string;
		readonly source: string;
		readonly lawful_basis: string;
		readonly expires_on: string | null;
	} | null;
	readonly debts: readonly FactDebt[];
	readonly holds: readonly FactHold[];
	/** How the debtor can be reached: own numbers not known to be bad, and failed calls in a row since the last talk. */
	readonly own_points_usable: number;
	readonly failed_in_row: number;
	readonly earlier: readonly Earlier[];
	readonly agent: { readonly exam_passed_on: string | null; readonly trained_on: string | null } | null;
};

/** The facts with their instants read, as moments in milliseconds; what ends is rounded up, so that nothing ends early. */
export type Case = {
	readonly ask: Ask;
	readonly facts: Facts;
	/** Open debts this contact is about. */
	readonly concerned: readonly FactDebt[];
	readonly holds: readonly { readonly hold: FactHold; readonly from: number; readonly until: number }[];
	readonly history: readonly { readonly at: number; readonly lapses: number; readonly earlier: Earlier }[];
};

const floor = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
const ceiling = (text: string | null | undefined) =>
	text === null || text === undefined
		? Number.POSITIVE_INFINITY
		: Temporal.Instant.from(text).round({ smallestUnit: 'millisecond', roundingMode: 'ceil' }).epochMilliseconds;

export function readCase(ask: Ask, facts: Facts): Case {
	return {
		ask,
		facts,
		concerned: facts.debts.filter((debt) => debt.status === 'open' && (!ask.debt_ids || ask.debt_ids.includes(debt.id))),
		holds: facts.holds.map((hold) => ({ hold, from: floor(hold.from_at), until: ceiling(hold.until_at) })),
		history: facts.earlier.map((earlier) => ({ at: floor(earlier.at), lapses: ceiling(earlier.lapses_at), earlier })),
	};
}

export const isLiable = (party: Party): boolean => party !== 'third_party';
