import { type Static, Type } from 'typebox';
import { askedHoldKinds, attorneyStates, holdKinds } from '../law/hold-kinds.ts';

const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
const InstantOrNull = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);
const Id = Type.String({ pattern: '^\\d{1,18}$' });

/** One rule that spoke about a contact. */
export const GateReason = Type.Object({
	rule: Type.String(),
	verdict: Type.Enum(['permits', 'refuses', 'requires', 'warns']),
	sentence: Sentence,
	citation: Type.Union([Sentence, Type.Null()]),
	/** By time alone it would no longer refuse from this instant. */
	allowed_from: InstantOrNull,
});
export const Verdict = Type.Object({
	permitted: Type.Boolean(),
	reasons: Type.Array(GateReason),
	allowed_from: InstantOrNull,
	usable_until: InstantOrNull,
	attempts_today: Type.Integer(),
	attempts_limit: Type.Union([Type.Integer(), Type.Null()]),
	answered_today: Type.Integer(),
	answered_limit: Type.Union([Type.Integer(), Type.Null()]),
});
export const ContactPointView = Type.Object({
	id: Type.String(),
	kind: Type.String(),
	label: Type.String(),
	value_masked: Type.String(),
	state: Type.String(),
	party: Type.Union([
		Type.Object({
			id: Type.String(),
			/** Who owes none of the open debts is a third party, whatever the file calls them. */
			role: Type.String(),
			relation: Type.String(),
			name_masked: Type.String(),
			/** The debts they may be asked to pay. */
			debt_ids: Type.Array(Type.String()),
		}),
		Type.Null(),
	]),
	source: Type.String(),
	lawful_basis: Type.String(),
	sourced_on: Type.String(),
	verdict: Verdict,
});
export const HoldView = Type.Object({
	id: Type.String(),
	kind: Type.Enum(holdKinds),
	debt_id: Type.Union([Type.String(), Type.Null()]),
	from_at: Type.String(),
	until_at: InstantOrNull,
	/** As it is kept; of it what the house itself wrote, in words, and what a person wrote. */
	evidence: Type.String(),
	ground: Type.Union([Sentence, Type.Null()]),
	words: Type.String(),
	lifted_at: InstantOrNull,
	/** A dispute or a request to stop: in writing; null: not known, taken as written. */
	written: Type.Union([Type.Boolean(), Type.Null()]),
	/** Of one represented by counsel; only an attorney who is known stands in the way. */
	attorney: Type.Union([Type.Object({ state: Type.Enum(attorneyStates), name: Type.String(), contact: Type.String() }), Type.Null()]),
	/** A breathing space of a mental health crisis, and the last day of its treatment. */
	crisis: Type.Boolean(),
	treatment_ended_on: Type.Union([Type.String(), Type.Null()]),
});
/** What words may do that the law asks after (`ContentMark`). */
export const contentMarks = ['urges_borrowing', 'extra_fee', 'presses_lump_sum', 'threatens_suit', 'tells_third_party'] as const;

/** A visit as the law asks after it (CN-F4, CN-V1, UK-V1). What is left out is not known, and the gate takes it as not so. */
const Visit = Type.Object(
	{
		people: Type.Integer({ minimum: 1, maximum: 20, description: 'how many go' }),
		enters_home: Type.Optional(Type.Boolean({ description: 'the home is to be entered' })),
		entry_agreed: Type.Optional(Type.Boolean({ description: 'the person agreed to that' })),
		announced: Type.Optional(Type.Boolean({ description: 'purpose and time were told beforehand' })),
	},
	{ additionalProperties: false },
);

export const PermitBody = Type.Object({
	contact_point_id: Id,
	channel: Type.Enum(['voice', 'sms', 'email', 'letter', 'visit'], {
		description: 'a visit and a letter go to an address, an e-mail to an e-mail address, a text to a mobile',
	}),
	/** With the channel `visit` only. */
	visit: Type.Optional(Visit),
	purpose: Type.Optional(Type.Enum(['collect', 'locate', 'inform'])),
	amount_minor: Type.Optional(Type.Integer({ minimum: 1 })),
	/** What will be said: a suit spoken of, a sum pressed for. Messages are checked word for word besides. */
	content: Type.Optional(Type.Array(Type.Enum(contentMarks), { uniqueItems: true })),
});
export const PermitView = Type.Object({ id: Type.String(), obligations: Type.Array(Type.String()), expires_at: Type.String() });
export const AttemptBody = Type.Object({ permit_id: Id, work_item_id: Type.Optional(Id) });
export const AttemptView = Type.Object({ id: Type.String(), placed_at: Type.String() });
const Evidence = Type.String({ minLength: 1, maxLength: 1000 });
const DateText = Type.String({ format: 'date' });
/** Who stands for the debtor. Name and address are kept sealed. */
const AttorneyBody = Type.Object(
	{
		state: Type.Enum(attorneyStates),
		name: Type.Optional(Type.String({ maxLength: 200 })),
		contact: Type.Optional(Type.String({ maxLength: 400 })),
	},
	{ additionalProperties: false },
);
const HoldFacts = {
	/** A dispute or a request to stop: whether it was put in writing; left out: not known, taken as written. */
	written: Type.Optional(Type.Boolean()),
	/** Of one represented by counsel; left out: known. */
	attorney: Type.Optional(AttorneyBody),
	/** A breathing space of a crisis: the last day of treatment. */
	treatment_ended_on: Type.Optional(DateText),
};
export const HoldBody = Type.Object({
	kind: Type.Enum(askedHoldKinds),
	days: Type.Union([Type.Integer({ minimum: 1, maximum: 3650 }), Type.Null()]),
	evidence: Evidence,
	debt_id: Type.Optional(Id),
	...HoldFacts,
	/** A breathing space, and one of a mental health crisis: whose end the law gives (UK-B1). The day it starts, as its notice says; left out: tomorrow, the day after a notice that came today. */
	crisis: Type.Optional(Type.Boolean()),
	begun_on: Type.Optional(DateText),
});
/** What was learned of a hold since, with its evidence. */
export const HoldChangeBody = Type.Object({ ...HoldFacts, evidence: Evidence }, { additionalProperties: false });
const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const ClockEnd = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });
/** Hours of the day the debtor agreed to, local to them; an end before the beginning is on the next day. */
export const AgreedHoursBody = Type.Object({ from: Clock, until: ClockEnd, evidence: Evidence });
export const UnmaskBody = Type.Object({ purpose: Type.String({ minLength: 1, maxLength: 200 }) });
/** The one number that was looked at, unmasked, and the permit the look stands under. */
export const UnmaskView = Type.Object({ value: Type.String(), permit_id: Type.String() });
/** What was made: a hold, an agreement on hours. */
export const Made = Type.Object({ id: Type.String() });
export const Ended = Type.Object({ ended: Type.Boolean() });
export const DebtorParams = Type.Object({ id: Id });

export type GateReason = Static<typeof GateReason>;
export type Verdict = Static<typeof Verdict>;
export type ContactPointView = Static<typeof ContactPointView>;
export type HoldView = Static<typeof HoldView>;
export type AttorneyBody = Static<typeof AttorneyBody>;
export type HoldBody = Static<typeof HoldBody>;
export type HoldChangeBody = Static<typeof HoldChangeBody>;
