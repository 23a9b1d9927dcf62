import { type Static, Type } from 'typebox';

const Minor = Type.Integer({ description: 'minor units of the currency beside it' });
const PositiveMinor = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'minor units of the currency beside it' });
const DateText = Type.String({ format: 'date' });
const Instant = Type.String({ format: 'date-time' });
const Id = Type.String({ pattern: '^[0-9]{1,18}$' });
const Currency = Type.String({ minLength: 3, maxLength: 3 });

export const promiseStates = ['open', 'kept', 'partly_kept', 'broken', 'withdrawn'] as const;
export const planStates = ['open', 'kept', 'broken', 'withdrawn'] as const;
const WithdrawnFor = Type.Union([Type.Enum(['replaced', 'asked', 'plan_broken', 'recalled', 'settled']), Type.Null()], {
	description:
		'why it was withdrawn: another took its place, a person took it back, its plan broke before it was due, the debt was recalled, or the debt was settled by money that does not count for it; null where it was not',
});

export const PromiseView = Type.Object({
	id: Type.String(),
	debt_id: Type.String(),
	attempt_id: Type.Union([Type.String(), Type.Null()]),
	amount_minor: Minor,
	/** Received towards it so far (open) or when it was judged. */
	paid_minor: Minor,
	currency: Type.String(),
	due_on: DateText,
	/** The last day on which it can still be kept: due date + days of grace. */
	until_on: DateText,
	grace_days: Type.Integer(),
	made_at: Instant,
	made_by: Type.String({ description: 'name of the login' }),
	state: Type.Enum(promiseStates),
	judged_on: Type.Union([DateText, Type.Null()]),
	withdrawn_for: WithdrawnFor,
	plan_id: Type.Union([Type.String(), Type.Null()]),
	instalment: Type.Union([Type.Integer(), Type.Null()]),
});

export const PlanView = Type.Object({
	id: Type.Union([Type.String(), Type.Null()], { description: 'null for a preview' }),
	debt_id: Type.String(),
	total_minor: Minor,
	currency: Type.String(),
	instalments: Type.Integer(),
	first_due_on: DateText,
	made_at: Instant,
	made_by: Type.String({ description: 'name of the login' }),
	state: Type.Enum(planStates),
	ended_on: Type.Union([DateText, Type.Null()]),
	withdrawn_for: WithdrawnFor,
	/** Sums exactly to `total_minor`. */
	schedule: Type.Array(
		Type.Object({
			instalment: Type.Integer(),
			due_on: DateText,
			amount_minor: Minor,
			paid_minor: Minor,
			state: Type.Enum(promiseStates),
		}),
	),
});

export const PromiseTerms = Type.Object({
	debt_id: Id,
	amount_minor: PositiveMinor,
	currency: Currency,
	due_on: DateText,
	/** The open promise or plan of this debt is withdrawn and this one takes its place. */
	replace: Type.Optional(Type.Boolean()),
});
export const PromiseBody = Type.Object({
	...PromiseTerms.properties,
	attempt_id: Type.Optional(Id),
	dry_run: Type.Optional(Type.Boolean()),
});

export const PlanTerms = Type.Object({
	debt_id: Id,
	/** What the plan settles; all that is owed unless said. */
	total_minor: Type.Optional(PositiveMinor),
	currency: Currency,
	instalments: Type.Integer({ minimum: 2, maximum: 120 }),
	first_due_on: DateText,
	replace: Type.Optional(Type.Boolean()),
});
export const PlanBody = Type.Object({ ...PlanTerms.properties, attempt_id: Type.Optional(Id), dry_run: Type.Optional(Type.Boolean()) });

export const WithdrawBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) });

/** The end of a contact, in two questions: who or what answered × what was said; and what follows from it. */
export const CloseContactBody = Type.Object({
	line: Type.Enum([
		'right_party',
		'other_person',
		'machine',
		'no_answer',
		'busy',
		'off',
		'invalid',
		'declined',
		'delivered',
		'undelivered',
	]),
	said: Type.Enum([
		'none',
		'paid',
		'promise',
		'plan',
		'cannot_pay',
		'will_not_pay',
		'disputes',
		'complains',
		'hardship',
		'wrong_person',
		'will_pass_on',
		'refuses_contact',
		'call_back',
		'deceased',
	]),
	note: Type.Optional(Type.String({ maxLength: 4_000 })),
	identity_disclosed: Type.Boolean(),
	/** The script that was on the screen, as the case gave it; without a version: the shipped one. */
	script: Type.Optional(
		Type.Object({ name: Type.String({ maxLength: 40 }), version: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]) }),
	),
	promise: Type.Optional(PromiseTerms),
	plan: Type.Optional(PlanTerms),
	call_back_at: Type.Optional(Instant),
	willingness: Type.Optional(Type.Enum(['unknown', 'willing', 'unwilling'])),
	ability: Type.Optional(Type.Enum(['unknown', 'able', 'partly', 'unable'])),
	reason: Type.Optional(Type.Enum(['unknown', 'forgot', 'system_fault', 'willing_later', 'no_ability', 'bad_faith', 'other'])),
});

export const CloseContactAnswer = Type.Object({
	attempt_id: Type.String(),
	answered: Type.Boolean(),
	promise: Type.Union([PromiseView, Type.Null()]),
	plan: Type.Union([PlanView, Type.Null()]),
	/** A work item this agent gets back, and when. */
	call_back: Type.Union([Type.Object({ work_item_id: Type.String(), callable_from: Instant, callable_until: Instant }), Type.Null()]),
	/** Holds that came of it (dispute, complaint, cease request …). */
	holds: Type.Array(Type.String()),
	key_case: Type.Boolean(),
	work_item_closed: Type.Boolean(),
});

export type PromiseView = Static<typeof PromiseView>;
export type PlanView = Static<typeof PlanView>;
export type PromiseTerms = Static<typeof PromiseTerms>;
export type PromiseBody = Static<typeof PromiseBody>;
export type PlanTerms = Static<typeof PlanTerms>;
export type PlanBody = Static<typeof PlanBody>;
export type WithdrawBody = Static<typeof WithdrawBody>;
export type CloseContactBody = Static<typeof CloseContactBody>;
export type CloseContactAnswer = Static<typeof CloseContactAnswer>;
