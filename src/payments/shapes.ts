import { type Static, Type } from 'typebox';
import { amountMax } from '../core/money.ts';

const Minor = Type.Integer({ description: 'minor units of the currency beside it' });
const Count = Type.Integer({ minimum: 0 });
const Id = Type.String({ pattern: '^[0-9]{1,18}$' });
const Instant = Type.String({ format: 'date-time' });
const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });

export const paymentStates = ['applied', 'unmatched', 'overpaid', 'resolved', 'reversed'] as const;

/** Why a payment waits in a queue. */
export const waitingReasons = [
	'',
	'no_such_reference',
	'several_debts',
	'other_currency',
	'debt_undone',
	'debt_recalled',
	'paid_too_much',
	'disputed_debt',
	'other_name',
] as const;

export const PaymentView = Type.Object({
	id: Type.String(),
	client: Type.Object({ code: Type.String(), name: Type.String() }),
	external_reference: Type.String(),
	/** The number as the file gave it, masked but for its ends when it looks like a card. */
	debt_reference: Type.String(),
	debtor_id: Type.Union([Type.String(), Type.Null()]),
	debt_id: Type.Union([Type.String(), Type.Null()]),
	debtor_name: Type.Union([Type.String(), Type.Null()], { description: 'masked' }),
	amount_minor: Minor,
	applied_minor: Minor,
	surplus_minor: Minor,
	returned_minor: Minor,
	currency: Type.String(),
	paid_at: Instant,
	recorded_at: Instant,
	method: Type.String(),
	state: Type.Enum(paymentStates),
	reason: Type.Enum(waitingReasons),
	/** What was done with it, and the words written beside that: `refund: by cheque`; without them in the answer of an act. */
	resolution: Type.Union([Type.String(), Type.Null()]),
	/** The debts it was set against, with what each took; empty while it waits. */
	shares: Type.Array(Type.Object({ debt_id: Type.String(), amount_minor: Minor })),
	/** What may be done with it now, for this caller: `assign`, `spread`, `apply_to_debt`, `refund`, `return_to_client`, `reverse`. */
	actions: Type.Array(Type.String()),
});

export const PaymentList = Type.Object({
	items: Type.Array(PaymentView),
	next: Type.Union([Type.String(), Type.Null()]),
	/** How many wait in each queue, and how much, per currency. */
	queues: Type.Array(Type.Object({ state: Type.String(), currency: Type.String(), count: Count, amount_minor: Minor })),
});

export const PaymentListQuery = Type.Object({
	state: Type.Optional(Type.Enum(paymentStates)),
	client: Type.Optional(Type.String({ maxLength: 60 })),
	debtor_id: Type.Optional(Id),
	after: Type.Optional(Id),
	limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});

/** A row that was not taken: which, why, and how to mend it. */
export const PaymentRowError = Type.Object({
	row: Type.Integer(),
	column: Type.String(),
	value: Type.String({ description: 'masked' }),
	code: Type.String(),
	message: Sentence,
	/** How to mend it. */
	mend: Sentence,
});

const Amounts = Type.Object({ count: Count, amounts: Type.Array(Type.Object({ currency: Type.String(), amount_minor: Minor })) });

/** The answer to an import. rows = accepted + rejected + duplicates; accepted = applied + unmatched + overpaid (counts). */
export const PaymentImportAnswer = Type.Object({
	import_id: Type.Union([Type.String(), Type.Null()], { description: 'null for a dry run' }),
	file: Type.String(),
	dry_run: Type.Boolean(),
	rows: Count,
	accepted: Count,
	rejected: Count,
	duplicates: Count,
	/** Fully applied, waiting without a debt, and partly applied with a surplus. */
	applied: Amounts,
	unmatched: Amounts,
	overpaid: Amounts,
	/** The surplus alone of the overpaid. */
	surplus: Amounts,
	/** Debts that owe nothing any more because of this file. */
	settled_debts: Count,
	/** At most 1,000; `rejected` counts all. */
	errors: Type.Array(PaymentRowError),
	/** Columns as recognised: field → heading. */
	columns: Type.Record(Type.String(), Type.String()),
});

export const PaymentImportList = Type.Object({
	items: Type.Array(
		Type.Object({
			id: Type.String(),
			client: Type.Union([Type.String(), Type.Null()]),
			file_name: Type.String(),
			rows: Count,
			accepted: Count,
			rejected: Count,
			duplicates: Count,
			imported_at: Instant,
			finished_at: Type.Union([Instant, Type.Null()]),
			errors: Type.Array(PaymentRowError),
		}),
	),
});

/** One payment entered by hand. */
export const PaymentBody = Type.Object({
	client: Type.String({ minLength: 1, maxLength: 60, description: 'client code' }),
	external_reference: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
	debt_reference: Type.String({ minLength: 1, maxLength: 120 }),
	amount_minor: Type.Integer({ minimum: 1, maximum: Number(amountMax) }),
	currency: Type.String({ minLength: 3, maxLength: 3 }),
	paid_at: Instant,
	method: Type.Optional(Type.String({ maxLength: 60 })),
});

export const ResolveBody = Type.Union([
	Type.Object({ action: Type.Literal('assign'), debtor_id: Id, debt_id: Id }, { description: 'an unmatched payment belongs to this debt' }),
	Type.Object(
		{
			action: Type.Literal('spread'),
			debtor_id: Id,
			debt_ids: Type.Optional(
				Type.Array(Id, { minItems: 1, maxItems: 50, uniqueItems: true, description: 'the debts the payer named, in their order' }),
			),
		},
		{
			description:
				'an unmatched payment belongs to this debtor: over their open debts to its client, as the payer named them, else in the law’s order (民法典 560; 12 CFR 1006.30(c))',
		},
	),
	Type.Object(
		{ action: Type.Literal('apply_to_debt'), debt_id: Id },
		{ description: 'the surplus pays a debt of the same debtor and client: another, or its own that owes again' },
	),
	Type.Object(
		{ action: Type.Literal('refund'), note: Type.String({ minLength: 1, maxLength: 500 }) },
		{ description: 'the surplus was paid back to the payer' },
	),
	Type.Object(
		{ action: Type.Literal('return_to_client'), note: Type.String({ minLength: 1, maxLength: 500 }) },
		{ description: 'an unmatched payment, or a surplus, was handed to the client' },
	),
]);

const OwedNow = Type.Integer({ minimum: 0, maximum: Number(amountMax) });
export const BalanceBody = Type.Object(
	{
		costs_minor: OwedNow,
		interest_minor: OwedNow,
		penalty_minor: OwedNow,
		principal_minor: OwedNow,
		on: Type.String({ format: 'date', description: 'as of which day the client says so; every payment recorded here is counted already' }),
		reason: Type.String({ minLength: 1, maxLength: 500 }),
		client_reference: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'the client’s own number of the notice' })),
	},
	{ additionalProperties: false },
);
export const BalanceAnswer = Type.Object({ accrued_minor: Minor, reduced_minor: Minor });
export const ReverseBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) });

export const ReversalAnswer = Type.Object({
	payment: PaymentView,
	/** Promises judged kept with this payment's help that stay as judged: their last day is over, or they are whole without it. */
	kept_promises: Type.Array(Type.String()),
	/** Promises that were kept with it before their last day: they are open again and judged on their day; their plan and its hold stand again. */
	reopened_promises: Type.Array(Type.String()),
	/** Promises withdrawn since it was recorded, because their debt was settled: they stay withdrawn, although it is owed again. And those it had kept that cannot be open again, because the debt went back to the client or something else was agreed. */
	withdrawn_promises: Type.Array(Type.String()),
});

export type PaymentView = Static<typeof PaymentView>;
export type PaymentList = Static<typeof PaymentList>;
export type PaymentListQuery = Static<typeof PaymentListQuery>;
export type PaymentRowError = Static<typeof PaymentRowError>;
export type PaymentImportAnswer = Static<typeof PaymentImportAnswer>;
export type PaymentImportList = Static<typeof PaymentImportList>;
export type PaymentBody = Static<typeof PaymentBody>;
export type ResolveBody = Static<typeof ResolveBody>;
export type BalanceBody = Static<typeof BalanceBody>;
export type ReverseBody = Static<typeof ReverseBody>;
export type ReversalAnswer = Static<typeof ReversalAnswer>;
