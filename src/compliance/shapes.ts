import { type Static, Type } from 'typebox';
import { LimitationView } from '../debts/limitation-shapes.ts';
import { StandingView } from '../tenants/shapes.ts';

/** What the compliance desk asks and is shown. Instants ISO with Z, dates `yyyy-MM-dd` in the agency's zone, both ends included. */
const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
const InstantOrNull = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);
const TextOrNull = Type.Union([Type.String(), Type.Null()]);
const Id = Type.String({ pattern: '^\\d{1,18}$' });
const Day = Type.String({ format: 'date' });
const ChannelName = Type.Enum(['voice', 'sms', 'email', 'letter', 'visit', 'unmask']);

export const DecisionQuery = Type.Object({
	debtor_id: Type.Optional(Id),
	actor_id: Type.Optional(Id),
	/** A rule that refused or asked for something: `CN-T1`. */
	rule: Type.Optional(Type.String({ maxLength: 40 })),
	verdict: Type.Optional(Type.Enum(['permitted', 'refused'])),
	channel: Type.Optional(ChannelName),
	from: Type.Optional(Day),
	to: Type.Optional(Day),
	cursor: Type.Optional(Type.String({ pattern: '^\\d{1,18}\\.\\d{1,18}\\.\\d{1,18}$' })),
	limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});

const decisionParts = {
	id: Type.String(),
	debtor_id: Type.String(),
	debtor_name: Type.String(),
	asked_at: Type.String(),
	asked_by: Type.Object({ id: Type.String(), name: Type.String(), role: Type.String() }),
	channel: Type.String(),
	purpose: Type.String(),
	/** Who would be reached: the debtor, or the role of another party. */
	party: Type.String(),
	number_masked: TextOrNull,
	permitted: Type.Boolean(),
	/** The rules that refused; of a permitted contact none. */
	refused_by: Type.Array(Type.String()),
	allowed_from: InstantOrNull,
	expires_at: InstantOrNull,
	/** The attempt it was used for; null: not used. */
	attempted_at: InstantOrNull,
};
export const DecisionLine = Type.Object(decisionParts);
export const DecisionList = Type.Object({ items: Type.Array(DecisionLine), next: TextOrNull });

export const DecisionView = Type.Object({
	...decisionParts,
	debt_ids: Type.Array(Type.String()),
	obligations: Type.Array(Type.String()),
	outcome: Type.Union([Type.Object({ line: Type.String(), said: Type.String(), recorded_at: Type.String() }), Type.Null()]),
	/** Of a look at a number: what it was said to be for; null of everything else, and once the debtor is erased. */
	looked_for: TextOrNull,
	law_version: Type.String(),
	reasons: Type.Array(
		Type.Object({
			rule: Type.String(),
			verdict: Type.String(),
			sentence: Sentence,
			citation: Sentence,
			lifts_at: InstantOrNull,
			/** Of the row as the law book has it today; null where the book no longer has it. */
			force: TextOrNull,
			certainty: TextOrNull,
			text: Type.Union([Sentence, Type.Null()]),
		}),
	),
	/** The contact as intended and the facts as they were then: what the decision was made from. Numbers and names are not in it. */
	ask: Type.Unknown(),
	facts: Type.Unknown(),
	/** The decision made again from those facts. `agrees` is null when the law text it names is not at hand. */
	again: Type.Object({ agrees: Type.Union([Type.Boolean(), Type.Null()]), note: Sentence }),
});

export const Period = Type.Object({ from: Type.Optional(Day), to: Type.Optional(Day) });

export const RefusalsByRule = Type.Object({
	from: Type.String(),
	to: Type.String(),
	permitted: Type.Integer(),
	refused: Type.Integer(),
	items: Type.Array(
		Type.Object({
			rule: Type.String(),
			count: Type.Integer(),
			debtors: Type.Integer(),
			agents: Type.Integer(),
			/** The rule's text; null where the book no longer has it. */
			text: Type.Union([Sentence, Type.Null()]),
			citation: Type.Union([Sentence, Type.Null()]),
		}),
	),
	/** One refused contact may stand under several rules, so the counts of the rules may add up to more. */
	days: Type.Array(Type.Object({ on: Type.String(), permitted: Type.Integer(), refused: Type.Integer() })),
	agents: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), permitted: Type.Integer(), refused: Type.Integer() })),
});

export const LawQuery = Type.Object({ on: Type.Optional(Day), book: Type.Optional(Type.String({ maxLength: 60 })) });
export const LawRowView = Type.Object({
	id: Type.String(),
	pack: Type.String(),
	force: Type.String(),
	effect: Type.String(),
	channels: Type.Array(Type.String()),
	party: TextOrNull,
	says: Sentence,
	counted_per: Type.String(),
	exception: Type.Union([Sentence, Type.Null()]),
	citation: Sentence,
	certainty: Type.String(),
	from: Type.String(),
	until: TextOrNull,
	in_force: Type.Boolean(),
	/** The gate, another module, nothing yet, or deliberately not. */
	enforced: Type.Enum(['gate', 'elsewhere', 'not yet', 'not enforced']),
	enforced_by: TextOrNull,
});
export const Law = Type.Object({
	book: Type.String(),
	books: Type.Array(Type.String()),
	on: Type.String(),
	version: Type.String(),
	items: Type.Array(LawRowView),
});
export const LawCalendar = Type.Object({
	book: Type.String(),
	today: Type.String(),
	items: Type.Array(
		Type.Object({
			on: Type.String(),
			change: Type.Enum(['begins', 'ends']),
			/** Whether the day is still to come. */
			ahead: Type.Boolean(),
			rule: Type.String(),
			pack: Type.String(),
			says: Sentence,
			citation: Sentence,
			enforced: LawRowView.properties.enforced,
		}),
	),
});

const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
export const WhatIfBody = Type.Object({
	from: Day,
	to: Day,
	book: Type.Optional(Type.String({ maxLength: 60 })),
	/** Hours tried on top of the book: contacts only within [from, until). */
	hours: Type.Optional(
		Type.Object({ from: Clock, until: Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' }) }, { additionalProperties: false }),
	),
	/** Limits tried on top of the book. */
	limits: Type.Optional(
		Type.Array(
			Type.Object(
				{
					channel: Type.Enum(['voice', 'sms', 'email', 'letter', 'visit']),
					counts: Type.Enum(['placed', 'answered']),
					per: Type.Enum(['lender and debtor', 'debtor', 'number']),
					/** At most so many … */
					count: Type.Integer({ minimum: 1, maximum: 1000 }),
					/** … in so many calendar dates; 1 is today. */
					days: Type.Integer({ minimum: 1, maximum: 9 }),
				},
				{ additionalProperties: false },
			),
			{ maxItems: 10 },
		),
	),
});
const WhatIfExample = Type.Object({
	debtor_id: Type.String(),
	permit_id: Type.String(),
	asked_at: Type.String(),
	channel: Type.String(),
	rules: Type.Array(Type.String()),
	attempted: Type.Boolean(),
});
export const WhatIfAnswer = Type.Object({
	from: Type.String(),
	to: Type.String(),
	book: Type.String(),
	decisions: Type.Integer(),
	/** How it was: */
	permitted: Type.Integer(),
	refused: Type.Integer(),
	/** How it would have been: */
	still_permitted: Type.Integer(),
	newly_refused: Type.Integer(),
	/** Of those, contacts that really took place. */
	newly_refused_attempts: Type.Integer(),
	newly_permitted: Type.Integer(),
	by_rule: Type.Array(Type.Object({ rule: Type.String(), count: Type.Integer(), text: Type.Union([Sentence, Type.Null()]) })),
	examples: Type.Array(WhatIfExample),
	/** True when the period holds more decisions than are looked at; then only the newest are. */
	cut: Type.Boolean(),
	note: Sentence,
});

export const NearLimits = Type.Object({
	at: Type.String(),
	/** Debtors and numbers with at most one contact left. */
	limits: Type.Array(
		Type.Object({
			rule: Type.String(),
			debtor_id: Type.String(),
			debtor_name: Type.String(),
			number_masked: TextOrNull,
			channel: Type.String(),
			per: Type.String(),
			used: Type.Integer(),
			limit: Type.Integer(),
			sentence: Sentence,
			lifts_at: InstantOrNull,
		}),
	),
	/** Agents whose certificate runs out within the next 30 days, or has. */
	certificates: Type.Array(
		Type.Object({ login_id: Type.String(), name: Type.String(), exam_passed_on: TextOrNull, trained_on: TextOrNull, ends_on: TextOrNull }),
	),
	/** Holds that end within the next 7 days: the pressure would start again. */
	holds: Type.Array(
		Type.Object({
			debtor_id: Type.String(),
			debtor_name: Type.String(),
			hold_id: Type.String(),
			kind: Type.String(),
			until_at: Type.String(),
		}),
	),
	/** Clients whose contract with us or evaluation of us ends within 30 days, has ended, or is not on file (CN-O1). */
	clients: Type.Array(
		Type.Object({ client_id: Type.String(), code: Type.String(), name: Type.String(), standing: StandingView, debts: Type.Integer() }),
	),
	/** Open debts whose limitation ends within 90 days, or ended in the last 30 (CN-S1; elsewhere by the debtor’s law). */
	limitations: Type.Array(
		Type.Object({
			debtor_id: Type.String(),
			debtor_name: Type.String(),
			debt_id: Type.String(),
			reference: Type.String(),
			owed_minor: Type.Integer(),
			currency: Type.String(),
			limitation: LimitationView,
		}),
	),
	/** True when more debtors were contacted lately than are looked at; then only the busiest are. */
	cut: Type.Boolean(),
});

export type DecisionQuery = Static<typeof DecisionQuery>;
export type DecisionLine = Static<typeof DecisionLine>;
export type DecisionList = Static<typeof DecisionList>;
export type DecisionView = Static<typeof DecisionView>;
export type RefusalsByRule = Static<typeof RefusalsByRule>;
export type LawRowView = Static<typeof LawRowView>;
export type Law = Static<typeof Law>;
export type LawCalendar = Static<typeof LawCalendar>;
export type WhatIfBody = Static<typeof WhatIfBody>;
export type WhatIfAnswer = Static<typeof WhatIfAnswer>;
export type NearLimits = Static<typeof NearLimits>;
