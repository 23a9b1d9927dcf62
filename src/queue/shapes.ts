import { type Static, Type } from 'typebox';
import { PlanView, PromiseView } from '../arrangements/shapes.ts';
import { ContactPointView, HoldView } from '../contact/shapes.ts';
import { DebtView } from '../debts/shapes.ts';

const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
const TextOrNull = Type.Union([Type.String(), Type.Null()]);
export const Id = Type.String({ pattern: '^\\d{1,18}$' });

export const WorkItemView = Type.Object({
	id: Type.String(),
	debtor_id: Type.String(),
	debt_id: Type.String(),
	kind: Type.String(),
	step: Type.String(),
	business_date: Type.String(),
	callable_from: Type.String(),
	callable_until: Type.String(),
	claimed_at: Type.String(),
});
export const NextAnswer = Type.Object({
	item: Type.Union([WorkItemView, Type.Null()]),
	/** How many wait for this agent now; 30 means 30 or more. */
	waiting: Type.Integer({ maximum: 30 }),
	/** When nothing waits: when the next item may be called. */
	next_callable_at: TextOrNull,
	/** Work is there, now or later, and all of it asks for an exam and a training that this agent has not got (CN-H1). */
	not_certified: Type.Boolean(),
});
export const ReleaseBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 300 }) });
export const Released = Type.Object({ released: Type.Boolean() });
export const TimelineEvent = Type.Object(
	{ id: Type.String(), at: Type.String(), kind: Type.String(), by: TextOrNull, debt_id: TextOrNull },
	{ additionalProperties: true },
);
export const TimelinePage = Type.Object({ items: Type.Array(TimelineEvent), next: TextOrNull });
export const ScriptView = Type.Object({
	name: Type.String(),
	version: Type.Union([Type.Integer(), Type.Null()], { description: 'null: the words shipped with the program' }),
	title: Sentence,
	text: Sentence,
});
export const CaseView = Type.Object({
	as_of: Type.String(),
	debtor: Type.Object({
		id: Type.String(),
		name_masked: Type.String(),
		id_masked: Type.String(),
		kind: Type.String(),
		language: Type.String(),
		zones: Type.Array(Type.String()),
		key_case: Type.Boolean(),
		status: Type.String(),
	}),
	lamp: Type.Object({ permitted: Type.Boolean(), until: TextOrNull, from: TextOrNull, sentence: Type.Union([Sentence, Type.Null()]) }),
	assignment: Type.Union([Type.Object({ team: TextOrNull, agent: TextOrNull }), Type.Null()]),
	debts: Type.Array(DebtView),
	contact_points: Type.Array(ContactPointView),
	holds: Type.Array(HoldView),
	promises: Type.Array(PromiseView),
	plans: Type.Array(PlanView),
	timeline: Type.Array(TimelineEvent),
	/** Given to the history as `after`, leads to the events before these; null where these are all. */
	timeline_next: TextOrNull,
	script: Type.Union([ScriptView, Type.Null()]),
	/** What is said to the guarantor or co-borrower who is on the line now, of the debt they answer for; null where none is. */
	surety_script: Type.Union([ScriptView, Type.Null()]),
	/** What may be said to a third party: nothing of the debt (CN-P2). */
	third_party_script: ScriptView,
	work_item: Type.Union([WorkItemView, Type.Null()]),
	open_attempt: Type.Union([Type.Object({ id: Type.String(), contact_point_id: TextOrNull, placed_at: Type.String() }), Type.Null()]),
});
/** What is owed, each currency by itself, in the order of their codes. */
const Owed = Type.Array(Type.Object({ currency: Type.String(), owed_minor: Type.Integer() }));
export const DebtorRow = Type.Object({
	id: Type.String(),
	name_masked: Type.String(),
	id_masked: Type.String(),
	references: Type.Array(Type.String()),
	owed: Owed,
	status: Type.String(),
});
export const FloorView = Type.Object({
	as_of: Type.String(),
	agents: Type.Array(
		Type.Object({
			id: Type.String(),
			name: Type.String(),
			team: TextOrNull,
			state: Type.Enum(['on_case', 'between', 'away']),
			since: TextOrNull,
			debtor: Type.Union([Type.Object({ id: Type.String(), name_masked: Type.String() }), Type.Null()]),
			attempts: Type.Integer(),
			answered: Type.Integer(),
			right_party: Type.Integer(),
			promises: Type.Integer(),
			promised: Type.Array(Type.Object({ currency: Type.String(), amount_minor: Type.Integer() })),
		}),
	),
	teams: Type.Array(
		Type.Object({
			id: Type.String(),
			name: Type.String(),
			open: Type.Integer(),
			callable: Type.Integer(),
			claimed: Type.Integer(),
			done: Type.Integer(),
		}),
	),
	hours: Type.Array(Type.Object({ hour: Type.Integer(), attempts: Type.Integer(), answered: Type.Integer() })),
	refusals: Type.Array(Type.Object({ rule: Type.String(), count: Type.Integer() })),
	needs: Type.Object({
		broken_promises: Type.Integer(),
		unmatched_payments: Type.Integer(),
		overpaid_payments: Type.Integer(),
		recall_within_a_week: Type.Integer(),
		unassigned_debtors: Type.Integer(),
		messages_without_answer: Type.Integer(),
		/** Of today: their text could not be made, so they alone were withdrawn. */
		messages_not_made: Type.Integer(),
	}),
});
export const AssignmentView = Type.Object({
	debtor_id: Type.String(),
	name_masked: Type.String(),
	references: Type.Array(Type.String()),
	products: Type.Array(Type.String()),
	/** The first of `owed`. */
	currency: Type.String(),
	owed_minor: Type.Integer(),
	/** Each currency by itself. */
	owed: Owed,
	days_past_due: Type.Integer(),
	team: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
	agent: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
});
export const AssignmentBody = Type.Object({
	way: Type.Enum(['count', 'amount', 'load', 'skill', 'random', 'team']),
	team_id: Id,
	agent_ids: Type.Optional(Type.Array(Id, { maxItems: 500 })),
	seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
	debtor_ids: Type.Optional(Type.Array(Id, { maxItems: 50_000 })),
	client: Type.Optional(Type.String()),
	placement_id: Type.Optional(Id),
	unassigned: Type.Optional(Type.Boolean()),
	from_team_id: Type.Optional(Id),
	from_agent_id: Type.Optional(Id),
	dry_run: Type.Optional(Type.Boolean()),
});
export const AssignmentAnswer = Type.Object({
	debtors: Type.Integer(),
	dry_run: Type.Boolean(),
	seed: Type.Integer(),
	hands: Type.Array(
		Type.Object({
			agent_id: TextOrNull,
			name: Type.String(),
			debtors: Type.Integer(),
			/** In the first currency of `owed`. */
			owed_minor: Type.Integer(),
			owed: Owed,
			/** Debtors of theirs before who still owe something. */
			before: Type.Integer(),
		}),
	),
	without_skill: Type.Integer(),
	/** Agents who got none for want of a certificate (CN-H1). */
	passed_over: Type.Array(Type.Object({ agent_id: Type.String(), name: Type.String() })),
});

export type WorkItemView = Static<typeof WorkItemView>;
export type NextAnswer = Static<typeof NextAnswer>;
export type CaseView = Static<typeof CaseView>;
export type TimelineEvent = Static<typeof TimelineEvent>;
export type TimelinePage = Static<typeof TimelinePage>;
export type ScriptView = Static<typeof ScriptView>;
export type DebtorRow = Static<typeof DebtorRow>;
export type FloorView = Static<typeof FloorView>;
export type AssignmentView = Static<typeof AssignmentView>;
export type AssignmentBody = Static<typeof AssignmentBody>;
export type AssignmentAnswer = Static<typeof AssignmentAnswer>;
